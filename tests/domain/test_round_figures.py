"""Figures from plain rows: which answers count, in which stratum, and what is not said."""

from dataclasses import replace
from fractions import Fraction

import pytest

from review_app.domain.draw import Method
from review_app.domain.estimation import estimate
from review_app.domain.figure_files import differences, published
from review_app.domain.figure_kinds import Bounds, Measure, Status
from review_app.domain.kinds import SettlingWay
from review_app.domain.round_figures import overlap, scope_figures
from review_app.domain.sample_rows import (
    Asked,
    SampleCase,
    Standing,
    answer_that_counts,
    answers_without_file,
    credit,
)
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.survey import Design, Observed, estimate_share, estimate_strata

MET, PARTLY, NOT = AnswerValue.MET, AnswerValue.PARTLY_MET, AnswerValue.NOT_MET
NA, CANNOT = AnswerValue.NOT_APPLICABLE, AnswerValue.CANNOT_BE_ASSESSED
CHECKLIST = [Asked("K1", "1"), Asked("K2", "1", weight=3), Asked("FILE", "2", asks_for_file=True)]
TWO_STRATA = Design(Method.STRATIFIED, {"north": 40, "south": 20})


def cases(*answers, stratum="", start=0, **more):
    return [
        SampleCase(
            f"c{start + n}",
            stratum,
            Standing.SETTLED,
            answers={"K1": answer, "K2": MET, "FILE": MET},
            verdict=Verdict.IN_ACCORDANCE,
            **more,
        )
        for n, answer in enumerate(answers)
    ]


def share(scope, code="K1", measure=Measure.MET):
    return scope.criteria[code].shares[measure]


@pytest.mark.parametrize(
    ("settled", "way", "counts"),
    [
        (None, None, MET),
        (NOT, SettlingWay.CONSENSUS, NOT),
        (NOT, SettlingWay.THIRD_REVIEWER, NOT),
        (MET, SettlingWay.AGREED, MET),
        (NOT, SettlingWay.CANNOT_AGREE, CANNOT),
    ],
)
def test_what_two_reviewers_settled_on_counts_before_the_first_answer(settled, way, counts):
    assert answer_that_counts(MET, settled=settled, way=way) is counts


def test_a_missing_file_fails_what_asks_for_it_and_nothing_else_can_be_assessed():
    answers = answers_without_file(CHECKLIST)
    assert answers == {"K1": CANNOT, "K2": CANNOT, "FILE": NOT}
    assert credit(answers, CHECKLIST) == (0, 1)
    gone = SampleCase("x", "", Standing.FILE_MISSING, answers=answers)
    scope = scope_figures([*cases(*[MET] * 6), gone], Design(Method.SIMPLE, {"": 30}), CHECKLIST)
    assert (share(scope, "FILE").numerator, share(scope, "FILE").denominator) == (6, 7)
    assert (share(scope).numerator, share(scope).denominator) == (6, 6)
    assert share(scope, measure=Measure.CANNOT).numerator == 1
    assert scope.settled == 7


def test_the_total_of_strata_is_weighted_and_each_stratum_exact():
    rows = cases(MET, MET, MET, MET, NOT, MET, stratum="north")
    rows += cases(NOT, NOT, MET, NOT, NOT, NOT, stratum="south", start=10)
    observed = [Observed(c.stratum, c.answers["K1"] is MET) for c in rows]
    total = share(scope_figures(rows, TWO_STRATA, CHECKLIST)).found
    assert total == estimate_share(observed, TWO_STRATA)
    assert total.share == Fraction(2, 3) * Fraction(5, 6) + Fraction(1, 3) * Fraction(1, 6)
    south = scope_figures(rows, TWO_STRATA, CHECKLIST, stratum="south")
    assert (south.frame_size, south.settled) == (20, 6)
    assert share(south).found == estimate(1, 6, frame_size=20)
    assert share(south).found == estimate_strata(observed, TWO_STRATA)["south"]


def test_without_a_settled_case_of_a_stratum_there_is_no_figure_of_all():
    rows = cases(MET, MET, NOT, MET, MET, stratum="north")
    total = share(scope_figures(rows, TWO_STRATA, CHECKLIST))
    assert (total.status, total.missing) == (Status.STRATUM_UNREVIEWED, ("south",))
    assert (total.numerator, total.denominator) == (4, 5)
    assert share(scope_figures(rows, TWO_STRATA, CHECKLIST, stratum="north")).found is not None


