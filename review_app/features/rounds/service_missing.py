"""A drawn case whose file cannot be found: it stays in the sample and counts as a failure."""

from review_app.domain.actors import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.events import CaseFileMissing
from review_app.domain.kinds import RoundPurpose
from review_app.domain.personal_data import find_personal_numbers
from review_app.domain.workflow import RoundState
from review_app.features.rounds import queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Round, RoundCase


def report_missing_file(actor: Actor, key: str, *, case_key: str, note: str) -> RoundCase:
    """Say that the file of a drawn case cannot be found; its review is given up, not the case.

    :raises IllegalTransition: unless the round was drawn and no review of it is handed in yet.
    :raises Invalid: without a word on where was looked.
    """
    if not note.strip():
        raise Invalid(field="note", reason="empty")
    if find_personal_numbers(note):
        raise Invalid(field="note", reason="personal-number")
    with unit_of_work(actor) as work:
        found = queries.get_round(actor, key, to_run=True, locked=True)
        row = queries.get_round_case(actor, found, key=case_key)
        _must_be_waiting(actor, found, row)
        row.file_missing_at, row.file_missing_by_id = clock.now(), actor.id
        row.file_missing_note = note.strip()
        work.log(AuditCode.ROUND_FILE_MISSING, row)
        if found.state is RoundState.REVIEWING:
            work.tell(CaseFileMissing(found.id, row.id))
    return row


def _must_be_waiting(actor: Actor, found: Round, row: RoundCase) -> None:
    if found.purpose is not RoundPurpose.MEASURE:
        raise IllegalTransition(state=found.purpose.value, step="file-missing")
    if found.state not in {RoundState.DRAWN, RoundState.REVIEWING}:
        raise IllegalTransition(state=found.state.value, step="file-missing")
    if row.replacement_code or row.file_missing_at or queries.is_handed_in(actor, row):
        raise IllegalTransition(state="settled-otherwise", step="file-missing")
