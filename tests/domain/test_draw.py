"""What holds for every draw, whatever the frame and the seed."""

import ast
import hashlib
import unicodedata
from collections import Counter
from itertools import combinations
from math import comb
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review_app.domain import verify_draw
from review_app.domain.draw import Method, make_plan, reveal, seal
from review_app.domain.errors import Invalid
from review_app.domain.verify_draw import FrameRow

refs = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6).map(
    lambda text: unicodedata.normalize("NFC", text)
)
rows = st.builds(FrameRow, refs, st.sampled_from("ab"), st.integers(1, 10**12), refs)
frames = st.lists(rows, min_size=1, max_size=14, unique_by=lambda row: row.case_ref)
seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)


def seed_number(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def taken(method: str, frame: list[FrameRow], size: int, seed: str) -> list[str]:
    picks = verify_draw.draw({"method": method, "n": str(size)}, frame, seed)
    return [pick.case_ref for pick in picks if pick.is_selected]


@given(frames, seeds, st.data())
def test_a_larger_sample_contains_the_smaller(frame, seed, data):
    larger = data.draw(st.integers(0, len(frame)))
    smaller = data.draw(st.integers(0, larger))
    for method in ("srs", "pps"):
        assert set(taken(method, frame, smaller, seed)) <= set(taken(method, frame, larger, seed))


@given(frames, seeds, st.randoms(use_true_random=False))
def test_the_order_of_the_list_given_in_changes_nothing(frame, seed, random):
    shuffled = random.sample(frame, len(frame))
    assert verify_draw.canonical_frame(shuffled) == verify_draw.canonical_frame(frame)
    for method in ("srs", "pps", "systematic"):
        size = len(frame) // 2
        assert taken(method, shuffled, size, seed) == taken(method, frame, size, seed)


@given(frames, seeds)
def test_every_case_gets_its_place_once_and_the_first_places_are_the_sample(frame, seed):
    for method in ("srs", "pps", "systematic"):
        picks = verify_draw.draw({"method": method, "n": str(len(frame) // 2)}, frame, seed)
        assert sorted(pick.case_ref for pick in picks) == sorted(row.case_ref for row in frame)
        assert [pick.position for pick in picks if pick.is_selected] == list(
            range(1, len(frame) // 2 + 1)
        )


@given(frames, seeds)
def test_a_stratum_never_changes_a_ticket_and_each_gets_its_number(frame, seed):
    bare = {
        p.case_ref: p.ticket_hex for p in verify_draw.draw({"method": "srs", "n": "0"}, frame, seed)
    }
    there = Counter(row.stratum for row in frame)
    plan = {"method": "stratified", "n": {label: str(n // 2) for label, n in there.items()}}
    picks = verify_draw.draw(plan, frame, seed)
    assert {pick.case_ref: pick.ticket_hex for pick in picks} == bare
    assert Counter(p.stratum for p in picks if p.is_selected) == +Counter(
        {label: n // 2 for label, n in there.items()}
    )


@given(frames)
def test_a_frame_reads_back_as_it_was_written(frame):
    written = verify_draw.canonical_frame(frame)
    assert verify_draw.canonical_frame(verify_draw.read_frame(written)) == written
    assert [row.case_ref.encode() for row in verify_draw.read_frame(written)] == sorted(
        row.case_ref.encode() for row in frame
    )


def test_the_two_ways_to_write_a_danish_letter_are_one_case():
    composed, decomposed = "\u00c5-1", "A\u030a-1"
    assert verify_draw.canonical_frame([FrameRow(decomposed)]) == verify_draw.canonical_frame(
        [FrameRow(composed)]
    )
    with pytest.raises(ValueError, match="repeated"):
        verify_draw.canonical_frame([FrameRow(composed), FrameRow(decomposed)])


@pytest.mark.parametrize(
    "row", [FrameRow(""), FrameRow(" a"), FrameRow("a\tb"), FrameRow("a", weight=0)]
)
def test_a_row_that_could_be_read_two_ways_is_refused(row):
    with pytest.raises(ValueError, match="frame"):
        verify_draw.canonical_frame([row])


def draw_with(title: str = "t", ref: str = "case-1", secret: str = "0" * 64) -> list[str]:
    frame = [FrameRow(ref), *(FrameRow(f"case-{n}") for n in range(2, 40))]
    plan = make_plan(title=title, method=Method.SIMPLE, size=20, frame_rows=39)
    sealed = seal(
        frame, plan, commitments=[("operator", verify_draw.commitment("operator", secret))]
    )
    return [pick.ticket_hex for pick in reveal(sealed, secrets=[("operator", secret)]).picks]


def test_one_changed_character_in_frame_plan_or_secret_changes_every_ticket():
    usual = set(draw_with())
    for other in (draw_with(title="u"), draw_with(ref="case-0"), draw_with(secret="0" * 63 + "1")):
        assert not usual & set(other)


def test_a_secret_other_than_the_one_committed_to_is_refused():
    plan = make_plan(title="t", method=Method.SIMPLE, size=1, frame_rows=1)
    bound = [("operator", verify_draw.commitment("operator", "a" * 64))]
    sealed = seal([FrameRow("case-1")], plan, commitments=bound)
    with pytest.raises(Invalid):
        reveal(sealed, secrets=[("operator", "b" * 64)])
    with pytest.raises(Invalid):
        reveal(sealed, secrets=[("operator", "a" * 64)], public_value="4711")


def test_heavy_cases_are_certain_and_stay_so():
    frame = [FrameRow("heavy", weight=50), *(FrameRow(f"light-{n}") for n in range(20))]
    assert {row.case_ref for row in verify_draw.take_all(frame, 2)} == {"heavy"}
    assert all("heavy" in taken("pps", frame, 2, seed_number(n)) for n in range(50))


@settings(deadline=None)
@given(st.integers(1, 30), st.data())
def test_every_start_of_a_systematic_draw_together_takes_each_case_equally_often(total, data):
    size = data.draw(st.integers(1, total))
    hits = Counter((r + k * total) // size for r in range(total) for k in range(size))
    assert set(hits.values()) == {size}


def test_all_subsets_come_out_about_equally_often():
    names, size, seeds_tried = [f"case-{n}" for n in range(6)], 2, 3000
    frame = [FrameRow(name) for name in names]
    seen = Counter(frozenset(taken("srs", frame, size, seed_number(n))) for n in range(seeds_tried))
    expected = seeds_tried / comb(6, 2)
    chi2 = sum((seen[frozenset(c)] - expected) ** 2 / expected for c in combinations(names, size))
    assert chi2 < 42.6, "the 99.99 % point of chi-square with 14 degrees of freedom is 42.58"


def test_a_uniform_number_covers_its_range_evenly():
    counts = Counter(verify_draw.uniform(seed_number(n), "start/all", 7) for n in range(3500))
    assert sum((counts[k] - 500) ** 2 / 500 for k in range(7)) < 27.9, "99.99 %, 6 degrees"


def test_the_verifier_imports_nothing_but_the_standard_library_and_no_chance():
    tree = ast.parse(Path(verify_draw.__file__).read_text(encoding="utf-8"))
    imported = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    imported |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert imported == {
        "hashlib", "hmac", "json", "sys", "unicodedata", "zipfile", "collections",
        "collections.abc", "fractions", "itertools", "pathlib", "typing",
    }  # fmt: skip
