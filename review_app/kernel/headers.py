"""Security headers on every answer; no inline script or style exists anywhere."""

from flask import Flask, Response, current_app, request
from flask_login import current_user

POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    ]
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Add the headers after every request."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(ALWAYS)
        if current_app.config["PUBLIC_URL"].startswith("https:"):
            response.headers["Strict-Transport-Security"] = "max-age=63072000"
        if request.endpoint != "static" and current_user and current_user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response
