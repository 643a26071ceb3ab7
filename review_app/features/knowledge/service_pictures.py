"""Pictures of notes: looked at by their content, kept without what rides along."""

from io import BytesIO

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.pictures import read_picture
from review_app.features.knowledge import queries, queries_pictures
from review_app.kernel import uploads
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import NotePicture

MOST_PICTURES = 30


def add_picture(
    actor: Actor, key: str, *, data: bytes, file_name: str, alt_text: str
) -> NotePicture:
    """Keep a picture for a note; its file's own name is looked at and forgotten.

    :raises Invalid: when it is none, is too large, says nothing in words, or its words or its
        file's name hold a personal number.
    """
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        demand(actor, Permission.NOTE_WRITE, note)
        refuse_personal_numbers(file_name, field="picture")
        refuse_personal_numbers(alt_text, field="alt_text")
        picture = read_picture(data)
        words = " ".join(alt_text.translate(_NO_BRACKETS).split())
        if not words:
            raise Invalid(field="alt_text", reason="empty")
        if queries_pictures.count_pictures(actor, note) >= MOST_PICTURES:
            raise Invalid(field="picture", reason="too-many")
        assert actor.id is not None
        kept = work.add(
            NotePicture(
                note_id=note.id,
                alt_text=words,
                media_type=picture.media_type,
                width=picture.width,
                height=picture.height,
                file_name=uploads.keep(BytesIO(picture.data)),
                added_by_id=actor.id,
            )
        )
        work.log(AuditCode.NOTE_PICTURE_ADDED, note, size=len(picture.data))
    return kept


_NO_BRACKETS = str.maketrans("", "", "[]")  # they would end the words in the text


def remove_picture(actor: Actor, key: str) -> str:
    """Remove a picture for good; returns the key of its note."""
    with unit_of_work(actor) as work:
        picture, note = queries_pictures.get_picture(actor, key)
        demand(actor, Permission.NOTE_WRITE, note)
        name = picture.file_name
        work.session.delete(picture)
        work.log(AuditCode.NOTE_PICTURE_REMOVED, note)
    uploads.remove([name])
    return note.key
