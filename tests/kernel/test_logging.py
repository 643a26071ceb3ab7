"""Logs are one JSON object a line, with the request's id, and no case text."""

import json
import logging

from review_app.kernel.logging import JsonLines


def test_a_request_leaves_one_line_with_its_id(client, caplog):
    with caplog.at_level(logging.INFO, logger="review_app.request"):
        answer = client.get("/sign-in?next=/cases/some-key")
    told = [r for r in caplog.records if r.name == "review_app.request"]
    line = json.loads(JsonLines().format(told[-1]))
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert (line["endpoint"], line["status"], line["method"]) == ("identity.sign_in", 200, "GET")
    assert "some-key" not in json.dumps(line)
