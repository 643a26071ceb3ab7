"""How agreement is put to readers: in plain sentences, never as a red or green light."""

from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from review_app.domain.agreement import Agreement, AgreementRemark, Coefficient
from review_app.features.insights.queries_agreement import AgreementLine, RoundAgreement
from review_app.kernel.i18n import in_language, show_number, show_share
from review_app.kernel.sealed import seal
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.kernel.words import word

# Below this share of like answers the page offers to propose another wording of the criterion.
LOW_AGREEMENT = Fraction(4, 5)
REMARKS = {
    AgreementRemark.INDICATIVE: _l("Indicative only: fewer than 20 cases were reviewed twice."),
    AgreementRemark.SAME_ANSWER: _l(
        "Everyone gave the same answer, so chance-corrected agreement cannot be told apart from "
        "luck."
    ),
    AgreementRemark.ONE_DEVIATION: _l(
        "All answers but one are alike. Krippendorff's alpha is about 0 then, however well "
        "reviewers agree; look at the one case instead."
    ),
    AgreementRemark.ONE_SIDED: _l(
        "Nine in ten answers are alike. Kappa and alpha look poor then, however well reviewers "
        "agree; that is why AC1 leads here."
    ),
    AgreementRemark.TWO_REVIEWERS: _l(
        "Two reviewers only: the numbers say nothing about other reviewers."
    ),
}


def sentences(found: RoundAgreement) -> list[str]:
    """Say the agreement of a round in words."""
    if found.is_withheld:
        return [_("Withheld: under 5 cases were reviewed twice, or those of under 3 caseworkers.")]
    if found.found is None:
        return [nothing(found)]
    told = found.found
    same = _(
        "Two reviewers gave the same answer on %(share)s of the double-checked answers "
        "(%(cases)s of %(all)s cases).",
        share=show_share(float(told.percent_agreement), 0),
        cases=found.double,
        all=found.cases,
    )
    return [same, corrected(told), *remarks(told)]


def nothing(found: RoundAgreement) -> str:
    """Say why there is no agreement to speak of."""
    if found.is_blind:
        return str(
            _(
                "You review in this round yourself, so the agreement is shown when everybody's "
                "reviews are handed in."
            )
        )
    if not found.planned:
        return str(_("No double-reviewed cases: nobody knows how far two reviewers would agree."))
    return str(
        ngettext(
            "%(num)s case is to be reviewed twice; the agreement is shown when both reviews are "
            "handed in.",
            "%(num)s cases are to be reviewed twice; the agreement is shown when both reviews of "
            "a case are handed in.",
            found.planned,
        )
    )


def corrected(told: Agreement) -> str:
    """Say the agreement corrected for luck, with its range."""
    said = _(
        "Corrected for luck: %(value)s on a scale where 1 is perfect and 0 is what guessing would "
        "give",
        value=number(told.gwet.value),
    )
    if told.gwet.low is None or told.gwet.high is None or told.gwet.low == told.gwet.high:
        return f"{said}."
    plausible = _(
        "%(low)s to %(high)s is plausible",
        low=number(told.gwet.low),
        high=number(told.gwet.high),
    )
    return f"{said} ({plausible})."


def remarks(told: Agreement) -> list[str]:
    """Return what must be said beside the numbers."""
    return [str(REMARKS[remark]) for remark in told.remarks]


def number(value: float | None) -> str:
    """Write a coefficient with two decimals; where it is not defined, in words."""
    return str(_("not defined")) if value is None else show_number(value, 2)


def ranged(found: Coefficient | None) -> str:
    """Write a coefficient with its range, if it has one."""
    if found is None:
        return str(_("only for exactly two reviewers"))
    if found.low is None or found.high is None or found.low == found.high:
        return number(found.value)
    return str(
        _(
            "%(value)s (%(low)s to %(high)s)",
            value=number(found.value),
            low=number(found.low),
            high=number(found.high),
        )
    )


def unlike(line: AgreementLine) -> str:
    """Write which answers stood against each other, and how often: Met / Not met: 3."""
    return ", ".join(f"{word(low)} / {word(high)}: {count}" for low, high, count in line.unlike)


def as_csv(found: RoundAgreement) -> bytes:
    """Return the agreement as a file, the whole first and then each criterion."""
    columns = [
        _("Criterion"),
        _("Question"),
        _("Compared"),
        _("Everybody agreed"),
        _("Same answer in percent"),
        *(f"AC1{part}" for part in ("", f" {_('from')}", f" {_('to')}")),
        _("Cohen's kappa"),
        _("Krippendorff's alpha"),
        _("Method"),
        _("Certainty in percent"),
        _("Remark"),
    ]
    whole = _row(str(_("All criteria")), "", found.found, withheld=found.is_withheld)
    rows = [
        _row(
            line.criterion.code,
            in_language(line.criterion, "question"),
            line.found,
            withheld=line.is_withheld,
        )
        for line in found.lines
    ]
    return write_csv(columns, [whole, *rows])


def _row(code: str, question: str, told: Agreement | None, *, withheld: bool) -> list[OutCell]:
    if told is None:
        note = _("withheld: too few cases or caseworkers") if withheld else _("nothing to compare")
        return [code, question, *[None] * 10, str(note)]
    return [
        code,
        question,
        told.items,
        told.all_agreed,
        round(float(told.percent_agreement) * 100, 2),
        _cell(told.gwet.value),
        _cell(told.gwet.low),
        _cell(told.gwet.high),
        _cell(told.kappa.value if told.kappa else None),
        _cell(told.alpha.value),
        told.convention.value,
        told.confidence_percent,
        " ".join(remarks(told)),
    ]


def _cell(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def worth_a_proposal(line: AgreementLine) -> bool:
    """Say whether so many answers differ that the criterion itself may be the reason."""
    told = line.found
    return told is not None and told.percent_agreement < LOW_AGREEMENT


def figure(line: AgreementLine) -> dict[str, Any]:
    """Return a line's agreement as plain values, to be kept as it stands now."""
    assert line.found is not None
    return {
        "agreed": line.found.all_agreed,
        "compared": line.found.items,
        "ac1": line.found.gwet.value,
        "is_small": line.is_small,
    }


def sealed(found: RoundAgreement, line: AgreementLine) -> str:
    """Return a line's agreement for an address, so that a proposal can point at it."""
    facts = {"round": found.round.key, "criterion": line.criterion.key, "figure": figure(line)}
    return seal(facts, purpose="agreement on a criterion")
