"""Who may do what to a review, written out person by person: a table that a human decided.

Each permission is asked of everybody in turn. A new permission about reviews fails here until
somebody says who holds it.
"""

from types import SimpleNamespace

import pytest

from review_app.domain.access import Permission, can
from review_app.domain.actors import OPERATOR, STRANGER, Actor, Role
from review_app.domain.workflow import ReviewState

CASEWORKER, REVIEWER, SECOND, COORDINATOR, CONSULTANT, THIRD, FORMER = range(1, 8)
ENGAGEMENT, TEAM = 70, 80


def member(id_, *roles, engaged=False, team=None):
    engagements = frozenset({ENGAGEMENT} if engaged else ())
    return Actor(id_, frozenset(roles), frozenset({team} if team else ()), engagements)


EVERYBODY = {
    "caseworker of the case": member(CASEWORKER, Role.CASEWORKER),
    "caseworker when it was drawn": member(FORMER, Role.CASEWORKER),
    "another caseworker": member(99, Role.CASEWORKER),
    "coordinator who reviews": member(REVIEWER, Role.COORDINATOR),
    "coordinator who is the second": member(SECOND, Role.COORDINATOR),
    "coordinator asked as third": member(THIRD, Role.COORDINATOR),
    "coordinator": member(COORDINATOR, Role.COORDINATOR),
    "coordinator who handles the case": member(CASEWORKER, Role.COORDINATOR),
    "consultant who reviews": member(REVIEWER, Role.CONSULTANT, engaged=True),
    "consultant after the engagement": member(REVIEWER, Role.CONSULTANT),
    "another consultant": member(CONSULTANT, Role.CONSULTANT, engaged=True),
    "manager of the team": member(98, Role.MANAGER, team=TEAM),
    "manager of another team": member(97, Role.MANAGER, team=81),
    "observer": member(96, Role.OBSERVER),
    "administrator": member(95, Role.ADMINISTRATOR),
    "stranger": STRANGER,
}
COORDINATORS = {
    "coordinator who reviews",
    "coordinator who is the second",
    "coordinator asked as third",
    "coordinator",
}


def review(state, **more):
    given = {
        "state": state,
        "caseworker_id": CASEWORKER,
        "reviewer_id": REVIEWER,
        "blind_to_id": SECOND,
        "engagement_id": ENGAGEMENT,
        "team_id": TEAM,
        "round_case": SimpleNamespace(caseworker_id=FORMER),
        "is_left_to_manager": False,
        "is_recorded_by_manager": False,
        "apart_for_id": None,
        "answered_by_ids": {REVIEWER, SECOND, THIRD},
    }
    return SimpleNamespace(**{**given, **more})


COMPARISON = SimpleNamespace(
    first_reviewer_id=REVIEWER,
    second_reviewer_id=SECOND,
    third_reviewer_id=THIRD,
    caseworker_id=CASEWORKER,
    engagement_id=ENGAGEMENT,
)
OBJECTION = SimpleNamespace(
    answered_by_ids={REVIEWER, SECOND},
    caseworker_id=CASEWORKER,
    former_caseworker_id=FORMER,
    engagement_id=ENGAGEMENT,
    team_id=TEAM,
    is_left_to_manager=False,
)
READING = SimpleNamespace(
    reviewer_id=REVIEWER, caseworker_id=CASEWORKER, engagement_id=ENGAGEMENT, team_id=TEAM
)
URGENT = SimpleNamespace(
    owner_id=COORDINATOR, raised_by_id=REVIEWER, kept_from_id=SECOND, team_id=TEAM
)
CASE = SimpleNamespace(caseworker_id=CASEWORKER, engagement_ids={ENGAGEMENT})
TWICE, ONCE = (
    SimpleNamespace(
        double_share_percent=share,
        reviewers=[SimpleNamespace(person_id=REVIEWER), SimpleNamespace(person_id=SECOND)],
    )
    for share in (20, 0)
)
SCORED, OPENED = review(ReviewState.IN_PROGRESS), review(ReviewState.IN_RESPONSE, blind_to_id=None)
ABSENT = review(ReviewState.IN_RESPONSE, blind_to_id=None, is_left_to_manager=True)
UNRECORDED = review(ReviewState.IN_RESPONSE, blind_to_id=None, is_recorded_by_manager=True)
READERS = COORDINATORS | {"consultant who reviews"}
HANDLERS = {"caseworker of the case", "coordinator who handles the case"}
RAISERS = {"coordinator who reviews", "consultant who reviews"}

