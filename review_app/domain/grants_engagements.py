"""The policy of engagements, learning cases and feedback; a part of :mod:`.grants`."""

from review_app.domain.actors import Role
from review_app.domain.conditions import (
    handled_by_another,
    handled_by_them,
    passed_on,
    within_their_engagement,
    written_by_another,
    written_by_them,
)
from review_app.domain.conditions_learning import engaged_in_it, shown_for_reading, waits_for_reader
from review_app.domain.grant_lines import Grant, to
from review_app.domain.permissions import Permission

ENGAGEMENT_GRANTS: dict[Permission, list[Grant]] = {
    # What the firm delivers is followed by those who work with it; the contract is not theirs.
    Permission.ENGAGEMENT_FOLLOW: [to(Role.ADMINISTRATOR), to(Role.COORDINATOR)],
    Permission.ENGAGEMENT_MANAGE: [to(Role.ADMINISTRATOR)],
    Permission.ENGAGEMENT_READ: [
        to(Role.ADMINISTRATOR),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
        to(Role.CONSULTANT, engaged_in_it),
        to(Role.OPERATOR),
    ],
    Permission.ENGAGEMENT_READ_CASES: [
        to(Role.COORDINATOR),
        to(Role.CONSULTANT, engaged_in_it),
    ],
    Permission.FEEDBACK_ACKNOWLEDGE: [to(Role.CASEWORKER, handled_by_them, passed_on)],
    Permission.FEEDBACK_DISCUSS: [
        to(Role.CASEWORKER, handled_by_them, passed_on),
        to(Role.COORDINATOR, handled_by_another, passed_on),
    ],
    Permission.FEEDBACK_PASS_ON: [to(Role.COORDINATOR, handled_by_another)],
    Permission.FEEDBACK_READ: [
        to(Role.CASEWORKER, handled_by_them, passed_on),
        to(Role.COORDINATOR, handled_by_another),
        to(Role.CONSULTANT, written_by_them, within_their_engagement),
        to(Role.CONSULTANT, shown_for_reading, within_their_engagement, handled_by_another),
    ],
    # A second pair of eyes is never the writer's own, nor those of whose case it is.
    Permission.FEEDBACK_READ_SECOND: [
        to(Role.COORDINATOR, waits_for_reader, written_by_another, handled_by_another),
        to(
            Role.CONSULTANT,
            waits_for_reader,
            written_by_another,
            handled_by_another,
            within_their_engagement,
        ),
    ],
    Permission.FEEDBACK_SET_UP: [to(Role.COORDINATOR)],
    Permission.FEEDBACK_WRITE: [
        to(Role.COORDINATOR, written_by_them, handled_by_another),
        to(Role.CONSULTANT, written_by_them, within_their_engagement),
    ],
    Permission.LEARNING_CASE_CHOOSE: [to(Role.COORDINATOR)],
    Permission.LEARNING_CASE_READ: [
        to(Role.COORDINATOR),
        to(Role.CONSULTANT, within_their_engagement),
    ],
}
