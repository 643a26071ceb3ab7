"""What whoever runs the product sees."""

import flask_migrate

from review_app.entrypoints.cli import cli
from review_app.kernel import health


def run(app, *words):
    return app.test_cli_runner().invoke(cli, words)


def test_the_first_administrator_comes_in_by_a_link(app, db, client):
    done = run(app, "invite-administrator", "Tove Timian", "tove@example.org")
    assert done.exit_code == 0
    path = done.output.strip().removeprefix(app.config["PUBLIC_URL"])
    assert "Tove Timian" in client.get(path).text


def test_a_healthy_installation_says_so(client):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_an_older_database_is_not_served(app, db, client):
    flask_migrate.downgrade(revision="0001")
    assert health.problem() == "schema-old"
    assert client.get("/health/ready").status_code == 503
    refused = run(app, "serve", "--port", "0")
    assert refused.exit_code == 1
    assert "review-app init" in refused.output


def test_the_demonstration_is_refused_where_people_live(app, people):
    refused = run(app, "demo")
    assert refused.exit_code == 1
    assert "nothing was changed" in refused.output


def test_the_demonstration_does_not_listen_to_the_network(app, db):
    refused = run(app, "serve", "--host", "192.0.2.1")
    assert refused.exit_code == 2
    assert "this machine alone" in refused.output
