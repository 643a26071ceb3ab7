"""Words and choices of the pages on which two reviews are compared."""

from collections.abc import Sequence
from enum import StrEnum

from flask_babel import gettext as _

from review_app.domain.access import Actor, Permission, can
from review_app.domain.double_scoring import CANNOT_AGREE
from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.features.reviews import queries_comparing
from review_app.kernel.words import word, words
from review_app.models import Comparison, Person


class Part(StrEnum):
    """What the reader is to a comparison."""

    ONE_OF_TWO = "one-of-two"
    THIRD = "third"
    COORDINATOR = "coordinator"
    READER = "reader"


def part_of(actor: Actor, comparison: Comparison) -> Part:
    """Return what the actor can do here; nothing once everything is settled."""
    if not comparison.is_open:
        return Part.READER
    if can(actor, Permission.COMPARISON_OFFER, comparison):
        return Part.ONE_OF_TWO
    if can(actor, Permission.COMPARISON_DECIDE, comparison):
        return Part.THIRD
    may_record = can(actor, Permission.COMPARISON_RECORD, comparison)
    return Part.COORDINATOR if may_record else Part.READER


def candidates(actor: Actor, comparison: Comparison) -> Sequence[Person]:
    """Return whom the actor can ask as the third; nobody when they cannot ask."""
    may_ask = can(actor, Permission.COMPARISON_ASK_THIRD, comparison)
    if not (comparison.is_open and may_ask):
        return []
    return queries_comparing.third_candidates(actor, comparison)


def offer_words(value: str) -> str:
    """Say in words what somebody would settle on."""
    if value == CANNOT_AGREE:
        return str(_("We cannot agree"))
    return word(AnswerValue(value) if value in set(AnswerValue) else Verdict(value))


def page_words(actor: Actor, comparison: Comparison) -> dict[str, object]:
    """Return what the page of one comparison needs besides the answers."""
    return {
        "part": part_of(actor, comparison),
        "candidates": candidates(actor, comparison),
        "answer_values": words(AnswerValue),
        "offer_words": offer_words,
        "CANNOT_AGREE": CANNOT_AGREE,
    }


def why_not(refusal: Invalid) -> str:
    """Say in words why something could not be settled so."""
    reason, field = str(refusal.facts.get("reason")), str(refusal.facts.get("field"))
    sentences = {
        ("reason", "missing"): _("Write why. The reason is kept with the answer."),
        ("reason", "long"): _("That is too long. A few sentences are enough."),
        ("reason", "personal-number"): _(
            "That holds a CPR number. Personal numbers are never stored here."
        ),
        ("value", "missing"): _("Choose what it shall be settled on."),
        ("third", "unknown"): _("Choose somebody who can review the case and gave no answer yet."),
    }
    return str(sentences.get((field, reason), _("That cannot be used. Look again.")))
