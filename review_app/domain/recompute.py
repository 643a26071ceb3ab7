"""Everything a round's package says, computed again from its files; each difference is named."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from review_app.domain import figure_files, round_package, verify_draw
from review_app.domain.draw import ExtensionCode, Method, draw_again, read_plan, verify_bundle
from review_app.domain.errors import Refusal
from review_app.domain.figure_kinds import Bounds
from review_app.domain.inclusion import inclusion_shares
from review_app.domain.kinds import SettlingWay
from review_app.domain.round_figures import scope_figures
from review_app.domain.round_package import read_json, read_table
from review_app.domain.sample_rows import (
    Asked,
    SampleCase,
    Standing,
    answer_that_counts,
    answers_without_file,
)
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.survey import Design

CLOSE = 1e-6  # between chances that two machines worked out
BUNDLE = (*verify_draw.FILES, "verify_draw.py")


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What came out: every difference in words, and how many figures were computed."""

    differences: Sequence[str]
    figures: int = 0


def recompute(files: Mapping[str, bytes]) -> Recomputed:
    """Compute a package's draw, sample, answers and figures again.

    :param files: the package's files by name.
    """
    wrong = _wrong_sums(files)
    wrong += verify_bundle({name: files[name] for name in BUNDLE if name in files})
    try:
        checklist = round_package.read_checklist(read_json(files["checklist.json"]))
        cases = read_cases(files, checklist)
        wrong += _wrong_sample(files, cases) + _wrong_chances(files, cases)
        wrong += _wrong_answers(files, cases, checklist)
        told = read_json(files["figures.json"])
        found = figures_of(cases, design_of(files), checklist, bounds=_bounds(told))
    except KeyError as missing:
        return Recomputed([*wrong, f"{missing}: missing, so the rest cannot be recomputed"])
    except (ValueError, TypeError, Refusal) as fault:
        return Recomputed([*wrong, f"{fault!r}, so the rest cannot be recomputed"])
    wrong += [f"figures.json, {line}" for line in figure_files.differences(told, found)]
    return Recomputed(wrong, len(found["figures"]))


def figures_of(
    cases: Sequence[SampleCase], design: Design, checklist: Sequence[Asked], *, bounds: Bounds
) -> dict[str, Any]:
    """Return all figures of a round as published, in total and for each stratum."""
    strata = [code for code in sorted(design.strata) if code]
    scopes = [
        scope_figures(cases, design, checklist, stratum=stratum, bounds=bounds)
        for stratum in (None, *strata)
    ]
    return figure_files.published(scopes, bounds=bounds)


def design_of(files: Mapping[str, bytes]) -> Design:
    """Return how the cases were drawn, from the sealed plan and frame."""
    plan, rows = read_plan(files["plan.json"]), verify_draw.read_frame(files["frame.tsv"])
    by_stratum = isinstance(plan["n"], dict)
    return Design(Method(plan["method"]), Counter(r.stratum if by_stratum else "" for r in rows))


def read_cases(files: Mapping[str, bytes], checklist: Sequence[Asked]) -> list[SampleCase]:
    """Read the cases of the sample with the answers that count."""
    answers: dict[str, dict[str, AnswerValue]] = {}
    known = {asked.code for asked in checklist}
    for row in read_table(files["answers.csv"]):
        if row["criterion"] in known and row["answer"]:
            answers.setdefault(row["case"], {})[row["criterion"]] = AnswerValue(row["answer"])
    return [
        SampleCase(
            row["case"],
            row["stratum"],
            Standing(row["standing"]),
            float(row["inclusion_share"]),
            answers.get(row["case"], {}),
            Verdict(row["verdict"]) if row["verdict"] else None,
            row["replacement_code"],
        )
        for row in read_table(files["cases.csv"])
    ]


def _bounds(told: Mapping[str, Any]) -> Bounds:
    return Bounds(int(told["bounds"]["confidence_percent"]), bool(told["bounds"]["together"]))


