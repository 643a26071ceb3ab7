"""The mail that tells of an issued report: its month and a link, and nothing of what it says."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from review_app.features.reports.queries import READ, STOP
from review_app.features.reports.service_recipients import Letter
from review_app.kernel import links
from review_app.kernel.i18n import show_month
from review_app.kernel.mail import Mail


def write(letter: Letter) -> Mail:
    """Return the mail in the receiver's language."""
    recipient, report = letter.recipient, letter.report
    person = recipient.person
    language = (person.language if person else None) or recipient.language
    with force_locale(language):
        month = show_month(report.month_on)
        headline = _("The monthly report for %(month)s is out", month=month)
        if report.number > 1:
            headline = _("The monthly report for %(month)s was revised", month=month)
        facts = {
            "headline": headline,
            "url": _address(letter),
            "is_open": person is None,
            "stop_url": _stop_url(letter),
            "language": language,
            "product_name": current_app.config["PRODUCT_NAME"],
            "organisation": current_app.config["ORGANISATION"],
        }
        return Mail(
            to=person.email if person else str(recipient.email),
            subject=f"{current_app.config['PRODUCT_NAME']}: {headline}",
            text=_render("mail/report.txt", facts),
            html=_render("mail/report.html", facts),
            stop_url=_stop_url(letter),
        )


def _address(letter: Letter) -> str:
    """Lead people of the house to the page, others to what their signed link opens."""
    if letter.recipient.person_id is not None:
        return links.address("reports.show_report", key=letter.report.key)
    token = links.sign(READ, [letter.report.key, letter.recipient.key])
    return links.address("reports.follow_link", token=token)


def _stop_url(letter: Letter) -> str:
    token = links.sign(STOP, letter.recipient.key)
    return links.address("reports.stop_mail", token=token)


def _render(template: str, facts: dict[str, object]) -> str:
    return current_app.jinja_env.get_template(template).render(facts)
