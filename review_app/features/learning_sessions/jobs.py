"""What the worker does about sessions: it mails invitations, changes and cancellations."""

import logging

from review_app.domain.access import OPERATOR
from review_app.features.learning_sessions import invitations, service_invitations
from review_app.kernel import mail

log = logging.getLogger(__name__)


def mail_invitations() -> None:
    """Mail what calendars do not know yet; safe to run twice, tried again within the hour."""
    for invitation_id in service_invitations.list_untold(OPERATOR) if mail.is_on() else []:
        letter = service_invitations.claim(OPERATOR, invitation_id)
        if letter is None:
            continue
        try:
            mail.send(invitations.write(letter))
        except mail.Refused as refusal:
            log.warning("no invitation reaches person %s: %s", letter.person.key, refusal)
        except mail.NotSent as fault:
            service_invitations.give_back(OPERATOR, letter)
            log.warning("an invitation could not be sent (%s); tried again within the hour", fault)
        except Exception:
            service_invitations.give_back(OPERATOR, letter)
            raise
