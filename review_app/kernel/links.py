"""Links that leave the product and come back: whole addresses, tokens that work without signing
in, and addresses a browser sent that must not lead anywhere else.
"""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from review_app.domain.errors import NotFound


def address(endpoint: str, **values: Any) -> str:
    """Return the whole address of a page, also where no request is being answered."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['PUBLIC_URL']}{path}"


def own_path(address: str | None) -> str:
    """Return *address* when it is a path of this product, else nothing."""
    parts = urlsplit(address or "")
    is_foreign = parts.scheme or parts.netloc or "\\" in parts.path
    return "" if is_foreign or not parts.path.startswith("/") else address or ""


def sign(purpose: str, value: Any) -> str:
    """Return a token that holds *value*, readable by anyone, and is good for *purpose* alone."""
    token = _serializer(purpose).dumps(value)
    return token if isinstance(token, str) else token.decode()


def open_signed(purpose: str, token: str) -> Any:
    """Return what a token of :func:`sign` holds.

    :raises NotFound: when it was not signed here for this purpose.
    """
    try:
        return _serializer(purpose).loads(token)
    except BadSignature:
        raise NotFound(thing="link") from None


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        current_app.config["SECRET_KEY"],
        salt=f"link: {purpose}",
        signer_kwargs={"digest_method": hashlib.sha256},
    )
