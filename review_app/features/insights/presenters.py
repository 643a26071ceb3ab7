"""How figures are put to readers: in sentences, in a chart, in a table and as a file."""

from collections.abc import Sequence
from fractions import Fraction

from flask_babel import gettext as _

from review_app.domain.estimation import Estimate, Sides
from review_app.domain.scoring import AnswerValue
from review_app.features.insights.queries import CriterionLine, RoundFigures
from review_app.kernel.i18n import in_language, show_number, show_share
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.kernel.words import words


def share(found: Estimate) -> str:
    """Write the share with the decimals its denominator deserves."""
    return show_share(float(found.share), found.decimals)


def bounds(found: Estimate) -> str:
    """Write the bounds, rounded outwards, with only the side that chance leaves open."""
    low, high = _percent(found.low_percent, found), _percent(found.high_percent, found)
    if found.sides is Sides.NONE:
        return str(_("exact"))
    if found.sides is Sides.UPPER:
        return str(_("at most %(high)s", high=high))
    if found.sides is Sides.LOWER:
        return str(_("at least %(low)s", low=low))
    return str(_("%(low)s to %(high)s", low=low, high=high))


def _percent(percent: Fraction, found: Estimate) -> str:
    return show_share(float(percent / 100), found.decimals)


def sentence(found: Estimate | None) -> str:
    """Say a criterion's figure in words."""
    if found is None:
        return str(_("No case could be assessed on this."))
    said: str = _(
        "Met in %(met)s of %(cases)s cases (%(share)s).",
        met=found.numerator,
        cases=found.denominator,
        share=share(found),
    )
    if found.sides is Sides.NONE:
        return " ".join([said, _("Every case was reviewed, so chance plays no part.")])
    if found.low_count is None or found.high_count is None:
        wide = _(
            "Of all cases it concerns, %(bounds)s with %(sure)s %% certainty.",
            bounds=bounds(found),
            sure=found.confidence_percent,
        )
        return f"{said} {wide}"
    exact = _(
        "Of all %(all)s cases between %(low)s and %(high)s meet it, with %(sure)s %% certainty.",
        all=show_number(found.frame_size),
        low=show_number(found.low_count),
        high=show_number(found.high_count),
        sure=found.confidence_percent,
    )
    return f"{said} {exact}"


def extremes(figures: RoundFigures) -> tuple[CriterionLine, CriterionLine] | None:
    """Return the criterion most often met and the one least often met, when they differ."""
    known = [
        (line.figure.of_assessed.share, line) for line in figures.lines if line.figure.of_assessed
    ]
    if not known:
        return None
    most, least = max(known, key=lambda k: k[0]), min(known, key=lambda k: k[0])
    return (most[1], least[1]) if most[0] != least[0] else None


def methods(figures: RoundFigures) -> list[str]:
    """Return the ids of the methods by which the page's bounds were computed."""
    found = [e for line in figures.lines for e in (line.figure.of_all, line.figure.of_assessed)]
    return sorted({estimate.method.value for estimate in found if estimate})


def answer_words() -> list[tuple[AnswerValue, str]]:
    """Return the answers with their names, in order."""
    return [(AnswerValue(code), name) for code, name in words(AnswerValue)]


def as_csv(figures: RoundFigures) -> bytes:
    """Return the figures as a file; a withheld line says so and holds no number."""
    columns = [
        _("Criterion"),
        _("Question"),
        *(name for _value, name in answer_words()),
        *(f"{name} ({of})" for of in (_("assessed"), _("all answers")) for name in _estimate()),
        _("Cases in the frame"),
        _("Cases settled"),
        _("Cases drawn"),
        _("Remark"),
    ]
    return write_csv(columns, [_row(figures, line) for line in figures.lines])


def _estimate() -> Sequence[str]:
    return (
        _("Denominator"),
        _("Share in percent"),
        _("Lower bound in percent"),
        _("Upper bound in percent"),
        _("Fewest of all cases"),
        _("Most of all cases"),
        _("Method"),
        _("Certainty in percent"),
    )


def _row(figures: RoundFigures, line: CriterionLine) -> list[OutCell]:
    figure, progress = line.figure, figures.progress
    note = _("withheld: too few cases or caseworkers") if figure.is_withheld else ""
    if progress.is_provisional and not note:
        note = _("provisional")
    return [
        line.criterion.code,
        in_language(line.criterion, "question"),
        *(figure.counts.get(value) for value in AnswerValue),
        *_cells(figure.of_assessed),
        *_cells(figure.of_all),
        figures.frame_size,
        progress.settled,
        progress.cases,
        note,
    ]


def _cells(found: Estimate | None) -> list[OutCell]:
    if found is None:
        return [None] * len(_estimate())
    return [
        found.denominator,
        round(float(found.share * 100), 2),
        float(found.low_percent),
        float(found.high_percent),
        found.low_count,
        found.high_count,
        found.method.value,
        found.confidence_percent,
    ]
