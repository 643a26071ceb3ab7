"""Mail through the house's own server; never without one, and never from the demonstration."""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from flask import current_app

TIMEOUT_SECONDS = 20
# A header is not folded: an address of a link must stay in one piece. RFC 5322, 2.1.1.
IN_ONE_PIECE = SMTP.clone(max_line_length=998)


class NotSent(Exception):  # noqa: N818 - an expected answer of a server that is away
    """The server did not take the mail now; names no address, for logs."""


class Refused(NotSent):
    """The server will never take mail to this address."""


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A meeting for the receiver's calendar; ``method`` is REQUEST or CANCEL (RFC 5546)."""

    content: bytes
    method: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person, with the address that stops mail of its kind (RFC 8058)."""

    to: str
    subject: str
    text: str
    html: str
    stop_url: str
    invitation: CalendarPart | None = None


def is_on() -> bool:
    """Say whether mail is sent from here; the demonstration's addresses are invented."""
    return bool(current_app.config["MAIL_HOST"]) and not current_app.config["DEMO"]


def send(mail: Mail) -> None:
    """Hand *mail* to the server.

    :raises Refused: when the server refuses the address for good.
    :raises NotSent: when it is away or takes nothing now; to be tried again later.
    """
    if not is_on():
        raise NotSent("mail is off")
    try:
        with _server() as server:
            server.send_message(message_of(mail))
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = {code for code, _ in refusal.recipients.values()}
        kind = Refused if min(codes) >= 500 else NotSent
        raise kind(f"recipient refused: {codes}") from None
    except OSError as fault:  # also smtplib's own
        raise NotSent(type(fault).__name__) from None


def message_of(mail: Mail) -> EmailMessage:
    """Return *mail* as it is sent: plain text, and the same as HTML."""
    sender = current_app.config["MAIL_FROM"]
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(current_app.config["PRODUCT_NAME"], addr_spec=sender)
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{mail.stop_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.invitation is not None:
        _invite(message, mail.invitation)
    message.policy = IN_ONE_PIECE
    return message


def _invite(message: EmailMessage, invitation: CalendarPart) -> None:
    """Add the meeting twice, as calendars expect: a third way to read the mail, and a file."""
    params = {"method": invitation.method}
    content = invitation.content.decode()
    message.add_alternative(content, subtype="calendar", params=params, cte="base64")
    message.add_attachment(
        invitation.content,
        maintype="application",
        subtype="ics",
        filename="invitation.ics",
        params=params,
    )


def _server() -> smtplib.SMTP:
    """Connect as the settings say; without the TLS asked for nothing is sent."""
    config = current_app.config
    place = (config["MAIL_HOST"], int(config["MAIL_PORT"]))
    trusted = ssl.create_default_context()
    if config["MAIL_TLS"] == "ssl":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=TIMEOUT_SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(*place, timeout=TIMEOUT_SECONDS)
    try:
        if config["MAIL_TLS"] == "starttls":
            server.starttls(context=trusted)
        if config["MAIL_USER"]:
            server.login(config["MAIL_USER"], config["MAIL_PASSWORD"])
    except Exception:
        server.close()
        raise
    return server
