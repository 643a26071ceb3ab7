"""A standard from draft to published, and what is refused on the way."""

from datetime import date

import pytest
from sqlalchemy import select

from review_app.domain.errors import IllegalTransition, Incomplete, Invalid, NotPermitted
from review_app.domain.workflow import WorkflowVersionState
from review_app.features.workflow_standards import queries, service
from review_app.features.workflow_standards.service import Links
from review_app.kernel.audit_log import AuditEntry
from tests.cast import actor
from tests.workflow_standards import standards
from tests.workflow_standards.standards import words

DAY = date(2026, 12, 1)


def test_a_published_version_is_locked_and_its_change_makes_the_next(people):
    karin = actor(people.karin)
    first = standards.published(people.karin, "Call", "Write")
    with pytest.raises(IllegalTransition):
        service.add_step(karin, first.key, values=words("More"), links=Links())
    draft = service.start_draft(karin, first.key, reason="Shorter")
    assert (draft.number, draft.state) == (2, WorkflowVersionState.DRAFT)
    assert service.start_draft(karin, first.key, reason="Again").key == draft.key
    codes = [step.code for step in queries.get_version(karin, draft.key).steps]
    assert codes == ["T1", "T2"]
    service.publish(karin, draft.key, reason="Shorter", effective_on=DAY)
    assert queries.get_version(karin, first.key).state is WorkflowVersionState.RETIRED


def test_a_new_step_never_takes_the_code_of_one_that_was(people):
    karin = actor(people.karin)
    draft = standards.begun(people.karin, "One", "Two")
    service.remove_step(karin, draft.key, step_key=draft.steps[1].key)
    added = service.add_step(karin, draft.key, values=words("Three"), links=Links())
    assert (added.code, added.position) == ("T2", 2)  # T2 was never in a published version
    first = standards.published(people.karin, "One", "Two")
    second = service.start_draft(karin, first.key, reason="r")
    steps = queries.get_version(karin, second.key).steps
    service.remove_step(karin, second.key, step_key=steps[1].key)
    assert service.add_step(karin, second.key, values=words("x"), links=Links()).code == "T3"


def test_a_step_that_another_leads_to_stays(people):
    karin = actor(people.karin)
    draft = standards.begun(people.karin, "One", "Two")
    one, two = draft.steps
    service.save_step(
        karin,
        draft.key,
        step_key=two.key,
        values=words("Two", branch="ill"),
        links=Links(branch_to=one.code),
    )
    with pytest.raises(Invalid):
        service.remove_step(karin, draft.key, step_key=one.key)


@pytest.mark.parametrize(
    "links",
    [
        Links(rule=("none", "R1")),
        Links(criteria=[("none", "K1")]),
        Links(branch_to="T9"),
    ],
)
def test_a_step_points_at_what_there_is(people, links):
    draft = standards.begun(people.karin, "One")
    with pytest.raises(Invalid):
        service.add_step(actor(people.karin), draft.key, values=words("Two"), links=links)


def test_an_empty_standard_is_not_published(people):
    draft = standards.begun(people.karin)
    with pytest.raises(Incomplete):
        service.publish(actor(people.karin), draft.key, reason="r", effective_on=DAY)


@pytest.mark.parametrize("name", ["hanne", "clara", "mona", "olga", "adam"])
def test_coordinators_alone_write(people, name):
    version = standards.published(people.karin, "One")
    someone = actor(getattr(people, name))
    with pytest.raises(NotPermitted):
        service.start_draft(someone, version.key, reason="r")
    with pytest.raises(NotPermitted):
        service.start_standard(someone, values=standards.HEAD)


def test_every_change_is_in_the_log(people, db):
    standards.published(people.karin, "One")
    codes = set(db.session.scalars(select(AuditEntry.code)))
    assert {
        "workflow-standard.added",
        "workflow-standard.version-drafted",
        "workflow-standard.version-edited",
        "workflow-standard.version-published",
    } <= codes