def _wrong_sums(files: Mapping[str, bytes]) -> list[str]:
    if round_package.SUMS not in files:
        return [f"{round_package.SUMS}: missing"]
    lines = files[round_package.SUMS].decode(errors="replace").splitlines()
    told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    names = sorted((told.keys() | files.keys()) - {round_package.SUMS})
    return [
        f"{name}: {'missing' if name not in files else f'not the file of {round_package.SUMS}'}"
        for name in names
        if name not in files or told.get(name) != verify_draw.sha256(files[name])
    ]


def _wrong_sample(files: Mapping[str, bytes], cases: Sequence[SampleCase]) -> list[str]:
    """Hold the sample against the draw: what was selected, replaced in, or added later."""
    picks = draw_again(files).picks
    changes = [line.split("\t") for line in files["replacements.tsv"].decode().split("\n")[1:-1]]
    gone, came_in = {row[1] for row in changes}, {row[4] for row in changes}
    expected = {pick.case_ref for pick in picks if pick.is_selected} | (came_in - {""})
    taken = Counter(case.case for case in cases)
    stratum_of = {pick.case_ref: pick.stratum for pick in picks}
    wrong = [f"{case} stands {count} times" for case, count in taken.items() if count > 1]
    wrong += [f"{case} was drawn and is missing" for case in expected - taken.keys()]
    wrong += [f"{case} was not drawn" for case in taken.keys() - expected]
    wrong += [
        f"{case.case}: {what}"
        for case in cases
        for what, is_wrong in (
            ("replaced or not, unlike replacements.tsv", case.stands == (case.case in gone)),
            ("not its stratum of the draw", case.stratum != stratum_of.get(case.case)),
        )
        if is_wrong
    ]
    return [f"cases.csv: {line}" for line in sorted(wrong)]


def _wrong_chances(files: Mapping[str, bytes], cases: Iterable[SampleCase]) -> list[str]:
    """Where cases were drawn by weight, work out each one's chance from the sealed weights."""
    plan = read_plan(files["plan.json"])
    if plan["method"] != Method.PROPORTIONAL or isinstance(plan["n"], dict):
        return []
    weights = {row.case_ref: row.weight for row in verify_draw.read_frame(files["frame.tsv"])}
    added = files["replacements.tsv"].decode().count(f"\t{ExtensionCode.EXTENDED.value}\t")
    shares = inclusion_shares(weights, int(plan["n"]) + added)
    return [
        f"cases.csv: {case.case}: chance {case.inclusion_share}, recomputed {shares[case.case]}"
        for case in cases
        if abs(shares.get(case.case, 0) - case.inclusion_share) > CLOSE
    ]


def _wrong_answers(
    files: Mapping[str, bytes], cases: Sequence[SampleCase], checklist: Sequence[Asked]
) -> list[str]:
    """Hold each answer that counts against those given, and each score against the answers."""
    standing = {case.case: case.standing for case in cases}
    without_file = answers_without_file(checklist)
    wrong = []
    for row in read_table(files["answers.csv"]):
        expected = answer_that_counts(
            _answer(row["first"]),
            settled=_answer(row["settled"]),
            way=SettlingWay(row["way"]) if row["way"] else None,
        )
        if standing.get(row["case"]) is Standing.FILE_MISSING:
            expected = without_file.get(row["criterion"])
        if (expected or "") != row["answer"]:
            told = f"{row['answer'] or 'nothing'} counts, by the rules {expected or 'nothing'}"
            wrong.append(f"answers.csv, {row['case']} {row['criterion']}: {told}")
    for case, row in zip(cases, read_table(files["cases.csv"]), strict=True):
        score = round_package.shown_score(case, checklist)
        if score != row["score"]:
            wrong.append(f"cases.csv, {case.case}: score {row['score']}, recomputed {score}")
    return wrong


def _answer(code: str) -> AnswerValue | None:
    return AnswerValue(code) if code else None
