"""The minutes as a document for printing: the same as their page, by what the reader may know."""

from collections.abc import Iterator

from flask import current_app
from flask_babel import gettext as _

from review_app.domain.access import Actor, Permission, can
from review_app.domain.kinds import OutcomeKind
from review_app.domain.positions import signing_parties
from review_app.domain.workflow import LearningSessionState
from review_app.features.learning_sessions import queries
from review_app.features.learning_sessions.forms_minutes import TEXT_LABELS
from review_app.kernel.documents import Document, Facts, Heading, Paragraph, Part, Written
from review_app.kernel.i18n import in_language, show_day, show_moment
from review_app.kernel.words import word
from review_app.models import AgendaItem, LearningSession, SessionOutcome, SessionParticipant


def minutes(actor: Actor, session: LearningSession) -> Document:
    """Return the minutes of a session that was held."""
    parts = [
        *_meeting(session),
        *_agenda(actor, session),
        *_positions(actor, session),
        *_outcomes(actor, session),
        *_signatures(session),
    ]
    foot = f"{current_app.config['PRODUCT_NAME']} · {word(session.state)}"
    return Document(
        _("Minutes: %(title)s", title=session.title), word(session.kind), tuple(parts), foot=foot
    )


def _meeting(session: LearningSession) -> Iterator[Part]:
    there = [p.person.name for p in session.participants if not p.was_absent]
    absent = [p.person.name for p in session.participants if p.was_absent]
    yield Heading(_("The meeting"))
    yield Facts(
        (
            (_("Begun"), show_moment(session.held_at)),
            (_("Place"), session.place or "–"),
            (_("Took part"), ", ".join(there) or "–"),
            (_("Was not there"), ", ".join(absent) or "–"),
        )
    )


def item_name(actor: Actor, item: AgendaItem) -> str:
    """Return what an item is called by whoever reads: a case by its number, or its key alone."""
    if item.criterion is not None:
        return f"{item.title} {in_language(item.criterion, 'question')}"
    if item.case is None:
        return item.title
    is_known = can(actor, Permission.CASE_READ_NUMBER, item.case)
    name = item.case.number if is_known else item.case.key
    case = str(_("Case %(name)s", name=name))
    return case if item.title == item.case.key else f"{item.title} ({case})"


def _agenda(actor: Actor, session: LearningSession) -> Iterator[Part]:
    yield Heading(_("Agenda"))
    for number, item in enumerate(session.agenda, start=1):
        yield Heading(f"{number}. {item_name(actor, item)}", 2)
        is_left = item.talked_at is None and session.state is LearningSessionState.CLOSED
        if item.notes:
            yield Written(item.notes)
        if is_left:
            yield Paragraph(_("Left over"), is_quiet=True)
    if not session.agenda:
        yield Paragraph(_("There was no agenda."), is_quiet=True)


def _positions(actor: Actor, session: LearningSession) -> Iterator[Part]:
    positions = queries.positions(actor, session)
    if positions:
        yield Heading(_("Positions before the talk"))
    for position in positions:
        place = position.participant
        yield Heading(f"{place.person.name}, {word(place.party)}", 2)
        yield Written(position.text) if position.text else Paragraph(_("Has not written."))


def _outcomes(actor: Actor, session: LearningSession) -> Iterator[Part]:
    found = queries.outcomes(actor, session)
    yield Heading(_("What we agreed"))
    for outcome in found:
        yield from _outcome(outcome)
    if not found:
        yield Paragraph(_("Nothing is recorded yet."), is_quiet=True)


def _outcome(outcome: SessionOutcome) -> Iterator[Part]:
    title = f": {outcome.title}" if outcome.title else ""
    yield Heading(f"{word(outcome.kind)}{title}", 2)
    if outcome.kind is OutcomeKind.PLAN:
        yield Heading(str(TEXT_LABELS[OutcomeKind.PLAN]), 3)
    yield Written(outcome.text)
    further = (
        (_("What speaks for the other way"), outcome.counter_text),
        (_("Steps"), outcome.steps),
        (_("Not all agree"), outcome.dissent),
    )
    for heading, text in further:
        if text:
            yield Heading(heading, 3)
            yield Written(text)
    facts = [
        (_("Owner"), outcome.owner.name if outcome.owner else ""),
        (_("By when"), show_day(outcome.due_on)),
        (_("Look at it again"), show_day(outcome.look_again_on)),
        (_("Criterion"), in_language(outcome.criterion, "question") if outcome.criterion else ""),
    ]
    if rows := tuple((name, value) for name, value in facts if value):
        yield Facts(rows)


def _signatures(session: LearningSession) -> Iterator[Part]:
    parties = signing_parties(session.kind, session.participants)
    if parties:
        yield Heading(_("Signatures"))
        yield Facts(tuple((f"{p.person.name}, {word(p.party)}", _signature(p)) for p in parties))
    for place in parties:
        if place.dissent:
            yield Heading(f"{_('Sees it otherwise')}: {place.person.name}", 2)
            yield Written(place.dissent)


def _signature(place: SessionParticipant) -> str:
    if place.signed_at:
        return f"{_('Signed')} {show_moment(place.signed_at)}"
    if place.dissented_at:
        return f"{_('Sees it otherwise')} {show_moment(place.dissented_at)}"
    if place.not_given_at:
        return str(_("Not given: the engagement had ended"))
    return str(_("Not signed yet"))
