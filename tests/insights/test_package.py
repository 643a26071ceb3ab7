"""A round's package: computed again from its files alone, and every tampering named."""

import csv
import io
import json
import zipfile

import pytest
from sqlalchemy import select

from review_app.domain.audit_codes import AuditCode
from review_app.domain.designs import SamplingDesign, WeightRule
from review_app.domain.draw import Method, ReplacementCode
from review_app.domain.errors import NoEstimate, NotPermitted
from review_app.domain.recompute import recompute
from review_app.domain.round_package import SUMS, sums_of
from review_app.entrypoints.cli import cli
from review_app.features.insights import presenters_files, queries, service
from review_app.features.rounds import service_draws, service_extension, service_missing
from review_app.kernel.reading_log import ReadingEntry
from review_app.models import AuditEntry, ReviewAnswer
from tests.cast import actor, enter
from tests.insights.drawn import NOT, a_round_by, settle
from tests.insights.rounds import a_round

BY_TEAM = SamplingDesign(method=Method.STRATIFIED, size=12, stratify_by="team")
DESIGNS = [
    SamplingDesign(method=Method.SIMPLE, size=12),
    BY_TEAM,
    SamplingDesign(method=Method.SYSTEMATIC, size=10, order_by="opened"),
    SamplingDesign(
        method=Method.PROPORTIONAL, size=12, weights=WeightRule(deadline_missed_points=4)
    ),
    SamplingDesign(method=Method.CENSUS),
]


def unpacked(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(people, found):
    return unpacked(service.take_package(actor(people.karin), found.key))


def flipped(files, *, line, column, value):
    """Change one cell of answers.csv, and make the fingerprints fit again."""
    rows = list(csv.DictReader(io.StringIO(files["answers.csv"].decode())))
    rows[line][column] = value
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    changed = {**files, "answers.csv": text.getvalue().encode()}
    return {**changed, SUMS: sums_of(changed)}


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.method.value)
def test_the_package_of_every_design_computes_again(people, db, design):
    found = settle(a_round_by(people, design))
    files = package(people, found)
    assert recompute(files).differences == []
    assert recompute(files).figures > 0


def test_an_answer_that_is_not_asked_is_not_applicable_in_the_package(people, db):
    found = settle(a_round_by(people, DESIGNS[0]))
    before = package(people, found)["answers.csv"].count(b",not-met,not-met,")
    answer = db.session.scalars(select(ReviewAnswer).where(ReviewAnswer.value == NOT)).first()
    answer.is_hidden = True
    enter(answer)
    files = package(people, found)
    assert files["answers.csv"].count(b",not-met,not-met,") == before - 1
    assert recompute(files).differences == []


def test_what_the_page_says_is_what_the_package_says(people, db, app):
    found = settle(a_round_by(people, BY_TEAM))
    karin = actor(people.karin)
    published = json.loads(package(people, found)["figures.json"])
    sample = queries.get_sample(karin, found.key)
    with app.test_request_context():
        scopes = queries.every_scope(karin, sample, bounds=queries.WHOLE.bounds)
        shown = presenters_files.as_plain(scopes)
    for figure in shown["figures"]:
        figure.pop("says")
    for part in ("scopes", "counts", "sensitivity", "figures"):
        assert shown[part] == published[part]


def test_a_flipped_answer_is_named_with_the_figures_it_moves(people, db):
    files = package(people, settle(a_round_by(people, BY_TEAM)))
    row = next(csv.DictReader(io.StringIO(files["answers.csv"].decode())))
    assert (row["criterion"], row["answer"]) == ("C1", "met")
    wrong = recompute(flipped(files, line=0, column="answer", value="not-met")).differences
    assert any(f"answers.csv, {row['case']} C1" in line for line in wrong)
    moved = [line for line in wrong if line.startswith("figures.json, figures criterion C1")]
    assert any("met-of-assessed in all: x published" in line for line in moved)
    assert not any("criterion C2" in line for line in wrong)


def test_an_answer_flipped_together_with_its_origin_still_moves_the_figures(people, db):
    files = package(people, settle(a_round_by(people, DESIGNS[0])))
    changed = flipped(files, line=0, column="first", value="not-met")
    changed = flipped(changed, line=0, column="answer", value="not-met")
    wrong = recompute(changed).differences
    assert any(line.startswith("figures.json, counts C1 in all: met") for line in wrong)
    assert any(line.startswith("cases.csv") and "score" in line for line in wrong)


def test_another_sample_than_the_one_drawn_is_named(people, db):
    files = package(people, settle(a_round_by(people, DESIGNS[0])))
    lines = files["cases.csv"].decode().splitlines(keepends=True)
    left_out = lines.pop(1).split(",")[0]
    changed = {**files, "cases.csv": "".join(lines).encode()}
    wrong = recompute({**changed, SUMS: sums_of(changed)}).differences
    assert f"cases.csv: {left_out} was drawn and is missing" in wrong


def test_a_file_that_is_not_the_one_packed_is_named(people, db):
    files = package(people, settle(a_round_by(people, DESIGNS[0])))
    wrong = recompute({**files, "README.md": b"other"}).differences
    assert wrong == ["README.md: not the file of SHA256SUMS"]
    assert any(
        "answers.csv" in line
        for line in recompute({n: c for n, c in files.items() if n != "answers.csv"}).differences
    )


def test_replaced_extended_and_missing_cases_compute_again(people, db):
    found = a_round_by(people, DESIGNS[0])
    karin = actor(people.karin)
    conflict = ReplacementCode.REVIEWER_CONFLICT
    service_draws.replace_case(karin, found.key, case_key=found.cases[1].key, code=conflict)
    service_missing.report_missing_file(
        karin, found.key, case_key=found.cases[2].key, note="Not in the archive"
    )
    service_extension.extend_draw(
        karin, found.key, more={"": 2}, reason="Too wide a range", results_seen=True
    )
    files = package(people, settle(found))
    assert recompute(files).differences == []
    told = json.loads(files["round.json"])
    assert [more["results_seen"] for more in told["extensions"]] == [True]
    assert b"file-missing" in files["cases.csv"]


def test_the_same_round_gives_the_same_bytes_without_a_comment_or_a_name(people, db):
    found = settle(a_round_by(people, BY_TEAM))
    karin = actor(people.karin)
    packed = service.take_package(karin, found.key)
    assert service.take_package(karin, found.key) == packed
    everything = b"".join(unpacked(packed).values())
    for word in (b"Jensen", b"Hanne", b"Kurt", b"North", b"test-1"):
        assert word not in everything
    assert b",r1," in everything


def test_taking_a_package_is_entered_in_both_logs(people, db):
    found = settle(a_round_by(people, BY_TEAM))
    service.take_package(actor(people.karin), found.key)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.code == AuditCode.ROUND_PACKAGE_TAKEN)
    ).one()
    assert entry.actor_id == people.karin.id
    read = db.session.scalars(
        select(ReadingEntry.case_key).where(ReadingEntry.purpose == "round-package")
    ).all()
    assert sorted(read) == sorted(row.case.key for row in found.cases)


def test_a_package_is_for_those_who_read_reviews_and_only_of_something_settled(people, db, sign_in):
    found = a_round_by(people, BY_TEAM)
    with pytest.raises(NoEstimate):
        service.take_package(actor(people.karin), found.key)
    settle(found)
    with pytest.raises(NotPermitted):
        service.take_package(actor(people.mona), found.key)
    assert "Check these figures" not in sign_in(people.mona).get(f"/figures/{found.key}").text
    client = sign_in(people.karin)
    assert "Check these figures" in client.get(f"/figures/{found.key}").text
    answer = client.post(f"/figures/{found.key}/package")
    assert recompute(unpacked(answer.data)).differences == []


def test_a_round_without_a_draw_of_its_own_has_no_package(people, db):
    found = a_round(people.kurt, [people.hanne, people.henrik, people.karin] * 2)
    with pytest.raises(Exception, match="not-found"):
        service.take_package(actor(people.karin), found.key)


def test_the_command_needs_no_database_and_tells_by_its_exit_code(people, db, app, tmp_path):
    found = settle(a_round_by(people, BY_TEAM))
    packed = service.take_package(actor(people.karin), found.key)
    whole, broken, other = (tmp_path / name for name in ("a.zip", "b.zip", "c.zip"))
    whole.write_bytes(packed)
    broken.write_bytes(packed[:-40])
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in flipped(
            unpacked(packed), line=3, column="answer", value="not-met"
        ).items():
            archive.writestr(name, content)

    def run(*arguments):
        return app.test_cli_runner().invoke(cli, ["recompute", *map(str, arguments)])

    done = run(whole, "--format", "json")
    assert (done.exit_code, json.loads(done.output)["differences"]) == (0, [])
    assert run(other).exit_code == 1
    assert "NOT as published" in run(other).output
    assert run(broken).exit_code == 1
    assert run(tmp_path / "none.zip").exit_code == 2
