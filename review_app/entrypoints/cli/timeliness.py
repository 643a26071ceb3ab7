"""``review-app timeliness``: how many were in time, by the own deadline or by a rule set."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import click
from flask.cli import with_appcontext

from review_app.domain.access import OPERATOR
from review_app.domain.errors import NotFound
from review_app.domain.timeliness import OWN_DEADLINE, Definition, TimelinessOutcome, timeliness
from review_app.features.cases import queries, queries_imports
from review_app.features.timeliness import queries_evaluation
from review_app.features.timeliness.queries_evaluation import RuleLine
from review_app.kernel import clock

FORMAT = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.command("timeliness")
@click.option("--source", required=True, help="Code of the case system.")
@click.option(
    "--rule",
    type=click.Choice([OWN_DEADLINE]),
    help="own-deadline: closed on or before the case's own deadline, in whole local days.",
)
@click.option("--rule-set", help="Code of a rule set: every measured rule of it, told apart.")
@click.option(
    "--definition",
    type=click.Choice([d.value for d in Definition if d is not Definition.DONE_PLUS_OPEN_OVERDUE]),
    default=Definition.DONE_COHORT.value,
    show_default=True,
    help="Which cases count; see above.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The figure at the end of a day.")
@click.option("--count-overdue-open", is_flag=True, help="Count open cases past it as late too.")
@FORMAT
@with_appcontext
def timeliness_command(
    source: str,
    rule: str | None,
    rule_set: str | None,
    definition: str,
    as_of: datetime | None,
    count_overdue_open: bool,
    format_: str,
) -> None:
    """Say how many cases were handled in time.

    done-cohort counts the cases that were closed; it hides what never was. due-cohort counts the
    cases whose deadline fell before --as-of. snapshot counts the cases open on --as-of and asks
    which are not overdue. The definition stands in the answer, since they can differ by tens of
    points on the same cases.

    Give either --rule or --rule-set. The rules of a set are evaluated on the cases as they stood at
    the end of --as-of (today when left out); exempt cases are told apart, and late ones with a
    lawful reason stay in the figure.

    Exit code 0; 1 when there is no such source or rule set; 2 when used wrongly.
    """
    if (rule is None) == (rule_set is None):
        raise click.UsageError("give either --rule or --rule-set")
    day = as_of.date() if as_of else None if rule else clock.today()
    kind = _definition(Definition(definition), day, count_overdue_open)
    if queries_imports.find_source(OPERATOR, source) is None:
        raise NotFound(thing="source", code=source)
    if rule_set is not None and day is not None:
        _evaluate(source, rule_set, kind, day, format_)
        return
    dates = queries.dates_of_cases(OPERATOR, source)
    _tell_timeliness(timeliness(dates, kind, as_of=day), source, OWN_DEADLINE, format_)


def _definition(kind: Definition, day: date | None, count_overdue_open: bool) -> Definition:
    if count_overdue_open and kind is not Definition.DONE_COHORT:
        raise click.UsageError("--count-overdue-open belongs to the definition done-cohort")
    if count_overdue_open:
        kind = Definition.DONE_PLUS_OPEN_OVERDUE
    if day is None and kind is not Definition.DONE_COHORT:
        raise click.UsageError("this definition needs --as-of DATE")
    return kind


def _evaluate(source: str, code: str, kind: Definition, day: date, format_: str) -> None:
    lines = queries_evaluation.evaluate_source(
        OPERATOR, source, rule_set_code=code, definition=kind, as_of=day
    )
    told = {
        "source": source,
        "rule_set": code,
        "definition": kind.value,
        "as_of": day.isoformat(),
        "rules": [_as_plain(line) for line in lines],
    }
    if format_ == "json":
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    _tell_rules(lines)
    click.echo(f"definition: {kind.value} as of {day}; rule set: {code}; source: {source}")


def _as_plain(line: RuleLine) -> dict[str, Any]:
    share, quota = line.figure.share, line.quota_share
    told = {
        "rule": line.code,
        "name": line.name,
        "versions": line.versions,
        "confirmed": line.is_confirmed,
        "numerator": line.figure.numerator,
        "denominator": line.figure.denominator,
        "share": None if share is None else round(float(share), 6),
        "exempt": line.figure.exempt,
        "lawful": line.figure.lawful,
    }
    if quota is not None:
        told["quota_share"] = float(quota)
        told["quota_met"] = None if share is None else share >= quota
    return told


def _tell_rules(lines: Sequence[RuleLine]) -> None:
    for line in lines:
        figure = line.figure
        percent = "no share" if figure.share is None else f"{float(figure.share):.1%}"
        beside = f"; {figure.exempt} exempt, {figure.lawful} late for a lawful reason"
        counts = f"{figure.numerator} of {figure.denominator} in time ({percent})"
        click.echo(f"{line.code:<8}{counts}{beside}: {line.name}")


def _tell_timeliness(figure: TimelinessOutcome, source: str, rule: str, format_: str) -> None:
    share = figure.share
    told = {
        "source": source,
        "rule": rule,
        "definition": figure.definition.value,
        "as_of": figure.as_of.isoformat() if figure.as_of else None,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "share": None if share is None else round(float(share), 6),
    }
    if format_ == "json":
        click.echo(json.dumps(told))
        return
    percent = "no share" if share is None else f"{float(share):.1%}"
    day = f" as of {told['as_of']}" if told["as_of"] else ""
    click.echo(f"{figure.numerator} of {figure.denominator} in time ({percent})")
    click.echo(f"definition: {told['definition']}{day}; rule: {rule}; source: {source}")


COMMANDS = [timeliness_command]
