"""What differs between two versions, and what keeps one from being published."""

from dataclasses import replace

from review_app.domain.applies_when import Clause, ClauseKind
from review_app.domain.checklist_texts import CriterionText, SectionText
from review_app.domain.checklists import ChangeKind, FaultKind, differences, faults_of, renamed
from review_app.domain.word_difference import PieceKind, word_difference

K01, K02, K03 = (
    CriterionText(code, f"{code} da?", f"{code} en?") for code in ("K01", "K02", "K03")
)
FACTS = SectionText("Oplysning", "Facts", (), (K01, K02))
TALKS = SectionText("Samtaler", "Talks", (), (K03,))


def told(found):
    return [(change.kind.value, change.criterion.code) for change in found.criteria]


def test_nothing_differs_between_a_version_and_itself():
    assert not differences([FACTS, TALKS], [FACTS, TALKS])


def test_every_field_of_a_criterion_counts():
    changed = replace(K01, met_da="Sådan", evidence_on=("met",), shown_fact="first:Samtale")
    found = differences([FACTS], [replace(FACTS, criteria=(changed, K02))])
    assert told(found) == [("changed", "K01")]
    assert [f.name for f in found.criteria[0].fields] == ["met_da", "evidence_on", "shown_fact"]


def test_only_the_criterion_that_overtook_the_others_moved():
    three = replace(FACTS, criteria=(K01, K02, K03))
    assert told(differences([three], [replace(three, criteria=(K03, K01, K02))])) == [
        ("moved", "K03")
    ]


def test_a_criterion_in_another_section_moved():
    after = [replace(FACTS, criteria=(K01,)), replace(TALKS, criteria=(K02, K03))]
    assert told(differences([FACTS, TALKS], after)) == [("moved", "K02")]


def test_a_section_is_known_by_a_title_or_by_its_criteria():
    after = [replace(TALKS, title_en="Conversations"), replace(FACTS, title_da="A", title_en="B")]
    found = differences([FACTS, TALKS], after)
    assert [(c.kind.value, c.section.title_en) for c in found.sections] == [
        ("changed", "Conversations"),
        ("changed", "B"),
    ]
    assert not found.criteria


def test_sections_come_and_go():
    found = differences([FACTS], [TALKS])
    assert [c.kind for c in found.sections] == [ChangeKind.ADDED, ChangeKind.REMOVED]
    assert found.count(ChangeKind.REMOVED) == 2


def test_words_that_differ_stand_beside_each_other():
    pieces = word_difference("Was the talk held in time?", "Was the first talk held?")
    assert "".join(p.text for p in pieces if p.kind is not PieceKind.INSERTED).endswith("in time?")
    assert [p.text.strip() for p in pieces if p.kind is PieceKind.INSERTED] == ["first"]
    assert [p.text.strip() for p in pieces if p.kind is PieceKind.DELETED] == ["in time"]


def test_what_keeps_a_version_from_being_published():
    ahead = Clause(ClauseKind.ANSWER, "K03", ("met",))
    bad = CriterionText("K01", "", "Yes?", weight=11, allowed_answers=("met",))
    version = [
        SectionText("A", "A", (), (bad, replace(K02, applies_when=(ahead,)))),
        SectionText("B", "B", (), (K03, K03)),
        SectionText("C", "C"),
    ]
    assert [(f.kind.value, f.code or f.subject) for f in faults_of(version)] == [
        ("empty-section", "C"),
        ("no-question-da", "K01"),
        ("weight", "K01"),
        ("few-answers", "K01"),
        ("same-code", "K03"),
        ("condition", "K02"),
    ]
    assert [f.kind for f in faults_of([])] == [FaultKind.NO_CRITERIA]
    assert faults_of([FACTS, TALKS]) == []


def test_conditions_follow_a_criterion_to_its_new_code():
    clause = Clause(ClauseKind.ANSWER, "K01", ("met",))
    assert renamed([clause], {"K01": "K01-2"})[0].subject == "K01-2"
