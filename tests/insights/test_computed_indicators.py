"""Indicators that the product computes: the same numbers as on the pages they come from."""

from datetime import date

import pytest

from review_app.domain.errors import Incomplete, NotPermitted
from review_app.domain.indicators import (
    IndicatorSource,
)
from review_app.domain.timeliness import Definition
from review_app.features.insights import queries_indicators as queries
from review_app.features.timeliness import queries_figures
from review_app.kernel import clock
from review_app.models import Action, CaseEvent
from tests.cast import actor, enter, some_cases
from tests.insights.indicators import an_indicator, enter_by
from tests.insights.months import last_months
from tests.timeliness.stage import TALK, a_rule_set, compute, happens, stand_on


def test_computed_numbers_are_counted_as_elsewhere(people, sign_in):
    first, last = last_months(2)
    cases = some_cases(people.hanne, people.henrik, opened_on=first)
    kinds = ("Samtale", "Samtale", "Brev")
    enter(
        *(
            CaseEvent(
                case_id=cases[n % 2].id,
                identity=f"e{n}",
                activity=kind,
                happened_on=first if n < 3 else clock.today(),
                stamp=first.isoformat(),
                position=n,
            )
            for n, kind in enumerate([*kinds, "Brev"])
        ),
        *(
            Action(owner_id=people.kurt.id, text="a", due_on=last, done_at=at)
            for at in (clock.local(last), None, clock.local(clock.today()), None, None)
        ),
    )
    talks = an_indicator(
        people.kurt, people.kurt, source=IndicatorSource.TALKS, activities=("Samtale",)
    )
    view = queries.get_view(actor(people.kurt), talks)
    assert [e.spot.value for e in view.series.entries] == [2.0, 0.0]
    acted = an_indicator(people.kurt, people.kurt, source=IndicatorSource.ACTIONS)
    (entry,) = queries.get_view(actor(people.kurt), acted).series.entries
    assert (entry.spot.numerator, entry.spot.denominator, entry.spot.value) == (1, 5, 20.0)
    (hidden,) = queries.get_view(actor(people.mona), acted).series.entries
    assert (hidden.spot.gap, hidden.spot.value) == ("withheld", None)
    with pytest.raises(NotPermitted):
        enter_by(people.kurt, acted, {last: 5.0})
    with pytest.raises(Incomplete):
        an_indicator(people.kurt, people.kurt, source=IndicatorSource.TIMELINESS)
    assert "computed" in sign_in(people.kurt).get("/figures/indicators").text


def test_timeliness_is_the_number_of_its_own_page(people, db):
    stand_on()
    a_rule_set()
    cases = some_cases(*[people.hanne] * 6, opened_on=date(2026, 2, 10))
    for case in cases[:4]:
        happens(case, TALK, 20)
    compute()
    rule = "s.R08"
    made = an_indicator(
        people.kurt,
        people.kurt,
        source=IndicatorSource.TIMELINESS,
        rule_code=rule,
        definition=Definition.DUE_COHORT,
    )
    (choice,) = [c for c in queries_figures.list_rules(actor(people.kurt)) if c.code == rule]
    page = queries_figures.get_figures(
        actor(people.kurt), choice, definition=Definition.DUE_COHORT, teams=[], team_key=""
    )
    theirs = {p.month_on: (p.numerator, p.denominator) for p in page.months if p.denominator}
    entries = queries.get_view(actor(people.kurt), made).series.entries
    ours = {
        e.spot.starts_on: (e.spot.numerator, e.spot.denominator)
        for e in entries
        if e.spot.value is not None
    }
    assert ours
    assert ours.items() <= theirs.items()
