"""A round put together as a package that anybody can compute again."""

from collections.abc import Iterable, Mapping
from typing import Any

from review_app.domain.figure_kinds import Bounds
from review_app.domain.recompute import figures_of
from review_app.domain.round_package import ScoredAnswer, package_of
from review_app.features.insights.queries_sample import RawAnswer, Sample
from review_app.models import Draw
from review_app.models.bundles import bundle_of


def files_of(sample: Sample) -> dict[str, bytes]:
    """Return the files of the package, without a word anybody wrote about a case.

    Strata stand with their codes alone: their names may be those of colleagues.
    """
    found = sample.round
    draw = found.draw
    assert draw is not None
    return package_of(
        bundle_of(draw, found.cases),
        facts=_facts(sample, draw),
        checklist=_checklist(sample),
        cases=sample.cases,
        answers=_pseudonymous(sample),
        figures=figures_of(sample.cases, sample.design, sample.checklist, bounds=Bounds()),
    )


def _facts(sample: Sample, draw: Draw) -> dict[str, Any]:
    found, revised = sample.round, sample.revised
    told = {}
    if revised is not None:
        told["revised"] = {"on": revised.on.isoformat(), "answers": revised.answers}
    return {
        **told,
        "key": found.key,
        "title": found.title,
        "purpose": found.purpose.value,
        "method": sample.design.method.value,
        "draw_number": draw.number,
        "seed": draw.seed,
        "strata": [
            {
                "code": stratum.code,
                "frame_size": stratum.frame_size,
                "sample_size": stratum.sample_size,
            }
            for stratum in sorted(sample.strata, key=lambda stratum: stratum.code)
        ],
        "extensions": [
            {
                "number": more.number,
                "old_size": more.old_size,
                "new_size": more.new_size,
                "sizes": dict(sorted(more.sizes.items())) or {"": more.new_size - more.old_size},
                "results_seen": more.results_seen,
            }
            for more in draw.extensions
        ],
    }


def _checklist(sample: Sample) -> dict[str, Any]:
    version = sample.round.version
    assert version is not None
    return {
        "checklist": version.checklist.code,
        "name_da": version.checklist.name_da,
        "name_en": version.checklist.name_en,
        "version": version.number,
        "sections": [
            {
                "code": str(section.position),
                "title_da": section.title_da,
                "title_en": section.title_en,
                "criteria": [_criterion(one) for one in criteria],
            }
            for section, criteria in sample.sections
        ],
    }


TOLD = (
    "code",
    "question_da",
    "question_en",
    "guidance_da",
    "guidance_en",
    "law_reference",
    "is_law_confirmed",
    "weight",
    "default_severity",
    "is_critical",
    "asks_for_file",
)


def _criterion(criterion: object) -> Mapping[str, Any]:
    return {name: getattr(criterion, name) for name in TOLD}


def _pseudonymous(sample: Sample) -> Iterable[ScoredAnswer]:
    by_case: dict[str, list[RawAnswer]] = {}
    for one in sample.answers:
        by_case.setdefault(one.case, []).append(one)
    names: dict[int, str] = {}
    for case in sample.cases:
        for one in by_case.get(case.case, []):
            yield ScoredAnswer(
                one.case,
                one.criterion,
                one.first,
                one.second,
                one.settled,
                one.way,
                names.setdefault(one.reviewer_id, f"r{len(names) + 1}"),
                ""
                if one.second_reviewer_id is None
                else names.setdefault(one.second_reviewer_id, f"r{len(names) + 1}"),
            )
