"""What holds for the ceremony of a draw, whoever takes part."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain import ceremony
from review_app.domain.ceremony import Contributor, Protection, PublicKind, Stage
from review_app.domain.errors import Invalid
from review_app.domain.verify_draw import commitment

digits = st.text("0123456789", min_size=20, max_size=20)
secrets = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(digits)
def test_twenty_rolls_are_read_however_they_are_spaced(rolls):
    for written in (rolls, " ".join(rolls), f"{rolls[:10]}\n{rolls[10:]}\n"):
        assert ceremony.public_value(PublicKind.DICE, written) == rolls


@pytest.mark.parametrize("given", ["", "1" * 19, "1" * 21, "1" * 19 + "x", "1" * 19 + "²"])
def test_anything_but_twenty_digits_is_refused(given):
    with pytest.raises(Invalid):
        ceremony.public_value(PublicKind.DICE, given)


@pytest.mark.parametrize("named", ["", "   ", "none", "x" * 201, "a\x00b"])
def test_a_source_that_could_not_stand_on_its_line_is_refused(named):
    with pytest.raises(Invalid):
        ceremony.public_source(PublicKind.NAMED, named)


def test_each_kind_of_public_value_is_known_again_by_its_words():
    for kind in PublicKind:
        assert ceremony.public_kind(ceremony.public_source(kind, "Lotto, 5 December")) is kind
    assert ceremony.public_kind(None) is PublicKind.NONE


@given(secrets, secrets)
def test_only_the_secret_one_is_bound_to_is_taken(mine, other):
    bound = commitment("coordinator", mine)
    assert ceremony.check_secret("coordinator", f" {mine.upper()} ", bound_to=bound) == mine
    for name, secret in (("consultant", mine), ("coordinator", other)):
        if (name, secret) != ("coordinator", mine):
            with pytest.raises(Invalid):
                ceremony.check_secret(name, secret, bound_to=bound)


def test_the_platform_always_contributes_and_comes_last():
    assert ceremony.contributors_of({}) == ceremony.QUICK
    several = {Contributor.CONSULTANT: 2, Contributor.COORDINATOR: 1}
    assert ceremony.contributors_of(several) == (
        Contributor.COORDINATOR,
        Contributor.CONSULTANT,
        Contributor.PLATFORM,
    )
    with pytest.raises(Invalid):
        ceremony.contributors_of({Contributor.CONSULTANT: 1, Contributor.COORDINATOR: 1})


def test_what_a_draw_protects_against_follows_from_who_kept_their_own_secret():
    assert [ceremony.protection(n) for n in (0, 1, 2, 3)] == [
        Protection.PLATFORM_ALONE,
        Protection.PLATFORM_OR_ONE,
        Protection.ANY_OF_SEVERAL,
        Protection.ANY_OF_SEVERAL,
    ]


@pytest.mark.parametrize(
    ("missing", "done", "expected"),
    [
        ((True, True), (False, False, False), Stage.GATHERING),
        ((False, True), (False, False, False), Stage.GATHERED),
        ((False, True), (True, False, False), Stage.OPENING),
        ((False, False), (True, False, False), Stage.OPENED),
        ((False, False), (True, True, False), Stage.DRAWN),
        ((True, True), (False, False, True), Stage.ABANDONED),
    ],
)
def test_how_far_a_draw_is_follows_from_what_is_there(missing, done, expected):
    names = ("is_sealed", "is_drawn", "is_abandoned")
    found = ceremony.stage(
        commitments_missing=missing[0],
        secrets_missing=missing[1],
        **dict(zip(names, done, strict=True)),
    )
    assert found is expected


def test_the_last_day_itself_is_not_late():
    due = date(2026, 3, 1)
    assert not ceremony.is_late(due, today=due)
    assert ceremony.is_late(due, today=date(2026, 3, 2))
    assert not ceremony.is_late(None, today=due)