def test_a_reviewed_whole_is_exact_however_small():
    rows = cases(MET, NOT, MET, stratum="south")
    design = Design(Method.STRATIFIED, {"north": 40, "south": 3})
    found = share(scope_figures(rows, design, CHECKLIST, stratum="south"))
    assert (found.status, found.found.share) == (Status.KNOWN, Fraction(2, 3))
    few = share(scope_figures(rows, TWO_STRATA, CHECKLIST, stratum="south"))
    assert (few.status, few.found) == (Status.TOO_FEW, None)


def test_a_section_is_the_credit_of_its_criteria_and_the_score_the_mean_of_the_cases():
    rows = cases(*[MET, PARTLY, NOT, NA, CANNOT] * 2)
    scope = scope_figures(rows, Design(Method.SIMPLE, {"": 30}), CHECKLIST)
    # K1 weighs 1 and K2 3: six cases have both, four K2 alone (all met).
    assert float(scope.sections["1"].found.share) == pytest.approx((8 + 7 + 6 + 6 + 6) / 36)
    per_case = [1, Fraction(9, 10), Fraction(4, 5), 1, 1]
    assert float(scope.score.found.share) == pytest.approx(float(sum(per_case)) / 5)
    fewer = scope_figures(rows[:9], Design(Method.SIMPLE, {"": 30}), CHECKLIST)
    assert fewer.score.status is Status.TOO_FEW


def test_what_was_left_open_spans_the_range():
    rows = cases(MET, MET, MET, NOT, CANNOT, CANNOT, NA)
    conflict = SampleCase("r", "", Standing.REPLACED, replacement_code="reviewer_conflict")
    stranger = SampleCase("s", "", Standing.REPLACED, replacement_code="out_of_scope")
    missing = SampleCase("f", "", Standing.FILE_MISSING, answers=answers_without_file(CHECKLIST))
    design = Design(Method.SIMPLE, {"": 30})
    scope = scope_figures([*rows, conflict, stranger, missing], design, CHECKLIST)
    found = scope.criteria["K1"].sensitivity
    assert (found.cannot, found.without_file, found.conflicts) == (2, 1, 1)
    assert (found.low_count, found.high_count, found.denominator) == (3, 7, 8)
    assert (found.low_share, found.high_share) == (Fraction(3, 8), Fraction(7, 8))
    assert (scope.drawn, scope.cases, scope.replaced) == (10, 8, 2)


def test_bounds_that_hold_together_share_the_doubt_among_the_criteria():
    rows, design = cases(*[MET] * 9, NOT), Design(Method.SIMPLE, {"": 60})
    together = Bounds(90, are_together=True)
    found = share(scope_figures(rows, design, CHECKLIST, bounds=together)).found
    assert found == estimate(9, 10, frame_size=60, confidence_percent=90, questions=3)
    alone = share(scope_figures(rows, design, CHECKLIST, bounds=Bounds(90))).found
    assert found.low_share < alone.low_share


def test_ranges_that_share_a_value_overlap():
    design = Design(Method.STRATIFIED, {"a": 100, "b": 100})
    near = cases(*[MET] * 8, NOT, NOT, stratum="a") + cases(*[MET] * 6, *[NOT] * 4, stratum="b")
    far = cases(*[MET] * 20, stratum="a") + cases(*[NOT] * 20, stratum="b")

    def overlapping(rows):
        scopes = [scope_figures(rows, design, CHECKLIST, stratum=s) for s in ("a", "b")]
        return overlap(share(scope) for scope in scopes)

    assert overlapping(near) is True
    assert overlapping(far) is False
    assert overlapping(near[:1]) is None


def test_a_difference_between_published_and_recomputed_is_named():
    rows, design = cases(*[MET] * 9, NOT), Design(Method.SIMPLE, {"": 60})

    def told(rows):
        return published([scope_figures(rows, design, CHECKLIST)], bounds=Bounds())

    assert differences(told(rows), told(rows)) == []
    other = [replace(rows[0], verdict=Verdict.WOULD_BE_CHANGED), *rows[1:]]
    wrong = differences(told(rows), told(other))
    assert {line.split(":")[0] for line in wrong} == {
        "figures verdict in-accordance given in all",
        "figures verdict would-be-changed given in all",
    }
    assert any("x published 10, recomputed 9" in line for line in wrong)
