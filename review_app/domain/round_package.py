"""A round as one package of files, and everything in it computed again from the files alone.

The draw's own bundle lies in it as it is, so that ``verify_draw.py`` works in the same folder.
Nothing here reads a clock or a database: the same round gives the same bytes.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as package_files
from typing import Any

from review_app.domain.figure_files import as_json
from review_app.domain.kinds import SettlingWay
from review_app.domain.sample_rows import Asked, SampleCase, credit
from review_app.domain.scoring import AnswerValue
from review_app.domain.verify_draw import sha256, text_file

FORMAT = "round-package/1"
SUMS = "SHA256SUMS"
TEXTS = ("README.md", "data_dictionary.csv")  # the same in every package
CASE_COLUMNS = (
    "case",
    "stratum",
    "inclusion_share",
    "standing",
    "replacement_code",
    "verdict",
    "score",
)
ANSWER_COLUMNS = (
    "case",
    "stratum",
    "inclusion_share",
    "criterion",
    "answer",
    "first",
    "second",
    "settled",
    "way",
    "reviewer",
    "second_reviewer",
)


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """What was answered to one criterion of one case, by whom (``r1``, ``r2``, ...)."""

    case: str
    criterion: str
    first: AnswerValue | None
    second: AnswerValue | None = None
    settled: AnswerValue | None = None
    way: SettlingWay | None = None
    reviewer: str = ""
    second_reviewer: str = ""


def package_of(
    draw_files: Mapping[str, bytes],
    *,
    facts: Mapping[str, Any],
    checklist: Mapping[str, Any],
    cases: Sequence[SampleCase],
    answers: Iterable[ScoredAnswer],
    figures: Mapping[str, Any],
) -> dict[str, bytes]:
    """Return the files of a package by name.

    :param draw_files: the draw's bundle.
    :param facts: the round in codes and numbers, for ``round.json``.
    :param checklist: the version the answers are to, for ``checklist.json``.
    :param figures: as published, for ``figures.json``.
    """
    asked = read_checklist(checklist)
    files = {
        **draw_files,
        **{name: text_of_every_package(name) for name in TEXTS},
        "round.json": as_json({"format": FORMAT, **facts}),
        "checklist.json": as_json(checklist),
        "cases.csv": _table(CASE_COLUMNS, (_case_row(case, asked) for case in cases)),
        "answers.csv": _table(ANSWER_COLUMNS, _answer_rows(cases, answers, asked)),
        "figures.json": as_json(figures),
    }
    return {**dict(sorted(files.items())), SUMS: sums_of(files)}


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Write the fingerprints of files as ``sha256sum -c`` reads them."""
    return text_file(*(f"{sha256(files[name])}  {name}" for name in sorted(files) if name != SUMS))


def text_of_every_package(name: str) -> bytes:
    """Return a text that is the same in every package."""
    return package_files("review_app.domain").joinpath("package_texts", name).read_bytes()


def read_checklist(checklist: Mapping[str, Any]) -> list[Asked]:
    """Return the criteria of a ``checklist.json``, in order."""
    return [
        Asked(one["code"], section["code"], one["weight"], one["asks_for_file"])
        for section in checklist["sections"]
        for one in section["criteria"]
    ]


def read_table(content: bytes) -> list[dict[str, str]]:
    """Read one of the package's tables."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def read_json(content: bytes) -> dict[str, Any]:
    """Read one of the package's JSON files.

    :raises ValueError: when it does not hold an object.
    """
    value = json.loads(content)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def shown_score(case: SampleCase, checklist: Sequence[Asked]) -> str:
    """Write a case's score, 0 to 1 with six decimals; empty where there is none."""
    earned = credit(case.answers, checklist) if case.counts else None
    return "" if earned is None else f"{float(earned[0]):.6f}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _case_row(case: SampleCase, checklist: Sequence[Asked]) -> Sequence[str]:
    return (
        case.case,
        case.stratum,
        repr(case.inclusion_share),
        case.standing.value,
        case.replacement_code,
        case.verdict or "",
        shown_score(case, checklist),
    )


def _answer_rows(
    cases: Iterable[SampleCase], answers: Iterable[ScoredAnswer], checklist: Iterable[Asked]
) -> Iterable[Sequence[str]]:
    given = {(answer.case, answer.criterion): answer for answer in answers}
    for case in cases:
        for asked in checklist if case.counts else ():
            nothing = ScoredAnswer(case.case, asked.code, None)
            one = given.get((case.case, asked.code), nothing)
            yield (
                case.case,
                case.stratum,
                repr(case.inclusion_share),
                asked.code,
                case.answers.get(asked.code, ""),
                one.first or "",
                one.second or "",
                one.settled or "",
                one.way or "",
                one.reviewer,
                one.second_reviewer,
            )
