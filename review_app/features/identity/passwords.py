"""Password hashing, and the rule for a good one."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST = 12
_hasher = PasswordHasher()  # argon2id, 64 MiB, as RFC 9106 recommends for a server


@cache
def _of_nobody() -> str:
    return _hasher.hash("nobody has this password")  # made once, and not at every start


def hash_password(password: str) -> str:
    """Return the argon2id hash to store."""
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Check a password; takes as long for an unknown person as for a known one."""
    try:
        _hasher.verify(password_hash or _of_nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None
