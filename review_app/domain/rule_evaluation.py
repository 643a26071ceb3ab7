"""What became of one rule in one case: when it was due, what met it, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from review_app.domain.case_deadlines import (
    CaseFacts,
    DeadlineState,
    Exemption,
    Outcome,
    Skipped,
    Skipping,
)
from review_app.domain.deadline_rules import (
    ChosenBy,
    DaysOff,
    Names,
    Rule,
    RuleKind,
    RuleTerms,
    StartsFrom,
    Stop,
    due_on,
)


def evaluate(
    rule: Rule, facts: CaseFacts, *, terms: RuleTerms, days_off: DaysOff
) -> Outcome | Skipped:
    """Say what became of *rule* in a case, or why the rule is not about it."""
    unfit = next((c for c in rule.conditions if not c.holds(facts.fields)), None)
    if unfit is not None:
        return Skipped(rule.code, Skipping.CONDITION, unfit.field.value)
    if rule.kind is not RuleKind.OWN_DEADLINE and not (rule.evidence or rule.closing_counts):
        return Skipped(rule.code, Skipping.NO_EVIDENCE_NAMED)
    begun = _start(rule, facts, terms)
    if isinstance(begun, Skipped):
        return begun
    chosen = begun if rule.chosen_by is ChosenBy.START else _first_absence(facts, terms)
    day = chosen.on if chosen else begun.on
    if not (terms.validity.covers(day) and rule.validity.covers(day)):
        return Skipped(rule.code, Skipping.NOT_IN_FORCE, day.isoformat())
    return _settle(_timed(rule, facts, begun, days_off), rule, facts, begun)


@dataclass(frozen=True, slots=True)
class _Start:
    on: date
    by: str = ""
    place: int = -1  # of the event in the case; -1 for the case's own date


def _start(rule: Rule, facts: CaseFacts, terms: RuleTerms) -> _Start | Skipped:
    if rule.kind is RuleKind.OWN_DEADLINE and facts.deadline_on is None:
        return Skipped(rule.code, Skipping.NO_OWN_DEADLINE)
    found: _Start | None
    if rule.starts_from is StartsFrom.EVENT:
        found = _find(facts, rule.start, last=rule.starts_anew)
    elif rule.starts_from is StartsFrom.OPENED:
        found = _Start(facts.opened_on) if facts.opened_on else None
    else:
        found = _first_absence(facts, terms)
    if found is None and rule.kind is RuleKind.OWN_DEADLINE and facts.deadline_on:
        found = _Start(facts.deadline_on)
    return found or Skipped(rule.code, Skipping.NO_START, ", ".join(rule.start.written))


def _first_absence(facts: CaseFacts, terms: RuleTerms) -> _Start | None:
    return _find(facts, terms.first_absence) or (
        _Start(facts.opened_on) if facts.opened_on else None
    )


def _find(facts: CaseFacts, names: Names, *, last: bool = False) -> _Start | None:
    found = None
    for place, event in enumerate(facts.events):
        if event.plain in names.plain:
            found = _Start(event.on, event.activity, place)
            if not last:
                break
    return found


def _timed(rule: Rule, facts: CaseFacts, begun: _Start, days_off: DaysOff) -> Outcome:
    outcome = Outcome(
        rule.code, begun.on, facts.deadline_on, DeadlineState.OPEN, begun.by, needed=rule.needed
    )
    if rule.kind is not RuleKind.OWN_DEADLINE:
        stops = list(_stops(rule, facts, begun.on))
        due = due_on(begun.on, rule.value, rule, days_off=days_off, stops=stops)
        freely = due_on(begun.on, rule.value, rule, days_off=days_off)
        stopped = (due - freely).days if due and freely else 0
        outcome = replace(outcome, due_on=due, stopped_days=stopped)
        if rule.local_value is not None:
            local = due_on(begun.on, rule.local_value, rule, days_off=days_off, stops=stops)
            outcome = replace(outcome, local_due_on=local)
    if outcome.due_on is None:
        return replace(outcome, state=DeadlineState.SUSPENDED)
    return replace(outcome, warn_on=outcome.due_on - timedelta(days=rule.warning_days))


def _stops(rule: Rule, facts: CaseFacts, start_on: date) -> Iterable[Stop]:
    """Yield the intervals in which the clock stands still, in order and never overlapping."""
    begun: date | None = None
    for event in facts.events:
        if begun is None and event.plain in rule.stops.plain:
            begun = event.on
        elif begun is not None and event.plain in rule.resumes.plain:
            if event.on > max(begun, start_on):
                yield Stop(begun, event.on)
            begun = None
    if begun is not None and (facts.closed_on is None or facts.closed_on > begun):
        yield Stop(begun, facts.closed_on)


def _settle(timed: Outcome, rule: Rule, facts: CaseFacts, begun: _Start) -> Outcome:
    lawful = _find(facts, rule.lawful)
    outcome = replace(timed, lawful_by=lawful.by if lawful else "")
    freed = _find(facts, rule.exempting)
    if freed is not None and (outcome.due_on is None or freed.on <= outcome.due_on):
        exempt = DeadlineState.EXEMPT
        return replace(outcome, state=exempt, exemption=Exemption.EVENT, exempt_by=freed.by)
    done = _evidence(rule, facts, begun)
    if outcome.due_on is None:
        return _while_suspended(outcome, done)
    if rule.is_pro_rata and facts.closed_on and facts.closed_on < outcome.due_on:
        outcome = _shortened(outcome, facts.closed_on)
    return _counted(outcome, done, facts.closed_on)


def _evidence(rule: Rule, facts: CaseFacts, begun: _Start) -> list[_Start]:
    done = [
        _Start(event.on, event.activity, place)
        for place, event in enumerate(facts.events)
        if event.plain in rule.evidence.plain and event.on >= begun.on and place > begun.place
    ]
    by_closing = rule.closing_counts or (rule.kind is RuleKind.OWN_DEADLINE and not rule.evidence)
    if by_closing and facts.closed_on is not None:
        done.append(_Start(facts.closed_on))
    return sorted(done, key=lambda found: found.on)


def _while_suspended(outcome: Outcome, done: list[_Start]) -> Outcome:
    outcome = replace(outcome, held=len(done))
    if len(done) < outcome.needed:
        return outcome
    last = done[outcome.needed - 1]  # done all the same: never late, since nothing was due
    return replace(outcome, state=DeadlineState.MET, met_on=last.on, met_by=last.by)


def _closed_before(outcome: Outcome) -> Outcome:
    return replace(outcome, state=DeadlineState.EXEMPT, exemption=Exemption.CLOSED_BEFORE)


def _shortened(outcome: Outcome, closed_on: date) -> Outcome:
    """Ask of a case that closed early only the whole share of its shorter time."""
    assert outcome.due_on is not None
    window = (outcome.due_on - outcome.start_on).days + 1
    lived = (closed_on - outcome.start_on).days + 1
    return replace(outcome, needed=max(outcome.needed * lived // window, 0), due_on=closed_on)


def _counted(outcome: Outcome, done: list[_Start], closed_on: date | None) -> Outcome:
    due = outcome.due_on
    assert due is not None
    outcome = replace(outcome, held=sum(found.on <= due for found in done))
    if outcome.needed == 0:
        return _closed_before(outcome)
    if len(done) >= outcome.needed:
        last = done[outcome.needed - 1]
        late = (last.on - due).days
        return replace(
            outcome,
            state=DeadlineState.LATE if late > 0 else DeadlineState.MET,
            late_days=late if late > 0 else None,
            met_on=last.on,
            met_by=last.by,
        )
    if closed_on is None:
        return outcome
    if closed_on <= due:
        return _closed_before(outcome)
    return replace(outcome, state=DeadlineState.NOT_MET)
