"""The pages of the knowledge base as its readers and writers meet them."""

from review_app.features.knowledge import service_publishing
from review_app.kernel.drafts import load_draft, save_draft
from review_app.models import LearningNote
from tests.cast import actor
from tests.knowledge.notes import a_checklist, a_note, a_published_note

SENT = {"title": "T", "text": "t", "kind": "learning-note", "revision": "1"}


def test_a_note_goes_from_the_writer_over_the_publisher_to_the_reader(people, sign_in, db):
    a_checklist("Held in time?")
    writer, publisher, reader = (sign_in(p) for p in (people.karin, people.kurt, people.hanne))
    form = writer.get("/knowledge/new").text
    assert "Held in time?" in form
    sent = {**SENT, "title": "Hold tiden", "text": "Spørg **Henrik** om fristen."}
    there = writer.post("/knowledge/new", data=sent).location
    assert "Name" in writer.get(there).text
    writer.post(f"{there}/ask-review")
    read = {"revision": 1}
    refused = publisher.post(f"{there}/publish", data=read, follow_redirects=True).text
    assert "1 place in the note may lead back to a person." in refused
    assert reader.get(there).status_code == 404
    answer = {"hit_text": "Henrik", "reason": "A made-up name"}
    page = publisher.post(f"{there}/override", data=answer, follow_redirects=True).text
    assert "A made-up name" in page
    assert 'name="revision" value="1"' in publisher.get(there).text
    publisher.post(f"{there}/publish", data=read)
    page = reader.get(there).text
    assert "<strong>Henrik</strong>" in page
    assert "A made-up name" not in page
    noted = reader.post(f"{there}/read", follow_redirects=True).text
    assert "that you have read this" in noted


def test_the_list_shows_what_fits_and_says_what_to_do_when_nothing_does(people, sign_in):
    a_published_note(people.karin, title="Om partshøring")
    client = sign_in(people.hanne)
    assert "Om <mark>partshøring</mark>" in client.get("/knowledge?q=partshøringer").text
    assert "No note fits" in client.get("/knowledge?q=intet").text
    assert "Write a note" not in client.get("/knowledge").text


def test_half_written_text_is_there_again_and_gone_once_saved(people, sign_in):
    note = a_note(people.karin)
    writer = actor(people.karin)
    save_draft(writer, note.draft_place, fields={"text": "Half written"})
    client = sign_in(people.karin)
    assert "Half written" in client.get(f"/knowledge/{note.key}/edit").text
    sent = {**SENT, "text": "Whole"}
    client.post(f"/knowledge/{note.key}/edit", data=sent)
    assert load_draft(writer, note.draft_place) == {}


def test_whoever_saves_second_sees_both_texts_and_can_save_again(people, sign_in, db):
    note = a_note(people.karin)
    client = sign_in(people.karin)
    client.post(f"/knowledge/{note.key}/edit", data={**SENT, "text": "1"})
    late = {**SENT, "text": "Mine"}
    page = client.post(f"/knowledge/{note.key}/edit", data=late).text
    assert "Somebody else saved this note meanwhile" in page
    assert 'value="2"' in page
    client.post(f"/knowledge/{note.key}/edit", data={**late, "revision": "2"})
    db.session.expire_all()
    assert db.session.get(LearningNote, note.id).text == "Mine"


def test_a_preview_is_a_part_of_the_page_for_the_script_and_a_page_without_it(people, sign_in):
    client = sign_in(people.karin)
    text = {"text": "**Vigtigt** <script>alert(1)</script>"}
    part = client.post("/knowledge/preview", data=text, headers={"HX-Request": "true"}).text
    assert "<strong>Vigtigt</strong>" in part
    assert "<html" not in part
    assert "alert(1)" not in part
    assert "<html" in client.post("/knowledge/preview", data=text).text


def test_a_note_goes_back_with_a_reason_and_not_without_one(people, sign_in):
    note = a_note(people.karin)
    service_publishing.ask_review(actor(people.karin), note.key)
    client = sign_in(people.kurt)
    page = client.post(f"/knowledge/{note.key}/send-back", data={"reason": " "}).text
    assert "Write something here." in page
    sent = client.post(
        f"/knowledge/{note.key}/send-back", data={"reason": "Which rule?"}, follow_redirects=True
    )
    assert "Sent back: Which rule?" in sent.text
