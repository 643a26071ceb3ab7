"""A closed round's cases scored again with another version: what is compared, and for whom."""

from itertools import cycle

import pytest

from review_app.domain.bridging import Bridge
from review_app.domain.errors import IllegalTransition, Invalid, NotFound
from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.workflow import ChecklistVersionState, ReviewState, RoundState
from review_app.features.calibrations import queries_bridges, service, service_bridges
from review_app.features.calibrations.service_bridges import PlannedBridge
from review_app.features.checklists.writing import copy_of
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Calibration,
    ChecklistVersion,
    Criterion,
    Review,
    ReviewAnswer,
    Round,
    RoundCase,
)
from tests.calibrations.stage import hand_in, parts_of
from tests.cast import actor, enter, some_cases
from tests.reviews.pairs import MET, a_short_checklist, one_more_coordinator
from tests.statements import counted

CASES = 12
STRICTER = {"talk": AnswerValue.NOT_MET, "plan": AnswerValue.MET, "more": AnswerValue.MET}


def a_closed_round(people, version):
    """Twelve cases, met throughout; Karin and Kurt by turns, who settled them all."""
    cases = some_cases(*[people.hanne, people.henrik] * (CASES // 2), source="calibration")
    found = Round(
        title="Spring",
        purpose=RoundPurpose.MEASURE,
        state=RoundState.CLOSED,
        version_id=version.id,
        closed_at=clock.now(),
    )
    enter(found)
    reviewers = cycle((people.karin, people.kurt))
    for n, (case, reviewer) in enumerate(zip(cases, reviewers, strict=False), start=1):
        place = RoundCase(round_id=found.id, case_id=case.id, position=n)
        enter(place)
        review = Review(
            round_id=found.id,
            round_case_id=place.id,
            case_id=case.id,
            version_id=version.id,
            reviewer_id=reviewer.id,
            caseworker_id=case.caseworker_id,
            state=ReviewState.SETTLED,
            verdict=Verdict.IN_ACCORDANCE,
            submitted_at=clock.now(),
            settled_at=clock.now(),
            answers=[ReviewAnswer(criterion_id=c.id, value=MET[c.code]) for c in version.criteria],
        )
        enter(review)
    return found


def a_newer(version):
    """The next version: the last criterion means something else and so has another code."""
    newer = ChecklistVersion(
        checklist_id=version.checklist_id,
        number=2,
        state=ChecklistVersionState.PUBLISHED,
        published_at=clock.now(),
        sections=[copy_of(section) for section in version.sections],
    )
    newer.criteria[-1].code = "more"
    enter(newer)
    return newer


@pytest.fixture
def world(people):
    version = a_short_checklist()
    found = a_closed_round(people, version)
    return found, version, a_newer(version), one_more_coordinator()


def bridged(world, *, count=CASES):
    found, _version, newer, tina = world
    told = PlannedBridge(title="From 1 to 2", version_id=newer.id, count=count)
    return service_bridges.plan(actor(tina), found.key, planned=told)


def test_each_case_is_scored_again_by_its_reviewer_and_both_versions_stand_side_by_side(
    world, people, sign_in
):
    found, version, newer, tina = world
    made = bridged(world)
    with pytest.raises(IllegalTransition):  # the draw chose them
        service.drop_case(actor(tina), made.key, case_key=made.cases[0].key)
    service.start(actor(tina), made.key)
    for person, first in ((people.karin, 0), (people.kurt, 1)):
        own = parts_of(made, person)
        assert [r.case_id for r in own] == [row.case_id for row in made.cases[first::2]]
        assert {(r.version_id, r.apart_for_id) for r in own} == {(newer.id, person.id)}
        for n, review in enumerate(own):
            if not (person is people.kurt and n == 0):  # one is never handed in
                hand_in(person, review, STRICTER)
    assert queries_bridges.result(actor(tina), made) is None
    service.open_answers(actor(tina), made.key)

    told = queries_bridges.result(actor(tina), made)
    assert (told.older.id, told.newer.id, told.cases) == (version.id, newer.id, CASES - 1)
    assert (told.only_older, told.only_newer) == (["health"], ["more"])
    talk, plan = told.lines
    assert (talk.told.paired.met_older, talk.told.paired.met_newer) == (11, 0)
    assert (talk.told.said, plan.told.said) == (Bridge.LOWER, Bridge.NO_CLEAR)
    assert (talk.told.difference, plan.told.difference) == (-1, 0)

    the_page_says_so(sign_in(tina), made, found)
    assert f"/calibrations/{made.key}" not in sign_in(people.mona).get(f"/rounds/{found.key}").text
    by_code = {"checklist": version.checklist.code}
    assert queries_bridges.list_bridges(actor(tina), **by_code) == [made]
    assert queries_bridges.list_bridges(actor(tina), checklist="other") == []


def the_page_says_so(client, made, found):
    page = client.get(f"/calibrations/{made.key}").text
    for words in ("11 cases were scored twice", "100% (11/11)", "0% (0/11)", "−100 (", "Bridge"):
        assert words in page + client.get("/calibrations").text
    assert "Reference answer" not in page
    with counted() as statements:
        client.get(f"/calibrations/{made.key}")
    assert len(statements) < 25
    assert f"/calibrations/{made.key}" in client.get(f"/rounds/{found.key}").text


def test_what_cannot_be_bridged_is_refused_in_words(world, people, sign_in):
    found, version, newer, tina = world
    client = sign_in(tina)
    page = client.get(f"/rounds/{found.key}")
    assert f"/calibrations/bridges/{found.key}/new" in page.text
    address = f"/calibrations/bridges/{found.key}/new"
    assert "Version 2" in client.get(address).text
    sent = {"title": "Bridge", "version": newer.id, "count": 4}
    assert client.post(address, data={**sent, "count": CASES + 1}).status_code == 422
    assert db.session.query(Calibration).count() == 0
    answer = client.post(address, data=sent)
    made = db.session.query(Calibration).one()
    assert (answer.location, len(made.cases)) == (f"/calibrations/{made.key}", 4)
    assert "first in the order of the draw" in client.get(answer.location).text

    for wrong in (version.id, 999):
        told = PlannedBridge(title="x", version_id=wrong, count=1)
        with pytest.raises(Invalid):
            service_bridges.plan(actor(tina), found.key, planned=told)
    for state, purpose in ((RoundState.RESPONDING, "measure"), (RoundState.CLOSED, "learn")):
        found.state, found.purpose = state, RoundPurpose(purpose)
        enter(found)
        with pytest.raises(NotFound):
            queries_bridges.round_to_bridge(actor(tina), found.key)
        assert client.get(address).status_code == 404


def test_the_other_way_round_the_newer_version_is_still_the_newer_one(world, people):
    found, version, newer, tina = world
    by_code = {c.code: c.id for c in newer.criteria}
    for answer in db.session.query(ReviewAnswer).all():
        code = db.session.get(Criterion, answer.criterion_id).code
        answer.criterion_id = by_code.get(code, by_code["more"])
        answer.review.version_id = newer.id
    found.version_id = newer.id
    enter(found)
    told = PlannedBridge(title="Back", version_id=version.id, count=2)
    made = service_bridges.plan(actor(tina), found.key, planned=told)
    service.start(actor(tina), made.key)
    stricter = {**MET, "talk": AnswerValue.NOT_MET}
    hand_in(people.karin, parts_of(made, people.karin)[0], stricter)
    service.open_answers(actor(tina), made.key)
    told = queries_bridges.result(actor(tina), made)
    assert (told.older.number, told.newer.number, told.cases) == (1, 2, 1)
    talk = told.lines[0].told
    assert (talk.paired.met_older, talk.paired.met_newer, talk.said) == (0, 1, Bridge.TOO_FEW)
    assert (told.only_older, told.only_newer) == (["health"], ["more"])


def test_who_handles_a_case_by_now_does_not_score_it_again(world, people):
    found, _version, _newer, tina = world
    first = db.session.query(RoundCase).filter_by(round_id=found.id, position=1).one()
    first.case.caseworker_id = people.karin.id
    enter(first.case)
    cases = queries_bridges.cases_to_bridge(actor(tina), found)
    assert len(cases) == CASES - 1
    assert all(case_id != first.case_id for case_id, _who in cases)
