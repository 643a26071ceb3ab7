"""The ceremony of a draw: who gives a secret, what comes when, and what that protects against.

The order is the security. Frame and plan are fixed; everyone is bound to a secret by its
commitment; that is sealed; the secrets are revealed; a public value, if any, is had last; then the
seed exists and the cases follow. A person who keeps their own secret can be sure that nobody chose
the seed, whatever everyone else did together.
"""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from review_app.domain.draw import NO_PUBLIC_VALUE
from review_app.domain.errors import Invalid
from review_app.domain.verify_draw import commitment

HEX_DIGITS = frozenset("0123456789abcdef")
HASH_LENGTH = 64
DICE_ROLLS = 20  # of a ten-sided die: 66 bits, enough since the frame is fixed before
DICE_SOURCE = f"{DICE_ROLLS} rolls of a ten-sided die in the meeting room"
LONGEST_PUBLIC = 200
FALLBACK = "the draw is abandoned and keeps its number; a new draw with a new number is made"


class Contributor(StrEnum):
    """Who gives a secret; the codes are the names in the files, never a person's own."""

    OPERATOR = "operator"  # the platform in the place of whoever draws: the quick way
    COORDINATOR = "coordinator"
    STAFF_REPRESENTATIVE = "staff-representative"
    CONSULTANT = "consultant"
    PLATFORM = "platform"


QUICK = (Contributor.OPERATOR, Contributor.PLATFORM)


class PublicKind(StrEnum):
    """What is mixed in last, when nobody can change their secret any more."""

    NONE = "none"
    DICE = "dice"
    NAMED = "named"  # something the world will know: lottery numbers of a coming day


class Stage(StrEnum):
    """How far a draw is."""

    GATHERING = "gathering"  # somebody is not yet bound to a secret
    GATHERED = "gathered"
    OPENING = "opening"  # sealed; somebody has not yet revealed
    OPENED = "opened"
    DRAWN = "drawn"
    ABANDONED = "abandoned"


class Protection(StrEnum):
    """Whose honesty is enough for a draw that nobody steered (design 4.1)."""

    PLATFORM_ALONE = "platform-alone"
    PLATFORM_OR_ONE = "platform-or-one"
    ANY_OF_SEVERAL = "any-of-several"


def contributors_of(people: Mapping[Contributor, int]) -> tuple[Contributor, ...]:
    """Return everyone who contributes, in the order of the files.

    :param people: who contributes in person, by the part they have.
    :raises Invalid: when one person has two parts.
    """
    if len(set(people.values())) < len(people):
        raise Invalid(field="contributors", reason="one-person-twice")
    present = tuple(one for one in Contributor if one in people)
    return (*(present or (Contributor.OPERATOR,)), Contributor.PLATFORM)


def public_source(kind: PublicKind, named: str = "") -> str:
    """Return how plan and seal describe the public value that comes last.

    :raises Invalid: when a named source is not one line of text.
    """
    if kind is PublicKind.DICE:
        return DICE_SOURCE
    if kind is PublicKind.NONE:
        return NO_PUBLIC_VALUE
    return _one_line(named, field="named_source")


def public_kind(source: str | None) -> PublicKind:
    """Return what kind of public value *source* describes."""
    if source in (None, NO_PUBLIC_VALUE):
        return PublicKind.NONE
    return PublicKind.DICE if source == DICE_SOURCE else PublicKind.NAMED


def public_value(kind: PublicKind, given: str) -> str:
    """Return the public value as it enters the seed; of dice exactly twenty digits.

    :raises Invalid: when it is not one line, or not twenty rolls.
    """
    if kind is PublicKind.NAMED:
        return _one_line(given, field="value")
    rolls = "".join(given.split())
    if len(rolls) != DICE_ROLLS or not rolls.isdecimal() or not rolls.isascii():
        raise Invalid(field="value", reason="not-twenty-digits", count=len(rolls))
    return rolls


def _one_line(text: str, *, field: str) -> str:
    plain = " ".join(text.split())
    if not plain or not plain.isprintable() or len(plain) > LONGEST_PUBLIC:
        raise Invalid(field=field, reason="not-one-line")
    if plain == NO_PUBLIC_VALUE:
        raise Invalid(field=field, reason="none")
    return plain


def promises(
    contributors: Collection[Contributor], *, number: int, public: str, reveal_due_on: date | None
) -> dict[str, str]:
    """Return what the plan says of the ceremony before anybody is bound to anything."""
    told = {
        "contributors": ",".join(one.value for one in contributors),
        "draw_number": str(number),
        "public": public,
    }
    if reveal_due_on is not None:
        told |= {"reveal_deadline": reveal_due_on.isoformat(), "reveal_fallback": FALLBACK}
    return told


def stage(
    *,
    commitments_missing: bool,
    secrets_missing: bool,
    is_sealed: bool,
    is_drawn: bool,
    is_abandoned: bool,
) -> Stage:
    """Return how far a draw is."""
    if is_abandoned:
        return Stage.ABANDONED
    if is_drawn:
        return Stage.DRAWN
    if is_sealed:
        return Stage.OPENING if secrets_missing else Stage.OPENED
    return Stage.GATHERING if commitments_missing else Stage.GATHERED


def is_late(reveal_due_on: date | None, *, today: date) -> bool:
    """Say whether the day is over after which no secret is taken."""
    return reveal_due_on is not None and today > reveal_due_on


def read_hash(given: str, *, field: str) -> str:
    """Read 64 hex digits as somebody typed or pasted them.

    :raises Invalid: when they are not that.
    """
    plain = "".join(given.split()).lower()
    if len(plain) != HASH_LENGTH or not HEX_DIGITS.issuperset(plain):
        raise Invalid(field=field, reason="not-64-digits")
    return plain


def check_secret(name: str, given: str, *, bound_to: str | None) -> str:
    """Return the secret if it is the one its contributor is bound to.

    :raises Invalid: when it is another one, or no secret at all.
    """
    secret = read_hash(given, field="secret")
    if commitment(name, secret) != bound_to:
        raise Invalid(field="secret", reason="another-secret")
    return secret


def protection(own_secrets: int) -> Protection:
    """Return whose honesty is enough, by how many people kept their own secret."""
    if own_secrets == 0:
        return Protection.PLATFORM_ALONE
    return Protection.PLATFORM_OR_ONE if own_secrets == 1 else Protection.ANY_OF_SEVERAL
