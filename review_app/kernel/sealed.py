"""Facts that travel in an address from one area to another and cannot be altered on the way."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def seal(facts: Mapping[str, Any], *, purpose: str) -> str:
    """Return *facts* as text for an address; readable by whoever has it, alterable by nobody."""
    return str(_sealer(purpose).dumps(dict(facts)))


def unseal(text: str, *, purpose: str) -> dict[str, Any] | None:
    """Return the facts that were sealed for *purpose*; nothing when the text is not of our own."""
    try:
        facts: dict[str, Any] = _sealer(purpose).loads(text)
    except BadSignature:
        return None
    return facts


def _sealer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)
