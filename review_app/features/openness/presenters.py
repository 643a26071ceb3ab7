"""How openness is put to readers, and the record about oneself: words, and files."""

from collections.abc import Sequence
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from review_app.domain.access import Actor
from review_app.domain.assent import AssentAnswer
from review_app.domain.estimation import LEAST_CASES
from review_app.domain.openness import Detail, FigureFamily, Obstacle
from review_app.features.openness import queries_record
from review_app.features.openness.queries import GroupLine
from review_app.features.openness.queries_record import Look, Recorded, RecordLine
from review_app.kernel.i18n import language, show_moment, show_share
from review_app.kernel.spreadsheet_writing import write_csv
from review_app.kernel.words import word
from review_app.models import Publication, PublishedCell

FORMAT = "own-record/1"
RECORDED = {
    Recorded.ACCOUNT: _l("Name, e-mail, profession, roles and teams"),
    Recorded.SIGN_INS: _l("When and how long I was signed in"),
    Recorded.ABSENCES: _l("Days on which I am away; never why"),
    Recorded.CASES: _l("Cases that I handle"),
    Recorded.REVIEWS: _l("Reviews of my cases that I was asked to respond to"),
    Recorded.SCORED: _l("Reviews that I wrote"),
    Recorded.RESPONSES: _l("What I said to the answers in reviews"),
    Recorded.FEEDBACK: _l("Feedback on my cases"),
    Recorded.SESSIONS: _l("Sessions to which I was invited"),
    Recorded.ACTIONS: _l("Actions that I promised"),
    Recorded.NOTES: _l("Notes that I answer for"),
    Recorded.RECEIPTS: _l("Notes that I marked as read"),
    Recorded.NOTIFICATIONS: _l("Notifications to me"),
    Recorded.ASSENTS: _l("My answers on being named"),
    Recorded.SAVED_VIEWS: _l("Views of figures that I kept"),
    Recorded.FIGURES: _l("Figures of my cases in published tables"),
}
PURPOSES = {
    "action": _l("An action about the case"),
    "calibration": _l("Calibration: scored by several"),
    "case-page": _l("The page of the case"),
    "feedback": _l("Feedback on the case"),
    "learning-case": _l("The case as a learning case"),
    "objection-read": _l("An objection"),
    "remark": _l("A remark from outside"),
    "reviews-compared": _l("Two reviews held against each other"),
    "rule-bench": _l("The case as a test of deadlines"),
    "second-reading": _l("Second reading of a review"),
    "urgent-finding-read": _l("An urgent finding"),
}


def detail_word(detail: Detail | None) -> str:
    """Return what an audience is shown, in words."""
    return word(detail) if detail is not None else str(_("Not opened"))


def obstacle_word(following: Detail | Obstacle) -> str:
    """Return why there is no next step; empty where there is one."""
    return word(following) if isinstance(following, Obstacle) else ""


def group_text(line: GroupLine) -> str:
    """Say how many of a team have said yes; never who."""
    size = len(line.consent.group)
    return str(
        _(
            "%(yes)s of %(size)s have said yes; %(needed)s are needed.",
            yes=line.consent.count(AssentAnswer.YES),
            size=size,
            needed=line.consent.needed,
        )
    )


def rest_text(line: GroupLine) -> str:
    """Say how the others of a team stand, for a staff representative: counts alone."""
    no = line.consent.count(AssentAnswer.NO) + line.consent.count(AssentAnswer.WITHDRAWN)
    waiting = line.consent.unanswered
    return " ".join(
        (
            str(ngettext("%(num)s has said no.", "%(num)s have said no.", no)),
            str(ngettext("%(num)s has not answered.", "%(num)s have not answered.", waiting)),
        )
    )


def purpose_word(purpose: str) -> str:
    """Return what was shown in a reading, in words."""
    return str(PURPOSES.get(purpose, _("A review of the case")))


def own_lines(actor: Actor, family: FigureFamily | None = None) -> list[dict[str, Any]]:
    """Return the figures of oneself in published tables, as the page and the file show them."""
    return [_own(cell) for cell in queries_record.own_cells(actor, family=family)]


def lines_to_name(actor: Actor, family: FigureFamily) -> list[dict[str, Any]]:
    """Return of these what could be shown with a name: the lines of five cases or more."""
    return [line for line in own_lines(actor, family) if line["cases"] >= LEAST_CASES]


def _own(cell: PublishedCell) -> dict[str, Any]:
    publication = cell.publication
    met, cases = cell.numerator or 0, cell.denominator or 0
    return {
        "family": publication.family,
        "period": period(publication),
        "code": cell.subject,
        "name": _line_name(publication, cell.subject),
        "met": met,
        "cases": cases,
        "share": show_share(met / cases) if cases else "",
    }


def period(publication: Publication) -> str:
    """Return the name of a table's period: a round's title, or a month in words."""
    if publication.round is not None:
        return publication.round.title
    locale = "en_GB" if language() == "en" else "da_DK"
    return format_date(publication.period_on, "MMMM y", locale=locale)


def _line_name(publication: Publication, code: str) -> str:
    subject = next((one for one in publication.subjects if one["code"] == code), {})
    return str(subject.get(f"name_{language()}") or subject.get("name_da") or "")


def looks_csv(looks: Sequence[Look]) -> bytes:
    """Return who has looked as a file."""
    columns = [_("When"), _("Who"), _("Role"), _("Case"), _("What was shown")]
    return write_csv(columns, [_look(look) for look in looks])


def _look(look: Look) -> list[str]:
    roles = ", ".join(word(role) for role in look.roles)
    who = look.name or str(_("the platform"))
    return [show_moment(look.at), who, roles, look.case_key, purpose_word(look.purpose)]


def as_json_value(
    recorded: Sequence[RecordLine], figures: Sequence[dict[str, Any]], looks: Sequence[Look]
) -> dict[str, Any]:
    """Return the whole record for other programs."""
    return {
        "format": FORMAT,
        "recorded": [
            {"kind": r.kind.value, "count": r.count, "roles": [role.value for role in r.roles]}
            for r in recorded
        ],
        "figures": [
            {name: value for name, value in line.items() if name not in {"share", "name"}}
            for line in figures
        ],
        "looks": [
            {
                "at": look.at.isoformat(),
                "who": look.name,
                "roles": [role.value for role in look.roles],
                "case": look.case_key,
                "purpose": look.purpose,
            }
            for look in looks
        ],
    }
