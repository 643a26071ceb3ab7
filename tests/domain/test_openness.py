"""The ladder of openness: one step at a time, and nobody before those nearer to the work."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.actors import Actor, Role
from review_app.domain.errors import Invalid
from review_app.domain.openness import (
    BEFORE,
    LADDER,
    Audience,
    Detail,
    FigureFamily,
    Obstacle,
    capped,
    demand_step,
    in_force_on,
    level,
    next_detail,
    sight_of,
)

QUALITY = FigureFamily.QUALITY
LEVELS = st.dictionaries(st.sampled_from(LADDER), st.sampled_from([None, *Detail]))


@given(LEVELS)
def test_nobody_is_shown_more_than_those_nearer_to_the_work(levels):
    shown = capped(levels)
    for audience in LADDER:
        assert level(shown[audience]) <= level(levels.get(audience))
        for other in BEFORE[audience]:
            assert level(shown[audience]) <= level(shown[other])
    assert capped(shown) == shown


@given(LEVELS, st.sampled_from(LADDER), st.sampled_from(FigureFamily))
def test_only_one_step_further_is_ever_allowed_and_less_always(levels, audience, family):
    stands = level(capped(levels)[audience])
    for detail in (None, *Detail):
        try:
            demand_step(family, audience, detail, levels=levels)
        except Invalid:
            assert level(detail) >= stands
        else:
            assert level(detail) < stands or level(detail) == stands + 1


def test_the_ladder_of_the_story():
    assert next_detail(QUALITY, Audience.MANAGEMENT, {}) is Detail.HOUSE
    assert next_detail(QUALITY, Audience.STAFF, {}) is Obstacle.OTHERS_FIRST
    team = {Audience.TEAM: Detail.TEAM}
    assert next_detail(QUALITY, Audience.STAFF, team) is Detail.HOUSE
    assert next_detail(QUALITY, Audience.TEAM, team) is Detail.NAMED
    everything = dict.fromkeys(LADDER, Detail.NAMED)
    assert capped(everything)[Audience.OBSERVERS] is Detail.NAMED
    assert next_detail(QUALITY, Audience.OBSERVERS, everything) is Obstacle.FINEST
    house = dict.fromkeys(LADDER, Detail.HOUSE)
    assert next_detail(FigureFamily.EFFECT, Audience.TEAM, house) is Obstacle.FINEST
    for audience in (Audience.SELF, Audience.PUBLIC):
        assert next_detail(QUALITY, audience, everything) is Obstacle.NOT_AVAILABLE
    with pytest.raises(Invalid, match="one-step"):
        demand_step(QUALITY, Audience.TEAM, Detail.TEAM, levels={})


def test_a_step_works_from_its_day_and_the_later_decided_wins():
    def step(detail, days=0):
        on = date(2026, 3, 2) + timedelta(days=days)
        given = {"family": QUALITY, "audience": Audience.TEAM, "detail": detail}
        return SimpleNamespace(**given, effective_on=on)

    opened, closed, again = step(Detail.HOUSE), step(None), step(Detail.HOUSE)
    on = opened.effective_on
    assert in_force_on([opened], QUALITY, on - timedelta(days=1)) == {}
    assert in_force_on([opened, closed], QUALITY, on) == {Audience.TEAM: closed}
    assert in_force_on([opened, closed, again], QUALITY, on)[Audience.TEAM] is again
    upcoming = step(Detail.TEAM, days=3)
    assert in_force_on([upcoming, closed], QUALITY, upcoming.effective_on) == {
        Audience.TEAM: upcoming
    }
    assert in_force_on([opened], FigureFamily.EFFECT, on) == {}


def test_a_reader_sees_what_all_their_audiences_see_together():
    hanne = Actor(7, frozenset({Role.CASEWORKER}), frozenset({1}))
    shown = {Audience.TEAM: Detail.NAMED, Audience.STAFF: Detail.HOUSE}
    sight = sight_of(shown, hanne, named={Audience.TEAM: {(1, 7), (1, 8), (2, 9)}})
    assert sight.is_open
    assert sight.shows_team(1)
    assert not sight.shows_team(2)
    assert not sight.shows_team(None)
    assert sight.named == {(1, 7), (1, 8)}
    observer = Actor(9, frozenset({Role.OBSERVER}))
    assert not sight_of(shown, observer, named={}).is_open
    manager = Actor(3, frozenset({Role.MANAGER}), frozenset({1}))
    assert sight_of({Audience.MANAGEMENT: Detail.TEAM}, manager, named={}).shows_team(2)
