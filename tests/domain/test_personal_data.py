import pytest

from review_app.domain.errors import Invalid
from review_app.domain.personal_data import (
    find_personal_numbers,
    has_personal_number,
    is_dropped_heading,
    is_refused_heading,
    masked,
    refuse_personal_numbers,
)


@pytest.mark.parametrize(
    "text",
    [
        "010170-1234",
        "0101701234",
        "010170 1234",
        "010170\N{NON-BREAKING HYPHEN}1234",
        "010170 \N{EN DASH} 1234",
        "Sagen om 311299-4321 er lukket.",
        "cpr0101701234",
        "SYG-010170-1234",
        "2023-010170-1234",
        "udtræk_0101701234.csv",
        "290200-4123",
        "(0101701234)",
        "a;0101701234;b",
    ],
)
def test_a_personal_number_is_found_however_it_is_written(text):
    assert has_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "320170-1234",
        "011370-1234",
        "290200-1123",  # 1900 had no 29 February, and a seventh digit of 1 means 1900
        "01017012345",
        "90101701234",
        "12.0101701234",
        "0101701234.55",
        "2011-10-11 13:42:22.688000+02:00",
        "case-10011",
        "15.20.00-G01-123-15",
        "3f0101701234aa",
        "550e8400-e29b-41d4-a716-0a0101701234",
        "01017-01234",
        "",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert not has_personal_number(text)


def test_the_place_of_each_number_is_told():
    text = "Fra 010170-1234 til 0202801234"
    assert [text[start:end] for start, end in find_personal_numbers(text)] == [
        "010170-1234",
        "0202801234",
    ]


def test_a_message_never_repeats_the_number():
    assert "1234" not in masked("se 010170-1234 og 0101701234")


@pytest.mark.parametrize(
    "heading", ["CPR", "CPR-nr.", "Cpr.nr.", "CPR nummer", "Personnummer formateret", "BorgerCPR"]
)
def test_headings_of_personal_numbers_are_refused(heading):
    assert is_refused_heading(heading)


@pytest.mark.parametrize(
    "heading",
    ["Fornavn", "Efternavn", "BorgerMobil", "Navn", "Adresse", "Alder", "Køn", "Borgerens adresse"],
)
def test_headings_of_name_address_age_and_gender_are_dropped(heading):
    assert is_dropped_heading(heading)


@pytest.mark.parametrize(
    "heading",
    ["Sagsnummer", "AfdelingNavn", "AktivitetNavn", "case:concept:name", "org:resource", "Kontor"],
)
def test_headings_the_product_needs_are_kept(heading):
    assert not is_dropped_heading(heading)
    assert not is_refused_heading(heading)


def test_a_refusal_names_the_field_and_not_the_number():
    with pytest.raises(Invalid) as refusal:
        refuse_personal_numbers("borger 010170-1234", field="comment")
    assert refusal.value.facts == {"field": "comment", "reason": "personal-number"}
