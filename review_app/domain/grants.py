"""The policy as sentences: *a consultant may read a review that is assigned to them within a
running engagement*.

A permission without a line is granted to nobody. ``models/visibility`` says the same in SQL;
``tests/architecture`` keeps the two alike.
"""

from review_app.domain.actors import Role
from review_app.domain.blindness import (
    asked_as_third,
    gave_none_of_them,
    gave_one_of_two,
    not_blind_to_it,
    not_kept_from_them,
    outside_its_double_scoring,
    part_of_it,
)
from review_app.domain.conditions import (
    about_themselves,
    answered_by_another,
    answered_by_others,
    answered_by_them,
    assigned_to_them,
    done_by_another,
    from_here_or_engaged,
    handed_over_to_them,
    handled_by_another,
    handled_by_another_before,
    handled_by_them,
    handled_by_them_when_chosen,
    late_in_their_team,
    left_to_the_manager,
    of_their_team,
    opened_to_the_caseworker,
    owned_by_them,
    raised_by_them,
    recorded_by_the_manager,
    reviewed_by_another,
    taking_part,
    taking_the_minutes,
    their_own_part,
    within_their_engagement,
)
from review_app.domain.conditions_quality import (
    not_apart_from_them,
    not_hidden_from_them,
    opened_to_others,
    scoring_in_it,
)
from review_app.domain.grant_lines import Grant, to
from review_app.domain.grants_checklists import CHECKLIST_GRANTS
from review_app.domain.grants_engagements import ENGAGEMENT_GRANTS
from review_app.domain.grants_figures import FIGURE_GRANTS
from review_app.domain.grants_knowledge import KNOWLEDGE_GRANTS
from review_app.domain.grants_openness import OPENNESS_GRANTS
from review_app.domain.grants_reports import REPORT_GRANTS
from review_app.domain.permissions import Permission

