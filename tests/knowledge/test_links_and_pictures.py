"""Links in notes lead where they may, and pictures show to those who read the words around them."""

from io import BytesIO

from review_app.features.knowledge import queries, queries_links, service, service_publishing
from review_app.kernel import uploads
from review_app.models import NotePicture
from tests.cast import actor
from tests.domain.test_pictures import a_png, chunk
from tests.knowledge.notes import (
    a_checklist,
    a_note,
    a_published_note,
    criteria_of,
    filing,
    words,
)


def leads(person, note):
    found = queries_links.links_of(actor(person), queries.get_note(actor(person), note.key))
    return {label: target.key for label, target in found.items()}


def test_links_lead_to_notes_and_criteria_and_say_when_they_lead_nowhere(people, sign_in):
    criterion = criteria_of(a_checklist("Heard?"))["C1"]
    target = a_published_note(people.karin, title="Partshøring")
    draft = a_note(people.karin, title="Kladde")
    text = "Se [[Partshøring]], [[C1]], [[Kladde]], [[Senere]] og [[<b>x</b>]]."
    note = a_published_note(people.karin, title="Start", text=text)
    assert set(leads(people.karin, note)) == {"Partshøring", "C1", "Kladde"}
    assert set(leads(people.hanne, note)) == {"Partshøring", "C1"}
    assert set(leads(people.olga, note)) == {"Partshøring"}  # reads no checklists
    page = sign_in(people.hanne).get(f"/knowledge/{note.key}").text
    assert f'href="/knowledge/{target.key}"' in page
    assert f"#criterion-{criterion.key}" in page
    assert draft.key not in page
    assert page.count("this link leads nowhere") == 3
    assert "Start" in sign_in(people.hanne).get(f"/knowledge/{target.key}").text

    later = a_published_note(people.karin, title="Senere")  # a dead link comes to life
    assert leads(people.hanne, note)["Senere"] == later.key
    service.save_note(
        actor(people.karin), later.key, revision=1, written=words(title="Nyt"), filed=filing()
    )
    service_publishing.publish_change(actor(people.kurt), later.key, revision=2)
    assert leads(people.hanne, note)["Senere"] == later.key  # and outlives a new title
    service_publishing.archive(actor(people.karin), later.key)
    assert "Senere" not in leads(people.hanne, note)


def send(client, note, data, *, name="plan.png", alt_text="Tre trin"):
    sent = {"picture": (BytesIO(data), name), "alt_text": alt_text}
    return client.post(f"/knowledge/{note.key}/pictures", data=sent, follow_redirects=True)


def test_what_cannot_be_kept_as_a_picture_is_refused_in_words(people, sign_in, db):
    note = a_note(people.karin)
    writer = sign_in(people.karin)
    for data, name, alt_text, told in [
        (b"<svg/>", "a.png", "Tre trin", "neither a PNG nor a JPEG"),
        (a_png(), "010190-1234.png", "Tre trin", "CPR"),
        (a_png(), "a.png", "Nr. 010190-1234", "CPR"),
        (a_png(), "a.png", " ", "Write something here."),
    ]:
        page = send(writer, note, data, name=name, alt_text=alt_text).text
        assert told in page
        assert note.text in page  # what was written is still there
    assert db.session.query(NotePicture).count() == 0


def test_a_picture_is_kept_without_what_rides_along_and_shown_with_its_words(people, sign_in, db):
    note = a_note(people.karin)
    writer, reader = sign_in(people.karin), sign_in(people.hanne)
    assert "The picture is kept" in send(writer, note, a_png(chunk(b"tEXt", b"Author"))).text
    picture = db.session.query(NotePicture).one()
    address = f"/knowledge/pictures/{picture.key}"
    answer = writer.get(address)
    told = answer.data, answer.mimetype, answer.headers["X-Content-Type-Options"]
    assert told == (a_png(), "image/png", "nosniff")
    text = f"{picture.markdown} ![andet](/sign-out) ![andet](https://example.org/x.png)"
    service.save_note(
        actor(people.karin), note.key, revision=1, written=words(text=text), filed=filing()
    )
    assert reader.get(address).status_code == 404  # the note is a draft
    service_publishing.ask_review(actor(people.karin), note.key)
    service_publishing.publish(actor(people.kurt), note.key, revision=2)
    page = reader.get(f"/knowledge/{note.key}").text
    assert f'src="{address}"' in page
    assert 'alt="Tre trin"' in page
    assert "sign-out" not in page.split("</article>")[0].split("<article")[1]
    assert reader.get(address).status_code == 200
    send(writer, note, a_png(width=3))
    unused = db.session.query(NotePicture.key).filter(NotePicture.width == 3).scalar()
    assert reader.get(f"/knowledge/pictures/{unused}").status_code == 404
    assert sign_in(people.carl).get(address).status_code == 404
    file = uploads.path_of(picture.file_name)
    writer.post(f"{address}/remove")
    assert (writer.get(address).status_code, file.exists()) == (404, False)


def test_a_picture_without_words_is_not_saved(people, sign_in):
    client = sign_in(people.karin)
    sent = {"title": "T", "kind": "learning-note", "text": "![ ](picture:abc)"}
    assert "Say in words" in client.post("/knowledge/new", data=sent).text
    sent = {"title": "T", "kind": "dilemma", "text": "t", "one_argument": "Tillid"}
    assert "two arguments" in client.post("/knowledge/new", data=sent).text
    page = client.post(
        "/knowledge/new", data={**sent, "other_argument": "Frist"}, follow_redirects=True
    ).text
    assert "Tillid" in page
    assert "Frist" in page
    shown = client.post("/knowledge/preview", data={**sent, "text": "Se [[T]]"}).text
    assert 'href="/knowledge/' in shown
