"""The hardest cases: ranked by the database as the rule says, picked with their reasons."""

from datetime import date, timedelta

import pytest

from review_app.domain.difficulty import Factor, Ranking
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.features.rounds import queries_ranking, service, service_ranking
from review_app.kernel import clock
from review_app.kernel.paging import SIZE
from review_app.models import CaseEvent
from tests.cast import actor, enter, some_cases
from tests.statements import counted

DAYS = [20, 100, 400, 900, 30]


@pytest.fixture
def cases(people):
    """Five open cases of different age; the fourth went through three hands and a new plan."""
    found = some_cases(*[people.hanne] * 5)
    for case, days in zip(found, DAYS, strict=True):
        case.opened_on = clock.today() - timedelta(days=days)
        case.deadline_on = clock.today() + timedelta(days=1)
    found[0].deadline_on = clock.today() - timedelta(days=1)
    events = [
        CaseEvent(
            case_id=found[3].id,
            identity=str(n),
            activity="Plan changed" if n == 2 else "Talk",
            performed_by_label=f"person {n}",
            happened_on=date(2026, 1, 1),
            stamp="",
            position=n,
        )
        for n in range(3)
    ]
    enter(*found, *events)
    return found


@pytest.fixture
def learns(people):
    return service.plan_round(actor(people.kurt), title="Hard", purpose=RoundPurpose.LEARN)


def ranked(people, learns):
    return queries_ranking.list_ranked(actor(people.kurt), learns).rows


def test_the_database_ranks_as_the_rule_says(people, cases, learns):
    ranking = Ranking({factor: n for n, factor in enumerate(Factor, start=1)}, "Plan changed")
    kurt = actor(people.kurt)
    service_ranking.set_ranking(kurt, learns.key, ranking=ranking, among=FrameFilter())
    rows = ranked(people, learns)
    assert [row.rank for row in rows] == [1, 2, 3, 4]  # the fifth has no points
    assert [row.points for row in rows] == [sum(ranking.points(r.values).values()) for r in rows]
    assert rows[0].case.id == cases[3].id
    assert rows[0].values == {
        Factor.AGE: 900,
        Factor.MISSED_DEADLINES: 0,
        Factor.CASEWORKERS: 3,
        Factor.PLAN_CHANGES: 1,
        Factor.FINDINGS: 0,
    }
    assert {r.values[Factor.MISSED_DEADLINES] for r in rows if r.case.id == cases[0].id} == {1}


def test_picking_keeps_rank_points_and_reason_and_takes_the_case_out_of_the_list(
    people, cases, learns
):
    kurt = actor(people.kurt)
    keys = [row.case.key for row in ranked(people, learns)[:2]]
    picked = service_ranking.pick_ranked(kurt, learns.key, case_keys=keys, reason="Long and hard")
    assert [row.position for row in picked] == [1, 2]
    assert picked[0].ranked["rank"] == 1
    assert picked[0].ranked["from"]["age"] == [900, 20]
    assert picked[0].ticket is None
    left = ranked(people, learns)
    assert [row.rank for row in left] == [3, 4]
    for wrong in ([keys[0]], ["nothing"], []):
        with pytest.raises(Invalid):
            service_ranking.pick_ranked(kurt, learns.key, case_keys=wrong, reason="r")
    with pytest.raises(Incomplete):
        service_ranking.pick_ranked(kurt, learns.key, case_keys=[left[0].case.key], reason=" ")


def test_nothing_is_picked_by_hand_for_a_round_that_measures(people, cases):
    kurt = actor(people.kurt)
    measure = service.plan_round(kurt, title="Measure", purpose=RoundPurpose.MEASURE)
    with pytest.raises(IllegalTransition):
        service_ranking.pick_ranked(
            kurt, measure.key, case_keys=[cases[0].key], reason="It is hard"
        )
    with pytest.raises(IllegalTransition):
        service_ranking.set_ranking(kurt, measure.key, ranking=Ranking(), among=FrameFilter())


def test_pages_go_on_by_rank_and_cost_the_same(people, learns):
    some_cases(*[people.hanne] * (SIZE + 2), source="many")
    kurt = actor(people.kurt)
    with counted() as first:
        page = queries_ranking.list_ranked(kurt, learns)
    rest = queries_ranking.list_ranked(kurt, learns, after=page.after)
    assert [row.rank for row in rest.rows] == [SIZE + 1, SIZE + 2]
    assert len(first) <= 3


def test_the_pages(people, cases, learns, sign_in):
    kurt, url = sign_in(people.kurt), f"/rounds/{learns.key}/cases/ranking"
    closed = {"status": "closed", "case_type": "", "team": "", "plan_activity": "Plan changed"}
    weights = {f"weight_{f.value.replace('-', '_')}": "0" for f in Factor}
    refused = kurt.post(f"/rounds/{learns.key}/ranking", data={**closed, **weights})
    assert refused.status_code == 422
    weights["weight_age"] = "3"
    kurt.post(f"/rounds/{learns.key}/ranking", data={**closed, **weights})
    assert "No case is left" in kurt.get(url).text
    kurt.post(f"/rounds/{learns.key}/ranking", data={**closed, **weights, "status": ""})
    page = kurt.get(url).text
    assert "open for 900 days" in page
    assert "Write something" in kurt.post(url, data={"case": [cases[3].key], "reason": " "}).text
    assert "Tick the cases" in kurt.post(url, data={"reason": "Hard"}).text
    done = kurt.post(
        url, data={"case": [cases[3].key], "reason": "Three hands"}, follow_redirects=True
    )
    assert "Rank 1 with 30 points" in done.text
    assert "Three hands" in done.text
    assert sign_in(people.mona).get(url).status_code == 403
