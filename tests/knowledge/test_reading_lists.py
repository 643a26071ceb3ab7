"""Reading lists lead through notes; how far somebody is stays theirs to show."""

import pytest

from review_app.domain.errors import NotFound, NotPermitted
from review_app.features.knowledge import queries_lists, service, service_lists
from review_app.features.knowledge.service_lists import Step
from review_app.kernel.audit_log import AuditEntry
from tests.cast import actor
from tests.knowledge.notes import a_note, a_published_note

SAID = {"title": "Ny i teamet", "purpose": "De første uger.", "profession": "", "is_for_new": True}


def a_list(keeper, *notes, **changed):
    made = service_lists.make_list(actor(keeper), **(SAID | changed))
    for note in notes:
        service_lists.place_note(actor(keeper), made.key, note_key=note.key, step=Step.ADD)
    return made


def titles(person, made):
    return [note.title for note in queries_lists.notes_in_order(actor(person), made)]


def test_notes_stand_in_the_order_they_were_put_and_drafts_are_left_out(people):
    notes = [a_published_note(people.karin, title=t) for t in ("A", "B", "C")]
    made = a_list(people.karin, *notes, a_note(people.karin, title="Kladde"))
    for note, step in [(notes[2], Step.UP), (notes[2], Step.UP), (notes[2], Step.UP)]:
        service_lists.place_note(actor(people.kurt), made.key, note_key=note.key, step=step)
    service_lists.place_note(actor(people.kurt), made.key, note_key=notes[0].key, step=Step.DOWN)
    assert titles(people.hanne, made) == titles(people.karin, made) == ["C", "B", "A"]
    service_lists.place_note(actor(people.kurt), made.key, note_key=notes[1].key, step=Step.REMOVE)
    assert titles(people.hanne, made) == ["C", "A"]
    with pytest.raises(NotPermitted):
        service_lists.make_list(actor(people.mona), **SAID)
    with pytest.raises(NotFound):
        queries_lists.get_list(actor(people.carl), made.key)
    service_lists.remove_list(actor(people.karin), made.key)
    with pytest.raises(NotFound):
        queries_lists.get_list(actor(people.hanne), made.key)


def test_a_mentor_sees_how_far_a_reader_is_only_while_it_is_shown(people, sign_in, db):
    notes = [a_published_note(people.karin, title=t) for t in ("A", "B")]
    made = a_list(people.karin, *notes)
    reader, mentor = sign_in(people.hanne), sign_in(people.henrik)
    page = f"/knowledge/reading-lists/{made.key}"
    assert "Read by me" not in reader.get(page).text.split("reading")[-1].split("</ol>")[0]
    service.mark_read(actor(people.hanne), notes[0].key)
    assert queries_lists.list_ways(actor(people.hanne))[0].read == 1
    assert queries_lists.list_ways(actor(people.henrik))[0].read == 0
    everybody = [people.karin, people.henrik, people.mona, people.adam]
    assert [queries_lists.shown_to(actor(p)) for p in everybody] == [[], [], [], []]
    shown = reader.post(
        f"{page}/show-progress", data={"mentor": people.henrik.key}, follow_redirects=True
    ).text
    assert "Your colleague can now see" in shown
    seen = mentor.get("/knowledge/reading-lists").text
    assert "Hanne · Ny i teamet" in seen
    assert "1 of 2" in seen
    assert [len(queries_lists.shown_to(actor(p))) for p in everybody] == [0, 1, 0, 0]
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry.details in ({}, None)  # that it is shown, not how far anybody is
    reader.post(f"{page}/hide-progress", data={"mentor": people.henrik.key})
    assert "Hanne ·" not in mentor.get("/knowledge/reading-lists").text


def test_a_list_meant_for_the_reader_comes_first(people, db):
    a_list(people.karin, title="Alle", is_for_new=False)
    a_list(people.karin, title="Zoner", profession="Jobkonsulent")
    a_list(people.karin, title="Begynd her")
    people.hanne.profession = "Jobkonsulent"
    db.session.info["logged"] = True
    db.session.commit()
    order = [way.reading_list.title for way in queries_lists.list_ways(actor(people.hanne))]
    assert order == ["Zoner", "Begynd her", "Alle"]


def test_the_pages_make_change_and_remove_a_list(people, sign_in):
    note = a_published_note(people.karin, title="A")
    client = sign_in(people.karin)
    sent = {"title": "Start", "purpose": "Læs først.", "is_for_new": "y"}
    there = client.post("/knowledge/reading-lists/new", data=sent).location
    assert "Another note" in client.get(there).text
    place = there.replace("/edit", "/notes")
    client.post(place, data={"note": note.key, "step": "add"})
    assert client.post(place, data={"note": note.key, "step": "no"}).status_code == 422
    assert "A</a>" in client.get(there.replace("/edit", "")).text
    client.post(there, data={**sent, "title": "Begynd"})
    assert "Begynd" in sign_in(people.hanne).get("/knowledge/reading-lists").text
    client.post(there.replace("/edit", "/remove"))
    assert "Begynd" not in client.get("/knowledge/reading-lists").text
