"""A note grows old by its date or because a criterion it is about was changed."""

from datetime import date

import pytest

from review_app.domain.errors import IllegalTransition
from review_app.domain.events import ChecklistVersionPublished
from review_app.domain.learning_notes import Wording, changed_codes, changed_laws, standing
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import LearningNoteState
from review_app.features.home.queries_waiting import list_waiting
from review_app.features.knowledge import queries, reactions, service_publishing
from review_app.features.knowledge.queries import Wanted
from review_app.kernel import clock
from tests.cast import actor, enter
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
    assert changed_laws(old, new) == {"§ 1"}
    moved = {"C9": Wording("a", "a", "§ 1")}
    assert changed_laws(old, moved) == set()


def test_a_note_past_its_date_is_listed_as_to_be_confirmed_and_a_confirmation_moves_it_on(people):
    note = a_published_note(people.karin)
    note.review_by_on  # noqa: B018 - loaded before the clock moves
    clock.travel(clock.local(date(2099, 1, 2)))
    stale = Wanted(state=LearningNoteState.STALE)
    assert queries.list_notes(actor(people.karin), wanted=stale).rows == [note]
    service_publishing.confirm(actor(people.karin), note.key)
    assert note.review_by_on == date(2100, 1, 2)
    assert queries.list_notes(actor(people.karin), wanted=stale).rows == []


def test_a_note_that_has_not_grown_old_needs_no_confirmation(people):
    note = a_published_note(people.karin)
    with pytest.raises(IllegalTransition):
        service_publishing.confirm(actor(people.karin), note.key)


def test_a_new_checklist_version_makes_only_notes_about_what_changed_stale(people):
    first = a_checklist("Held in time?", "Heard?")
    second = a_version(first.checklist, 2, "Held within eight weeks?", "Heard?")
    criteria = criteria_of(first)
    about_changed = a_published_note(people.karin, criteria=[criteria["C1"]])
    about_kept = a_published_note(people.karin, criteria=[criteria["C2"]])
    other = criteria_of(a_checklist("Another C1", code="d"))["C1"]
    elsewhere = a_published_note(people.karin, criteria=[other])
    reactions.go_stale(actor(people.mona), ChecklistVersionPublished(second.id, first.id))
    assert about_changed.state is LearningNoteState.STALE
    assert about_changed.stale_because == {"criteria": ["C1"], "laws": []}
    assert about_kept.state is LearningNoteState.PUBLISHED
    assert elsewhere.state is LearningNoteState.PUBLISHED


def test_a_new_law_reference_makes_notes_that_cite_the_old_one_stale(people, sign_in):
    first = a_checklist("Heard?")
    second = a_version(first.checklist, 2, "Heard?")
    criterion = criteria_of(second)["C1"]
    criterion.law_reference = "§ 14"
    enter(criterion)
    citing = a_published_note(people.karin, law_reference="FVL § 24; § 13")
    other = a_published_note(people.karin, law_reference="FVL § 24; § 131")
    reactions.go_stale(actor(people.mona), ChecklistVersionPublished(second.id, first.id))
    assert citing.stale_because == {"criteria": [], "laws": ["§ 13"]}
    assert other.state is LearningNoteState.PUBLISHED
    waiting = [(w.kind, w.key) for w in list_waiting(actor(people.karin))]
    assert waiting == [(WaitingKind.CONFIRM_NOTE, citing.key)]
    assert list_waiting(actor(people.kurt)) == []  # its owner is asked, nobody else
    assert "was changed: § 13" in sign_in(people.karin).get(f"/knowledge/{citing.key}").text
    service_publishing.confirm(actor(people.karin), citing.key)
    assert (citing.state, citing.stale_because) == (LearningNoteState.PUBLISHED, None)
