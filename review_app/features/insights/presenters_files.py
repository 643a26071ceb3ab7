"""Figures as files: a table for spreadsheets, and the same numbers as JSON."""

from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from review_app.domain.estimation import Estimate
from review_app.domain.figure_files import published
from review_app.domain.figure_kinds import Figure, Measure, Status
from review_app.features.insights.presenters import sentence, stratum_names, verdict_name
from review_app.features.insights.queries import RoundFigures
from review_app.kernel.i18n import LANGUAGES, in_language
from review_app.kernel.spreadsheet_writing import OutCell, write_csv


def as_plain(scopes: Sequence[RoundFigures]) -> dict[str, Any]:
    """Return the figures of a round, all scopes of it, with a sentence in each language."""
    total = scopes[0]
    plain = published([each.scope for each in scopes], bounds=total.view.bounds)
    figures = [figure for each in scopes for figure in each.scope.figures()]
    for line in plain["figures"]:
        line["says"] = {}
    for language in LANGUAGES:
        with force_locale(language):
            names = stratum_names(total.sample)
            for line, figure in zip(plain["figures"], figures, strict=True):
                said = sentence(figure, design=total.sample.design.method, names=names)
                line["says"][language] = said
    return {**plain, "round": facts_of(total)}


def facts_of(figures: RoundFigures) -> dict[str, Any]:
    """Return in codes which round, draw and checklist the figures are of."""
    revised = figures.sample.revised
    found, version, draw = figures.round, figures.round.version, figures.round.draw
    return {
        "key": found.key,
        "title": found.title,
        "method": figures.sample.design.method.value,
        "draw_number": draw.number if draw else None,
        "checklist": version.checklist.code if version else None,
        "checklist_version": version.number if version else None,
        "enlarged_after_results": figures.was_enlarged_after_results,
        # The day answers were last corrected after they were settled, and how many changes in all.
        "revised": {"on": revised.on.isoformat(), "answers": revised.answers} if revised else None,
    }


def as_csv(scopes: Sequence[RoundFigures]) -> bytes:
    """Return every figure as a line; a withheld one says so and holds no number."""
    columns = [
        _("About"),
        _("Code"),
        _("Name"),
        _("Counts"),
        _("Stratum"),
        _("Status"),
        _("With the property (x)"),
        _("Counted"),
        _("Cases settled (n)"),
        _("Cases in the frame (N)"),
        _("Share in percent"),
        _("Lower bound in percent"),
        _("Upper bound in percent"),
        _("Fewest of all cases"),
        _("Most of all cases"),
        _("Method"),
        _("Certainty in percent"),
        _("Sides"),
        _("In words"),
        _("Remark"),
    ]
    return write_csv(columns, [row for each in scopes for row in _rows(each)])


def _rows(figures: RoundFigures) -> list[list[OutCell]]:
    names = _names(figures)
    label = figures.stratum.label if figures.stratum else ""
    design = figures.sample.design.method
    revised = figures.sample.revised
    remarks = [_("provisional")] if figures.scope.is_provisional else []
    if revised is not None:
        remarks.append(_("revised on %(day)s", day=revised.on.isoformat()))
    return [
        [
            figure.subject.value,
            figure.code,
            names.get((figure.subject.value, figure.code), ""),
            figure.measure.value,
            label,
            figure.status.value,
            *_numbers(figure),
            sentence(figure, design=design, names=stratum_names(figures.sample)),
            ", ".join(remarks),
        ]
        for figure in figures.scope.figures()
    ]


def _names(figures: RoundFigures) -> dict[tuple[str, str], str]:
    named = {}
    for section, share, lines in figures.sections:
        named[(share.subject.value, share.code)] = in_language(section, "title")
        for one, line in lines:
            subject = line.shares[Measure.MET].subject.value
            named[(subject, one.code)] = in_language(one, "question")
    for figure in figures.scope.verdicts.values():
        named[(figure.subject.value, figure.code)] = verdict_name(figure.code)
    return named


def _numbers(figure: Figure) -> list[OutCell]:
    found = figure.found
    seen: list[OutCell] = [figure.numerator, figure.denominator, figure.cases, figure.frame_size]
    if figure.status is Status.WITHHELD or found is None:
        return [*seen, *[None] * 8]
    counts: list[OutCell] = [None, None, None]
    if isinstance(found, Estimate):
        counts = [found.low_count, found.high_count, found.sides.value]
    return [
        *seen,
        round(float(found.share * 100), 2),
        round(float(found.low_share * 100), 4),
        round(float(found.high_share * 100), 4),
        *counts[:2],
        found.method.value,
        found.confidence_percent,
        counts[2],
    ]
