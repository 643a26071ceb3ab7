"""What each person's calendar should know of a session, written when it is planned or changes."""

from collections.abc import Sequence

from sqlalchemy import select

from review_app.domain.workflow import LearningSessionState
from review_app.kernel import mail
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import Work
from review_app.models import LearningSession, SessionInvitation

MAIL_TASK = "learning_sessions.mail_invitations"


def tell_calendars(work: Work, session: LearningSession) -> None:
    """Write down what each person's calendar should know now; the worker mails what is new."""
    known = {row.person_id: row for row in _rows(session)}
    is_cancelled = session.state is LearningSessionState.CANCELLED
    for person_id in sorted(session.participant_ids - known.keys()):
        work.session.add(
            SessionInvitation(
                session_id=session.id, person_id=person_id, sequence=session.invitation_sequence
            )
        )
    for person_id, row in known.items():
        is_out = is_cancelled or person_id not in session.participant_ids
        if is_out != row.is_cancelled:
            row.is_cancelled = is_out
            row.sequence = row.sequence + 1
        if not is_out:
            row.sequence = max(row.sequence, session.invitation_sequence)
        elif row.told_sequence is None:
            row.told_sequence = row.sequence  # a calendar that knows nothing has nothing to forget
    session.invitation_sequence = max(
        [session.invitation_sequence, *(row.sequence for row in known.values())]
    )
    work.session.flush()
    if mail.is_on():
        work.later(MAIL_TASK)


def _rows(session: LearningSession) -> Sequence[SessionInvitation]:
    query = select(SessionInvitation).where(SessionInvitation.session_id == session.id)
    return db.session.scalars(query).all()
