"""From a session to one person's calendar: the kind, when, where, a link, and nothing about cases.

The title of a session stays in the house: people write into titles what they talk about.
"""

from datetime import timedelta

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from review_app.domain.kinds import Party as Seat
from review_app.domain.notifications import STOP
from review_app.domain.waiting import WaitingKind
from review_app.features.learning_sessions.service_invitations import Letter
from review_app.kernel import calendar_files, clock, links
from review_app.kernel.calendar_files import Meeting, Party
from review_app.kernel.mail import CalendarPart, Mail
from review_app.kernel.words import word
from review_app.models import LearningSession, Person


def meeting(
    session: LearningSession, person: Person, *, sequence: int, is_cancelled: bool
) -> Meeting:
    """Return the session as *person*'s calendar should know it, in the language in force."""
    domain = current_app.config["PUBLIC_URL"].partition("//")[2].partition("/")[0]
    leader = next((p.person for p in session.participants if p.party is Seat.COORDINATOR), person)
    product = current_app.config["PRODUCT_NAME"]
    return Meeting(
        uid=f"session-{session.key}@{domain.partition(':')[0] or 'localhost'}",
        sequence=sequence,
        is_cancelled=is_cancelled,
        starts_at=session.starts_at,
        ends_at=session.starts_at + timedelta(minutes=session.minutes_planned),
        summary=f"{word(session.kind)} ({product})",
        description=_(
            "What it is about, and what you can prepare, stands on %(product)s.", product=product
        ),
        location=session.place or "",
        url=links.address("learning_sessions.show_session", key=session.key),
        organizer=Party(leader.name, leader.email),
        attendee=Party(person.name, person.email),
    )


def write(letter: Letter) -> Mail:
    """Return the mail that carries the session to the person's calendar."""
    person, session = letter.person, letter.session
    language = person.language or "da"
    with force_locale(language):
        told = meeting(session, person, sequence=letter.sequence, is_cancelled=letter.is_cancelled)
        facts = {
            "headline": _headline(letter),
            "session": session,
            "url": told.url,
            "is_cancelled": letter.is_cancelled,
            "stop_url": _stop_url(person),
            "language": language,
            "product_name": current_app.config["PRODUCT_NAME"],
            "organisation": current_app.config["ORGANISATION"],
        }
        return Mail(
            to=person.email,
            subject=f"{current_app.config['PRODUCT_NAME']}: {facts['headline']}",
            text=_render("mail/invitation.txt", facts),
            html=_render("mail/invitation.html", facts),
            stop_url=_stop_url(person),
            invitation=CalendarPart(
                calendar_files.write(told, stamped_at=clock.now()), told.method
            ),
        )


def _headline(letter: Letter) -> str:
    if letter.is_cancelled:
        return str(_("A session is cancelled"))
    if letter.told_before is not None:
        return str(_("A session has changed"))
    return str(_("You are invited to a session"))


def _stop_url(person: Person) -> str:
    token = links.sign(STOP, [person.key, [WaitingKind.ATTEND_SESSION]])
    return links.address("home.stop_mail", token=token)


def _render(template: str, facts: dict[str, object]) -> str:
    return current_app.jinja_env.get_template(template).render(facts)
