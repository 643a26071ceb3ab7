"""How the effect of notes and practices is put to readers: in words first, with its caveat."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.access import Permission, may_ever
from review_app.domain.comparison import METHOD
from review_app.domain.effect import CriterionEffect, Later, Outlook, Part, Placed
from review_app.domain.round_sides import Seen
from review_app.features.insights import queries_effect
from review_app.features.insights.presenters_comparisons import (
    GAPS,
    TONES,
    range_of,
    share,
)
from review_app.features.insights.queries_effect import Learned, Shown
from review_app.kernel.gate import current_actor
from review_app.kernel.i18n import LANGUAGES, in_language, show_day, show_points
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.kernel.words_reports import CHANGES

__all__ = ["CHANGES", "GAPS", "TONES", "range_of", "share", "show_points"]

FORMAT = "effects/1"
KINDS = {Learned.NOTE: _l("Learning note"), Learned.PRACTICE: _l("Agreed practice")}
PARTS = {
    Part.BEFORE: _l("before: the last settled round drawn before"),
    Part.AFTER: _l("after: one of the next settled rounds"),
    Part.EARLIER: _l("not used: another round before stands nearer"),
    Part.LATER: _l("not used: three other rounds after stand nearer"),
    Part.NOT_SETTLED: _l("not used yet: some reviews may still change"),
}
OUTLOOKS = {
    Outlook.NO_ROUND_BEFORE: _l(
        "No settled round was drawn before, so there is nothing to start from."
    ),
    Outlook.NO_ROUND_AFTER: _l("The next settled round will show it."),
    Outlook.NOTHING_TO_COMPARE: _l("The rounds cannot be compared on it."),
}
CAVEATS = (
    _l(
        "A before-after comparison shows that something changed, not why. New colleagues, other "
        "cases or another season may have done it as well."
    ),
    _l(
        "Which rounds are used follows from the day alone: the last settled one drawn before, and "
        "up to three settled ones drawn after. Nobody can pick the rounds that suit."
    ),
    _l(
        "In cases opened before that day part of the work was done before, so a change shows in "
        "full only later."
    ),
    _l(
        "Notes are often written because a round went badly. The next is then likely to be "
        "better by chance alone."
    ),
    _l(
        "All comparisons of one note or practice are tested together, each more strictly the more "
        "there are (Holm). Under 10 assessed cases on either side are too few to say."
    ),
)


def for_note(key: str) -> Shown | None:
    """Return a note's effect for whoever asks for the page; ``None`` if they see no figures."""
    actor = current_actor()
    if may_ever(actor, Permission.FIGURES_READ):
        return queries_effect.of_note(actor, key)
    if may_ever(actor, Permission.PUBLICATION_READ):
        return queries_effect.of_note_opened(actor, key)
    return None


def for_session(key: str) -> list[Shown]:
    """Return the effects of what came of a session; none for those who see no figures."""
    actor = current_actor()
    if not may_ever(actor, Permission.FIGURES_READ):
        return []
    return queries_effect.of_session(actor, key)


def sentence(found: Shown, line: CriterionEffect) -> str:
    """Say in words what the rounds show of a criterion."""
    latest = line.latest
    if latest is None or latest.difference is None or line.change is None:
        return str(OUTLOOKS[line.outlook or Outlook.NOTHING_TO_COMPARE])
    assert line.before is not None
    said = _(
        "%(change)s: met in %(before)s before, in %(after)s in %(round)s.",
        change=CHANGES[line.change],
        before=_counted(line.before),
        after=_counted(latest.seen),
        round=found.rounds[latest.round_id].title,
    )
    return f"{said} {_range(latest)}".strip()


def _counted(seen: Seen) -> str:
    assert seen.side is not None
    return f"{share(seen)} ({seen.met}/{seen.side.denominator})"


def _range(latest: Later) -> str:
    told = latest.difference
    if told is None or told.share is None:
        return ""
    return str(_("The change lies within %(range)s.", range=range_of(told)))


def used_for(found: Shown, placed: Placed) -> str:
    """Say which part a round plays and, of a round after, how much of it the note could reach."""
    said = str(PARTS[placed.part])
    if placed.part is not Part.AFTER:
        return said
    since, cases = found.opened_since(placed.head.id)
    reached = ngettext(
        "%(since)s of its %(num)s case was opened since",
        "%(since)s of its %(num)s cases were opened since",
        cases,
        since=since,
    )
    return f"{said} ({reached})"


