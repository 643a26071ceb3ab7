"""Readers ask at a note, are told of the answer, and thank without being named."""

import pytest

from review_app.domain.errors import Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.waiting import WaitingKind
from review_app.features.home.queries_waiting import count_waiting, list_news, list_waiting
from review_app.features.knowledge import queries_readers, service, service_readers
from tests.cast import actor
from tests.knowledge.notes import a_published_note


def waits(person):
    return {one.kind for one in list_waiting(actor(person))}


def test_a_question_is_answered_in_place_and_both_are_told(people, sign_in):
    note = a_published_note(people.karin)
    asker, owner, observer = (sign_in(p) for p in (people.hanne, people.karin, people.olga))
    page = f"/knowledge/{note.key}"
    sent = {"text": "Gælder det også ved **kort** fravær?", "is_question": "1"}
    told = asker.post(f"{page}/comments", data=sent, follow_redirects=True).text
    assert "Not answered yet" in told
    assert "<strong>kort</strong>" in told
    assert "kort" not in observer.get(page).text
    assert waits(people.karin) == {WaitingKind.ANSWER_QUESTION}
    assert WaitingKind.ANSWER_QUESTION not in waits(people.kurt)
    said = queries_readers.list_comments(actor(people.hanne), note)[0]
    remark = {"text": "Det har jeg også spurgt om."}
    sign_in(people.henrik).post(f"/knowledge/comments/{said.key}/replies", data=remark)
    assert waits(people.karin) == {WaitingKind.ANSWER_QUESTION}  # a colleague's word is no answer
    leak = {"text": "Ja, borgeren kom den 3. marts 2025."}
    page_again = owner.post(f"/knowledge/comments/{said.key}/replies", data=leak).text
    assert "This may lead back to a citizen: “den 3. marts 2025”" in page_again
    assert leak["text"] in page_again
    owner.post(f"/knowledge/comments/{said.key}/replies", data={"text": "Ja."})
    assert waits(people.karin) == set()
    assert waits(people.hanne) == {WaitingKind.READ_ANSWER}
    assert "Answered" in asker.get(page).text


def test_whoever_asked_asks_on_and_closes(people):
    note = a_published_note(people.karin)
    hanne, karin = actor(people.hanne), actor(people.karin)
    said = service_readers.comment(hanne, note.key, text="Hvordan?", is_question=True)
    service_readers.reply(karin, said.key, text="Sådan.")
    service_readers.reply(hanne, said.key, text="Også efter uge 8?")
    assert waits(people.karin) == {WaitingKind.ANSWER_QUESTION}
    service_readers.close(hanne, said.key)
    assert waits(people.karin) == waits(people.hanne) == set()
    with pytest.raises(Invalid):
        service_readers.reply(karin, said.key, text="For sent.")


def test_only_who_reads_a_note_takes_part_and_nobody_writes_of_a_citizen(people):
    note = a_published_note(people.karin)
    say = {"text": "t", "is_question": True}
    with pytest.raises(NotPermitted):
        service_readers.comment(actor(people.olga), note.key, **say)
    with pytest.raises(NotFound):
        service_readers.comment(actor(people.carl), note.key, **say)
    with pytest.raises(Incomplete):
        service_readers.comment(
            actor(people.hanne), note.key, text="Ring 20 30 40 50.", is_question=False
        )
    said = service_readers.comment(actor(people.hanne), note.key, **say)
    with pytest.raises(NotPermitted):
        service_readers.close(actor(people.mona), said.key)
    with pytest.raises(NotFound):
        service_readers.close(actor(people.carl), said.key)


def test_thanks_are_counted_and_never_named(people, sign_in):
    note = a_published_note(people.karin)
    for person in (people.hanne, people.henrik):
        service_readers.thank(actor(person), note.key)
    seen = queries_readers.thanks(actor(people.karin), note)
    assert (seen.count, seen.is_mine) == (2, False)
    assert "It helped 2 readers." in sign_in(people.mona).get(f"/knowledge/{note.key}").text
    service_readers.thank(actor(people.hanne), note.key)
    assert queries_readers.thanks(actor(people.hanne), note).count == 1


def test_a_new_note_is_news_until_it_is_read_and_never_a_task(people, db):
    note = a_published_note(people.karin, filed={"profession": "Jobkonsulent"})
    assert list_news(actor(people.hanne)) == []
    people.hanne.profession = "Jobkonsulent"
    db.session.info["logged"] = True
    db.session.commit()
    assert [one.kind for one in list_news(actor(people.hanne))] == [WaitingKind.READ_NOTE]
    assert count_waiting(actor(people.hanne)) == 0
    assert list_news(actor(people.karin)) == []  # whoever wrote it knows
    service.mark_read(actor(people.hanne), note.key)
    assert list_news(actor(people.hanne)) == []
