"""What the worker does about news: every hour it looks for some, and mails what is to be told."""

import logging

from review_app.domain.access import OPERATOR
from review_app.features.home import letters, queries_notifications, service_notifications
from review_app.kernel import mail

log = logging.getLogger(__name__)


def look_for_news() -> None:
    """Look through everybody's news; one person's fault keeps nobody else waiting."""
    for person_id in queries_notifications.list_people(OPERATOR):
        try:
            service_notifications.look(OPERATOR, person_id)
        except Exception:
            log.exception("the news of person %s could not be looked through", person_id)
    service_notifications.forget_gone(OPERATOR)


def mail_news(*, person_id: int) -> None:
    """Mail what a person should be told now; safe to run twice."""
    letter = service_notifications.claim_letter(OPERATOR, person_id)
    if letter is None:
        return
    try:
        mail.send(letters.write(letter))
    except mail.Refused as refusal:
        log.warning("no mail reaches person %s: %s", letter.person_key, refusal)
    except mail.NotSent as fault:
        service_notifications.give_back(OPERATOR, letter)
        log.warning("mail could not be sent (%s); tried again within the hour", fault)
    except Exception:
        service_notifications.give_back(OPERATOR, letter)
        raise
