"""The order of steps, branches, and what differs between two versions."""

import pytest

from review_app.domain.errors import Invalid
from review_app.domain.workflow_standards import (
    StepChangeKind,
    StepText,
    check_branch,
    differences,
    moved,
    next_code,
)


def step(code, what="Calls", **more):
    return StepText(code=code, who_da="S", who_en="C", what_da=what, what_en=what, **more)


def kinds(before, after):
    return [
        (change.kind.value, (change.after or change.before).code)
        for change in differences(before, after)
    ]


def test_what_was_added_changed_moved_and_removed_is_told_apart():
    before = [step("T1"), step("T2"), step("T3"), step("T4")]
    after = [step("T5"), step("T3"), step("T1"), step("T2", "Writes")]
    found = {code: kind for kind, code in kinds(before, after)}
    assert found == {"T5": "added", "T3": "moved", "T2": "changed", "T4": "removed"}


def test_a_step_added_at_the_top_moves_nothing():
    assert kinds([step("T1"), step("T2")], [step("T3"), step("T1"), step("T2")]) == [
        ("added", "T3")
    ]


def test_a_change_names_the_fields_that_differ():
    (change,) = differences([step("T1")], [step("T1", rule="R08", criteria=("K35",))])
    assert change.kind is StepChangeKind.CHANGED
    assert change.differs == ("rule", "criteria")


def test_a_code_is_never_used_again():
    assert next_code(["T1", "T3"]) == "T4"


@pytest.mark.parametrize(("by", "order"), [(-9, "bac"), (-1, "bac"), (1, "acb"), (9, "acb")])
def test_a_step_moves_within_the_ends(by, order):
    assert moved(list("abc"), "b", by=by) == list(order)


@pytest.mark.parametrize(
    ("to", "condition"), [("T2", ""), ("", "absent"), ("T1", "absent"), ("T9", "absent")]
)
def test_a_branch_needs_a_condition_and_leads_to_another_step(to, condition):
    with pytest.raises(Invalid):
        check_branch("T1", to, condition=condition, codes=["T1", "T2"])


def test_a_branch_may_be_left_out_or_lead_on():
    check_branch("T1", "", condition=None, codes=["T1"])
    check_branch("T1", "T2", condition="absent", codes=["T1", "T2"])
