"""Words of the calibrations' pages."""

from flask import url_for
from flask_babel import gettext as _

from review_app.domain.agreement import Coefficient
from review_app.domain.bridging import Bridged
from review_app.domain.calibrations import CalibrationState, Spread
from review_app.domain.errors import Incomplete, Invalid
from review_app.kernel.i18n import show_number, show_points, show_share
from review_app.kernel.words import word
from review_app.models import Calibration


def agreement_words(found: Spread) -> str:
    """Say how far the participants agree: the share, and AC1 with its range."""
    if found.found is None:
        return "–"
    gwet = coefficient_words(found.found.gwet)
    return f"{show_share(float(found.found.percent_agreement))}, AC1 {gwet}"


def coefficient_words(found: Coefficient) -> str:
    """Write a coefficient with its range, where there is one."""
    if found.value is None:
        return "–"
    value = show_number(found.value, 2)
    if found.low is None or found.high is None:
        return value
    return f"{value} ({show_number(found.low, 2)}–{show_number(found.high, 2)})"


def spread_words(found: Spread) -> str:
    """Say how often each answer was given, the most frequent first."""
    counts = sorted(found.counts.items(), key=lambda item: -item[1])
    return ", ".join(f"{word(value)} {count}" for value, count in counts) or "–"


def reference_words(found: Spread) -> str:
    """Say how many answers are the reference answer."""
    if not found.referred:
        return "–"
    return str(_("%(done)s of %(total)s", done=found.fitting, total=found.referred))


def rate_words(met: int, cases: int) -> str:
    """Say in how many of the cases a criterion is met."""
    if not cases:
        return "–"
    return f"{show_share(met / cases)} ({met}/{cases})"


def difference_words(told: Bridged) -> str:
    """Write the difference in percentage points with its range; a dash where there is none."""
    if told.difference is None:
        return "–"
    reach = _("%(low)s to %(high)s points", low=show_points(told.low), high=show_points(told.high))
    return f"{show_points(told.difference) or 0} ({reach})"


def proposal_evidence(found: Calibration, spread: Spread) -> str:
    """Say in a sentence what a calibration showed of a criterion, to rest a proposal on."""
    return str(
        _(
            "Calibration “%(title)s”, %(cases)s cases: %(agreement)s. Answers: %(answers)s.",
            title=found.title,
            cases=len(found.cases),
            agreement=agreement_words(spread),
            answers=spread_words(spread),
        )
    )


def session_url(found: Calibration) -> str:
    """Return where a session about the calibration is planned."""
    return url_for("learning_sessions.plan", calibration=found.key)


def says_done(found: Calibration) -> str:
    """Say what a step has led to."""
    sentences = {
        CalibrationState.PLANNED: _("Saved."),
        CalibrationState.SCORING: _("Started. Everybody has the cases as a task of their own."),
        CalibrationState.COMPARING: _("Opened. Everybody who took part sees all answers."),
        CalibrationState.CLOSED: _("Closed."),
        CalibrationState.CANCELLED: _("Given up. What was answered is not opened."),
    }
    return str(sentences[found.state])


def why_not(refusal: Invalid | Incomplete) -> str:
    """Say in words why something could not be done."""
    sentences = {
        "missing": _("Write something first."),
        "long": _("That is too long. A few sentences are enough."),
        "personal-number": _("That holds a CPR number. Personal numbers are never stored here."),
        "knows-of-it": _("You know of it, so you cannot take part in a hidden one."),
        "too-few": _("Choose two at least."),
        "not-running": _("The engagement does not run today."),
        "unknown": _("That was not found, or cannot take part. Look again."),
        "in-review": _("The case is being reviewed. Choose one that is not."),
        "own-case": _("Somebody who takes part handles the case. Choose another."),
        "twice": _("The case was chosen already."),
        "too-many": _("That is too many. Twenty cases are the most."),
        "none": _("There is no such case to choose."),
    }
    if isinstance(refusal, Incomplete):
        return str(_("Choose at least one case first."))
    return str(sentences.get(str(refusal.facts.get("reason")), _("That cannot be used.")))
