"""Documents: what a person wrote stays text, and a screen reader can read the PDF."""

from review_app.kernel.documents import (
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Points,
    Table,
    Written,
    tree_of,
)
from review_app.kernel.typesetting import typeset

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 2"><rect width="6" height="2"/></svg>'
TEXT = "# Vi **blev** [enige](https://e.dk)\n\n- et\n- to\n\n> citat\n\n|a|b|\n|-|-|\n|1|2|"
MINUTES = Document(
    "Referat",
    "Mandag",
    (
        Heading("Deltagere"),
        Facts((("Sagsbehandler", 'Hanne #panic("no") *x* $1$'),)),
        Heading("Punkt 1", 2),
        Paragraph("Det korte af det lange", is_quiet=True),
        Written(TEXT),
        Points(("Et", "To")),
        Table("Tal", ("Navn", "Antal"), (("Æble", "3"),), numeric=(1,)),
        Picture(SVG, "En bjælke fylder to tredjedele", "Figur"),
    ),
    foot="Sammenhold",
)


def test_every_part_is_set_as_a_tagged_document_with_title_and_language():
    pdf = typeset(MINUTES, lang="da")
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part" in pdf
    assert b"/Lang(da)" in pdf
    assert b"/MarkInfo" in pdf


def test_text_is_never_read_as_markup_of_the_typesetter():
    assert tree_of('Say #panic("no") <script>x</script> $1$') == [
        {"tag": "p", "body": ['Say #panic("no")  $1$'], "href": ""}
    ]
    assert typeset(Document("*[", "", (Written('#panic("no")'), Points(("#[",)))), lang="en")


def test_gaps_between_blocks_go_and_those_between_words_stay():
    (quoted,) = tree_of("> **a**\n> *b*")
    (paragraph,) = quoted["body"]
    assert [each if isinstance(each, str) else each["body"] for each in paragraph["body"]] == [
        ["a"], "\n", ["b"],
    ]  # fmt: skip
