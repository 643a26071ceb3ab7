import io
import zipfile

import pytest

from review_app.domain.errors import Invalid
from review_app.domain.materials import MaterialKind, kind_of

SLIDES = ("[Content_Types].xml", "ppt/presentation.xml")


def packed(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def test_a_file_is_what_it_holds():
    assert kind_of(b"%PDF-1.7 ...") is MaterialKind.PDF
    assert kind_of(packed(*SLIDES)) is MaterialKind.PPTX
    assert MaterialKind.PPTX.name_for("C:\\temp\\talk.exe") == "talk.pptx"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ",
        b"<svg onload='x'/>",
        b"PK\x03\x04 cut off",
        packed("word/document.xml", "[Content_Types].xml"),
        packed(*SLIDES, "ppt/vbaProject.bin"),
    ],
)
def test_what_is_of_no_kind_or_brings_a_program_is_refused(content):
    with pytest.raises(Invalid):
        kind_of(content)
