"""Opaque keys: what stands in addresses and what outsiders see instead of numbers and names."""

import hashlib
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12


def new_key() -> str:
    """Return a random key of about 59 bits, readable aloud: no vowel to form words, no 0/o, 1/l."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_token() -> str:
    """Return a secret of 256 bits for a cookie or a link; store only its :func:`fingerprint`."""
    return secrets.token_urlsafe(32)


def new_secret() -> str:
    """Return 32 random bytes as lower-case hex: a contribution to a draw."""
    return secrets.token_hex(32)


def fingerprint(token: str) -> str:
    """Return the SHA-256 of a secret, the form in which it may be stored."""
    return hashlib.sha256(token.encode()).hexdigest()
