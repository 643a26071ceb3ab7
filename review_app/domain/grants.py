"""The policy as sentences: *a consultant may read a review that is assigned to them within a
running engagement*.

A permission without a line is granted to nobody. ``models/visibility`` says the same in SQL;
``tests/architecture`` keeps the two alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from review_app.domain.actors import Actor, Role
from review_app.domain.blindness import (
    asked_as_third,
    gave_none_of_them,
    gave_one_of_two,
    not_blind_to_it,
    part_of_it,
)
from review_app.domain.conditions import (
    assigned_to_them,
    done_by_another,
    from_here_or_engaged,
    handed_over_to_them,
    handled_by_another,
    handled_by_them,
    of_their_team,
    once_published,
    opened_to_the_caseworker,
    owned_by_them,
    passed_on,
    proposed_by_them,
    published,
    still_open,
    taking_part,
    their_own_part,
    their_own_reading,
    within_their_engagement,
    written_by_them,
)
from review_app.domain.permissions import Permission

Condition = Callable[[Actor, Any], bool]


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of the policy: a role, and what must be true of the thing besides."""

    role: Role
    conditions: tuple[Condition, ...] = ()


def to(role: Role, *conditions: Condition) -> Grant:
    """Write a line of the policy."""
    return Grant(role, conditions)


