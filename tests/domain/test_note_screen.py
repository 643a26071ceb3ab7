import pytest

from review_app.domain.note_screen import HitKind, screen


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Nummeret er 010170-1234.", HitKind.CPR, "010170-1234"),
        ("Ring på 20 30 40 50 i morgen", HitKind.PHONE, "20 30 40 50"),
        ("Ring +45 20304050", HitKind.PHONE, "+45 20304050"),
        ("Skriv til bo@eksempel.dk nu", HitKind.EMAIL, "bo@eksempel.dk"),
        ("Hun bor Lindevej 12, 2. tv", HitKind.ADDRESS, "Lindevej 12, 2. tv"),
        ("på Nørre Allé 4B i byen", HitKind.ADDRESS, "Nørre Allé 4B"),
        ("Borgeren fik besked den 3. marts 2024.", HitKind.STORY_DATE, "den 3. marts 2024"),
        ("Kvinden blev sygemeldt 03-03-2024", HitKind.STORY_DATE, "03-03-2024"),
    ],
)
def test_what_could_lead_back_to_a_citizen_is_found(text, kind, found):
    assert [(hit.kind, hit.text) for hit in screen(text)] == [(kind, found)]


def test_a_hit_tells_its_place_in_the_text():
    text = "Ring til 20 30 40 50."
    (hit,) = screen(text)
    assert text[hit.start : hit.end] == "20 30 40 50"


def test_names_known_to_the_case_are_found_whole_in_part_and_in_the_genitive():
    hits = screen(
        "Bodil Holm kom. Holms mand ringede, bodil svarede. Holmegaard er en by.",
        names=["Bodil Holm"],
    )
    assert [hit.text for hit in hits] == ["Bodil Holm", "Holms", "bodil"]


def test_case_numbers_known_to_the_case_are_found_as_whole_words():
    hits = screen("Se 2024-117 og 2024-1170.", case_numbers=["2024-117"])
    assert [(hit.kind, hit.text) for hit in hits] == [(HitKind.CASE_NUMBER, "2024-117")]


@pytest.mark.parametrize(
    "text",
    [
        "Fristen regnes fra uge 8, jf. § 15 i lov nr. 1201 af 2024.",
        "Loven ændres den 1. juli 2026.",
        "I 75 % af sagerne var samtalen holdt inden 56 dage.",
        "Noten erstatter version 2 fra 2023.",
    ],
)
def test_professional_text_is_left_in_peace(text):
    assert screen(text) == ()


def test_hits_never_overlap_and_come_in_order():
    hits = screen(
        "Hun, 010170-1234, bor Lindevej 12 siden 1. maj 2020, bo@lindevej.dk",
        names=["Lindevej"],
    )
    assert [hit.kind.value for hit in hits] == ["cpr", "address", "story-date", "email"]
    assert all(a.end <= b.start for a, b in zip(hits, hits[1:], strict=False))
