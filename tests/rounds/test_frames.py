"""Which cases each filter leaves, filters kept under a name, and a list held against another."""

from datetime import date, timedelta

import pytest

from review_app.domain.completeness import compare, read_numbers
from review_app.domain.designs import Grouping
from review_app.domain.draw import read_plan
from review_app.domain.errors import Invalid, NotFound, NotPermitted
from review_app.domain.frames import FrameFilter
from review_app.features.rounds import (
    queries_frames,
    queries_saved,
    service,
    service_ceremony,
    service_frames,
)
from review_app.models import CaseEvent
from tests.cast import actor, enter, some_cases
from tests.rounds.builders import a_drawn_round, a_planned_round, twenty_cases

DAY = date(2026, 3, 2)


@pytest.fixture
def four(people):
    """Four cases, opened a day apart from 2 March; their deadlines are 55 days later.

    The first was closed late, the second in time; the third has three steps by two people in two
    departments; the fourth belongs to nobody.
    """
    cases = some_cases(people.hanne, people.henrik, people.hanne, None, opened_on=DAY)
    cases[0].closed_on = cases[0].deadline_on + timedelta(days=1)
    cases[1].closed_on = cases[1].deadline_on
    steps = [
        ("Talk", "Hanne", "North", 5),
        ("Plan", "Henrik", "South", 9),
        ("Talk", "Hanne", "", 40),
    ]
    enter(
        *cases,
        *(
            CaseEvent(
                case_id=cases[2].id,
                identity=f"e{n}",
                activity=what,
                performed_by_label=who,
                team_label=where or None,
                happened_on=DAY + timedelta(days=later),
                stamp="",
                position=n,
            )
            for n, (what, who, where, later) in enumerate(steps)
        ),
    )
    return cases


def left_by(people, cases, **chosen):
    query = queries_frames.frame_query(actor(people.karin), FrameFilter(**chosen))
    numbers = {case.number for case in queries_frames.db.session.scalars(query)}
    return [n for n, case in enumerate(cases) if case.number in numbers]


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({}, [0, 1, 2, 3]),
        ({"caseworker": "label:Unknown"}, [3]),
        ({"closed_from_on": date(2026, 4, 27)}, [0, 1]),
        ({"closed_to_on": date(2026, 4, 26)}, []),
        ({"closed_from_on": date(2026, 4, 28), "opened_to_on": DAY}, []),
        ({"active_from_on": date(2026, 4, 28)}, [2, 3]),
        ({"active_to_on": DAY}, [0]),
        ({"active_from_on": date(2026, 4, 27), "active_to_on": date(2026, 4, 30)}, [0, 1, 2, 3]),
        ({"deadline": "missed"}, [0, 2, 3]),
        ({"deadline": "not-missed"}, [1]),
        ({"open_longer_than_days": 55}, [0, 2, 3]),
        ({"open_longer_than_days": 56}, [2, 3]),
        ({"least_caseworkers": 2}, [2]),
        ({"least_caseworkers": 3}, []),
        ({"least_departments": 2}, [2]),
        ({"event": "Talk"}, [2]),
        ({"event": "Talk", "event_status": "missing"}, [0, 1, 3]),
        ({"event": "Plan", "event_from_on": DAY + timedelta(days=10)}, []),
        (
            {"event": "Plan", "event_status": "missing", "event_to_on": DAY + timedelta(days=8)},
            [0, 1, 2, 3],
        ),
        ({"event": "Talk", "event_from_on": DAY + timedelta(days=10)}, [2]),
    ],
    ids=str,
)
def test_a_filter_leaves_these(people, four, chosen, left):
    assert left_by(people, four, **chosen) == left


def test_a_caseworker_is_found_by_key(people, four):
    assert left_by(people, four, caseworker=people.hanne.key) == [0, 2]


def test_cases_drawn_lately_are_left_out_unless_their_round_was_cancelled(people):
    cases = twenty_cases(people)
    drawn = a_drawn_round(people, size=6)
    today = drawn.draw.drawn_at.date()
    assert len(left_by(people, cases, not_drawn_since_on=today)) == 14
    assert len(left_by(people, cases, not_drawn_since_on=today + timedelta(days=2))) == 20
    service.cancel_round(actor(people.karin), drawn.key, reason="Not needed")
    assert len(left_by(people, cases, not_drawn_since_on=today)) == 20


def test_cases_are_counted_by_what_a_design_divides_them_by(people, four):
    def told(grouping):
        count = queries_frames.count_frame(actor(people.karin), FrameFilter(), grouping=grouping)
        return [(one.code, one.label, one.frame_size) for one in count.strata]

    assert told(Grouping.TEAM) == [("s01", "North", 2), ("s02", "South", 1), ("s03", "", 1)]
    assert told(Grouping.CASEWORKER) == [
        ("s01", "Hanne", 2),
        ("s02", "Henrik", 1),
        ("s03", "Unknown", 1),
    ]
    assert told(Grouping.CASE_TYPE) == [("s01", "Sygedagpenge", 4)]


def test_the_filter_of_an_old_round_is_still_read():
    old = {"source": "test", "team": "", "status": "open", "opened_from_on": "2026-01-01"}
    assert FrameFilter.read(old) == FrameFilter(
        "test", status="open", opened_from_on=date(2026, 1, 1)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"deadline": "perhaps"},
        {"event_status": "perhaps"},
        {"closed_from_on": "2026-02-02", "closed_to_on": "2026-02-01"},
        {"open_longer_than_days": "0"},
        {"open_longer_than_days": "many"},
        {"not_drawn_since_on": "yesterday"},
    ],
    ids=str,
)
def test_a_filter_that_cannot_be_right_is_refused(wrong):
    with pytest.raises(Invalid):
        FrameFilter.read(wrong)


def test_filters_are_kept_renamed_and_removed(people):
    karin = actor(people.karin)
    chosen = FrameFilter(status="open", least_caseworkers=3)
    kept = service_frames.save_frame(karin, name=" Hard ones ", chosen=chosen)
    assert FrameFilter.read(queries_saved.get_frame(karin, kept.key).frame_filter) == chosen
    with pytest.raises(Invalid):
        service_frames.save_frame(karin, name="hard ones", chosen=chosen)
    service_frames.rename_frame(karin, kept.key, name="Heavy ones")
    assert [one.name for one in queries_saved.list_frames(karin)] == ["Heavy ones"]
    service_frames.remove_frame(karin, kept.key)
    with pytest.raises(NotFound):
        queries_saved.get_frame(karin, kept.key)
    with pytest.raises(NotPermitted):
        service_frames.save_frame(actor(people.hanne), name="Mine", chosen=chosen)


def test_a_list_is_read_with_or_without_heading_and_quotes():
    assert read_numbers("Sagsnummer;Team\n101;North\n\n'102',South\n103\t\n") == [
        "101",
        "102",
        "103",
    ]
    assert read_numbers("101\r\n102\r\n") == ["101", "102"]
    assert read_numbers("") == []


def test_what_is_missing_and_what_nobody_expected_is_named(people, four):
    listed = [four[0].number, four[1].number, "test-99", four[0].number]
    found = queries_saved.compare_frame(actor(people.karin), FrameFilter(), expected=listed)
    assert found == compare(listed, [case.number for case in four])
    assert (found.missing, found.unexpected) == (("test-99",), (four[2].number, four[3].number))
    assert (found.expected, found.there, found.repeated, found.difference) == (3, 4, 1, 1)


def test_the_difference_stands_in_the_plan_of_the_draw(people):
    twenty_cases(people)
    karin = actor(people.karin)
    planned = a_planned_round(people)
    service_frames.set_expected(karin, planned.key, size=22, source="Report of 1 March")
    with pytest.raises(Invalid):
        service_frames.set_expected(karin, planned.key, size=22, source=" ")
    plan = read_plan(service_ceremony.seal_draw(karin, planned.key).plan_text.encode())
    assert plan["expected_frame_rows"] == "22"
    assert plan["expected_frame_source"] == "Report of 1 March"
    assert plan["expected_frame_difference"] == "-2"
