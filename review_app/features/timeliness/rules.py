"""Rules as the tables keep them, turned into rules as the domain evaluates them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from review_app.domain.deadline_rules import (
    CaseField,
    Condition,
    DaysOff,
    Names,
    Rule,
    RuleTerms,
    Validity,
)
from review_app.kernel.holidays import banking_holidays, danish_holidays
from review_app.models import DeadlineRule, RuleSet

FIRST_YEAR, LAST_YEAR = 1995, 2060
#: What a copy of a rule takes over; also all that an editor can change, but for the code.
COPIED = (
    "position",
    "code",
    "name_da",
    "name_en",
    "is_active",
    "kind",
    "starts_from",
    "start_activities",
    "starts_anew",
    "chosen_by",
    "value",
    "unit",
    "counts_from",
    "needed",
    "is_pro_rata",
    "quota_percent",
    "evidence_activities",
    "closing_counts",
    "conditions",
    "stop_activities",
    "resume_activities",
    "exempting_activities",
    "lawful_activities",
    "warning_days",
    "local_value",
    "valid_from_on",
    "valid_to_on",
    "are_dates_certain",
    "law_reference",
    "source_url",
    "confidence",
    "note_da",
    "note_en",
)


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """A rule with the id of its row and the terms of its set."""

    id: int
    rule: Rule
    terms: RuleTerms


def days_off() -> DaysOff:
    """Return the days that are no working days, for any case there may be."""
    return DaysOff(danish_holidays(FIRST_YEAR, LAST_YEAR), banking_holidays(FIRST_YEAR, LAST_YEAR))


def rules_in_force(rule_sets: Sequence[RuleSet]) -> list[RuleInForce]:
    """Return every measured rule of the sets."""
    return [
        RuleInForce(row.id, as_rule(row), as_terms(rule_set))
        for rule_set in rule_sets
        for row in rule_set.rules
        if row.is_active
    ]


def as_terms(rule_set: RuleSet) -> RuleTerms:
    """Return what a set says for all of its rules."""
    return RuleTerms(
        Validity(rule_set.valid_from_on, rule_set.valid_to_on),
        Names(tuple(rule_set.first_absence_activities)),
    )


def as_rule(row: DeadlineRule) -> Rule:
    """Return a row as the domain evaluates it."""
    return Rule(
        code=row.code,
        kind=row.kind,
        starts_from=row.starts_from,
        start=Names(tuple(row.start_activities)),
        starts_anew=row.starts_anew,
        chosen_by=row.chosen_by,
        value=row.value,
        unit=row.unit,
        counts_from=row.counts_from,
        needed=row.needed,
        is_pro_rata=row.is_pro_rata,
        quota_share=None if row.quota_percent is None else Fraction(row.quota_percent, 100),
        evidence=Names(tuple(row.evidence_activities)),
        closing_counts=row.closing_counts,
        conditions=as_conditions(row.conditions),
        stops=Names(tuple(row.stop_activities)),
        resumes=Names(tuple(row.resume_activities)),
        exempting=Names(tuple(row.exempting_activities)),
        lawful=Names(tuple(row.lawful_activities)),
        warning_days=row.warning_days,
        local_value=row.local_value,
        validity=Validity(row.valid_from_on, row.valid_to_on),
    )


def as_conditions(kept: Mapping[str, Any]) -> tuple[Condition, ...]:
    """Return conditions as kept: field -> ``{"values": [...], "excludes": bool}``."""
    return tuple(
        Condition(CaseField(name), Names(tuple(told["values"])), bool(told.get("excludes")))
        for name, told in kept.items()
    )
