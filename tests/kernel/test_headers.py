"""Every answer carries the security headers, whatever it is."""

import pytest

from review_app.domain.errors import NotPermitted


@pytest.mark.parametrize("address", ["/sign-in", "/", "/nothing-here", "/health/live"])
def test_the_policy_allows_nothing_inline_and_nobody_elsewhere(client, address):
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Request-Id"]


def test_pages_of_signed_in_people_are_not_kept_by_the_browser(sign_in, people):
    assert sign_in(people.hanne).get("/").headers["Cache-Control"] == "no-store"


def test_a_wrong_method_is_told_with_what_is_allowed(client):
    answer = client.delete("/sign-in")
    assert answer.status_code in {401, 405}


def test_a_fault_shows_no_word_of_itself(app, client, monkeypatch):
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def breaks():
        raise RuntimeError("the secret of the house")

    breaks.required_permission = app.view_functions["home.live"].required_permission
    monkeypatch.setitem(app.view_functions, "home.live", breaks)
    answer = client.get("/health/live")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_a_script_gets_json_and_a_person_a_page(sign_in, people, app, monkeypatch):
    def refuses():
        raise NotPermitted(permission="x")

    refuses.required_permission = app.view_functions["home.overview"].required_permission
    monkeypatch.setitem(app.view_functions, "home.overview", refuses)
    client = sign_in(people.hanne)
    page = client.get("/")
    assert (page.status_code, page.mimetype) == (403, "text/html")
    body = client.get("/", headers={"X-Requested-With": "fetch"})
    assert (body.status_code, body.json["code"]) == (403, "not-permitted")


def test_a_host_name_that_is_not_ours_is_refused(client):
    assert client.get("/sign-in", base_url="http://127.0.0.1/").status_code == 200
    assert client.get("/sign-in", base_url="http://rebound.example/").status_code == 400


def test_a_refusal_to_a_program_tells_keys_but_no_numbers_of_rows(client, monkeypatch):
    def refuse(*_):
        raise NotPermitted(permission="case:read", actor_id=7)

    monkeypatch.setattr("review_app.kernel.health.problem", refuse)
    answer = client.get("/health/ready", headers={"X-Requested-With": "fetch"})
    assert answer.json == {"code": "not-permitted", "facts": {"permission": "case:read"}}
