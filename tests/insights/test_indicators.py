"""Indicators: values come in by three ways, corrections lose nothing, and who may do what."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.indicators import (
    IndicatorSource,
    IndicatorUnit,
    TargetStanding,
    ValueWay,
    month_before,
)
from review_app.domain.waiting import WaitingKind
from review_app.features.home.queries_waiting import list_waiting
from review_app.features.insights import queries_indicators as queries
from review_app.features.insights import service_indicators as service
from review_app.kernel import clock
from review_app.kernel.audit_log import AuditEntry
from review_app.models import IndicatorValue
from tests.cast import actor
from tests.insights.indicators import an_indicator, enter_by, naming
from tests.insights.months import last_months
from tests.statements import counted


def test_a_value_is_typed_in_corrected_and_never_lost(people, db, sign_in):
    key = an_indicator(people.mona, people.hanne)
    first, second, last = last_months(3)
    waiting = {one.kind for one in list_waiting(actor(people.hanne))}
    assert WaitingKind.ENTER_VALUE in waiting
    assert enter_by(people.hanne, key, {first: 200.0, last: 260.0}) == 2
    assert WaitingKind.ENTER_VALUE not in {o.kind for o in list_waiting(actor(people.hanne))}
    assert enter_by(people.hanne, key, {first: 200.0}) == 0
    with pytest.raises(Incomplete):
        enter_by(people.hanne, key, {first: 210.0})
    with pytest.raises(Conflict) as refused:
        enter_by(people.hanne, key, {first: 210.0}, seen={first: 190.0}, reason="r")
    assert refused.value.facts["months"] == [first]
    enter_by(people.mona, key, {first: 210.0}, seen={first: 200.0}, reason="Counted again")
    view = queries.get_view(actor(people.kurt), key)
    assert [e.spot.value for e in view.series.entries] == [210.0, None, 260.0]
    assert view.series.entries[1].spot.gap == "missing"
    old, new = sorted(view.history, key=lambda row: row.id)
    assert (old.value, old.entered_by.name, old.replaced_at is None) == (200.0, "Hanne", False)
    assert (new.value, new.entered_by.name, new.reason) == (210.0, "Mona", "Counted again")
    page = sign_in(people.kurt).get(f"/figures/indicators/{key}").text
    for told in ("Counted again", "Hanne", "no value entered", "260"):
        assert told in page
    csv = sign_in(people.kurt).get(f"/figures/indicators/{key}/indicator.csv").text
    assert f"{second.isoformat()};;count" in csv.replace('"', "")
    codes = set(db.session.scalars(select(AuditEntry.code)))
    assert {AuditCode.INDICATOR_ADDED, AuditCode.INDICATOR_VALUES_ENTERED} <= codes


def test_what_cannot_be_is_refused(people):
    key = an_indicator(people.kurt, people.hanne)
    ahead = clock.today().replace(day=1, year=clock.today().year + 1)
    for values in ({ahead: 1.0}, {last_months(1)[0]: -1.0}):
        with pytest.raises(Invalid):
            enter_by(people.hanne, key, values)
    named = ("010170-1234", "Talks", "")
    with pytest.raises(Invalid):
        service.change_indicator(actor(people.kurt), key, naming=naming(people.hanne, names=named))


def test_a_target_changes_from_a_month_on(people, sign_in):
    key = an_indicator(people.kurt, people.kurt)
    first, last = last_months(2)
    enter_by(people.kurt, key, {first: 250.0, last: 250.0})
    service.set_target(actor(people.kurt), key, from_on=first, value=200.0)
    kurt = sign_in(people.kurt)
    answer = kurt.post(
        f"/figures/indicators/{key}/targets", data={"from_month": f"{last:%m-%Y}", "value": "300"}
    )
    assert answer.status_code == 302
    view = queries.get_view(actor(people.kurt), key)
    assert list(view.targets) == [200.0, 300.0]
    assert list(view.standings) == [TargetStanding.MET, TargetStanding.NOT_MET]
    (line,) = queries.list_indicators(actor(people.mona))
    assert (line.target, line.standing) == (300.0, TargetStanding.NOT_MET)
    assert "Target not met" in kurt.get("/figures/indicators").text
    bad = kurt.post(f"/figures/indicators/{key}/targets", data={"from_month": "x", "value": "y"})
    assert bad.status_code == 422
    marked = kurt.post(
        f"/figures/charts/indicator.{key}/marks",
        data={"kind": "event", "marks_on": last.isoformat(), "text": "Talks at noon"},
    )
    assert f"/figures/indicators/{key}" in marked.location
    assert "Talks at noon" in kurt.get(f"/figures/indicators/{key}").text


def test_lines_are_looked_at_before_they_are_stored(people, sign_in, db):
    key = an_indicator(people.kurt, people.hanne)
    first, last = last_months(2)
    url = f"/figures/indicators/{key}/paste"
    hanne = sign_in(people.hanne)
    wrong = hanne.post(url, data={"lines": f"{first:%m-%Y}\t1.200\nmarzipan\t7", "store": "y"})
    assert "marzipan" in wrong.text
    assert "1,200" in wrong.text
    assert db.session.query(IndicatorValue).count() == 0
    lines = f"Måned;Antal\n{first:%m-%Y};1.200\n{last:%m-%Y};1.250,5"
    assert "Store the values" in hanne.post(url, data={"lines": lines, "look": "y"}).text
    assert hanne.post(url, data={"lines": lines, "store": "y"}).status_code == 302
    sent = (io.BytesIO(f"Nr;Month;Talks\n1;{last:%Y-%m};1300\n".encode()), "talks.csv")
    seen = hanne.post(url, data={"file": sent, "look": "y"}, content_type="multipart/form-data")
    assert "Replaces 1,250.5" in seen.text
    again = {"lines": f"{last:%Y-%m}\t1300", "way": "imported", "store": "y"}
    assert hanne.post(url, data=again).status_code == 422
    assert hanne.post(url, data={**again, "reason": "Final count"}).status_code == 302
    stands = queries.standing_values(
        actor(people.hanne), queries.get_indicator(actor(people.hanne), key)
    )
    assert {m: (r.value, r.way) for m, r in stands.items()} == {
        first: (1200.0, ValueWay.PASTED),
        last: (1300.0, ValueWay.IMPORTED),
    }


def test_a_year_is_typed_in_on_one_page_and_two_people_are_told_of_each_other(people, sign_in):
    key = an_indicator(people.kurt, people.hanne)
    last = month_before(clock.today())
    url = f"/figures/indicators/{key}/values?year={last.year}"
    field = f"m{last:%Y_%m}"
    hanne = sign_in(people.hanne)
    assert field in hanne.get(url).text
    enter_by(people.kurt, key, {last: 7.0})
    told = hanne.post(url, data={field: "9", f"{field}_seen": ""})
    assert told.status_code == 422
    assert "Somebody else has entered 7 meanwhile." in told.text
    assert 'value="9"' in told.text
    assert hanne.post(url, data={field: "9", f"{field}_seen": "7"}).status_code == 422
    saved = hanne.post(url, data={field: "9", f"{field}_seen": "7", "reason": "Mine"})
    assert saved.status_code == 302


def test_who_sees_and_writes_what(people, sign_in):
    house = an_indicator(people.kurt, people.hanne)
    south = service.add_indicator(
        actor(people.kurt),
        naming=naming(people.kurt),
        basis=service.Basis(IndicatorUnit.COUNT, team_key=people.south.key),
    ).key
    for person in (people.mona, people.hanne):
        with pytest.raises(NotFound):
            queries.get_indicator(actor(person), south)
    assert {line.indicator.key for line in queries.list_indicators(actor(people.adam))} == {
        house,
        south,
    }
    with pytest.raises(NotPermitted):
        service.set_target(actor(people.hanne), house, from_on=date(2026, 1, 1), value=1.0)
    with pytest.raises(NotPermitted):
        an_indicator(people.mona, people.mona, team_key=people.south.key)
    with pytest.raises(NotPermitted):
        an_indicator(people.adam, people.adam, source=IndicatorSource.ACTIONS)
    for outsider in (people.olga, people.clara):
        assert sign_in(outsider).get(f"/figures/indicators/{house}").status_code == 403
    assert sign_in(people.henrik).get(f"/figures/indicators/{house}").status_code == 404
    made = sign_in(people.mona).post(
        "/figures/indicators/new",
        data={
            "name_da": "Fravær",
            "name_en": "Absence",
            "direction": "lower",
            "owner": people.hanne.key,
            "source": "entered",
            "unit": "percent",
            "definition": "due-cohort",
            "team": "",
            "rule_code": "",
        },
    )
    assert made.status_code == 302


def test_the_list_costs_the_same_however_long_it_is(people):
    def cost():
        with counted() as statements:
            queries.list_indicators(actor(people.kurt))
        return len(statements)

    an_indicator(people.kurt, people.kurt)
    before = cost()
    for _ in range(4):
        an_indicator(people.kurt, people.kurt)
    assert cost() == before
