"""How hard a case looks: steps, points, and what is refused."""

import pytest

from review_app.domain.difficulty import DEFAULT_WEIGHTS, Factor, Ranking, steps
from review_app.domain.errors import Invalid


def test_points_are_steps_times_weight_and_the_most_stands_first():
    values = {Factor.AGE: 400, Factor.CASEWORKERS: 3, Factor.FINDINGS: 50, Factor.PLAN_CHANGES: 0}
    assert steps(Factor.AGE, 89) == 0
    points = Ranking().points(values)
    assert list(points.items()) == [(Factor.FINDINGS, 20), (Factor.AGE, 8), (Factor.CASEWORKERS, 4)]


def test_a_ranking_comes_back_from_the_database_as_it_went_in():
    ranking = Ranking({Factor.AGE: 9, Factor.FINDINGS: 0}, "Plan changed")
    assert Ranking.read(ranking.stored()).stored() == ranking.stored()
    assert Ranking.read({}).weights == DEFAULT_WEIGHTS


@pytest.mark.parametrize("weights", [{Factor.AGE: 10}, {Factor.AGE: -1}, {Factor.AGE: 0}, {}])
def test_weights_that_cannot_be_are_refused(weights):
    with pytest.raises(Invalid):
        Ranking(weights)
