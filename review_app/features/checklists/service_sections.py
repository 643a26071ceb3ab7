"""The sections of a draft, and the order in which everything is read."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Invalid, NotFound
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.checklists.queries import open_draft
from review_app.features.checklists.writing import check_clauses, section_at
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import ChecklistSection, ChecklistVersion, Criterion

Layout = list[tuple[ChecklistSection, list[Criterion]]]


def add_section(actor: Actor, version_key: str, *, values: Mapping[str, Any]) -> ChecklistSection:
    """Add a section at the end of a draft.

    :raises Invalid: when another section has the same title.
    """
    with unit_of_work(actor) as work:
        version = open_draft(actor, version_key)
        section = ChecklistSection(position=len(version.sections) + 1)
        _write(version, section, values)
        version.sections.append(section)
        work.add(section)
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, section=section.position)
    return section


def save_section(
    actor: Actor, version_key: str, *, position: int, values: Mapping[str, Any]
) -> ChecklistSection:
    """Change the titles of a section and the conditions on all of it; refusals as in adding."""
    with unit_of_work(actor) as work:
        version = open_draft(actor, version_key)
        section = section_at(version, position)
        _write(version, section, values)
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, section=position)
    return section


def remove_section(actor: Actor, version_key: str, *, position: int, criteria: int) -> None:
    """Take a section out of a draft together with its criteria.

    :param criteria: how many the person saw there.
    :raises Conflict: when it holds another number by now.
    """
    with unit_of_work(actor) as work:
        version = open_draft(actor, version_key)
        section = section_at(version, position)
        if len(section.criteria) != criteria:
            raise Conflict(criteria=len(section.criteria))
        for criterion in section.criteria:
            work.session.delete(criterion)
        version.sections.remove(section)
        work.session.delete(section)
        _lay_out(work, [(each, list(each.criteria)) for each in version.sections])
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, removed_section=position)


def move_criterion(actor: Actor, version_key: str, *, criterion_key: str, step: int) -> None:
    """Move a criterion one place up (-1) or down (1), at an end into the next section.

    At the very first and the very last place it stays where it is.
    """
    with unit_of_work(actor) as work:
        version = open_draft(actor, version_key)
        layout = _layout(version)
        place, own = next(
            ((n, own) for n, (_, own) in enumerate(layout) if _index(own, criterion_key) >= 0),
            (0, []),
        )
        if not own:
            raise NotFound(thing="criterion", key=criterion_key)
        index = _index(own, criterion_key)
        if 0 <= index + step < len(own):
            own.insert(index + step, own.pop(index))
        elif 0 <= place + step < len(layout):
            neighbours = layout[place + step][1]
            neighbours.insert(len(neighbours) if step < 0 else 0, own.pop(index))
        _lay_out(work, layout)
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, moved=criterion_key)


def move_section(actor: Actor, version_key: str, *, position: int, step: int) -> None:
    """Move a section with its criteria one place up (-1) or down (1)."""
    with unit_of_work(actor) as work:
        version = open_draft(actor, version_key)
        layout = _layout(version)
        index = next((n for n, (s, _) in enumerate(layout) if s.position == position), -1)
        if index < 0:
            raise NotFound(thing="section", position=position)
        if 0 <= index + step < len(layout):
            layout.insert(index + step, layout.pop(index))
        _lay_out(work, layout)
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, moved_section=position)


def arrange(actor: Actor, version_key: str, *, order: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Put everything in a new order: sections by position, each with its criteria's keys.

    :raises Conflict: when that is not what the draft holds by now.
    """
    with unit_of_work(actor) as work:
        version = open_draft(actor, version_key)
        criteria = {criterion.key: criterion for criterion in version.criteria}
        sections = {section.position: section for section in version.sections}
        keys = list(chain.from_iterable(own for _, own in order))
        positions = [position for position, _ in order]
        if sorted(keys) != sorted(criteria) or sorted(positions) != sorted(sections):
            raise Conflict(thing="order")
        _lay_out(work, [(sections[n], [criteria[key] for key in own]) for n, own in order])
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, arranged=len(keys))


def _layout(version: ChecklistVersion) -> Layout:
    return [(section, list(section.criteria)) for section in version.sections]


def _index(own: list[Criterion], key: str) -> int:
    return next((n for n, criterion in enumerate(own) if criterion.key == key), -1)


def _lay_out(work: Work, layout: Layout) -> None:
    """Number everything anew, by way of numbers nobody has: places in a section are unique."""
    criteria = [criterion for _, own in layout for criterion in own]
    for number, criterion in enumerate(criteria, start=1):
        criterion.position = -number
    work.session.flush()
    for number, (section, own) in enumerate(layout, start=1):
        section.position = number
        for place, criterion in enumerate(own, start=1):
            criterion.section, criterion.position = section, place
    work.session.flush()
    for section, _ in layout:
        work.session.expire(section, ["criteria"])
    if layout:
        work.session.expire(layout[0][0].version, ["sections"])


def _write(version: ChecklistVersion, section: ChecklistSection, values: Mapping[str, Any]) -> None:
    titles = (values["title_da"].strip(), values["title_en"].strip())
    for name, title in zip(("title_da", "title_en"), titles, strict=True):
        refuse_personal_numbers(title, field=name)
    others = {(s.title_da, s.title_en) for s in version.sections if s is not section}
    if titles in others:
        raise Invalid(field="title_da", reason="taken")
    check_clauses(values["applies_when"])
    section.title_da, section.title_en = titles
    section.applies_when = list(values["applies_when"])
