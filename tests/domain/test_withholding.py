"""What is withheld from those who may not read the rows, and what goes with it."""

from review_app.domain.sample_rows import Asked, SampleCase, Standing
from review_app.domain.scoring import AnswerValue
from review_app.domain.withholding import Subject, to_withhold

MET, CANNOT = AnswerValue.MET, AnswerValue.CANNOT_BE_ASSESSED
CHECKLIST = [Asked("K1", "1"), Asked("K2", "1")]


def rows(stratum, count, *, handlers=3, k1=MET, k2=MET):
    return [
        SampleCase(
            f"{stratum}-{n}",
            stratum,
            Standing.SETTLED,
            answers={"K1": k1, "K2": k2},
            caseworker=f"{stratum}{n % handlers}",
        )
        for n in range(count)
    ]


def hidden(cases, strata=("a", "b", "c"), subject=Subject.CRITERION, code="K1"):
    found = to_withhold(cases, CHECKLIST, strata=strata)
    return {stratum for what, which, stratum in found if (what, which) == (subject, code)}


def test_large_figures_are_shown():
    assert hidden(rows("a", 9) + rows("b", 8) + rows("c", 7)) == set()


def test_a_single_small_stratum_is_withheld_together_with_the_next_smallest():
    assert hidden(rows("a", 9) + rows("b", 6) + rows("c", 4)) == {"b", "c"}


def test_so_is_a_stratum_of_two_caseworkers():
    assert hidden(rows("a", 9) + rows("b", 9, handlers=2) + rows("c", 7)) == {"b", "c"}


def test_small_strata_that_are_large_together_need_no_company():
    assert hidden(rows("a", 9) + rows("b", 4) + rows("c", 4)) == {"b", "c"}
    assert hidden(rows("a", 9) + rows("b", 2) + rows("c", 2)) == {"a", "b", "c"}


def test_a_small_total_takes_all_strata_with_it():
    assert hidden(rows("a", 2) + rows("b", 2), ("a", "b")) == {None, "a", "b"}


def test_a_stratum_of_which_nothing_counts_gives_nothing_away():
    assert hidden(rows("a", 9) + rows("b", 8), ("a", "b", "c")) == {"c"}


def test_the_smaller_of_the_two_denominators_decides():
    few_assessed = rows("c", 3) + rows("c", 4, k1=CANNOT)
    assert "c" in hidden(rows("a", 9) + rows("b", 8) + few_assessed)


def test_a_section_goes_with_the_criterion_that_could_be_solved_for():
    cases = rows("a", 9) + rows("b", 8) + rows("c", 3) + rows("c", 5, k1=CANNOT)
    assert hidden(cases, subject=Subject.SECTION, code="1") == {"b", "c"}


def test_verdicts_and_score_are_withheld_by_the_settled_cases():
    cases = rows("a", 9) + rows("b", 8) + rows("c", 4)
    assert hidden(cases, subject=Subject.VERDICT, code="") == {"b", "c"}
    assert hidden(cases, subject=Subject.SCORE, code="") == {"b", "c"}


def test_cases_that_are_not_settled_play_no_part():
    waiting = [SampleCase(f"w{n}", "c", caseworker=f"w{n}") for n in range(9)]
    assert hidden(rows("a", 9) + rows("b", 8) + rows("c", 4) + waiting) == {"b", "c"}
