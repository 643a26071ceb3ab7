"""Settings are read from the environment; unsafe ones are named and stop the program."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from review_app.config import UnsafeSettings, read_settings
from review_app.entrypoints.cli import cli

SAFE = {
    "SECRET_KEY": "s" * 40,
    "AUDIT_KEY": "a" * 40,
    "PUBLIC_URL": "https://review.example.dk",
}
MAIL = {"MAIL_HOST": "mail.example.dk", "MAIL_FROM": "no-answer@example.dk"}


def test_a_safe_production_has_no_problems():
    assert read_settings(SAFE).problems() == []
    assert read_settings({**SAFE, **MAIL}).problems() == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"AUDIT_KEY": ""}, "AUDIT_KEY"),
        ({"AUDIT_KEY": "s" * 40}, "AUDIT_KEY must differ"),
        ({"PUBLIC_URL": "http://review.example.dk"}, "https"),
        ({"TRUSTED_PROXIES": "one"}, "TRUSTED_PROXIES"),
        ({**MAIL, "MAIL_FROM": ""}, "MAIL_FROM"),
        ({**MAIL, "MAIL_PORT": "smtp"}, "MAIL_PORT"),
        ({**MAIL, "MAIL_TLS": "yes"}, "MAIL_TLS must be"),
        ({**MAIL, "MAIL_TLS": "none", "MAIL_USER": "app"}, "when MAIL_USER is set"),
        ({"REVIEW_MODE": "party"}, "REVIEW_MODE"),
        ({"REVIEW_MODE": "demo"}, "demo mode lets anybody in"),
    ],
)
def test_each_unsafe_setting_is_named(changed, named):
    problems = read_settings({**SAFE, **changed}).problems()
    assert len(problems) == 1
    assert named in problems[0]


def test_a_secret_can_be_named_by_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text("f" * 40 + "\n")
    settings = read_settings({**SAFE, "SECRET_KEY_FILE": str(secret)})
    assert settings.secret_key == "f" * 40


def test_the_demonstration_makes_its_keys_once(tmp_path):
    demo = {"REVIEW_MODE": "demo", "DATA_DIR": str(tmp_path / "data")}
    first, second = read_settings(demo), read_settings(demo)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert first.secret_key != first.audit_key
    assert first.problems() == []


def test_the_demonstration_is_quiet_unless_asked(tmp_path):
    demo = {"REVIEW_MODE": "demo", "DATA_DIR": str(tmp_path)}
    assert read_settings(demo).log_level == "WARNING"
    assert read_settings({**demo, "LOG_LEVEL": "INFO"}).log_level == "INFO"


def test_postgresql_is_reached_through_psycopg():
    settings = read_settings({**SAFE, "DATABASE_URL": "postgresql://u@h/d"})
    assert settings.database == "postgresql+psycopg://u@h/d"


def test_check_lists_every_setting_and_never_a_secret(app, monkeypatch):
    for name, value in {**SAFE, "SECRET_KEY": "very secret " * 4}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("REVIEW_MODE", "production")
    done = app.test_cli_runner().invoke(cli, ["check"])
    assert done.exit_code == 0
    assert "PUBLIC_URL" in done.output
    assert "very secret" not in done.output


def test_an_unsafe_production_does_not_start(monkeypatch, tmp_path):
    from review_app import create_app

    for name in ("SECRET_KEY", "AUDIT_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REVIEW_MODE", "production")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with pytest.raises(UnsafeSettings):
        create_app()


def test_what_people_wrote_stays_out_of_a_database_faults_words(tmp_path):
    from review_app import create_app
    from review_app.kernel.db import db

    keys = {"secret_key": SAFE["SECRET_KEY"], "audit_key": SAFE["AUDIT_KEY"]}
    app = create_app(settings={"data_dir": str(tmp_path), **keys}, TESTING=True)
    with app.app_context(), pytest.raises(OperationalError) as fault:
        db.session.execute(text("SELECT :words FROM nowhere"), {"words": "about a citizen"})
    assert "about a citizen" not in str(fault.value)


@pytest.mark.parametrize(("proxies", "seen"), [("0", "127.0.0.1"), ("1", "192.0.2.7")])
def test_the_visitors_address_is_believed_only_of_proxies_of_ones_own(tmp_path, proxies, seen):
    from flask import request

    from review_app import create_app

    app = create_app(
        settings={"review_mode": "demo", "data_dir": str(tmp_path), "trusted_proxies": proxies},
        TESTING=True,
        SECRET_KEY="x",
    )
    told = []
    app.before_request_funcs.setdefault(None, []).insert(
        0, lambda: told.append(request.remote_addr)
    )
    app.test_client().get("/health/live", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"})
    assert told == [seen]
