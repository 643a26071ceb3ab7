"""Typed settings, read from the environment; ``review-app check`` lists them all.

A secret may also be named by a file: ``SECRET_KEY_FILE=/run/secrets/key``.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Mode(StrEnum):
    """What the installation is for."""

    PRODUCTION = "production"
    DEMO = "demo"


class UnsafeSettings(Exception):  # noqa: N818 - says what is unsafe, one line each
    """Raised when the program must not start; ``problems`` says why."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def setting(default: str, help_: str, *, secret: bool = False) -> str:
    """Declare a setting with its default and its one-line explanation."""
    return field(default=default, metadata={"help": help_, "secret": secret})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; the environment variable has the field's name in capitals."""

    review_mode: str = setting("production", "production, or demo: invented data, no passwords")
    database_url: str = setting("", "empty: SQLite in the data folder; or postgresql://...")
    data_dir: str = setting("var", "folder for the database, the queue and uploads")
    secret_key: str = setting("", "signs cookies; at least 32 characters", secret=True)
    audit_key: str = setting(
        "", "keys the audit log's chain; keep it apart from the database", secret=True
    )
    public_url: str = setting("http://127.0.0.1:8000", "the address people type")
    trusted_proxies: str = setting(
        "0", "how many proxies of yours stand in front, each adding X-Forwarded-For"
    )
    mail_host: str = setting("", "the server that takes mail; empty: no mail is sent")
    mail_port: str = setting("587", "its port: 587 with starttls, 465 with ssl, 25 with none")
    mail_tls: str = setting("starttls", "starttls, ssl, or none: in the clear")
    mail_user: str = setting("", "the name to sign in to it with; empty: none is asked for")
    mail_password: str = setting("", "the password that goes with the name", secret=True)
    mail_from: str = setting("", "the address mail comes from")
    product_name: str = setting("Sammenhold", "the name on every page")
    organisation: str = setting("", "the authority's name")
    log_level: str = setting("INFO", "DEBUG, INFO, WARNING or ERROR; INFO tells of every request")

    @property
    def mode(self) -> Mode:
        """The mode as a value."""
        return Mode(self.review_mode)

    @property
    def database(self) -> str:
        """The database's address as SQLAlchemy wants it."""
        if not self.database_url:
            return f"sqlite:///{Path(self.data_dir).resolve() / 'review_app.sqlite'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def hosts(self) -> list[str]:
        """The names under which the program answers; any other is somebody's trick."""
        return [host for host in (urlsplit(self.public_url).hostname, *LOOPBACK) if host]

    def problems(self) -> list[str]:
        """Say what is missing or unsafe, one sentence each; empty when all is well."""
        found = []
        if self.review_mode not in set(Mode):
            return [f"REVIEW_MODE is {self.review_mode!r}; it must be production or demo"]
        for name in ("secret_key", "audit_key"):
            if len(getattr(self, name)) < 32:
                found.append(f"{name.upper()} must have at least 32 characters")
        if self.secret_key and self.secret_key == self.audit_key:
            found.append("AUDIT_KEY must differ from SECRET_KEY")
        if not self.trusted_proxies.isdecimal():
            found.append("TRUSTED_PROXIES must be a number, 0 without a proxy")
        address = urlsplit(self.public_url)
        if self.mode is Mode.PRODUCTION and address.scheme != "https":
            found.append("PUBLIC_URL must begin with https:// in production")
        if self.mode is Mode.DEMO and address.hostname not in LOOPBACK:
            found.append(
                "demo mode lets anybody in, so PUBLIC_URL must be an address of this machine"
            )
        return found + (self._problems_of_mail() if self.mail_host else [])

    def _problems_of_mail(self) -> list[str]:
        found = []
        if not self.mail_port.isdecimal():
            found.append("MAIL_PORT must be a number")
        if self.mail_tls not in ("starttls", "ssl", "none"):
            found.append("MAIL_TLS must be starttls, ssl or none")
        if self.mail_tls == "none" and self.mail_user:
            found.append("MAIL_TLS must be starttls or ssl when MAIL_USER is set")
        if "@" not in self.mail_from:
            found.append("MAIL_FROM must be an address when MAIL_HOST is set")
        return found


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; in demo mode missing keys are made once and kept in the data folder."""
    env = os.environ if environment is None else environment
    given = {}
    for item in fields(Settings):
        name = item.name.upper()
        if f"{name}_FILE" in env:
            given[item.name] = Path(env[f"{name}_FILE"]).read_text().strip()
        elif name in env:
            given[item.name] = env[name]
    settings = Settings(**given)
    if settings.review_mode == Mode.DEMO:
        made = {n: _kept_key(settings, n) for n in ("secret_key", "audit_key") if n not in given}
        settings = Settings(**{"log_level": "WARNING", **given, **made})
    return settings


def _kept_key(settings: Settings, name: str) -> str:
    path = Path(settings.data_dir) / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
