"""Sections, order, copies, conditions and imports of a draft, through services and pages."""

import io
from pathlib import Path

import pytest

from review_app.domain.access import OPERATOR
from review_app.domain.applies_when import Clause, ClauseKind
from review_app.domain.errors import Conflict, Incomplete, Invalid, NotPermitted
from review_app.features.checklists import (
    files,
    queries,
    service,
    service_copies,
    service_files,
    service_sections,
)
from review_app.features.checklists.writing import texts_of
from review_app.kernel import clock
from tests.cast import actor

MET = Clause(ClauseKind.ANSWER, "K01", ("met",)).stored()
TITLES = {"title_da": "Nyt", "title_en": "New", "applies_when": []}
FORM = {
    "question_da": "Er det noteret?",
    "question_en": "Is it noted?",
    "weight": "1",
    "default_severity": "material",
    "section": "1",
    "allowed_answers": ["met", "not-met"],
}


@pytest.fixture
def version(people):
    service.seed_reference(OPERATOR, folder=Path("seed/reference"))
    return queries.list_checklists(OPERATOR)[0].versions[0]


@pytest.fixture
def draft(people, version):
    return service.start_draft(actor(people.karin), version.key, reason="More")


@pytest.fixture
def karin(people, sign_in):
    return sign_in(people.karin)


def again(draft):
    return queries.get_version(OPERATOR, draft.key)


def codes(draft, section):
    return [c.code for c in again(draft).sections[section].criteria]


def test_a_criterion_moves_within_its_section_and_into_the_next(people, draft):
    karin, first = actor(people.karin), draft.criteria[0]
    before = codes(draft, 0)
    for _ in before:
        service_sections.move_criterion(karin, draft.key, criterion_key=first.key, step=1)
    assert codes(draft, 0) == before[1:]
    assert codes(draft, 1)[0] == "K01"
    service_sections.move_criterion(karin, draft.key, criterion_key=first.key, step=-1)
    assert codes(draft, 0) == [*before[1:], "K01"]


def test_at_the_very_top_a_criterion_stays(people, draft):
    before = codes(draft, 0)
    key = draft.criteria[0].key
    service_sections.move_criterion(actor(people.karin), draft.key, criterion_key=key, step=-1)
    assert codes(draft, 0) == before


def test_a_section_moves_with_its_criteria(people, karin, draft):
    first, second = codes(draft, 0), codes(draft, 1)
    karin.post(f"/checklists/versions/{draft.key}/arrange", data={"section_down": "1"})
    assert (codes(draft, 0), codes(draft, 1)) == (second, first)


def test_an_order_that_is_not_of_this_draft_is_refused(people, karin, draft):
    with pytest.raises(Conflict):
        service_sections.arrange(actor(people.karin), draft.key, order=[(1, ["nothing"])])
    address = f"/checklists/versions/{draft.key}/arrange"
    assert karin.post(address, data={"order": "x"}).status_code == 422


def test_a_section_comes_with_a_condition_and_goes_with_its_criteria(people, draft):
    karin, count = actor(people.karin), len(draft.criteria)
    values = {**TITLES, "applies_when": [MET]}
    new = service_sections.add_section(karin, draft.key, values=values)
    assert again(draft).sections[-1].applies_when == [MET]
    with pytest.raises(Invalid):
        service_sections.add_section(karin, draft.key, values=values)
    service_sections.remove_section(karin, draft.key, position=new.position, criteria=0)
    own = len(draft.sections[0].criteria)
    with pytest.raises(Conflict):
        service_sections.remove_section(karin, draft.key, position=1, criteria=own + 1)
    service_sections.remove_section(karin, draft.key, position=1, criteria=own)
    assert len(again(draft).criteria) == count - own


def test_what_is_to_be_mended_is_said_instead_of_publishing(people, karin, draft):
    values = {"question_da": "A?", "applies_when": [MET], "evidence_on": ["met"]}
    service.save_criterion(
        actor(people.karin),
        draft.key,
        criterion_key=draft.criteria[0].key,
        values=values,
        is_same_meaning=True,
    )
    page = karin.get(f"/checklists/versions/{draft.key}/publish").text
    assert "does not come before it: K01" in page
    assert "Publish and lock" not in page
    with pytest.raises(Incomplete):
        service.publish(actor(people.mona), draft.key, reason="x", effective_on=clock.today())