GRANTS: dict[Permission, list[Grant]] = {
    **CHECKLIST_GRANTS,
    **FIGURE_GRANTS,
    **KNOWLEDGE_GRANTS,
    **ENGAGEMENT_GRANTS,
    **REPORT_GRANTS,
    **OPENNESS_GRANTS,
    Permission.ABSENCE_KEEP: [
        to(Role.MEMBER, about_themselves),
        to(Role.COORDINATOR),
        to(Role.OPERATOR),
    ],
    Permission.ACCOUNT_SIGN_IN: [to(Role.EVERYBODY)],
    Permission.ACCOUNT_USE: [to(Role.MEMBER)],
    Permission.ACTION_DO: [to(Role.MEMBER, owned_by_them), to(Role.COORDINATOR)],
    Permission.ACTION_READ: [
        to(Role.MEMBER, owned_by_them),
        to(Role.COORDINATOR),
        to(Role.MANAGER, late_in_their_team),
    ],
    # What was promised may speak of a citizen: a manager sees that it is late, and whose it is.
    Permission.ACTION_READ_WORDS: [to(Role.MEMBER, owned_by_them), to(Role.COORDINATOR)],
    Permission.ACTION_VERIFY: [to(Role.COORDINATOR, done_by_another)],
    Permission.ADMINISTRATION_OPEN: [
        to(Role.ADMINISTRATOR),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
    ],
    Permission.AUDIT_LOG_READ: [to(Role.ADMINISTRATOR)],
    Permission.CALENDAR_READ: [to(Role.EVERYBODY)],  # the address is signed
    Permission.CALIBRATION_READ: [
        to(Role.COORDINATOR, not_hidden_from_them),
        to(Role.CONSULTANT, scoring_in_it, not_hidden_from_them, within_their_engagement),
    ],
    Permission.CALIBRATION_RUN: [to(Role.COORDINATOR, not_hidden_from_them)],
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
    Permission.CHART_MARK: [to(Role.COORDINATOR), to(Role.MANAGER)],
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
    Permission.FIGURES_READ: [to(Role.COORDINATOR), to(Role.MANAGER), to(Role.OPERATOR)],
    # Those who read the rows themselves; from others small figures are withheld.
    Permission.FIGURES_READ_SMALL: [to(Role.COORDINATOR), to(Role.OPERATOR)],
    Permission.HEALTH_READ: [to(Role.EVERYBODY)],
    Permission.MAIL_STOP: [to(Role.EVERYBODY)],  # the link in the mail is signed
    # Whoever gave the answer does not decide on the objection to it, nor does whose case it is.
    Permission.OBJECTION_DECIDE: [
        to(
            Role.COORDINATOR,
            answered_by_others,
            handled_by_another,
            handled_by_another_before,
        ),
        to(
            Role.MANAGER,
            left_to_the_manager,
            of_their_team,
            answered_by_others,
            handled_by_another,
            handled_by_another_before,
        ),
    ],
    Permission.OBJECTION_READ: [
        to(Role.COORDINATOR, handled_by_another),
        to(Role.CONSULTANT, answered_by_them, within_their_engagement),
        to(Role.MANAGER, left_to_the_manager, of_their_team, handled_by_another),
        to(Role.OPERATOR),
    ],
    Permission.OBJECTION_REPLY: [
        to(Role.COORDINATOR, answered_by_them, handled_by_another),
        to(Role.CONSULTANT, answered_by_them, within_their_engagement),
    ],
    Permission.OWN_DRAWS_READ: [to(Role.CASEWORKER)],
    Permission.PERSON_MANAGE: [to(Role.ADMINISTRATOR), to(Role.OPERATOR)],
    Permission.REVIEW_CORRECT: [to(Role.COORDINATOR, handled_by_another, opened_to_the_caseworker)],
    Permission.REVIEW_EXTEND: [to(Role.COORDINATOR, handled_by_another, opened_to_the_caseworker)],
    Permission.REVIEW_HAND_OVER: [to(Role.COORDINATOR, outside_its_double_scoring)],
    # A manager reads the review of a colleague who is gone, to answer in their place.
    Permission.REVIEW_READ: [
        to(Role.CASEWORKER, handled_by_them, opened_to_the_caseworker),
        to(Role.CASEWORKER, handled_by_them_when_chosen, opened_to_the_caseworker),
        to(Role.MANAGER, left_to_the_manager, of_their_team, opened_to_the_caseworker),
        to(Role.MANAGER, recorded_by_the_manager, of_their_team, opened_to_the_caseworker),
        to(Role.COORDINATOR, handled_by_another, not_blind_to_it, not_apart_from_them),
        to(Role.COORDINATOR, opened_to_the_caseworker, not_blind_to_it, not_apart_from_them),
        to(Role.CONSULTANT, assigned_to_them, within_their_engagement),
        to(Role.OPERATOR),
    ],
    # What the caseworker said by phone or mail; the reviewer does not write it down.
    Permission.REVIEW_RECORD_RESPONSE: [
        to(Role.COORDINATOR, handled_by_another, answered_by_another, opened_to_the_caseworker),
        to(
            Role.MANAGER,
            recorded_by_the_manager,
            of_their_team,
            handled_by_another,
            answered_by_another,
            opened_to_the_caseworker,
        ),
    ],
    Permission.REVIEW_RESPOND: [
        to(Role.CASEWORKER, handled_by_them, opened_to_the_caseworker),
        to(Role.MANAGER, left_to_the_manager, of_their_team, opened_to_the_caseworker),
    ],
    Permission.REVIEW_SCORE: [
        to(Role.COORDINATOR, assigned_to_them, handled_by_another),
        to(Role.CONSULTANT, assigned_to_them, handled_by_another, within_their_engagement),
    ],
    Permission.ROUND_READ: [
        to(Role.COORDINATOR, not_apart_from_them),
        to(Role.MANAGER, not_apart_from_them),
        to(Role.CONSULTANT, within_their_engagement, not_apart_from_them),
        to(Role.OPERATOR),
    ],
    Permission.ROUND_RUN: [to(Role.COORDINATOR, not_apart_from_them), to(Role.OPERATOR)],
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
    Permission.SECOND_READING_DO: [to(Role.COORDINATOR, handled_by_another, reviewed_by_another)],
    Permission.SECOND_READING_READ: [
        to(Role.COORDINATOR, handled_by_another),
        to(Role.CONSULTANT, assigned_to_them, handled_by_another, within_their_engagement),
    ],
    Permission.SESSION_PLAN: [to(Role.COORDINATOR)],
    Permission.SESSION_READ: [to(Role.MEMBER, taking_part), to(Role.COORDINATOR)],
    Permission.SESSION_RECORD: [to(Role.COORDINATOR, taking_part)],
    Permission.SESSION_SIGN: [to(Role.MEMBER, taking_part)],
    # Whoever was handed the minutes writes them; those who lead can always take over.
    Permission.SESSION_TAKE_MINUTES: [
        to(Role.COORDINATOR, taking_part),
        to(Role.CASEWORKER, taking_part, taking_the_minutes),
        to(Role.MANAGER, taking_part, taking_the_minutes),
    ],
    Permission.SESSION_TAKE_POSITION: [to(Role.MEMBER, taking_part)],
    # How somebody scores beside others: the reviewer sees it first.
    Permission.STRICTNESS_READ: [
        to(Role.COORDINATOR, about_themselves),
        to(Role.COORDINATOR, opened_to_others),
        to(Role.CONSULTANT, about_themselves),
        to(Role.MANAGER, opened_to_others),
    ],
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
    # Raised by one of two blind reviewers, it goes to everybody but the other.
    Permission.URGENT_FINDING_HANDLE: [
        to(Role.MEMBER, owned_by_them),
        to(Role.COORDINATOR, not_kept_from_them),
        to(Role.MANAGER, of_their_team, not_kept_from_them),
    ],
    Permission.URGENT_FINDING_RAISE: [
        to(Role.CASEWORKER, handled_by_them),
        to(Role.COORDINATOR),
        to(Role.CONSULTANT, handed_over_to_them),
    ],
    Permission.URGENT_FINDING_READ: [
        to(Role.MEMBER, owned_by_them),
        to(Role.MEMBER, raised_by_them, from_here_or_engaged),
        to(Role.COORDINATOR, not_kept_from_them),
        to(Role.MANAGER, of_their_team, not_kept_from_them),
    ],
    Permission.URGENT_FINDING_WITHDRAW: [
        to(Role.MEMBER, raised_by_them, from_here_or_engaged),
        to(Role.COORDINATOR, not_kept_from_them),
        to(Role.MANAGER, of_their_team, not_kept_from_them),
    ],
}
