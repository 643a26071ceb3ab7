"""The starter rule sets: facts with source and confidence, to be confirmed by the house."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.deadline_rules import CaseField, ChosenBy, RuleKind, StartsFrom, Unit
from review_app.features.timeliness import service
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import DeadlineRule, RuleSet

NAMES = ("start", "evidence", "stop", "resume", "exempting", "lawful")
TEXTS = ("law_reference", "source_url", "confidence", "note_da", "note_en")


def seed_reference(actor: Actor, *, folder: Path) -> list[str]:
    """Add the starter rule sets that are not there yet, published; returns their codes.

    *folder* holds ``rule_sets.csv`` and ``deadline_rules.csv``. They bear the mark "confirm with
    your legal owner" until a named person has confirmed them.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.RULE_SET_PUBLISH)
        there = set(db.session.scalars(select(RuleSet.code)))
        rows = _rows(folder / "deadline_rules.csv")
        added = []
        for named in _rows(folder / "rule_sets.csv"):
            if named["code"] not in there:
                own = [row for row in rows if row["set"] == named["code"]]
                _add_starter(work, named, own)
                added.append(named["code"])
    return added


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _add_starter(work: Work, named: dict[str, str], rows: list[dict[str, str]]) -> None:
    rules = [_rule(position, row) for position, row in enumerate(rows, start=1)]
    added = work.add(RuleSet(**named, number=1, reason="starter", rules=rules))
    work.log(AuditCode.RULE_SET_ADDED, added, rule_set=added.code)
    service.publish(work.actor, added.key)


def _rule(position: int, row: dict[str, str]) -> DeadlineRule:
    return DeadlineRule(
        position=position,
        code=row["code"],
        name_da=row["name_da"],
        name_en=row["name_en"],
        is_active=row["is_active"] == "yes",
        kind=RuleKind(row["kind"]),
        starts_from=StartsFrom(row["starts_from"]),
        starts_anew=row["starts_anew"] == "yes",
        chosen_by=ChosenBy(row["chosen_by"]),
        value=int(row["value"]),
        unit=Unit(row["unit"]),
        counts_from=int(row["counts_from"]),
        needed=int(row["needed"]),
        quota_percent=int(row["quota_percent"]) if row["quota_percent"] else None,
        conditions=_about(row["case_types"]),
        warning_days=int(row["warning_days"] or 0),
        valid_from_on=_day(row["valid_from"]),
        valid_to_on=_day(row["valid_to"]),
        are_dates_certain=row["dates_certain"] == "yes",
        **{f"{name}_activities": _names(row[f"{name}_activities"]) for name in NAMES},
        **{name: row[name] or None for name in TEXTS},
    )


def _about(case_types: str) -> dict[str, Any]:
    return {CaseField.CASE_TYPE.value: {"values": _names(case_types)}} if case_types else {}


def _names(text: str) -> list[str]:
    return [name for name in text.split("|") if name]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