def test_conditions_follow_a_criterion_whose_meaning_changes(people, draft):
    karin = actor(people.karin)
    first, second = draft.criteria[:2]
    service.save_criterion(
        karin,
        draft.key,
        criterion_key=second.key,
        values={"applies_when": [MET]},
        is_same_meaning=True,
    )
    service.save_criterion(
        karin, draft.key, criterion_key=first.key, values={}, is_same_meaning=False
    )
    assert again(draft).criteria[1].applies_when[0]["subject"] == "K01-2"


def test_criteria_are_taken_over_with_the_conditions_that_fit(people, version):
    karin = actor(people.karin)
    new = service.add_checklist(karin, code="short", name_da="Kort", name_en="Short")
    service_sections.add_section(karin, new.key, values=TITLES)
    keys = [criterion.key for criterion in version.criteria[:2]]
    done = service_copies.copy_criteria(
        karin, new.key, from_key=version.key, criterion_keys=keys, section_position=1
    )
    assert [c.code for c in done.criteria] == ["K01", "K03"]
    twice = service_copies.copy_criteria(
        karin, new.key, from_key=version.key, criterion_keys=keys[:1], section_position=1
    )
    assert [c.code for c in twice.criteria] == ["E01"]


def test_a_draft_says_what_a_file_says_after_a_report(people, karin, draft):
    text = files.write("csv", texts_of(draft)).decode("utf-8-sig")
    changed = text.replace("Was the information form obtained", "Was the form obtained")
    address = f"/checklists/versions/{draft.key}/import"
    sent = {"file": (io.BytesIO(changed.encode()), "list.csv")}
    page = karin.post(address, data=sent, content_type="multipart/form-data").text
    assert "0 added, 1 changed, 0 moved, 0 removed." in page
    assert "<del>" in page
    service_files.import_file(actor(people.karin), draft.key, content=changed.encode())
    assert again(draft).criteria[0].question_en.startswith("Was the form obtained")


def test_a_faulty_file_changes_nothing_and_names_the_cell(people, karin, draft):
    text = files.write("csv", texts_of(draft)).decode().replace(";material;", ";enormous;", 1)
    address = f"/checklists/versions/{draft.key}/import"
    sent = {"file": (io.BytesIO(text.encode()), "list.csv")}
    page = karin.post(address, data=sent, content_type="multipart/form-data").text
    assert "default_severity" in page
    assert "Write minor, material or serious." in page
    with pytest.raises(Invalid):
        service_files.import_file(actor(people.karin), draft.key, content=text.encode())


def test_a_condition_is_written_row_by_row_and_nothing_is_lost_on_an_error(karin, draft):
    address = f"/checklists/versions/{draft.key}/criteria/new"
    page = karin.post(address, data={**FORM, "add_clause": "y"}).text
    assert "clauses-0-subject" in page
    assert "Er det noteret?" in page
    half = {**FORM, "clauses-0-subject": "answer:K01", "clauses-0-values": ""}
    assert "Say which answers" in karin.post(address, data=half).text
    karin.post(address, data={**half, "clauses-0-answers": ["met", "partly-met"]})
    kept = again(draft).sections[0].criteria[-1]
    assert kept.applies_when == [{**MET, "values": ["met", "partly-met"]}]
    own = f"/checklists/versions/{draft.key}/criteria/{kept.key}"
    assert 'value="answer:K01"' in karin.get(own).text.replace("selected ", "")


@pytest.mark.parametrize("name", ["hanne", "clara", "mona"])
def test_readers_try_out_and_compare_but_do_not_edit(people, sign_in, version, name):
    client = sign_in(getattr(people, name))
    address = f"/checklists/versions/{version.key}"
    assert "Try it out" in client.get(f"{address}/preview").text
    assert "The two say the same" in client.get(f"{address}/compare").text
    assert client.get(f"{address}/export/yaml").data.startswith(b"sections:")
    assert client.get(f"{address}/edit").status_code == 403
    with pytest.raises(NotPermitted):
        service.add_checklist(actor(people.mona), code="x", name_da="x", name_en="x")
