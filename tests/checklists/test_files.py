"""Checklists as files: nothing is lost on the way out and back, and faults are named by place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review_app.domain.applies_when import CaseField, Clause, ClauseKind
from review_app.domain.checklist_files import read_clause, write_clause
from review_app.domain.checklist_texts import EVERY_ANSWER, CriterionText, SectionText
from review_app.domain.personal_data import has_personal_number
from review_app.features.checklists import files

SIGNS = st.characters(
    blacklist_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), blacklist_characters="\r\x85\ufeff"
)
LINES = st.text(SIGNS, max_size=30).map(str.strip).filter(lambda t: not has_personal_number(t))
WORDS = LINES.filter(bool)
TEXTS = st.one_of(
    LINES,
    st.lists(LINES, max_size=3).map("\n".join).map(str.strip),
    st.sampled_from(
        ["=1+1", "'=1+1", "''-x", "- one\n- two", "@a", "'", "yes", "no", "123", "null"]
    ),
).filter(lambda t: not has_personal_number(t))
ANSWERS = st.sets(st.sampled_from(EVERY_ANSWER)).map(
    lambda s: tuple(v for v in EVERY_ANSWER if v in s)
)
CLAUSES = st.one_of(
    st.builds(Clause, st.just(ClauseKind.HAPPENED), WORDS),
    st.builds(Clause, st.just(ClauseKind.MISSING), WORDS),
    st.builds(
        Clause,
        st.just(ClauseKind.FIELD),
        st.sampled_from(CaseField).map(lambda f: f.value),
        st.lists(WORDS, min_size=1, max_size=3).map(tuple),
    ),
    st.builds(Clause, st.just(ClauseKind.ANSWER), st.just("K-1"), ANSWERS.filter(bool)),
)
TITLES, QUESTIONS = "section_da: A\n  section_en: A", "question_da: a, question_en: b"
CONDITIONS = st.lists(CLAUSES, max_size=3).map(tuple)


@st.composite
def checklists(draw):
    sections = []
    for n in range(draw(st.integers(1, 3))):
        criteria = tuple(
            draw(
                st.builds(
                    CriterionText,
                    code=st.just(f"K{n}{m}"),
                    question_da=WORDS,
                    question_en=WORDS,
                    guidance_da=TEXTS,
                    met_en=TEXTS,
                    law_reference=LINES,
                    is_law_confirmed=st.booleans(),
                    weight=st.integers(1, 10),
                    is_critical=st.booleans(),
                    allowed_answers=ANSWERS.filter(bool),
                    comment_on=ANSWERS,
                    evidence_on=ANSWERS,
                    applies_when=CONDITIONS,
                    shown_fact=st.one_of(st.just(""), WORDS.map("first:{}".format)),
                )
            )
            for m in range(draw(st.integers(0, 2)))
        )
        title = draw(WORDS)
        sections.append(SectionText(f"{n} {title}", f"{n} {title}", draw(CONDITIONS), criteria))
    return tuple(sections)


@pytest.mark.parametrize("kind", files.KINDS)
@given(checklists())
@settings(max_examples=60, deadline=None)
def test_a_checklist_comes_back_from_a_file_as_it_was(kind, sections):
    read = files.read(files.write(kind, sections))
    assert read.problems == ()
    assert read.sections == sections


@given(CLAUSES)
def test_a_condition_is_one_line_that_can_be_read_back(clause):
    assert read_clause(write_clause(clause)) == clause


def test_danish_excel_opens_the_file():
    content = files.write("csv", [SectionText("Ærlig", "Fair")])
    assert content.startswith(b"\xef\xbb\xbfsection_da;section_en;")


def test_every_fault_of_a_csv_file_is_named_by_row_and_column():
    content = (
        b"section_da;section_en;code;question_da;question_en;weight;met_da;mood\r\n"
        b'A;A;K01;"To\nlinjer?";Two?;12;;\r\n'
        b"A;A;K01;Hvad?;;3;010190-1234;good\r\n"
    )
    found = [(p.row, p.column, p.reason) for p in files.read(content).problems]
    assert found == [
        (2, "mood", "unknown-column"),
        (4, "met_da", "personal-number"),
        (4, "mood", "unknown-column"),
        (2, "weight", "weight"),
        (4, "code", "same-code"),
        (4, "question_en", "missing"),
    ]


@pytest.mark.parametrize(
    ("text", "row", "reason"),
    [
        ("sections: [1]", 1, "damaged"),
        ("sections:\n- section_da: A\n  section_en: *a\n", 3, "damaged"),
        ("sections:\n- !!python/object:os.system {}\n", 2, "damaged"),
        (f"sections:\n- {TITLES}\n  criteria:\n  - {{weight: x, {QUESTIONS}}}\n", 5, "weight"),
        ("hello", 1, "missing"),
        ("", 0, "empty-file"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_where(text, row, reason):
    problem = files.read(text.encode()).problems[0]
    assert (problem.row, problem.reason) == (row, reason)


def test_a_file_that_is_too_large_is_not_read():
    assert files.read(b"a" * (files.LARGEST_FILE_BYTES + 1)).problems[0].reason == "too-large"


def test_a_yaml_file_takes_lists_and_leaves_out_what_is_usual():
    text = files.write("yaml", [SectionText("A", "A", (), (CriterionText("K1", "a", "b"),))])
    assert b"weight" not in text
    lists = text.replace(b"code: K1", b"code: K1\n    evidence_on: [met, not-met]")
    assert files.read(lists).sections[0].criteria[0].evidence_on == ("met", "not-met")
