"""Similar situations, facets, marked hits, and notes as files."""

from io import BytesIO
from zipfile import ZipFile

from review_app.domain.audit_codes import AuditCode
from review_app.domain.kinds import NoteKind
from review_app.features.knowledge import (
    presenters,
    queries,
    queries_similar,
    service,
    service_pictures,
    service_publishing,
)
from review_app.features.knowledge.queries import Wanted
from review_app.kernel.audit_log import AuditEntry
from tests.cast import actor
from tests.domain.test_pictures import a_png
from tests.knowledge.notes import (
    a_checklist,
    a_note,
    a_published_note,
    a_version,
    criteria_of,
    filing,
    words,
)
from tests.statements import counted


def test_similar_situations_are_notes_about_the_criterion_then_by_its_words(people, sign_in):
    first = a_checklist("Blev arbejdsgiveren inddraget?")
    second = a_version(first.checklist, 2, "Blev arbejdsgiveren inddraget?")
    elsewhere = a_checklist("Noget andet?", code="d")
    about = a_published_note(people.karin, title="Nævnt", criteria=criteria_of(first).values())
    near = a_published_note(people.karin, title="Ord", text="Ring til arbejdsgiverne.")
    a_published_note(people.karin, title="Andet", criteria=criteria_of(elsewhere).values())
    a_note(people.karin, title="Kladde", criteria=criteria_of(second).values())
    asked = criteria_of(second)["C1"].key
    for person in (people.hanne, people.karin):
        with counted() as statements:
            found = queries_similar.similar_notes(actor(person), "", criterion_key=asked)
        assert found == [about, near]
        assert len(statements) <= 6  # two of them to know who asks
    client = sign_in(people.hanne)
    part = client.get(f"/knowledge/similar?criterion={asked}", headers={"HX-Request": "true"})
    assert "Nævnt" in part.text
    assert "<html" not in part.text
    assert "Ord" in client.get("/knowledge/similar?q=arbejdsgiver").text
    assert "No note is about" in sign_in(people.carl).get("/knowledge/similar?q=arbejdsgiver").text


def test_facets_count_what_the_reader_may_read_and_leave_that_much(people, sign_in):
    topic = service.add_topic(actor(people.karin), name_da="Frister", name_en="Deadlines")
    guide = {"kind": NoteKind.PRACTICE_GUIDE, "profession": "Jobkonsulent"}
    a_published_note(people.karin, title="Vejledning", topics=[topic], filed=guide)
    a_published_note(people.karin, title="Note")
    a_note(people.karin, title="Kladde", topics=[topic])
    hanne = actor(people.hanne)
    page = sign_in(people.hanne).get("/knowledge").text
    for choice in ("Practice guide (1)", "Learning note (1)", "Deadlines (1)", "Jobkonsulent (1)"):
        assert choice in page
    assert queries.topics_with_counts(hanne)[0][1] == 1
    assert queries.topics_with_counts(actor(people.karin))[0][1] == 2
    for wanted in (
        Wanted(kind="practice-guide"),
        Wanted(topic=topic.key),
        Wanted(profession="Jobkonsulent"),
    ):
        assert [n.title for n in queries.list_notes(hanne, wanted=wanted).rows] == ["Vejledning"]
    client = sign_in(people.karin)
    assert "Deadlines" in client.get("/knowledge/topics").text
    again = {"name_da": "Frister", "name_en": ""}
    assert "There is a topic of that name." in client.post("/knowledge/topics", data=again).text


def test_a_hit_is_marked_where_it_stands_however_it_is_written(people):
    text = "Ord. " * 80 + "Her kom <b>partshøringerne</b> for sent."
    note = a_published_note(people.karin, title="Om høring", text=text)
    line = presenters.lines([note], {}, "høring")[0]
    assert line.title == "Om <mark>høring</mark>"
    assert "<mark>partshøringerne</mark>" in line.excerpt
    assert line.excerpt.startswith("… ")
    assert "<mark>" not in presenters.lines([note], {})[0].excerpt


def test_notes_leave_as_files_with_what_the_person_may_read_and_a_line_in_the_log(
    people, sign_in, db
):
    karin = actor(people.karin)
    target = a_published_note(people.karin, title="Mål")
    draft = a_note(people.karin, title="Hemmelig kladde")
    shown = a_note(people.karin)
    picture = service_pictures.add_picture(
        karin, shown.key, data=a_png(), file_name="a.png", alt_text="Tre trin"
    )
    new = words(title="Start", text=f"Se [[Mål]]. {picture.markdown}")
    service.save_note(karin, shown.key, revision=1, written=new, filed=filing())
    service_publishing.ask_review(karin, shown.key)
    service_publishing.publish(actor(people.kurt), shown.key, revision=2)
    drawn = f"pictures/{picture.key}.png"
    client = sign_in(people.hanne)
    pdf = client.post(f"/knowledge/{shown.key}/export", data={"kind": "pdf"})
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    alone = ZipFile(BytesIO(client.post(f"/knowledge/{shown.key}/export").data))
    assert alone.namelist() == [f"{shown.key}.md", drawn]
    base = ZipFile(BytesIO(client.post("/knowledge/export").data))
    assert set(base.namelist()) == {f"{target.key}.md", f"{shown.key}.md", drawn, "knowledge.pdf"}
    written = base.read(f"{shown.key}.md").decode()
    assert f"[Mål]({target.key}.md). ![Tre trin]({drawn})" in written
    assert client.post(f"/knowledge/{draft.key}/export").status_code == 404
    entries = (
        db.session.query(AuditEntry).filter_by(code=AuditCode.NOTE_EXPORTED).order_by(AuditEntry.id)
    )
    assert [entry.details for entry in entries] == [{"kind": "pdf"}, {"kind": "zip"}, {"count": 2}]
