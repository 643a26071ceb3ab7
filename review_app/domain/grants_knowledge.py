"""The policy of the knowledge base: notes, questions to them, and reading lists."""

from review_app.domain.actors import Role
from review_app.domain.conditions import (
    about_themselves,
    asked_by_them,
    from_here_or_engaged,
    in_review,
    in_use,
    published,
    saved_by_another,
    shared_with_them,
    their_own_reading,
)
from review_app.domain.grant_lines import Grant, to
from review_app.domain.permissions import Permission

KNOWLEDGE_GRANTS: dict[Permission, list[Grant]] = {
    Permission.NOTE_CLOSE_QUESTION: [to(Role.MEMBER, asked_by_them), to(Role.COORDINATOR)],
    # Observers read notes, not what colleagues ask each other about them.
    Permission.NOTE_DISCUSS: [
        to(role, published, from_here_or_engaged)
        for role in (Role.CASEWORKER, Role.COORDINATOR, Role.CONSULTANT, Role.MANAGER)
    ],
    Permission.NOTE_KEEP: [to(Role.COORDINATOR)],
    # Nobody publishes what they wrote last; where one person coordinates, a manager looks at it.
    Permission.NOTE_PUBLISH: [
        to(Role.COORDINATOR, saved_by_another),
        to(Role.MANAGER, saved_by_another),
    ],
    Permission.NOTE_READ: [
        to(Role.MEMBER, published, from_here_or_engaged),
        to(Role.COORDINATOR),
        to(Role.MANAGER, in_review),
    ],
    Permission.NOTE_WRITE: [to(Role.COORDINATOR)],
    Permission.READING_LIST_KEEP: [to(Role.COORDINATOR)],
    Permission.READING_LIST_READ: [to(Role.MEMBER, in_use, from_here_or_engaged)],
    # How far somebody is: the reader's own, and whoever they chose to show it to.
    Permission.READING_PROGRESS_READ: [
        to(Role.MEMBER, about_themselves),
        to(Role.MEMBER, shared_with_them),
    ],
    Permission.RECEIPT_READ: [to(Role.MEMBER, their_own_reading)],
}
