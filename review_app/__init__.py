"""The quality-review and learning platform."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

try:
    __version__ = version("review-app")
except PackageNotFoundError:  # a bare checkout on the path
    __version__ = "0"

MAIL_SETTINGS = ("mail_host", "mail_port", "mail_tls", "mail_user", "mail_password", "mail_from")


def create_app(**overrides: Any) -> Flask:
    """Build the application from the environment; *overrides* go over the configuration.

    :raises UnsafeSettings: when a setting is missing or unsafe (tests pass ``TESTING=True``).
    """
    from review_app import wiring
    from review_app.config import Settings, UnsafeSettings, read_settings
    from review_app.kernel.places import TOP

    settings = Settings(**overrides.pop("settings")) if "settings" in overrides else read_settings()
    if not overrides.get("TESTING") and (problems := settings.problems()):
        raise UnsafeSettings(problems)
    Path(settings.data_dir).mkdir(mode=0o700, parents=True, exist_ok=True)
    app = Flask(__name__, template_folder=str(TOP / "templates"))
    app.config.from_mapping(_configuration(settings))
    app.config.from_mapping(overrides)
    wiring.connect(app)
    if proxies := int(settings.trusted_proxies):
        # Without it every visitor would have the proxy's address, and share its lock-out.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    return app


def _configuration(settings: Any) -> dict[str, Any]:
    secure = settings.public_url.startswith("https:")
    return {
        "SECRET_KEY": settings.secret_key,
        "AUDIT_KEY": settings.audit_key,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},  # case text stays out of the logs
        "TRUSTED_HOSTS": settings.hosts,
        "DATA_DIR": settings.data_dir,
        "PUBLIC_URL": settings.public_url.rstrip("/"),
        **{name.upper(): getattr(settings, name) for name in MAIL_SETTINGS},
        "PRODUCT_NAME": settings.product_name,
        "ORGANISATION": settings.organisation,
        "DEMO": settings.review_mode == "demo",
        "LOG_LEVEL": settings.log_level,
        "VERSION": __version__,
        "MAX_CONTENT_LENGTH": 64 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form may be open all day
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }
