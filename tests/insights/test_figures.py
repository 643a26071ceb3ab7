"""The figures of a small round, worked out by hand and by another road."""

from fractions import Fraction
from math import comb

import pytest

from review_app.domain.errors import NoEstimate, NotFound, NotPermitted
from review_app.domain.figure_kinds import Measure, Status
from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import Verdict
from review_app.features.insights import queries
from review_app.kernel import clock
from review_app.models import RoundCase
from tests.cast import actor, enter, some_cases
from tests.insights.rounds import CANNOT, FRAME, MET, NA, NOT, PARTLY, a_review, a_round


@pytest.fixture
def mixed(people):
    """Six cases of three caseworkers."""
    return [people.hanne, people.henrik, people.karin] * 2


def figures_of(found, person):
    figures = queries.get_figures(actor(person), found.key)
    return figures, figures.scope.criteria


def share_of(line, measure=Measure.MET):
    return line.shares[measure]


def plausible(met, size, frame):
    """Every count of the frame that the sample does not rule out, tried one by one."""
    chance = Fraction(1, 40)
    total = comb(frame, size)

    def ways(count, lacking):
        return [comb(count, k) * comb(lacking, size - k) for k in range(size + 1)]

    counts = range(met, frame - size + met + 1)
    return [
        count
        for count in counts
        if Fraction(sum(ways(count, frame - count)[: met + 1]), total) > chance
        and Fraction(sum(ways(count, frame - count)[met:]), total) > chance
    ]


def test_the_counts_are_those_of_the_answers(people, mixed):
    _, by_code = figures_of(a_round(people.kurt, mixed), people.kurt)
    counts = by_code["C1"].counts
    assert [counts[v] for v in (MET, PARTLY, NOT, NA, CANNOT)] == [4, 1, 0, 0, 1]


def test_the_bounds_of_all_answers_are_those_of_trying_every_count_of_the_frame(people, mixed):
    _, by_code = figures_of(a_round(people.kurt, mixed), people.kurt)
    found = share_of(by_code["C1"], Measure.MET_OF_ALL).found
    expected = plausible(4, 6, FRAME)
    assert (found.numerator, found.denominator, found.share) == (4, 6, Fraction(2, 3))
    assert (found.low_count, found.high_count) == (min(expected), max(expected))
    assert found.method.value == "hypergeom-exact/strict"
    found = share_of(by_code["C2"]).found
    expected = plausible(5, 6, FRAME)
    assert (found.low_count, found.high_count) == (min(expected), max(expected))


def test_what_cannot_be_assessed_leaves_the_second_denominator_and_the_textbook_bounds(
    people, mixed
):
    _, by_code = figures_of(a_round(people.kurt, mixed), people.kurt)
    found = share_of(by_code["C1"]).found
    assert (found.numerator, found.denominator) == (4, 5)
    # Clopper and Pearson's limits of 4 in 5, as printed in tables: 0.2836 to 0.9949.
    assert float(found.low_share) == pytest.approx(0.2836, abs=5e-5)
    assert float(found.high_share) == pytest.approx(0.9949, abs=5e-5)


def test_a_criterion_that_concerns_no_case_has_counts_and_no_share(people, mixed):
    _, by_code = figures_of(a_round(people.kurt, mixed), people.kurt)
    assert by_code["C3"].counts[NA] == 6
    assert share_of(by_code["C3"], Measure.MET_OF_ALL).status is Status.APPLIES_TO_NONE


def test_under_five_cases_there_is_a_count_and_nothing_is_said_of_all_cases(people, mixed):
    _, by_code = figures_of(a_round(people.kurt, mixed), people.kurt)
    found = share_of(by_code["C4"], Measure.NOT_MET)
    assert (found.status, found.found) == (Status.TOO_FEW, None)
    assert (found.numerator, found.denominator) == (1, 4)


