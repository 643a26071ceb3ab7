"""Who may do what to a review, written out person by person: a table that a human decided.

Each permission is asked of everybody in turn. A new permission about reviews fails here until
somebody says who holds it.
"""

from types import SimpleNamespace

import pytest

from review_app.domain.access import Permission, can
from review_app.domain.actors import OPERATOR, STRANGER, Actor, Role
from review_app.domain.workflow import ReviewState

CASEWORKER, REVIEWER, SECOND, COORDINATOR, CONSULTANT, THIRD = range(1, 7)
ENGAGEMENT, TEAM = 70, 80


def member(id_, *roles, engaged=False, team=None):
    engagements = frozenset({ENGAGEMENT} if engaged else ())
    return Actor(id_, frozenset(roles), frozenset({team} if team else ()), engagements)


EVERYBODY = {
    "caseworker of the case": member(CASEWORKER, Role.CASEWORKER),
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
    }
    return SimpleNamespace(**{**given, **more})


COMPARISON = SimpleNamespace(
    first_reviewer_id=REVIEWER,
    second_reviewer_id=SECOND,
    third_reviewer_id=THIRD,
    caseworker_id=CASEWORKER,
    engagement_id=ENGAGEMENT,
)
SCORED, OPENED = review(ReviewState.IN_PROGRESS), review(ReviewState.IN_RESPONSE, blind_to_id=None)
READERS = COORDINATORS | {"consultant who reviews"}

# permission and thing: everybody who holds it; nobody else does.
HOLDERS = [
    (Permission.REVIEW_READ, SCORED, READERS - {"coordinator who is the second"}),
    (
        Permission.REVIEW_READ,
        OPENED,
        READERS | {"caseworker of the case", "coordinator who handles the case"},
    ),
    (
        Permission.REVIEW_SCORE,
        SCORED,
        {"coordinator who reviews", "consultant who reviews"},
    ),
    (Permission.REVIEW_RESPOND, SCORED, set()),
    (Permission.REVIEW_RESPOND, OPENED, {"caseworker of the case"}),
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


def test_every_permission_about_reviews_is_in_the_table():
    asked = {permission for permission, *_ in HOLDERS}
    about = {p for p in Permission if p.value.split(":")[0] in {"review", "comparison"}}
    assert asked == about


def test_the_platform_reads_reviews_and_does_nothing_else_to_them():
    held = {p for p, thing, _ in HOLDERS if can(OPERATOR, p, thing)}
    assert held == {Permission.REVIEW_READ}
