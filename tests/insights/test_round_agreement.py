"""Agreement of a round: from pairs that are both handed in, and small ones withheld."""

import csv
import io

import pytest

from review_app.domain.agreement import AgreementRemark
from review_app.domain.errors import NotFound, NotPermitted
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ReviewState
from review_app.features.insights import queries_agreement
from review_app.models import Review, ReviewAnswer, RoundCase
from tests.cast import actor, enter
from tests.insights.series import drawn_round, review_of
from tests.knowledge.notes import a_checklist, criteria_of

MET, NOT = AnswerValue.MET, AnswerValue.NOT_MET


@pytest.fixture
def twice(people, db):
    """Twelve cases met on both criteria; as many as asked for reviewed a second time by Clara."""
    version = a_checklist("One?", "Two?")
    hands = [people.hanne, people.henrik, people.karin] * 4
    found = drawn_round(version, people.kurt, hands, {"C1": 12, "C2": 12})

    def second(values, **state):
        spots = db.session.query(RoundCase).filter_by(round_id=found.id).order_by("position")
        for spot, value in zip(spots.limit(len(values)).all(), values, strict=True):
            first = db.session.query(Review).filter_by(round_case_id=spot.id).one()
            again = review_of(found, spot, people.clara, first=first, **state)
            enter(again)
            given = {"C1": value, "C2": MET}
            enter(
                *(
                    ReviewAnswer(review_id=again.id, criterion_id=criterion.id, value=given[code])
                    for code, criterion in criteria_of(version).items()
                )
            )
        return found

    return second


def agreed(person, found):
    return queries_agreement.get_agreement(actor(person), found.key)


def test_pairs_are_compared_in_all_and_by_criterion(people, twice):
    found = agreed(people.kurt, twice([MET, MET, MET, NOT, MET, NOT]))
    assert (found.double, found.planned, found.cases) == (6, 6, 12)
    assert (found.found.items, found.found.all_agreed) == (12, 10)
    one, two = found.lines
    assert (one.found.all_agreed, two.found.all_agreed) == (4, 6)
    assert one.unlike == [(MET, NOT, 2)]
    assert AgreementRemark.INDICATIVE in found.found.remarks
    assert AgreementRemark.SAME_ANSWER in two.found.remarks


def test_what_one_of_two_or_both_were_not_asked_is_kept_and_not_counted(people, twice, db):
    found = twice([MET, MET, MET, NOT, MET, NOT])
    one = agreed(people.kurt, found).lines[0].criterion
    pairs = db.session.query(Review).filter(Review.second_of_id.is_not(None)).order_by(Review.id)

    def hide(*review_ids):
        own = db.session.query(ReviewAnswer).filter_by(criterion_id=one.id)
        for answer in own.filter(ReviewAnswer.review_id.in_(review_ids)).all():
            answer.is_hidden = True
            enter(answer)

    both, second_alone, first_alone = pairs[0], pairs[3], pairs[4]
    hide(both.id, both.second_of_id, second_alone.id, first_alone.second_of_id)
    line = agreed(people.kurt, found).lines[0]
    assert (line.found.items, line.found.all_agreed) == (3, 2)  # of six, three were asked twice
    assert line.unlike == [(MET, NOT, 1)]
    kept = db.session.query(ReviewAnswer).filter_by(review_id=second_alone.id, criterion_id=one.id)
    assert kept.one().value is NOT


def test_it_is_printed_beside_the_figures_and_on_its_own_page(people, twice, sign_in):
    found = twice([MET, MET, MET, NOT, MET, NOT])
    client = sign_in(people.mona)
    said = "Two reviewers gave the same answer on 83% of the double-checked answers"
    assert said in client.get(f"/figures/{found.key}").text
    page = client.get(f"/figures/{found.key}/agreement").text
    assert said in page
    assert "Indicative only" in page
    assert "Met / Not met: 2" in page
    assert "Everyone gave the same answer" not in page
    rows = read(client.get(f"/figures/{found.key}/agreement.csv"))
    assert [row["Compared"] for row in rows] == ["12", "6", "6"]
    assert rows[2]["Krippendorff's alpha"] == ""


def test_nothing_is_told_of_a_review_that_is_still_under_way(people, twice, sign_in):
    found = twice([MET, NOT, NOT], is_handed_in=False)
    assert agreed(people.karin, found).found is None
    page = sign_in(people.karin).get(f"/figures/{found.key}/agreement").text
    assert "3 cases are to be reviewed twice" in page
    assert "Not met" not in page


def test_who_reviews_in_the_round_learns_nothing_until_all_is_in(people, twice, sign_in, db):
    found = twice([MET, NOT, MET, MET, MET, MET])
    assert agreed(people.kurt, found).found is not None
    last = db.session.query(Review).filter_by(round_id=found.id, reviewer_id=people.kurt.id)
    late = last.order_by(Review.id.desc()).first()
    late.state, late.submitted_at = ReviewState.IN_PROGRESS, None
    enter(late)
    blind = agreed(people.kurt, found)
    assert (blind.found, blind.planned, blind.is_blind) == (None, 0, True)
    page = sign_in(people.kurt).get(f"/figures/{found.key}/agreement").text
    assert "You review in this round yourself" in page
    assert agreed(people.mona, found).found.items == 12


def test_a_cancelled_review_and_a_replaced_case_play_no_part(people, twice, db):
    found = twice([MET, NOT], state=ReviewState.CANCELLED)
    assert (agreed(people.kurt, found).planned, agreed(people.kurt, found).found) == (0, None)


def test_a_round_without_second_reviews_says_so(people, twice, sign_in):
    found = twice([])
    for page in ("", "/agreement"):
        said = sign_in(people.kurt).get(f"/figures/{found.key}{page}").text
        assert "No double-reviewed cases" in said


def test_few_pairs_are_withheld_from_those_who_read_no_rows(people, twice, sign_in):
    found = twice([MET, NOT, MET, MET])
    assert agreed(people.mona, found).is_withheld
    assert (agreed(people.mona, found).found, agreed(people.mona, found).lines) == (None, [])
    assert agreed(people.kurt, found).found.items == 8
    page = sign_in(people.mona).get(f"/figures/{found.key}/agreement").text
    assert "Withheld: under 5 cases were reviewed twice" in page
    (row,) = read(sign_in(people.mona).get(f"/figures/{found.key}/agreement.csv"))
    assert row["Compared"] == ""


@pytest.mark.parametrize("who", ["hanne", "clara", "olga", "adam"])
def test_others_read_no_agreement(people, twice, who):
    found = twice([MET] * 6)
    with pytest.raises((NotPermitted, NotFound)):
        agreed(getattr(people, who), found)


def read(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