# permission and thing: everybody who holds it; nobody else does.
HOLDERS = [
    (Permission.REVIEW_READ, SCORED, READERS - {"coordinator who is the second"}),
    (
        Permission.REVIEW_READ,
        OPENED,
        READERS | HANDLERS | {"caseworker when it was drawn"},
    ),
    (
        Permission.REVIEW_READ,
        ABSENT,
        READERS | HANDLERS | {"caseworker when it was drawn", "manager of the team"},
    ),
    (
        Permission.REVIEW_SCORE,
        SCORED,
        {"coordinator who reviews", "consultant who reviews"},
    ),
    (Permission.REVIEW_RESPOND, SCORED, set()),
    (Permission.REVIEW_RESPOND, OPENED, {"caseworker of the case"}),
    (Permission.REVIEW_RESPOND, ABSENT, {"caseworker of the case", "manager of the team"}),
    (Permission.REVIEW_RECORD_RESPONSE, SCORED, set()),
    (Permission.REVIEW_RECORD_RESPONSE, OPENED, {"coordinator"}),
    (Permission.REVIEW_RECORD_RESPONSE, UNRECORDED, {"coordinator", "manager of the team"}),
    (Permission.REVIEW_RESPOND, UNRECORDED, {"caseworker of the case"}),
    (Permission.REVIEW_EXTEND, SCORED, set()),
    (Permission.REVIEW_EXTEND, OPENED, COORDINATORS),
    (Permission.REVIEW_CORRECT, SCORED, set()),
    (Permission.REVIEW_CORRECT, OPENED, COORDINATORS),
    (
        Permission.REVIEW_HAND_OVER,
        TWICE,
        {"coordinator", "coordinator asked as third", "coordinator who handles the case"},
    ),
    (Permission.REVIEW_HAND_OVER, ONCE, COORDINATORS | {"coordinator who handles the case"}),
    (Permission.OBJECTION_READ, OBJECTION, READERS),
    (
        Permission.OBJECTION_REPLY,
        OBJECTION,
        {"coordinator who reviews", "coordinator who is the second", "consultant who reviews"},
    ),
    (Permission.OBJECTION_DECIDE, OBJECTION, {"coordinator", "coordinator asked as third"}),
    (Permission.SECOND_READING_READ, READING, READERS),
    (Permission.SECOND_READING_DO, READING, COORDINATORS - {"coordinator who reviews"}),
    (
        Permission.URGENT_FINDING_RAISE,
        CASE,
        COORDINATORS | HANDLERS | {"consultant who reviews", "another consultant"},
    ),
    (
        Permission.URGENT_FINDING_READ,
        URGENT,
        READERS - {"coordinator who is the second"}
        | {"coordinator who handles the case", "manager of the team"},
    ),
    (
        Permission.URGENT_FINDING_WITHDRAW,
        URGENT,
        READERS - {"coordinator who is the second"}
        | {"coordinator who handles the case", "manager of the team"},
    ),
    (
        Permission.URGENT_FINDING_HANDLE,
        URGENT,
        COORDINATORS - {"coordinator who is the second"}
        | {"coordinator who handles the case", "manager of the team"},
    ),
    (
        Permission.COMPARISON_READ,
        COMPARISON,
        COORDINATORS | {"consultant who reviews"},
    ),
    (
        Permission.COMPARISON_OFFER,
        COMPARISON,
        {"coordinator who reviews", "coordinator who is the second", "consultant who reviews"},
    ),
    (Permission.COMPARISON_DECIDE, COMPARISON, {"coordinator asked as third"}),
    (Permission.COMPARISON_RECORD, COMPARISON, {"coordinator"}),
    (Permission.COMPARISON_ASK_THIRD, COMPARISON, COORDINATORS),
]


@pytest.mark.parametrize(
    ("permission", "thing", "holders"),
    HOLDERS,
    ids=[f"{p.value}-{n}" for n, (p, *_) in enumerate(HOLDERS)],
)
def test_a_permission_is_held_by_these_people_and_nobody_else(permission, thing, holders):
    assert {name for name, actor in EVERYBODY.items() if can(actor, permission, thing)} == holders


ABOUT = ("review", "comparison", "objection", "second-reading", "urgent-finding")


def test_every_permission_about_one_review_is_in_the_table():
    asked = {permission for permission, *_ in HOLDERS}
    about = {p for p in Permission if p.value.split(":")[0] in ABOUT}
    assert asked == about


def test_the_platform_reads_and_does_nothing_else():
    held = {p for p, thing, _ in HOLDERS if can(OPERATOR, p, thing)}
    assert held == {Permission.REVIEW_READ, Permission.OBJECTION_READ}
