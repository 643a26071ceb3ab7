"""Making a draft say what a file says."""

from collections.abc import Sequence
from dataclasses import replace

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.checklist_texts import SectionText
from review_app.domain.errors import Invalid
from review_app.features.checklists import files, service
from review_app.features.checklists.queries import open_draft
from review_app.features.checklists.writing import codes_of, fill, texts_of
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import ChecklistVersion


def import_file(actor: Actor, version_key: str, *, content: bytes) -> ChecklistVersion:
    """Replace what a draft says by what a YAML or CSV file says; the codes tell what is the same.

    A criterion without a code gets one of its own.

    :raises Invalid: when the file has a fault; nothing is changed then.
    """
    read = files.read(content)
    if read.problems:
        first = read.problems[0]
        raise Invalid(field=first.column or "file", reason=first.reason, row=first.row)
    with unit_of_work(actor) as work:
        version = open_draft(actor, version_key)
        sections = _with_codes(version, read.sections)
        _replace(work, version, sections)
        criteria = sum(len(section.criteria) for section in sections)
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, imported=criteria)
    return version


def import_into(actor: Actor, version_key: str, *, content: bytes, reason: str) -> ChecklistVersion:
    """Let the draft that follows a version say what a file says; begin it when there is none.

    :raises Invalid: as :func:`import_file`; no draft is begun then.
    """
    with unit_of_work(actor):
        draft = service.start_draft(actor, version_key, reason=reason)
        return import_file(actor, draft.key, content=content)


def _with_codes(
    version: ChecklistVersion, sections: Sequence[SectionText]
) -> tuple[SectionText, ...]:
    taken = codes_of(version) | {c.code for section in sections for c in section.criteria}
    free = (code for n in range(1, 10_000) if (code := f"E{n:02d}") not in taken)
    return tuple(
        replace(
            section,
            criteria=tuple(c if c.code else replace(c, code=next(free)) for c in section.criteria),
        )
        for section in sections
    )


def _replace(work: Work, version: ChecklistVersion, sections: Sequence[SectionText]) -> None:
    if tuple(sections) == texts_of(version):
        return
    for section in list(version.sections):
        for criterion in section.criteria:
            work.session.delete(criterion)
        work.session.delete(section)
    work.session.flush()
    work.session.expire(version, ["sections"])
    fill(version, sections)
    work.session.flush()
