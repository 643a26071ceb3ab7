"""Published tables on their pages, in their files and through the policy."""

from datetime import timedelta

import pytest

from review_app.domain.assent import AssentAnswer
from review_app.domain.errors import Conflict, NotFound, NotPermitted
from review_app.domain.openness import Audience, Detail, FigureFamily
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import RoundState
from review_app.features.insights import queries_published, service_publishing
from review_app.features.openness import service
from review_app.kernel import clock
from review_app.kernel.db import db as database
from review_app.models import ReviewAnswer
from tests.cast import actor, enter, some_cases
from tests.openness.stage import (
    colleagues,
    open_names,
    open_stepwise,
    opened,
    publish,
    two_rounds,
)
from tests.openness.takings import everything
from tests.statements import counted
from tests.timeliness.stage import a_rule_set, compute, happens, stand_on


def test_each_audience_reads_what_was_opened_to_it_and_can_solve_for_nothing(
    people, sign_in, subtests
):
    staff = colleagues(people)
    rounds = two_rounds(people, staff)
    first, second = publish(people, *rounds)
    url = f"/figures/opened/{first.key}"
    for person in (people.hanne, people.mona, people.olga, people.adam):
        assert sign_in(person).get(url).status_code == 404
    assert sign_in(people.clara).get(url).status_code == 403
    assert sign_in(people.kurt).get(url).status_code == 200
    open_stepwise(people)
    sees = {"hanne": {"North"}, "mona": {"North", "South"}, "olga": set(), "adam": set()}
    for name, teams in sees.items():
        with subtests.test(name):
            client = sign_in(getattr(people, name))
            assert "Round 1" in client.get("/figures/opened").text
            plain = client.get(f"{url}/table.json").json
            assert {c["of"] for c in plain["cells"] if c["detail"] == "team"} == teams
            text = client.get(url).text
            assert "20/42" in text
            assert client.get(f"{url}/table.json?team=South&stratum=x").json == plain
            assert everything(client).found_out() == set()
    late = sign_in(people.mona).get(f"/figures/opened/{second.key}").text
    assert "Withheld: fewer than 5 cases" in late
    assert sign_in(people.olga).get("/figures").status_code == 403
    with pytest.raises(NotFound):
        queries_published.get_table(actor(people.olga), "no-such-key")


def test_a_table_is_published_once_and_nothing_changes_it(people, sign_in):
    staff = colleagues(people)
    first, second = two_rounds(people, staff)
    with pytest.raises(NotPermitted):
        service_publishing.publish_round(actor(people.mona), first.key)
    (made,) = publish(people, first)
    with pytest.raises(Conflict):
        publish(people, first)
    reader = sign_in(people.kurt)
    before = reader.get(f"/figures/opened/{made.key}/table.json").data
    for answer in database.session.query(ReviewAnswer):
        answer.value = AnswerValue.NOT_MET
    enter(*database.session.query(ReviewAnswer))
    second.state = RoundState.CANCELLED
    enter(second)
    assert reader.get(f"/figures/opened/{made.key}/table.json").data == before
    page = reader.get("/figures/opened/publish").text
    assert "Every closed round is published." in page
    posted = reader.post("/figures/opened/publish", data={"round": first.key})
    assert posted.status_code == 409
    odd = reader.post("/figures/opened/publish", data={"family": "timeliness", "month": "x"})
    assert odd.status_code == 422


def test_names_need_assent_and_hide_whoever_would_give_another_away(people, sign_in):
    staff = colleagues(people)
    (made,) = publish(people, two_rounds(people, staff)[0])
    step = open_names(people)
    for name in ("hanne", "nina", "niels", "nora"):
        service.answer(actor(staff[name]), step.key, given=AssentAnswer.YES)
    service.answer(actor(staff["nik"]), step.key, given=AssentAnswer.NO)
    service.answer(actor(people.karin), step.key, given=AssentAnswer.YES)

    def names(person):
        table = queries_published.get_table(actor(person), made.key)
        return {p.name for named in table.named for p in named.people}

    assert names(people.hanne) == set()
    clock.travel(clock.now() + timedelta(days=15))
    shown = names(people.hanne)
    # Nik said no, and one who said no must not be alone: two of the others stand with him.
    assert len(shown) == 2
    assert "Nik" not in shown
    assert names(people.henrik) == set()  # the other team
    with pytest.raises(NotFound):
        names(people.mona)  # management was not opened
    client = sign_in(people.hanne)
    page = client.get(f"/figures/opened/{made.key}").text
    assert "3 colleagues of the team are not shown by name." in page
    assert everything(client, team="North").found_out() == set()
    service.answer(actor(staff["nina"]), step.key, given=AssentAnswer.WITHDRAWN)
    service.answer(actor(staff["niels"]), step.key, given=AssentAnswer.WITHDRAWN)
    assert names(people.hanne) == set()


def test_a_month_of_deadlines_is_published_by_rule(people, sign_in):
    stand_on()
    staff = colleagues(people)
    a_rule_set()
    hands = [staff[n] for n in ("hanne", "nina", "niels", "henrik", "sara", "soren")] * 3
    cases = some_cases(*hands)
    for case in cases[:12]:
        happens(case, "Første opfølgningssamtale", 20)
    compute()
    reader = sign_in(people.kurt)
    assert "April 2026" in reader.get("/figures/opened/publish").text
    told = {}
    for month in ("2026-04", "2026-05"):
        form = {"family": "timeliness", "month": month}
        posted = reader.post("/figures/opened/publish", data=form)
        plain = reader.get(f"{posted.location}/table.json").json
        assert plain["family"] == FigureFamily.TIMELINESS
        told[month] = [(c["of"], c["numerator"], c["denominator"]) for c in plain["cells"]]
    assert told["2026-05"] == [("The whole house", 7, 13), ("North", 3, 6), ("South", 4, 7)]
    # In April all five were in time, three of one team and two of the other.
    assert told["2026-04"] == [(of, None, None) for of in ("The whole house", "North", "South")]


def test_more_tables_cost_no_more_statements(people, sign_in):
    staff = colleagues(people)
    first, second = two_rounds(people, staff)
    opened(people.kurt, Audience.TEAM, Detail.HOUSE)
    client = sign_in(people.hanne)

    def cost():
        client.get("/figures/opened")
        with counted() as statements:
            client.get("/figures/opened")
        return len(statements)

    publish(people, first)
    once = cost()
    publish(people, second)
    assert cost() == once
