"""A note grows old by its date or because a criterion it is about was changed."""

from datetime import date

import pytest

from review_app.domain.errors import IllegalTransition
from review_app.domain.events import ChecklistVersionPublished
from review_app.domain.learning_notes import Wording, changed_codes, standing
from review_app.domain.workflow import LearningNoteState
from review_app.features.knowledge import queries, reactions, service
from review_app.features.knowledge.queries import Wanted
from review_app.kernel import clock
from tests.cast import actor
from tests.knowledge.notes import a_checklist, a_published_note, a_version, criteria_of

BY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("today", "state"),
    [(BY, LearningNoteState.PUBLISHED), (date(2026, 4, 1), LearningNoteState.STALE)],
)
def test_a_published_note_stands_to_the_end_of_its_review_by_date(today, state):
    assert standing(LearningNoteState.PUBLISHED, BY, today=today) is state


def test_a_draft_does_not_grow_old():
    late = date(2030, 1, 1)
    assert standing(LearningNoteState.DRAFT, BY, today=late) is LearningNoteState.DRAFT


def test_a_new_law_reference_or_a_dropped_criterion_is_a_change_and_a_new_one_is_none():
    old = {"C1": Wording("a", "a", "§ 1"), "C2": Wording("b", "b", None)}
    new = {"C1": Wording("a", "a", "§ 2"), "C3": Wording("c", "c", None)}
    assert changed_codes(old, new) == {"C1", "C2"}
    assert changed_codes(old, old) == set()


def test_a_note_past_its_date_is_listed_as_to_be_confirmed_and_a_confirmation_moves_it_on(people):
    note = a_published_note(people.karin)
    note.review_by_on  # noqa: B018 - loaded before the clock moves
    clock.travel(clock.local(date(2099, 1, 2)))
    stale = Wanted(state=LearningNoteState.STALE)
    assert queries.list_notes(actor(people.karin), wanted=stale).rows == [note]
    service.confirm(actor(people.karin), note.key)
    assert note.review_by_on == date(2100, 1, 2)
    assert queries.list_notes(actor(people.karin), wanted=stale).rows == []


def test_a_note_that_has_not_grown_old_needs_no_confirmation(people):
    note = a_published_note(people.karin)
    with pytest.raises(IllegalTransition):
        service.confirm(actor(people.karin), note.key)


def test_a_new_checklist_version_makes_only_notes_about_changed_criteria_stale(people):
    first = a_checklist("Held in time?", "Heard?")
    second = a_version(first.checklist, 2, "Held within eight weeks?", "Heard?")
    criteria = criteria_of(first)
    about_changed = a_published_note(people.karin, criteria=[criteria["C1"]])
    about_kept = a_published_note(people.karin, criteria=[criteria["C2"]])
    other = criteria_of(a_checklist("Another C1", code="d"))["C1"]
    elsewhere = a_published_note(people.karin, criteria=[other])
    reactions.go_stale(actor(people.mona), ChecklistVersionPublished(second.id, first.id))
    assert about_changed.state is LearningNoteState.STALE
    assert about_kept.state is LearningNoteState.PUBLISHED
    assert elsewhere.state is LearningNoteState.PUBLISHED
