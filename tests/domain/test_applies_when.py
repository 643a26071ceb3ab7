"""When a criterion is asked, given the answers before it and the case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.applies_when import (
    CaseFacts,
    CaseField,
    Clause,
    ClauseKind,
    Conditional,
    check_order,
    not_asked,
    read_clauses,
)
from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue

MET, NOT_MET = AnswerValue.MET, AnswerValue.NOT_MET
NOTHING = CaseFacts()
AFTER_TALK = Clause(ClauseKind.ANSWER, "talk", (MET.value, AnswerValue.PARTLY_MET.value))
LADDER = [
    Conditional("talk"),
    Conditional("plan", (AFTER_TALK,)),
    Conditional("agreed", (Clause(ClauseKind.ANSWER, "plan", (MET.value,)),)),
]


@pytest.mark.parametrize(
    ("answers", "hidden"),
    [
        ({}, {"plan", "agreed"}),
        ({"talk": MET}, {"agreed"}),
        ({"talk": MET, "plan": MET}, set()),
        ({"talk": NOT_MET, "plan": MET}, {"plan", "agreed"}),
    ],
)
def test_what_hangs_on_something_that_is_not_asked_is_not_asked_either(answers, hidden):
    assert not_asked(LADDER, answers, NOTHING) == hidden


def test_a_condition_may_look_for_what_was_not_asked():
    without = Clause(ClauseKind.ANSWER, "plan", (AnswerValue.NOT_APPLICABLE.value,))
    criteria = [*LADDER[:2], Conditional("why", (without,))]
    assert not_asked(criteria, {"talk": NOT_MET, "plan": MET}, NOTHING) == {"plan"}


def test_all_clauses_of_section_and_criterion_must_hold():
    of_kind = Clause(ClauseKind.FIELD, CaseField.CASE_TYPE.value, ("Sygedagpenge", "Job"))
    criteria = [Conditional("talk"), Conditional("plan", (of_kind, AFTER_TALK))]
    job = CaseFacts({CaseField.CASE_TYPE: "Job"})
    assert not_asked(criteria, {"talk": MET}, job) == frozenset()
    assert not_asked(criteria, {"talk": NOT_MET}, job) == {"plan"}
    assert not_asked(criteria, {"talk": MET}, NOTHING) == {"plan"}


def test_what_happened_in_the_case_opens_and_closes():
    criteria = [
        Conditional("held", (Clause(ClauseKind.HAPPENED, "Talk"),)),
        Conditional("why not", (Clause(ClauseKind.MISSING, "Talk"),)),
    ]
    assert not_asked(criteria, {}, NOTHING) == {"held"}
    assert not_asked(criteria, {}, CaseFacts(events=frozenset({"Talk"}))) == {"why not"}


@pytest.mark.parametrize(
    "clause",
    [
        AFTER_TALK,
        Clause(ClauseKind.FIELD, CaseField.TEAM.value, ("North",)),
        Clause(ClauseKind.MISSING, "Follow-up talk"),
    ],
)
def test_a_clause_is_read_as_it_was_stored(clause):
    assert read_clauses([clause.stored()]) == (clause,)


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"kind": "mood", "subject": "talk"},
        {"kind": "answer", "subject": "talk"},
        {"kind": "answer", "subject": "talk", "values": ["perhaps"]},
        {"kind": "field", "subject": "name", "values": ["Jens"]},
        {"kind": "happened", "subject": "Talk", "values": ["met"]},
        {"kind": "missing", "subject": " "},
    ],
)
def test_what_is_no_clause_is_refused(stored):
    with pytest.raises(Invalid):
        Clause.read(stored)


def test_a_clause_looks_back_only():
    check_order(LADDER)
    with pytest.raises(Invalid) as refused:
        check_order([LADDER[1], LADDER[0]])
    assert (refused.value.facts["criterion"], refused.value.facts["subject"]) == ("plan", "talk")


codes = st.integers(0, 7).map(str)
clauses = st.builds(
    Clause,
    st.just(ClauseKind.ANSWER),
    codes,
    st.lists(st.sampled_from([v.value for v in AnswerValue]), min_size=1).map(tuple),
)


@st.composite
def checklists(draw):
    """Criteria that look back only."""
    return [
        Conditional(str(n), tuple(c for c in draw(st.lists(clauses)) if int(c.subject) < n))
        for n in range(8)
    ]


@given(checklists(), st.dictionaries(codes, st.sampled_from(AnswerValue)), st.randoms())
def test_what_stands_in_a_hidden_criterion_decides_nothing(criteria, answers, chance):
    hidden = not_asked(criteria, answers, NOTHING)
    other = {**answers, **{code: chance.choice(list(AnswerValue)) for code in hidden}}
    assert not_asked(criteria, other, NOTHING) == hidden
    assert all(c.code not in hidden for c in criteria if not c.clauses)


@given(checklists(), st.dictionaries(codes, st.sampled_from(AnswerValue)))
def test_a_later_answer_never_changes_what_is_asked_before_it(criteria, answers):
    hidden = not_asked(criteria, answers, NOTHING)
    for place in range(len(criteria)):
        first = {str(n): answers.get(str(n)) for n in range(place)}
        until = not_asked(criteria[: place + 1], first, NOTHING)
        assert until == {code for code in hidden if int(code) <= place}
