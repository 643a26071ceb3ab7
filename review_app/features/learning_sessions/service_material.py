"""What there is to read for a session: words, an address on the web, or a file."""

from dataclasses import dataclass
from io import BytesIO
from typing import IO

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.materials import LARGEST_BYTES, PICTURES, kind_of
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.pictures import read_picture
from review_app.features.learning_sessions import queries
from review_app.kernel import uploads
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import SessionMaterial


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be read; a ``file`` under the name it was sent with."""

    title: str
    text: str = ""
    address: str = ""
    file: IO[bytes] | None = None
    file_name: str = ""


def add_material(actor: Actor, key: str, *, given: Given) -> SessionMaterial:
    """Put something to read beside a session.

    :raises Incomplete: without a title, or with a title alone.
    :raises Invalid: when the address is none of the web, the file is too large or of no kind
        that is taken, or a personal number stands in the words.
    """
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        demand(actor, Permission.SESSION_PLAN, session)
        for field in ("title", "text", "address", "file_name"):
            refuse_personal_numbers(getattr(given, field), field=field)
        if not given.title.strip():
            raise Incomplete(fields=["title"])
        if not (given.text.strip() or given.address.strip() or given.file):
            raise Incomplete(fields=["text"])
        material = SessionMaterial(
            session_id=session.id,
            title=given.title.strip(),
            text=given.text.strip(),
            address=_address(given.address),
            added_by_id=actor.id,
        )
        if given.file is not None:
            _keep(material, given.file, given.file_name)
        work.add(material)
        work.log(AuditCode.SESSION_MATERIAL_ADDED, material)
    return material


def _address(address: str) -> str | None:
    address = address.strip()
    if address and not address.startswith(("https://", "http://")):
        raise Invalid(field="address", reason="not of the web")
    return address or None


def _keep(material: SessionMaterial, file: IO[bytes], name: str) -> None:
    content = file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise Invalid(field="file", reason="large", largest=LARGEST_BYTES)
    kind = kind_of(content)
    if kind in PICTURES:
        content = _picture_alone(content)
    material.upload = uploads.keep(BytesIO(content))
    material.file_kind, material.file_name = kind.value, kind.name_for(name)


def _picture_alone(content: bytes) -> bytes:
    """Leave behind what rides along with a picture, such as where it was taken."""
    try:
        return read_picture(content, most_bytes=LARGEST_BYTES).data
    except Invalid as fault:
        raise Invalid(field="file", reason="kind") from fault


def remove_material(actor: Actor, key: str, *, material_key: str) -> None:
    """Take something to read away again; its file too, once that is certain."""
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        demand(actor, Permission.SESSION_PLAN, session)
        material = queries.get_material(actor, session, key=material_key)
        upload = material.upload
        work.session.delete(material)
        work.log(AuditCode.SESSION_MATERIAL_REMOVED, session, material=material_key)
    if upload:
        uploads.remove([upload])
