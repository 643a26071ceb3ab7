"""The ladder of openness, and the assent of those who would be named."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.actors import Actor, Role
from review_app.domain.errors import Invalid
from review_app.domain.openness import (
    BEFORE,
    COOLING_OFF,
    LADDER,
    Answered,
    Asked,
    AssentAnswer,
    Audience,
    Detail,
    FigureFamily,
    Obstacle,
    capped,
    consent_of,
    demand_step,
    in_force_on,
    level,
    needed_of,
    next_detail,
    sight_of,
)

QUALITY = FigureFamily.QUALITY
YES, NO, WITHDRAWN = AssentAnswer.YES, AssentAnswer.NO, AssentAnswer.WITHDRAWN
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
LEVELS = st.dictionaries(st.sampled_from(LADDER), st.sampled_from([None, *Detail]))


def day(n):
    return START + timedelta(days=n)


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


def test_names_show_fourteen_days_after_two_thirds_and_go_with_a_withdrawal():
    group = [Asked(who, day(0)) for who in "abc"]
    answers = [Answered("a", YES, day(1)), Answered("b", YES, day(3)), Answered("c", NO, day(4))]
    assert consent_of(group, answers, at=day(2)).shows_from is None
    agreed = consent_of(group, answers, at=day(30))
    assert (agreed.needed, agreed.count(YES), agreed.count(NO), agreed.unanswered) == (2, 2, 1, 0)
    assert agreed.shows_from == day(17)
    assert agreed.named_at(day(17) - timedelta(seconds=1)) == set()
    assert agreed.named_at(day(17)) == {"a", "b"}
    answers.append(Answered("a", WITHDRAWN, day(30)))
    assert consent_of(group, answers, at=day(30)).named_at(day(30)) == set()
    answers.append(Answered("c", YES, day(40)))
    assert consent_of(group, answers, at=day(53)).named_at(day(53)) == set()
    assert consent_of(group, answers, at=day(54)).named_at(day(54)) == {"b", "c"}


def test_a_late_yes_cools_off_by_itself_and_a_new_colleague_is_asked_first():
    group = [Asked(who, day(0)) for who in "abc"]
    answers = [Answered("a", YES, day(0)), Answered("b", YES, day(0)), Answered("c", YES, day(20))]
    assert consent_of(group, answers, at=day(33)).named_at(day(33)) == {"a", "b"}
    assert consent_of(group, answers, at=day(34)).named_at(day(34)) == {"a", "b", "c"}
    two_new = [*group, Asked("d", day(25)), Asked("e", day(25))]
    assert consent_of(two_new, answers, at=day(26)).reached_at is None
    answers.append(Answered("d", YES, day(28)))
    assert consent_of(two_new, answers, at=day(60)).shows_from == day(42)
    gone = [*group[:2], Asked("c", day(0), day(21)), Asked("d", day(25)), Asked("e", day(25))]
    assert consent_of(gone, answers, at=day(60)).named_at(day(60)) == {"a", "b", "d"}
    leaver_does_not_shorten = [Asked("a", day(0)), Asked("z", day(0), day(10))]
    alone = consent_of(leaver_does_not_shorten, answers[:1], at=day(60))
    assert alone.shows_from == day(10) + COOLING_OFF


MOMENTS = st.integers(0, 60).map(day)
PEOPLE = st.sampled_from("abcdefg")


@given(
    st.lists(st.builds(Asked, PEOPLE, MOMENTS), max_size=7, unique_by=lambda one: one.person),
    st.lists(st.builds(Answered, PEOPLE, st.sampled_from(AssentAnswer), MOMENTS), max_size=20),
    MOMENTS,
)
def test_nobody_is_named_without_a_standing_yes_and_two_thirds(asked, answers, moment):
    consent = consent_of(asked, answers, at=moment)
    named = consent.named_at(moment)
    assert len(consent.last) + consent.unanswered == len(consent.group)
    for who in named:
        last = [one for one in sorted(answers, key=lambda a: a.at) if one.person == who]
        last = [one for one in last if one.at <= moment][-1]
        assert last.answer is YES
        assert last.at + COOLING_OFF <= moment
        assert who in {one.person for one in asked if one.joined_at <= moment}
    if named:
        assert consent.count(YES) >= needed_of(len(consent.group))
        earlier = consent_of(asked, answers, at=moment - COOLING_OFF)
        assert earlier.count(YES) >= needed_of(len(earlier.group))
