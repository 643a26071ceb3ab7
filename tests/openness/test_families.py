"""Agreement and actions are opened like the other families: by team at most, and never by name."""

from datetime import date

import pytest

from review_app.domain.errors import Conflict, Invalid
from review_app.domain.indicators import IndicatorSource
from review_app.domain.openness import Audience, Detail, FigureFamily
from review_app.domain.scoring import AnswerValue
from review_app.features.insights import queries_agreement, service_publishing
from review_app.kernel import clock
from review_app.kernel.db import db as database
from review_app.models import Action, Review, ReviewAnswer, RoundCase
from tests.cast import actor, enter
from tests.insights.indicators import an_indicator
from tests.insights.series import drawn_round, review_of
from tests.knowledge.notes import a_checklist, criteria_of
from tests.openness.stage import colleagues, open_stepwise, opened
from tests.openness.takings import everything

AGREEMENT, ACTIONS = FigureFamily.AGREEMENT, FigureFamily.ACTIONS
MAY = date(2026, 5, 1)


def a_round_read_twice(people, staff):
    """Have 30 cases of North and 10 of South read twice; every fourth time they disagree."""
    north = [staff[name] for name in ("hanne", "nina", "niels", "nora", "nik")]
    south = [staff[name] for name in ("henrik", "sara", "soren")]
    version = a_checklist("Was it asked?", "Was it noted?")
    hands = north * 6 + (south * 4)[:10]
    found = drawn_round(version, people.kurt, hands, {"C1": 40, "C2": 40})
    spots = database.session.query(RoundCase).filter_by(round_id=found.id).order_by(RoundCase.id)
    for n, spot in enumerate(spots.all()):
        first = database.session.query(Review).filter_by(round_case_id=spot.id).one()
        second = review_of(found, spot, people.karin, first=first)
        enter(second)
        values = {"C1": n % 4 != 1, "C2": n < 39}
        enter(
            *(
                ReviewAnswer(
                    review_id=second.id,
                    criterion_id=criterion.id,
                    value=AnswerValue.MET if values[code] else AnswerValue.NOT_MET,
                )
                for code, criterion in criteria_of(version).items()
            )
        )
    return found


def it_goes_no_nearer(people, sign_in):
    with pytest.raises(Invalid) as refused:
        opened(people.mona, Audience.TEAM, Detail.NAMED, family=AGREEMENT)
    assert refused.value.facts["reason"] == "about-reviewers"
    step = sign_in(people.mona).get("/figures/opened/to-whom/steps/agreement/team").text
    assert "says nothing of the caseworker" in step


def test_agreement_is_published_by_team_and_said_to_be_about_reviewers(people, sign_in):
    staff = colleagues(people)
    found = a_round_read_twice(people, staff)
    kurt = sign_in(people.kurt)
    form = {"family": "agreement", "round": found.key}
    assert 'value="agreement"' in kurt.get("/figures/opened/publish").text
    posted = kurt.post("/figures/opened/publish", data=form)
    assert posted.status_code == 302
    assert kurt.post("/figures/opened/publish", data=form).status_code == 409
    page = kurt.get(posted.location).text
    assert "both gave the same answer" in page
    plain = kurt.get(f"{posted.location}/table.json").json
    told = {(c["code"], c["of"]): (c["numerator"], c["denominator"]) for c in plain["cells"]}
    assert told["C1", "The whole house"] == (30, 40)
    assert told["C1", "North"] == (22, 30)
    whole = queries_agreement.get_agreement(actor(people.kurt), found.key)
    (line, _) = whole.lines
    assert (line.found.percent_agreement, line.found.items) == (30 / 40, 40)
    open_stepwise(people, AGREEMENT)
    assert sign_in(people.hanne).get(posted.location).status_code == 200
    olga = sign_in(people.olga)
    assert "North" not in olga.get(posted.location).text
    assert everything(olga).found_out() == set()
    it_goes_no_nearer(people, sign_in)


def test_actions_are_published_by_the_teams_of_those_who_promised(people, sign_in):
    clock.travel(clock.local(date(2026, 6, 15), 9))
    staff = colleagues(people)
    north = [staff[name] for name in ("hanne", "nina", "niels", "nora", "nik")]
    south = [staff[name] for name in ("henrik", "sara", "soren")]
    day = date(2026, 5, 20)
    enter(
        *(
            Action(owner_id=owner.id, text="a", due_on=day, done_at=clock.local(day, 9))
            for owner in north + south
        ),
        *(Action(owner_id=owner.id, text="a", due_on=day) for owner in north + south[:2]),
        Action(owner_id=people.adam.id, text="a", due_on=day, state="dropped"),
    )
    kurt = actor(people.kurt)
    with pytest.raises(Conflict):
        service_publishing.publish_month(kurt, date(2026, 6, 1), family=ACTIONS)
    made = service_publishing.publish_month(kurt, MAY, family=ACTIONS)
    url = f"/figures/opened/{made.key}"
    plain = sign_in(people.kurt).get(f"{url}/table.json").json
    told = [(c["of"], c["numerator"], c["denominator"]) for c in plain["cells"]]
    assert told == [("The whole house", 8, 15), ("North", 5, 10), ("South", 3, 5)]
    assert "not dropped" in sign_in(people.kurt).get(url).text
    indicator = an_indicator(people.kurt, people.kurt, source=IndicatorSource.ACTIONS)
    assert "8/15" in sign_in(people.kurt).get(f"/figures/indicators/{indicator}").text
    open_stepwise(people, ACTIONS)
    henrik = sign_in(people.henrik)
    assert "3/5" in henrik.get(url).text
    assert "5/10" not in henrik.get(url).text
    step = sign_in(people.mona).get("/figures/opened/to-whom/steps/actions/management").text
    assert "too few actions in a month" in step
