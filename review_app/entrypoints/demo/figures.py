"""The numbers the house followed in the story, and what others remarked on its casework."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from review_app.domain.chart_series import Series, SeriesKind
from review_app.domain.deadline_rules import add_months
from review_app.domain.indicators import (
    IndicatorDirection,
    IndicatorSource,
    IndicatorUnit,
    ValueWay,
    month_before,
)
from review_app.domain.kinds import ChartMarkKind, RemarkSender
from review_app.domain.scoring import Severity
from review_app.domain.timeliness import Definition
from review_app.entrypoints.demo import people
from review_app.entrypoints.demo.people import Town
from review_app.features.insights import service_charts, service_indicators, service_views
from review_app.features.remarks import service as remarks
from review_app.models import Indicator

Entry = Mapping[str, Any]


def tell(town: Town, today: date) -> None:
    """Follow the numbers, and fill the register of remarks in with what was there before."""
    told = people.read_story("indicators")
    for entry in told["remarks"]:
        _remark(town, entry, today)
    for entry in told["indicators"]:
        _follow(town, entry, today)
    for entry in told["computed"]:
        _compute(town, entry, today)
    for view in told["views"]:
        service_views.keep_view(
            town.actor(view["owner"]), name=view["name"], address=view["address"]
        )


def _follow(town: Town, entry: Entry, today: date) -> None:
    made = _set_up(town, entry, service_indicators.Basis(IndicatorUnit(entry["unit"])), today)
    actor, last = town.actor(entry["owner"]), month_before(today)
    _enter(town, entry, made.key, last)
    series = Series(SeriesKind.INDICATOR, indicator=made.key).code
    for mark in entry["marks"]:
        on = add_months(last, -mark["months_ago"])
        event = ChartMarkKind.EVENT
        service_charts.mark(actor, series, kind=event, marks_on=on, text=mark["text"])


def _compute(town: Town, entry: Entry, today: date) -> None:
    """Let the product count a number itself; the worker computes its months."""
    source = IndicatorSource(entry["source"])
    basis = service_indicators.Basis(IndicatorUnit.PERCENT, source)
    if source is IndicatorSource.TIMELINESS:
        of_rule = {"rule_code": entry["rule"], "definition": Definition(entry["definition"])}
        basis = replace(basis, **of_rule)
    _set_up(town, entry, basis, today)


def _set_up(town: Town, entry: Entry, basis: service_indicators.Basis, today: date) -> Indicator:
    actor, owner = town.actor(entry["owner"]), town.people[entry["owner"]]
    made = service_indicators.add_indicator(
        actor,
        naming=service_indicators.Naming(
            entry["name_da"],
            entry["name_en"],
            entry["description"],
            IndicatorDirection(entry["direction"]),
            owner.key,
        ),
        basis=basis,
    )
    for target in entry["targets"]:
        from_on = add_months(month_before(today), -target["months_ago"])
        service_indicators.set_target(actor, made.key, from_on=from_on, value=target["value"])
    return made


def _enter(town: Town, entry: Entry, key: str, last: date) -> None:
    """Paste the past in one go; a month stays open where the story says so, one is corrected."""
    actor, ago = town.actor(entry["owner"]), len(entry["values"])
    # The story leaves the last month of an indicator with a gap to its owner.
    end = last if "missing_months_ago" not in entry else add_months(last, -1)
    values: dict[date, float | None] = {
        add_months(end, n + 1 - ago): float(value) for n, value in enumerate(entry["values"])
    }
    if "missing_months_ago" in entry:
        del values[add_months(end, -entry["missing_months_ago"])]
    corrected: Entry = entry.get("correction", {})
    month = add_months(end, -corrected.get("months_ago", 0))
    first = {**values, month: corrected.get("was", values[month])}
    service_indicators.enter_values(actor, key, values=first, way=ValueWay.PASTED)
    if corrected:
        right = {month: values[month]}
        service_indicators.enter_values(actor, key, values=right, reason=corrected["reason"])


def _remark(town: Town, entry: Entry, today: date) -> None:
    received_on = today - timedelta(days=entry["days_ago"])
    owner = town.people[entry["owner"]]
    due_on = received_on + timedelta(days=42)
    actor = town.actor(entry["owner"])
    made = remarks.add_remark(
        actor,
        told=remarks.Told(
            received_on,
            RemarkSender(entry["sender"]),
            entry["text"],
            Severity(entry["severity"]),
            owner.key,
            due_on,
            entry["sender_name"],
            entry.get("law", ""),
        ),
    )
    promised = remarks.add_measure(
        actor, made.key, text=entry["measure"], owner_key=owner.key, due_on=due_on
    )
    if "closed_days_ago" not in entry:
        return
    remarks.finish_measure(actor, made.key, measure_key=promised.key)
    remarks.answer(actor, made.key, text=entry["measure"], answered_on=due_on)
    closed_on = today - timedelta(days=entry["closed_days_ago"])
    remarks.close(actor, made.key, reason=entry["reason"], closed_on=closed_on)