def test_only_settled_answers_count_and_the_rest_makes_the_figure_provisional(people, mixed):
    figures, by_code = figures_of(a_round(people.kurt, mixed, settled=5), people.kurt)
    assert (figures.scope.settled, figures.scope.cases) == (5, 6)
    assert figures.scope.is_provisional
    assert share_of(by_code["C2"]).denominator == 5
    assert by_code["C2"].counts[NOT] == 0


def test_a_replaced_case_is_counted_as_replaced_and_nowhere_else(people, mixed, db):
    found = a_round(people.kurt, mixed)
    spot = db.session.query(RoundCase).filter_by(position=5).one()
    spot.replaced_at, spot.replacement_code = clock.now(), "no-file"
    enter(spot)
    figures, by_code = figures_of(found, people.kurt)
    assert (figures.scope.cases, figures.scope.settled) == (5, 5)
    assert figures.scope.replaced == 1
    assert figures.scope.has_many_replaced
    assert by_code["C2"].counts[NOT] == 0
    assert figures.scope.verdicts[Verdict.IN_ACCORDANCE].numerator == 5


def test_a_case_that_two_people_reviewed_counts_once(people, mixed, db):
    found = a_round(people.kurt, mixed)
    spot = db.session.query(RoundCase).filter_by(position=0).one()
    enter(a_review(found, spot, people.clara, is_settled=True))
    figures, by_code = figures_of(found, people.kurt)
    assert figures.scope.settled == 6
    assert share_of(by_code["C2"]).denominator == 6


def test_a_small_figure_is_withheld_from_those_who_may_not_read_the_rows(people, mixed):
    found = a_round(people.kurt, mixed)
    _, to_manager = figures_of(found, people.mona)
    _, to_coordinator = figures_of(found, people.kurt)
    assert not to_manager["C1"].is_withheld
    assert to_manager["C4"].is_withheld
    assert (to_manager["C4"].counts, to_manager["C4"].sensitivity) == ({}, None)
    assert share_of(to_manager["C4"]).denominator is None
    assert not to_coordinator["C4"].is_withheld


def test_a_figure_of_two_caseworkers_is_withheld_however_many_cases(people):
    found = a_round(people.kurt, [people.hanne, people.henrik] * 3)
    _, to_manager = figures_of(found, people.mona)
    assert to_manager["C2"].is_withheld
    assert queries.get_figures(actor(people.mona), found.key).is_withheld
    assert not queries.get_figures(actor(people.kurt), found.key).is_withheld


def test_cases_without_a_known_caseworker_count_as_one_caseworker(people, db):
    found = a_round(people.kurt, [None] * 6)
    _, to_manager = figures_of(found, people.mona)
    assert to_manager["C2"].is_withheld


def test_a_share_of_a_learn_round_is_refused(people, mixed):
    found = a_round(people.kurt, mixed, purpose=RoundPurpose.LEARN)
    with pytest.raises(NoEstimate) as refusal:
        queries.get_figures(actor(people.kurt), found.key)
    assert refusal.value.facts["reason"] == "purposive"


def test_learn_rounds_are_not_in_the_list(people, mixed):
    measure = a_round(people.kurt, mixed)
    a_round(people.kurt, mixed, purpose=RoundPurpose.LEARN)
    listed = queries.list_rounds(actor(people.mona))
    assert [line.round.id for line in listed] == [measure.id]


@pytest.mark.parametrize("who", ["hanne", "clara", "olga", "adam"])
def test_others_have_no_figures_yet(people, mixed, who):
    found = a_round(people.kurt, mixed)
    with pytest.raises((NotPermitted, NotFound)):
        queries.get_figures(actor(getattr(people, who)), found.key)


def test_cases_outside_the_round_play_no_part(people, mixed):
    found = a_round(people.kurt, mixed)
    some_cases(people.hanne, source="elsewhere")
    figures, _ = figures_of(found, people.kurt)
    assert figures.scope.frame_size == FRAME
