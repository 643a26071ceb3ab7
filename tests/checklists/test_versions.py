from pathlib import Path

import pytest
from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.errors import IllegalTransition, NotFound, NotPermitted
from review_app.domain.workflow import ChecklistVersionState
from review_app.features.checklists import queries, service
from review_app.features.checklists.writing import WRITABLE
from review_app.kernel import clock
from review_app.kernel.audit_log import AuditEntry
from review_app.models import ChecklistVersion
from review_app.models.locked_checklists import asked_by
from tests.cast import actor
from tests.statements import counted

REFERENCE = Path("seed/reference")


@pytest.fixture
def version(people):
    service.seed_reference(OPERATOR, folder=REFERENCE)
    return queries.list_checklists(OPERATOR)[0].versions[0]


@pytest.fixture
def draft(people, version):
    return service.start_draft(actor(people.karin), version.key, reason="More on waiting times")


def values(criterion, **changed):
    kept = {name: getattr(criterion, name) for name in sorted(WRITABLE)}
    return {**kept, **changed}


def test_the_starter_checklists_are_published_in_both_languages(people, version):
    both = queries.list_checklists(OPERATOR)
    assert [c.code for c in both] == ["sickness-benefit", "general"]
    assert version.state is ChecklistVersionState.PUBLISHED
    assert all(c.question_da and c.question_en for c in version.criteria)
    assert not any(c.is_law_confirmed for c in version.criteria)


def test_the_starter_checklists_are_added_once(version):
    assert service.seed_reference(OPERATOR, folder=REFERENCE) == []


def test_a_published_version_cannot_be_edited(people, version):
    criterion = version.criteria[0]
    with pytest.raises(IllegalTransition):
        service.save_criterion(
            actor(people.karin),
            version.key,
            criterion_key=criterion.key,
            values=values(criterion, weight=5),
            is_same_meaning=True,
        )


def test_a_draft_is_a_copy_and_the_published_version_stays_as_it_is(people, version, draft):
    first = draft.criteria[0]
    service.save_criterion(
        actor(people.karin),
        draft.key,
        criterion_key=first.key,
        values=values(first, weight=7),
        is_same_meaning=True,
    )
    assert queries.get_version(OPERATOR, draft.key).criteria[0].weight == 7
    assert queries.get_version(OPERATOR, version.key).criteria[0].weight == 1


def test_a_locked_version_is_read_once_and_a_draft_anew(people, db, version, draft):
    locked = asked_by(db.session(), version)
    with counted() as statements:
        assert asked_by(db.session(), version) is locked
    assert not statements
    assert [c.code for s in locked for c in s.criteria] == [c.code for c in version.criteria]
    assert asked_by(db.session(), draft)[0].criteria[0].number == "1.1"
    first = draft.criteria[0]
    changed = values(first, question_en="Held in time?")
    karin, key = actor(people.karin), first.key
    service.save_criterion(
        karin, draft.key, criterion_key=key, values=changed, is_same_meaning=True
    )
    assert asked_by(db.session(), draft)[0].criteria[0].question_en == "Held in time?"


def test_there_is_one_draft_at_a_time(people, version, draft):
    assert service.start_draft(actor(people.kurt), version.key, reason="Mine") is draft


def test_a_criterion_of_another_meaning_gets_another_code(people, draft):
    first = draft.criteria[0]
    saved = service.save_criterion(
        actor(people.karin),
        draft.key,
        criterion_key=first.key,
        values=values(first, question_en="Something else?"),
        is_same_meaning=False,
    )
    assert saved.code == "K01-2"
    kinds = [c.kind for c in queries.changes_of(OPERATOR, draft).criteria]
    assert kinds == ["added", "removed"]


def test_publishing_locks_the_draft_and_retires_the_version_before(people, version, draft):
    service.publish(
        actor(people.mona), draft.key, reason="Waiting times", effective_on=clock.today()
    )
    states = [v.state.value for v in queries.get_version(OPERATOR, draft.key).checklist.versions]
    assert states == ["published", "retired"]
    with pytest.raises(IllegalTransition):
        service.remove_criterion(
            actor(people.karin), draft.key, criterion_key=draft.criteria[0].key
        )


def test_every_step_is_in_the_audit_log(people, db, draft):
    service.publish(actor(people.karin), draft.key, reason="New", effective_on=clock.today())
    codes = list(db.session.scalars(select(AuditEntry.code).order_by(AuditEntry.id)))
    assert codes[-2:] == ["checklist.version-drafted", "checklist.version-published"]


def test_who_does_not_work_on_checklists_knows_of_no_draft(people, draft):
    with pytest.raises(NotFound):
        queries.get_version(actor(people.hanne), draft.key)
    with pytest.raises(NotPermitted):
        queries.list_checklists(actor(people.olga))


def test_a_manager_publishes_but_does_not_edit(people, draft):
    with pytest.raises(NotPermitted):
        service.remove_criterion(actor(people.mona), draft.key, criterion_key=draft.criteria[0].key)


def test_a_removed_criterion_stays_in_the_version_before(people, db, version, draft):
    count = len(draft.criteria)
    service.remove_criterion(actor(people.karin), draft.key, criterion_key=draft.criteria[0].key)
    db.session.expire_all()
    assert len(db.session.get_one(ChecklistVersion, draft.id).criteria) == count - 1
    assert len(db.session.get_one(ChecklistVersion, version.id).criteria) == count