def as_csv(found: Iterable[Shown]) -> bytes:
    """Return the effects as a table, a line for each criterion in each round after."""
    columns = [
        _("Kind"),
        _("Title"),
        _("Known since"),
        _("Criterion"),
        _("Question"),
        _("Round before"),
        _("Met before"),
        _("Assessed before"),
        _("Round after"),
        _("Met after"),
        _("Assessed after"),
        _("Change in points"),
        _("Change from"),
        _("Change to"),
        _("Conclusion"),
        _("Method"),
    ]
    return write_csv(columns, [row for shown in found for row in _rows(shown)])


def _rows(found: Shown) -> Iterable[Sequence[OutCell]]:
    for line in found.effect.criteria:
        head = _head(found, line)
        for one in line.after:
            told = one.difference
            numbers = (told.share, told.low, told.high) if told else (None,) * 3
            says = str(CHANGES[told.change]) if told else str(GAPS[_gap(line, one)])
            yield [
                *head,
                found.rounds[one.round_id].title,
                *_cells(one.seen),
                *(None if number is None else round(number * 100, 3) for number in numbers),
                says,
                METHOD,
            ]
        if not line.after:
            yield [
                *head,
                *[None] * 6,
                str(OUTLOOKS[line.outlook or Outlook.NO_ROUND_AFTER]),
                METHOD,
            ]


def _head(found: Shown, line: CriterionEffect) -> list[OutCell]:
    criterion = found.criteria[line.criterion]
    before = before_of(found, line)
    return [
        str(KINDS[found.subject.kind]),
        found.subject.title,
        show_day(found.subject.known_on),
        criterion.code,
        in_language(criterion, "question"),
        found.rounds[before.head.id].title if before else None,
        *_cells(line.before),
    ]


def before_of(found: Shown, line: CriterionEffect) -> Placed | None:
    """Return the round that a criterion is held against."""
    return next(
        (
            one
            for one in found.effect.rounds
            if one.part is Part.BEFORE and one.head.checklist == line.criterion[0]
        ),
        None,
    )


def _cells(seen: Seen | None) -> list[OutCell]:
    return [seen.met, seen.side.denominator] if seen and seen.side else [None, None]


def _gap(line: CriterionEffect, one: Later) -> str:
    return (line.before.gap if line.before else "") or one.seen.gap or "no-cases"


def as_plain(found: Iterable[Shown]) -> dict[str, Any]:
    """Return the effects in codes for other programs, each with its sentence in both languages."""
    return {"format": FORMAT, "method": METHOD, "effects": [_plain(shown) for shown in found]}


def _plain(found: Shown) -> dict[str, Any]:
    return {
        "kind": found.subject.kind.value,
        "key": found.subject.key,
        "title": found.subject.title,
        "since": found.subject.since.isoformat(),
        "tested": found.effect.tested,
        "rounds": [
            {"key": found.rounds[one.head.id].key, "part": one.part.value}
            for one in found.effect.rounds
        ],
        "criteria": [_plain_line(found, line) for line in found.effect.criteria],
    }


def _plain_line(found: Shown, line: CriterionEffect) -> dict[str, Any]:
    said = {}
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = sentence(found, line)
    return {
        "code": line.criterion[1],
        "change": line.change.value if line.change else None,
        "outlook": line.outlook.value if line.outlook else None,
        "before": _plain_seen(line.before),
        "after": [_plain_after(found, one) for one in line.after],
        "says": said,
    }


def _plain_after(found: Shown, one: Later) -> dict[str, Any]:
    told = one.difference
    numbers = (told.share, told.low, told.high) if told else (None,) * 3
    return {
        "round": found.rounds[one.round_id].key,
        **(_plain_seen(one.seen) or {}),
        "change": told.change.value if told else None,
        "difference": dict(zip(("share", "low", "high"), numbers, strict=True)),
    }


def _plain_seen(seen: Seen | None) -> dict[str, Any] | None:
    if seen is None:
        return None
    if seen.side is None:
        return {"status": seen.gap}
    return {"status": "known", "x": seen.met, "counted": seen.side.denominator}
