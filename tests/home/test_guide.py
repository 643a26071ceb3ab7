"""The guide: complete in both languages, true to the interface, and readable by everybody."""

import re

import pytest
from babel.messages.pofile import read_po

from review_app.features.home import guide
from review_app.kernel import markdown
from review_app.kernel.places import TOP

LANGUAGES = ("da", "en")
EVERY_PAGE = [(language, name) for language in LANGUAGES for name in guide.PAGES]
LINK = re.compile(r"\]\(([^)]+)\)")
LABEL = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PLACE = re.compile(r"%\\?\(\w+\\?\)s")


def source(language, name):
    return (guide.FOLDER / language / f"{name}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def labels():
    """Patterns of every text of the interface, by language."""
    file = TOP / "review_app" / "translations" / "da" / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as opened:
        messages = [m for m in read_po(opened) if m.id]
    texts = {
        "en": [m.id if isinstance(m.id, str) else m.id[0] for m in messages],
        "da": [m.string if isinstance(m.string, str) else m.string[0] for m in messages],
    }
    return {
        language: re.compile("|".join(PLACE.sub(r"\\S+", re.escape(text)) for text in own if text))
        for language, own in texts.items()
    }


def test_both_languages_have_the_same_pages_and_nothing_else():
    for language in LANGUAGES:
        found = {file.stem for file in (guide.FOLDER / language).glob("*.md")}
        assert found == set(guide.PAGES)


@pytest.mark.parametrize(("language", "name"), EVERY_PAGE)
def test_every_link_and_picture_leads_to_a_file(language, name):
    text = source(language, name)
    assert text.startswith("# ")
    folder = guide.FOLDER / language
    addresses = LINK.findall(text)
    if not guide.IMAGES.is_dir():  # pictures are made by the browser journeys
        addresses = [to for to in addresses if not to.endswith(".png")]
    assert [to for to in addresses if not (folder / to).is_file()] == []


@pytest.mark.parametrize(("language", "name"), EVERY_PAGE)
def test_what_stands_in_bold_stands_in_the_interface(labels, language, name):
    said = [" ".join(label.split()) for label in LABEL.findall(source(language, name))]
    assert [label for label in said if not labels[language].fullmatch(label)] == []


@pytest.mark.parametrize("who", ["hanne", "karin", "clara", "mona", "olga", "adam"])
def test_everybody_reads_every_page_in_both_languages(people, sign_in, who):
    client = sign_in(getattr(people, who))
    for language, name in EVERY_PAGE:
        client.post("/language", data={"language": language, "next": "/account"})
        page = client.get(f"/guide/{name}")
        assert page.status_code == 200
        assert guide.read(name, language).title in page.text


def test_links_lead_to_pages_and_pictures_of_the_product(people, sign_in):
    client = sign_in(people.hanne)
    page = client.get("/guide/start").text
    assert 'href="rounds"' in page
    assert ".md" not in page
    assert '<a href="images/sign-in-' in page


def test_a_picture_of_the_guide_is_sent(people, sign_in, tmp_path, monkeypatch):
    (tmp_path / "round-da-1440.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "notes.txt").write_text("beside the pictures")
    monkeypatch.setattr(guide, "IMAGES", tmp_path)
    client = sign_in(people.hanne)
    answer = client.get("/guide/images/round-da-1440.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    answer.close()
    assert client.get("/guide/images/notes.txt").status_code == 404


@pytest.mark.parametrize(
    "name", ["no-such.png", "..%2Fda%2Fstart.md", "..%2F..%2F..%2FREADME.md", "%2Fetc%2Fpasswd"]
)
def test_only_pictures_of_the_guide_are_sent(people, sign_in, name):
    assert sign_in(people.hanne).get(f"/guide/images/{name}").status_code == 404


def test_nobody_sees_the_pictures_before_signing_in(client):
    assert client.get("/guide/images/sign-in-da-1440.png").status_code in {302, 303, 401}


def test_what_people_write_gets_no_pictures():
    written = "![a](images/a.png) text"
    assert "<img" not in markdown.to_html(written)
    assert '<img alt="a" src="images/a.png">' in markdown.to_html(written, images=True)


@pytest.mark.parametrize("address", ["https://example.org/a.png", "//example.org/a.png", "/a.png"])
def test_even_the_guide_shows_no_pictures_from_elsewhere(address):
    assert "src" not in markdown.to_html(f"![a]({address})", images=True)