GRANTS: dict[Permission, list[Grant]] = {
    Permission.ACCOUNT_SIGN_IN: [to(Role.EVERYBODY)],
    Permission.ACCOUNT_USE: [to(Role.MEMBER)],
    Permission.ACTION_DO: [to(Role.MEMBER, owned_by_them), to(Role.COORDINATOR)],
    Permission.ACTION_READ: [to(Role.MEMBER, owned_by_them), to(Role.COORDINATOR)],
    Permission.ACTION_VERIFY: [to(Role.COORDINATOR, done_by_another)],
    Permission.ADMINISTRATION_OPEN: [
        to(Role.ADMINISTRATOR),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
    ],
    Permission.AUDIT_LOG_READ: [to(Role.ADMINISTRATOR)],
    Permission.CASE_EXPORT: [to(Role.COORDINATOR)],
    Permission.CASE_IMPORT: [to(Role.COORDINATOR), to(Role.OPERATOR)],
    Permission.CASE_READ: [
        to(Role.CASEWORKER, handled_by_them),
        to(Role.COORDINATOR),
        to(Role.CONSULTANT, handed_over_to_them),
        to(Role.OPERATOR),
    ],
    Permission.CASE_READ_NUMBER: [
        to(Role.CASEWORKER, handled_by_them),
        to(Role.COORDINATOR),
    ],
    Permission.CHANGE_PROPOSAL_DECIDE: [to(Role.COORDINATOR)],
    Permission.CHANGE_PROPOSAL_DISCUSS: [
        to(Role.CASEWORKER, proposed_by_them, still_open),
        to(Role.COORDINATOR, still_open),
        to(Role.MANAGER, still_open),
    ],
    Permission.CHANGE_PROPOSAL_MAKE: [
        to(Role.CASEWORKER),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
    ],
    # A caseworker follows what they proposed themselves, and what became of it.
    Permission.CHANGE_PROPOSAL_READ: [
        to(Role.CASEWORKER, proposed_by_them),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
    ],
    Permission.CHART_MARK: [to(Role.COORDINATOR), to(Role.MANAGER)],
    Permission.CHECKLIST_EDIT: [to(Role.COORDINATOR), to(Role.OPERATOR)],
    Permission.CHECKLIST_PUBLISH: [
        to(Role.COORDINATOR),
        to(Role.MANAGER),
        to(Role.OPERATOR),
    ],
    Permission.CHECKLIST_READ: [
        to(Role.CASEWORKER),
        to(Role.COORDINATOR),
        to(Role.CONSULTANT),
        to(Role.MANAGER),
        to(Role.OPERATOR),
    ],
    Permission.COMPARISON_ASK_THIRD: [to(Role.COORDINATOR, handled_by_another)],
    Permission.COMPARISON_DECIDE: [
        to(Role.COORDINATOR, asked_as_third, handled_by_another),
        to(Role.CONSULTANT, asked_as_third, handled_by_another, within_their_engagement),
    ],
    Permission.COMPARISON_OFFER: [
        to(Role.COORDINATOR, gave_one_of_two, handled_by_another),
        to(Role.CONSULTANT, gave_one_of_two, handled_by_another, within_their_engagement),
    ],
    Permission.COMPARISON_READ: [
        to(Role.COORDINATOR, handled_by_another),
        to(Role.CONSULTANT, part_of_it, handled_by_another, within_their_engagement),
    ],
    Permission.COMPARISON_RECORD: [to(Role.COORDINATOR, gave_none_of_them, handled_by_another)],
    Permission.DEADLINE_EXPORT: [to(Role.CASEWORKER, handled_by_them), to(Role.COORDINATOR)],
    # Managers see how many fall due in their own teams; rows only those who read the cases.
    Permission.DEADLINE_LIST: [to(Role.CASEWORKER), to(Role.COORDINATOR), to(Role.MANAGER)],
    Permission.DEADLINE_READ: [
        to(Role.CASEWORKER, handled_by_them),
        to(Role.COORDINATOR),
        to(Role.CONSULTANT, handed_over_to_them),
        to(Role.OPERATOR),
    ],
    Permission.DRAW_CONTRIBUTE: [to(Role.MEMBER, their_own_part)],
    Permission.ENGAGEMENT_MANAGE: [to(Role.ADMINISTRATOR)],
    Permission.ENGAGEMENT_READ: [
        to(Role.ADMINISTRATOR),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
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
    ],
    Permission.FEEDBACK_WRITE: [
        to(Role.COORDINATOR, written_by_them, handled_by_another),
        to(Role.CONSULTANT, written_by_them, within_their_engagement),
    ],
    Permission.FIGURES_READ: [to(Role.COORDINATOR), to(Role.MANAGER), to(Role.OPERATOR)],
    # Those who read the rows themselves; from others small figures are withheld.
    Permission.FIGURES_READ_SMALL: [to(Role.COORDINATOR), to(Role.OPERATOR)],
    Permission.HEALTH_READ: [to(Role.EVERYBODY)],
    Permission.LEARNING_CASE_CHOOSE: [to(Role.COORDINATOR)],
    Permission.LEARNING_CASE_READ: [
        to(Role.COORDINATOR),
        to(Role.CONSULTANT, within_their_engagement),
    ],
    Permission.NOTE_PUBLISH: [to(Role.COORDINATOR)],
    Permission.NOTE_READ: [to(Role.MEMBER, published, from_here_or_engaged), to(Role.COORDINATOR)],
    Permission.NOTE_WRITE: [to(Role.COORDINATOR)],
    Permission.OWN_DRAWS_READ: [to(Role.CASEWORKER)],
    Permission.PERSON_MANAGE: [to(Role.ADMINISTRATOR), to(Role.OPERATOR)],
    Permission.RECEIPT_READ: [to(Role.MEMBER, their_own_reading)],
    Permission.REVIEW_READ: [
        to(Role.CASEWORKER, handled_by_them, opened_to_the_caseworker),
        to(Role.COORDINATOR, handled_by_another, not_blind_to_it),
        to(Role.COORDINATOR, opened_to_the_caseworker, not_blind_to_it),
        to(Role.CONSULTANT, assigned_to_them, within_their_engagement),
        to(Role.OPERATOR),
    ],
    Permission.REVIEW_RESPOND: [to(Role.CASEWORKER, handled_by_them, opened_to_the_caseworker)],
    Permission.REVIEW_SCORE: [
        to(Role.COORDINATOR, assigned_to_them, handled_by_another),
        to(Role.CONSULTANT, assigned_to_them, handled_by_another, within_their_engagement),
    ],
    Permission.ROUND_READ: [
        to(Role.COORDINATOR),
        to(Role.MANAGER),
        to(Role.CONSULTANT, within_their_engagement),
        to(Role.OPERATOR),
    ],
    Permission.ROUND_RUN: [to(Role.COORDINATOR), to(Role.OPERATOR)],
    Permission.RULE_SET_CONFIRM: [to(Role.COORDINATOR), to(Role.MANAGER)],
    Permission.RULE_SET_EDIT: [to(Role.COORDINATOR), to(Role.OPERATOR)],
    Permission.RULE_SET_PUBLISH: [to(Role.COORDINATOR), to(Role.MANAGER), to(Role.OPERATOR)],
    Permission.RULE_SET_READ: [
        to(Role.CASEWORKER),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
        to(Role.OPERATOR),
    ],
    Permission.SAMPLING_PLAN_READ: [
        to(Role.COORDINATOR),
        to(Role.MANAGER),
        to(Role.OPERATOR),
    ],
    Permission.SAMPLING_PLAN_RUN: [to(Role.COORDINATOR), to(Role.OPERATOR)],
    Permission.SESSION_PLAN: [to(Role.COORDINATOR)],
    Permission.SESSION_READ: [to(Role.MEMBER, taking_part), to(Role.COORDINATOR)],
    Permission.SESSION_RECORD: [to(Role.COORDINATOR, taking_part)],
    Permission.SESSION_SIGN: [to(Role.MEMBER, taking_part)],
    Permission.SESSION_TAKE_POSITION: [to(Role.MEMBER, taking_part)],
    # Counts of reviews by team, and how a plan was kept; a manager's are of their own teams.
    Permission.SUPERVISION_READ: [
        to(Role.COORDINATOR),
        to(Role.MANAGER, of_their_team),
        to(Role.OPERATOR),
    ],
    Permission.TIMELINESS_READ: [
        to(Role.COORDINATOR),
        to(Role.MANAGER),
        to(Role.OPERATOR),
    ],
    Permission.WORKFLOW_STANDARD_EDIT: [to(Role.COORDINATOR)],
    Permission.WORKFLOW_STANDARD_PUBLISH: [to(Role.COORDINATOR), to(Role.MANAGER)],
    Permission.WORKFLOW_STANDARD_READ: [
        to(Role.MEMBER, once_published, from_here_or_engaged),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
    ],
}
