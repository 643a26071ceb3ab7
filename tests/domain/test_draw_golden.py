"""The worked example of the draw's format; none of these values may ever change."""

import hashlib
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from review_app.domain import draw, verify_draw
from review_app.domain.verify_draw import FrameRow

ROWS = [
    FrameRow("K-1001", "north", 3, "2026-01-04"),
    FrameRow("K-1002", "north", 1, "2026-01-09"),
    FrameRow("K-1003", "south", 2, "2026-01-02"),
    FrameRow("K-1004", "north", 1, "2026-02-11"),
    FrameRow("K-1005", "south", 5, "2026-01-20"),
    FrameRow("K-1006", "south", 1, "2026-03-01"),
    FrameRow("K-1007", "north", 2, "2026-02-02"),
    FrameRow("Ærø-08", "south", 1, "2026-01-15"),
]
PLAN = {"frame_rows": "8", "method": "srs", "n": "3", "title": "Q1 file audit"}
SECRETS = [("auditor", "11" * 32), ("auditee", "22" * 32)]
PUBLIC = "20 rolls of a ten-sided die at the meeting of 2026-04-01"
VALUE = "31415926535897932384"
SEED = "40b743fdd7781d73f3393884c43ea12644a9a26aa9f4517dcc8c14f178fe5f94"
ORDER = ["K-1004", "K-1003", "K-1005", "K-1001", "K-1006", "Ærø-08", "K-1007", "K-1002"]


def commitments() -> list[tuple[str, str]]:
    return [(name, verify_draw.commitment(name, secret)) for name, secret in SECRETS]


def golden_draw() -> draw.DrawFiles:
    sealed = draw.seal(ROWS, PLAN, commitments=commitments(), public=PUBLIC)
    return draw.reveal(sealed, secrets=SECRETS, public_value=VALUE)


def order(plan: Mapping[str, Any]) -> list[verify_draw.Pick]:
    return verify_draw.draw(plan, ROWS, SEED)


def taken(plan: Mapping[str, Any]) -> list[str]:
    return [pick.case_ref for pick in order(plan) if pick.is_selected]


def test_the_frame_and_the_plan_have_the_published_fingerprints():
    sealed = golden_draw().sealed
    assert sealed.frame_sha == "28b2ec582c8a2a9c4f562d3ccb59894a0fb3a21523ab3b660f4c7f8714438684"
    assert sealed.plan_sha == "3bfd5ce9169c974f929a60c66e93f997ce5421943b50d0d41d81d52311c1225c"


def test_the_commitments_and_the_commit_record_are_the_published_ones():
    assert [value for _, value in commitments()] == [
        "ceb7c77fd354d905b7a6cccd79a4f24127f43e7722582320d190518fb5aff8c1",
        "e26edf4e79311b076e579879caf072bce634395cb84feffbcde2cdd49fc4ad20",
    ]
    commit = "762ff026cc93872007a0ba3006fc56d74bc6e67c600fc52bb6f0856970d6a11d"
    assert golden_draw().sealed.commit_sha == commit


def test_the_seed_is_the_published_one_and_a_shell_finds_it_too():
    drawn = golden_draw()
    typed = f"audit-draw/1 seed\n{drawn.sealed.commit_sha}\n".encode() + drawn.reveal
    assert drawn.seed_hex == SEED == hashlib.sha256(typed).hexdigest()


def test_the_tickets_and_their_order_are_the_published_ones():
    picks = golden_draw().picks
    assert [pick.case_ref for pick in picks] == ORDER
    starts = ["1060a9b1", "20da59bb", "213826c9", "722560", "91a466", "bc32e9", "c317f2", "d9a0a0"]
    assert all(p.ticket_hex.startswith(s) for p, s in zip(picks, starts, strict=True))
    assert [pick.case_ref for pick in picks if pick.is_selected] == ["K-1004", "K-1003", "K-1005"]


def test_a_draw_per_stratum_takes_the_published_cases():
    plan = PLAN | {"method": "stratified", "n": {"north": "2", "south": "2"}}
    assert taken(plan) == ["K-1004", "K-1001", "K-1003", "K-1005"]


def test_a_draw_by_weight_has_the_published_order_and_nobody_is_certain():
    plan = PLAN | {"method": "pps"}
    assert verify_draw.take_all(ROWS, 3) == set()
    assert [pick.case_ref for pick in order(plan)] == [
        "K-1005", "K-1004", "K-1003", "K-1001", "K-1007", "K-1006", "Ærø-08", "K-1002",
    ]  # fmt: skip
    assert taken(plan) == ["K-1005", "K-1004", "K-1003"]


def test_a_systematic_draw_starts_where_published():
    assert verify_draw.uniform(SEED, "start/all", 8) == 6
    assert taken(PLAN | {"method": "systematic"}) == ["K-1002", "K-1005", "K-1006"]


def test_a_census_takes_everybody():
    assert taken(PLAN | {"method": "census", "n": "8"}) == ORDER


def test_the_text_of_the_verifier_is_among_the_known_ones():
    fingerprint = verify_draw.sha256(draw.verifier_source())
    assert fingerprint in draw.KNOWN_VERIFIERS, f"add {fingerprint} to KNOWN_VERIFIERS"


@pytest.mark.parametrize("n", ["9", "-1", "three", {"west": "1"}, None])
def test_a_size_that_does_not_fit_is_refused(n):
    method = "stratified" if isinstance(n, dict) else "srs"
    with pytest.raises(ValueError, match=r"plan\.json|invalid literal"):
        order(PLAN | {"n": n, "method": method})


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed here")
def test_openssl_gives_the_same_ticket():
    typed = ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{SEED}"]
    answer = subprocess.run(typed, input="ticket\nÆrø-08".encode(), capture_output=True, check=True)
    assert answer.stdout.split()[-1].decode() == f"{verify_draw.ticket(SEED, 'Ærø-08'):064x}"
