"""Which files can be teaching material, told by how they begin and never by their name."""

from enum import StrEnum

from review_app.domain.errors import Invalid

LARGEST_BYTES = 10 * 1024 * 1024


class MaterialKind(StrEnum):
    """What kind of file there is to read for a session, as a media type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"

    def name_for(self, name: str) -> str:
        """Return the file name it is offered under: the one it came with, ending as it should."""
        stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0][:80]
        return f"{stem or 'material'}.{self.name.lower()}"


BEGINNINGS = {
    b"%PDF-": MaterialKind.PDF,
    b"\x89PNG\r\n\x1a\n": MaterialKind.PNG,
    b"\xff\xd8\xff": MaterialKind.JPEG,
}


def kind_of(content: bytes) -> MaterialKind:
    """Return what kind of file *content* is.

    :raises Invalid: when it is of no kind that is taken.

    >>> kind_of(b"%PDF-1.7")
    <MaterialKind.PDF: 'application/pdf'>
    """
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    raise Invalid(field="file", reason="kind")
