"""What the worker does about reports: it drafts the month, and mails what was issued."""

import logging

from review_app.domain.access import OPERATOR
from review_app.features.reports import letters, queries, service_recipients
from review_app.kernel import mail

log = logging.getLogger(__name__)


def make_due_draft() -> None:
    """Make the draft of the last month when its day has come; safe at any time."""
    try:
        service_recipients.make_due_draft(OPERATOR)
    except Exception:
        log.exception("the monthly report could not be drafted; tried again in an hour")


def mail_reports() -> None:
    """Mail the links of what was issued; safe to run twice, tried again within the hour."""
    for delivery_id in queries.list_untold(OPERATOR) if mail.is_on() else []:
        letter = service_recipients.claim_letter(OPERATOR, delivery_id)
        if letter is None:
            continue
        try:
            mail.send(letters.write(letter))
        except mail.Refused as refusal:
            log.warning("no report reaches receiver %s: %s", letter.recipient.key, refusal)
        except mail.NotSent as fault:
            service_recipients.give_back(OPERATOR, letter)
            log.warning("a report could not be mailed (%s); tried again within the hour", fault)
        except Exception:
            service_recipients.give_back(OPERATOR, letter)
            raise
