"""What must be true of a monthly report, besides the role, for the policy to open it."""

from typing import Any

from review_app.domain.actors import Actor


def issued(_actor: Actor, report: Any) -> bool:
    """Hold once the report is out."""
    return bool(report.is_issued)


def sent_to_them(actor: Actor, report: Any) -> bool:
    """Hold when the actor was among its recipients."""
    return actor.id in report.receiver_ids
