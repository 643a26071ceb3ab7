"""A draw that is made larger goes on in its own order, and its bundle proves that."""

import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from review_app.domain import draw, verify_draw
from review_app.domain.draw import ReplacementCode
from review_app.domain.errors import Invalid
from tests.domain.test_draw_bundle import a_draw

PER_STRATUM = {"team-a": 2, "team-b": 2}


def replaced(drawn, place, earlier=()):
    ref = drawn.selected[place].case_ref
    return draw.replace(drawn, ref, code=ReplacementCode.OUT_OF_SCOPE, earlier=earlier)


def as_bundle(drawn, changes):
    return draw.bundle(drawn, changes)


def with_line(files, old, new):
    found = files["replacements.tsv"]
    assert old in found
    return {**files, "replacements.tsv": found.replace(old, new, 1)}


@pytest.mark.parametrize("method", ["srs", "pps"])
def test_a_larger_sample_takes_the_next_tickets(method):
    drawn = a_draw(method)
    made = draw.extend(drawn, count=3)
    assert [one.replaced_by for one in made] == [pick.case_ref for pick in drawn.reserve[:3]]
    assert draw.verify_bundle(as_bundle(drawn, made)) == []


def test_a_stratum_is_extended_from_its_own_reserve():
    drawn = a_draw("stratified", PER_STRATUM)
    made = draw.extend(drawn, stratum="team-b", count=2)
    reserve = [pick.case_ref for pick in drawn.reserve if pick.stratum == "team-b"]
    assert [one.replaced_by for one in made] == reserve[:2]
    assert {one.stratum for one in made} == {"team-b"}
    assert draw.verify_bundle(as_bundle(drawn, made)) == []


def test_replacing_and_extending_take_turns_in_one_order():
    drawn = a_draw()
    changes = [replaced(drawn, 0)]
    changes += draw.extend(drawn, count=2, earlier=changes)
    changes.append(replaced(drawn, 1, earlier=changes))
    extended = changes[1].replaced_by
    code = ReplacementCode.DUPLICATE
    changes.append(draw.replace(drawn, extended, code=code, earlier=changes))
    assert [one.replaced_by for one in changes] == [pick.case_ref for pick in drawn.reserve[:5]]
    files = as_bundle(drawn, changes)
    assert draw.verify_bundle(files) == []
    lines = files["replacements.tsv"].split(b"\n")[1:-1]
    for one, two in pairwise(lines):
        turned = with_line(files, one + b"\n" + two, two + b"\n" + one)
        assert draw.verify_bundle(turned), "another order is another story"


@pytest.mark.parametrize(("method", "size"), [("systematic", 4), ("census", 12)])
def test_a_draw_without_an_order_to_go_on_in_cannot_be_extended(method, size):
    drawn = a_draw(method, size)
    with pytest.raises(Invalid) as refused:
        draw.extend(drawn)
    assert refused.value.facts["reason"] == "not-extendable"


def test_an_extension_smuggled_into_such_a_draw_is_named():
    drawn = a_draw("systematic")
    pick = drawn.reserve[0]
    extended = draw.ExtensionCode.EXTENDED
    smuggled = [draw.Replacement("", pick.stratum, extended, pick.case_ref)]
    assert draw.verify_bundle(as_bundle(drawn, smuggled))[0].startswith("replacements.tsv, line 2")


def test_no_more_can_come_in_than_the_reserve_holds():
    drawn = a_draw()
    draw.extend(drawn, count=8)
    with pytest.raises(Invalid) as refused:
        draw.extend(drawn, count=9)
    assert refused.value.facts == {"field": "count", "reason": "reserve-too-small", "left": 8}


@pytest.mark.parametrize(
    "line",
    [
        "1\t\tteam-a\textended\t",  # took nothing
        "1\t\tteam-a\tout_of_scope\tcase-01",  # for no case
        "1\tcase-01\tteam-a\textended\tcase-02",  # on top of nothing
    ],
)
def test_a_line_that_could_not_be_is_named(line):
    drawn = a_draw("stratified", {"team-a": 8, "team-b": 2})
    files = as_bundle(drawn, ())
    files["replacements.tsv"] += f"{line}\n".encode()
    assert draw.verify_bundle(files)[0].startswith("replacements.tsv, line 2: ")


def test_a_case_taken_out_of_turn_on_top_is_named():
    drawn = a_draw()
    files = as_bundle(drawn, draw.extend(drawn, count=1))
    first, second = (pick.case_ref.encode() for pick in drawn.reserve[:2])
    assert draw.verify_bundle(with_line(files, first, second))


def test_a_bundle_from_before_draws_could_be_extended_still_verifies():
    with zipfile.ZipFile(Path(__file__).with_name("first_bundle.zip")) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert verify_draw.sha256(files["verify_draw.py"]) in draw.KNOWN_VERIFIERS
    assert files["verify_draw.py"] != draw.verifier_source()
    assert draw.verify_bundle(files) == []


def test_the_verifier_of_today_is_among_the_known_ones():
    assert verify_draw.sha256(draw.verifier_source()) in draw.KNOWN_VERIFIERS
