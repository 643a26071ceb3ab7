"""Assent: two thirds, a yes of one's own, and fourteen days; whoever comes, goes or withdraws."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.assent import (
    COOLING_OFF,
    Answered,
    Asked,
    AssentAnswer,
    consent_of,
    needed_of,
)

YES, NO, WITHDRAWN = AssentAnswer.YES, AssentAnswer.NO, AssentAnswer.WITHDRAWN
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


def day(n):
    return START + timedelta(days=n)


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
