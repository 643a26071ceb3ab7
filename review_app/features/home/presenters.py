"""What the frame of every page shows."""

from collections.abc import Iterable
from typing import Any

from flask import current_app, request, url_for
from flask_login import current_user

from review_app.kernel.words import word


def shell() -> dict[str, Any]:
    """Return what base.html and plain.html ask for."""
    person = current_user.person if current_user.is_authenticated else None
    return {
        "person": person
        and {"name": person.name, "role": ", ".join(map(word, sorted(person.roles)))},
        "product_name": current_app.config["PRODUCT_NAME"],
        "version": current_app.config["VERSION"],
        "home_url": url_for("home.overview"),
        "guide_url": url_for("home.guide"),
        "language_url": url_for("identity.choose_language"),
        "sign_in_url": url_for("identity.sign_in"),
        "sign_out_url": url_for("identity.sign_out"),
        "account_url": url_for("identity.account"),
    }


def menu(items: Iterable[tuple[Any, str]]) -> list[dict[str, Any]]:
    """Mark which of the main menu's (label, url) leads to where the reader is."""
    here = request.path
    return [
        {
            "label": label,
            "url": url,
            "is_current": here == url or (url != "/" and here.startswith(f"{url}/")),
        }
        for label, url in items
    ]
