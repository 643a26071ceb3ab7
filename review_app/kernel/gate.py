"""The gate every request passes: nothing is open unless its view says to whom.

A view declares its permission with :func:`requires`. ``before_request`` checks it; a view that
declares none is closed, :func:`check_every_route` stops the program from starting with one, and
``tests/architecture/test_access.py`` walks the URL map.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from review_app.domain.access import STRANGER, Actor, Permission, can, may_ever
from review_app.domain.errors import NotPermitted, Refusal

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
FRAMEWORK_ENDPOINTS = frozenset({"static"})


class SignInNeeded(Refusal):
    """A stranger sent something: sign in again and go on, nothing is lost."""

    code, status = "sign-in-needed", 401


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare the permission without which a view is not even entered."""

    def declare(view: View) -> View:
        view.required_permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def required_permission(app: Flask, endpoint: str) -> Permission | None:
    """Return what the endpoint's view declared, if anything."""
    return getattr(app.view_functions[endpoint], "required_permission", None)


def current_actor() -> Actor:
    """Return who is asking; this is where a signed-in person becomes a plain Actor."""
    if "actor" not in g:
        g.actor = current_user.actor if current_user.is_authenticated else STRANGER
    actor: Actor = g.actor
    return actor


def check_every_route(app: Flask) -> None:
    """Stop the program from starting with an undeclared view.

    :raises RuntimeError: naming each of them.
    """
    undeclared = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in FRAMEWORK_ENDPOINTS
        and required_permission(app, rule.endpoint) is None
    )
    if undeclared:
        raise RuntimeError(f"views without @requires: {', '.join(undeclared)}")


def init_app(app: Flask) -> None:
    """Put the gate in front of every request."""

    @app.before_request
    def stand_at_the_gate() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint in FRAMEWORK_ENDPOINTS:
            return None  # no such address (404 follows), or a file
        permission = required_permission(app, request.endpoint)
        actor = current_actor()
        if permission is not None and may_ever(actor, permission):
            return None
        if actor is STRANGER and request.method in {"GET", "HEAD"}:
            return redirect(url_for("identity.sign_in", next=request.full_path.rstrip("?")))
        if actor is STRANGER:
            raise SignInNeeded
        raise NotPermitted(permission=permission.value if permission else "undeclared")

    @app.template_global("can")
    def can_here(permission: str, thing: Any) -> bool:
        return can(current_actor(), Permission(permission), thing)

    @app.template_global("may_ever")
    def may_ever_here(permission: str) -> bool:
        return may_ever(current_actor(), Permission(permission))
