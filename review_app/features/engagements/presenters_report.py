"""The final report of an engagement on paper: the same counts as on its page."""

from collections.abc import Iterator

from flask_babel import gettext as _

from review_app.features.engagements import presenters
from review_app.features.engagements.queries_report import Report
from review_app.kernel import clock
from review_app.kernel.documents import Document, Facts, Heading, Paragraph, Part, Points, Table
from review_app.kernel.i18n import show_day, show_moment
from review_app.kernel.words import word
from review_app.models import Deliverable, Engagement


def report(found: Report) -> Document:
    """Return the report in the reader's language."""
    engagement = found.standing.engagement
    return Document(
        _("Report: %(title)s", title=engagement.title),
        _("%(firm)s, as of %(day)s", firm=engagement.firm.name, day=show_day(clock.today())),
        tuple(_parts(found)),
        foot=engagement.title,
    )


def _parts(found: Report) -> Iterator[Part]:
    yield Heading(_("The engagement"))
    yield Facts(_contract(found.standing.engagement))
    yield Heading(_("What was done"))
    yield Facts(_done(found))
    yield Heading(_("Sessions held"))
    yield _facts([(word(kind), number) for kind, number in found.sessions])
    yield Heading(_("What came of them"))
    yield _facts([(word(kind), number) for kind, number in found.outcomes])
    yield from _deviations(found)
    yield Heading(_("Deliverables"))
    yield _points([_delivered(one) for one in found.standing.engagement.deliverables])
    yield Heading(_("Open matters"))
    yield _facts(presenters.open_lines(found.open))


def _contract(engagement: Engagement) -> tuple[tuple[str, str], ...]:
    period = f"{show_day(engagement.starts_on)} – {show_day(engagement.ends_on)}"
    rows = [
        (_("Purpose"), word(engagement.purpose)),
        (_("Period"), period),
        (_("Role under data-protection law"), word(engagement.data_role)),
        (_("Agreement on personal data"), engagement.agreement_reference or "–"),
    ]
    if engagement.closed_at:
        ended = f"{show_moment(engagement.closed_at)}: {engagement.close_reason}"
        rows.append((_("Ended early"), ended))
    return tuple(rows)


def _done(found: Report) -> tuple[tuple[str, str], ...]:
    standing = found.standing
    quota = _("%(done)s of %(total)s", done=standing.done, total=standing.engagement.quota)
    return (
        (presenters.counted(standing.engagement.purpose), quota),
        (_("Cases handed over"), str(found.cases)),
        (_("Feedback sent"), str(found.feedback_sent)),
        (_("Feedback acknowledged by the caseworker"), str(found.feedback_acknowledged)),
        (_("Cases reviewed to learn from"), str(found.reviewed)),
    )


def _deviations(found: Report) -> Iterator[Part]:
    yield Heading(_("Deviations in the cases reviewed to learn from"))
    lines = presenters.deviation_lines(found)
    if lines is None:
        yield Paragraph(presenters.withheld())
    elif lines:
        yield Paragraph(presenters.purposive(), is_quiet=True)
        yield Table(
            _("Deviations by criterion"),
            (_("Criterion"), _("Findings"), _("Cases")),
            tuple((words, str(findings), str(cases)) for words, findings, cases in lines),
            numeric=(1, 2),
        )
    else:
        yield Paragraph(_("None."))


def _delivered(one: Deliverable) -> str:
    if one.delivered_on:
        when = _("delivered %(day)s", day=show_day(one.delivered_on))
    else:
        when = _("agreed for %(day)s, not received", day=show_day(one.due_on))
    return f"{one.title}: {when}"


def _facts(rows: list[tuple[str, int]]) -> Part:
    return Facts(tuple((name, str(n)) for name, n in rows)) if rows else Paragraph(_("None."))


def _points(items: list[str]) -> Part:
    return Points(tuple(items)) if items else Paragraph(_("None."))
