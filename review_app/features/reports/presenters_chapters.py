"""The chapters of a report besides timeliness, and how all of it was counted."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from review_app.domain.draw import Method
from review_app.domain.kinds import NoteKind
from review_app.domain.monthly_report import ChapterKind, FigureStatus, ReportFigure, figures_of
from review_app.features.reports import presenters_words as say
from review_app.kernel.documents import Facts, Heading, Paragraph, Part, Points, Table
from review_app.kernel.i18n import language, show_day, show_number
from review_app.kernel.words import word

Found = Mapping[str, Any]


def quality(found: Found) -> Iterator[Part]:
    """Return the rounds of the month with every criterion."""
    yield Heading(_("Quality"))
    if not found["rounds"]:
        yield Paragraph(_("No round has settled reviews yet."))
        return
    if not any(one["is_of_month"] for one in found["rounds"]):
        yield Paragraph(
            _("No review was settled in the month. This is what the newest round before showed.")
        )
    figures = figures_of(found)
    for told in found["rounds"]:
        yield Heading(told["title"], 2)
        yield Paragraph(_round(told))
        yield _criteria(told, [one for one in figures if one.scope == told["key"]])


def _round(told: Found) -> str:
    said: str = _(
        "%(settled)s of %(cases)s reviews are settled; the cases were drawn on %(day)s from "
        "%(frame)s (%(method)s).",
        settled=told["settled"],
        cases=told["cases"],
        day=show_day(date.fromisoformat(told["drawn_on"])),
        frame=show_number(told["frame_size"]),
        method=word(Method(told["method"])).lower(),
    )
    if told["is_provisional"]:
        said += " " + _("The figures are provisional.")
    if told["before"]:
        said += " " + _("Compared with: %(title)s.", title=told["before"])
    else:
        said += " " + _("There is no round before it to compare with.")
    return said


def _criteria(told: Found, figures: Sequence[ReportFigure]) -> Table:
    rows = [
        (
            f"{one.code} {say.name(one)}",
            say.counts(one),
            say.share(one),
            say.limits(one),
            say.change(one),
        )
        for one in figures
    ]
    columns = (_("Criterion"), _("Met"), _("Share"), _("Range"), _("Since the round before"))
    caption = _("Criteria: %(title)s", title=told["title"])
    if told["is_provisional"]:
        provisional = _("provisional")
        caption += f" ({provisional})"
    return Table(caption, columns, tuple(rows), numeric=(1, 2, 3), wide=(0,))


def learned(found: Found) -> Iterator[Part]:
    """Return what was published, held and written."""
    yield Heading(_("What was learned"))
    yield _happened(found)
    if found["notes"]:
        yield Paragraph(_("Published for everybody to read:"))
        yield Points(
            tuple(
                f"{note['title']} ({word(NoteKind(note['kind'])).lower()})"
                for note in found["notes"]
            )
        )


def decided(found: Found) -> Iterator[Part]:
    """Return what sessions and checklists came to."""
    yield Heading(_("What was decided"))
    yield _happened(found)
    if found["versions"]:
        yield Points(
            tuple(
                _(
                    "Version %(number)s of the checklist %(name)s was published",
                    number=version["number"],
                    name=version[f"name_{language()}"] or version["name_da"],
                )
                for version in found["versions"]
            )
        )


def actions(found: Found) -> Iterator[Part]:
    """Return what became of what was promised."""
    yield Heading(_("Actions"))
    yield _facts(found)


def remarks(found: Found) -> Iterator[Part]:
    """Return the remarks from outside."""
    yield Heading(_("Remarks from outside"))
    yield _facts(found)


def _facts(found: Found) -> Facts:
    return Facts(tuple((say.name(one), say.count(one)) for one in figures_of(found)))


def _happened(found: Found) -> Part:
    """Return what there was any of; a list of noughts tells nothing."""
    rows = [(say.name(one), say.count(one)) for one in figures_of(found) if one.value]
    return Facts(tuple(rows)) if rows else Paragraph(_("Nothing in this month."))


def indicators(found: Found) -> Iterator[Part]:
    """Return each indicator against its target."""
    yield Heading(_("Indicators"))
    figures = figures_of(found)
    if not figures:
        yield Paragraph(_("No indicator is followed for the whole house."))
        return
    rows = [
        (
            say.name(one),
            say.indicator(one),
            say.value(one, one.before),
            say.value(one, one.target),
            say.standing(one),
        )
        for one in figures
    ]
    columns = (_("Indicator"), _("The month"), _("The month before"), _("Target"), _("Standing"))
    yield Table(_("Indicators against their targets"), columns, tuple(rows), numeric=(1, 2, 3))


def method(content: Found) -> Iterator[Part]:
    """Say how the figures were counted, what they leave open, and which are withheld."""
    yield Heading(_("Method and limits"))
    yield Points(tuple(str(line) for line in _method(content)))
    withheld = [
        f"{word(kind)}: {say.name(one)}"
        for kind in ChapterKind
        for one in figures_of(content["chapters"][kind])
        if one.status == FigureStatus.WITHHELD
    ]
    if not withheld:
        yield Paragraph(_("No figure of this report is withheld."))
        return
    names = tuple(dict.fromkeys(withheld))
    yield Paragraph(
        ngettext(
            "%(num)s figure is withheld: it rests on under 5 cases or under 3 caseworkers, or it "
            "would tell what a team as small as that holds:",
            "%(num)s figures are withheld: they rest on under 5 cases or under 3 caseworkers, or "
            "they would tell what a team as small as that holds:",
            len(names),
        )
    )
    yield Points(names)


def _method(content: Found) -> Iterator[str]:
    timeliness = content["chapters"][ChapterKind.TIMELINESS]
    yield _(
        "Every figure is of the whole house, counted on %(day)s from what was known then. Nobody "
        "is named, and no single case can be told.",
        day=show_day(date.fromisoformat(content["counted_on"])),
    )
    yield _(
        "Timeliness counts every deadline of the month, not a sample. The range beside a share "
        "says how far chance alone would move it with the same way of working (95 per cent, "
        "Clopper-Pearson)."
    )
    yield _(
        "Quality comes from cases drawn at random. The range holds the share of all cases of the "
        "frame in 95 of 100 draws. Partly met counts as not met."
    )
    yield _(
        "A change is called clear only when chance is an unlikely explanation, all figures of one "
        "table taken together (Newcombe's limits, Holm). It says that something changed, not why."
    )
    names = {one.code: say.name(one) for one in figures_of(timeliness)}
    unconfirmed = [names[code] for code in timeliness["unconfirmed"] if code in names]
    if unconfirmed:
        yield _(
            "Not confirmed by whoever answers for the law yet: %(rules)s.",
            rules=", ".join(unconfirmed),
        )
    for told in content["chapters"][ChapterKind.QUALITY]["rounds"]:
        yield _(
            "%(title)s: %(cases)s of %(frame)s cases; %(replaced)s replaced, %(without)s without "
            "a case file.",
            title=told["title"],
            cases=told["cases"],
            frame=show_number(told["frame_size"]),
            replaced=told["replaced"],
            without=told["without_file"],
        )
