"""What the rounds' pages show: the steps of the wizard, the planner, the words of codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from review_app.domain.access import Permission, may_ever
from review_app.domain.actors import Actor
from review_app.domain.draw import Replacement, ReplacementCode
from review_app.domain.errors import NotFound
from review_app.domain.estimation import estimate, expected
from review_app.domain.frames import CaseStatus, FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.verify_draw import Pick
from review_app.domain.workflow import ROUND_STEPS, RoundState, RoundStep
from review_app.features.rounds import queries, queries_planning
from review_app.features.rounds.bundles import drawn_of, replacements_of
from review_app.features.rounds.queries import Progress
from review_app.kernel.i18n import show_day
from review_app.kernel.words import words
from review_app.models import Case, Review, Round, RoundCase

REPLACEMENT_WORDS = {
    ReplacementCode.OUT_OF_SCOPE: _l("Does not belong in the round"),
    ReplacementCode.DUPLICATE: _l("The same case under another number"),
    ReplacementCode.REVIEWER_CONFLICT: _l("Nobody without a part in the case can review it"),
}
CONTRIBUTOR_WORDS = {"operator": _l("The operator"), "platform": _l("The platform")}
STATUS_WORDS = {CaseStatus.OPEN: _l("Open cases"), CaseStatus.CLOSED: _l("Closed cases")}
SHOWN = 10  # reserve cases on a page; all of them stand in the bundle
USUAL_SIZES = (20, 40, 60, 94, 150)


@dataclass(frozen=True, slots=True)
class PlannedSize:
    """What a sample of one size would say, in percentage points and cases."""

    size: int
    low_percent: int
    high_percent: int
    points: int
    most_when_none: int
    is_census: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of planning: where it is done and what it did, empty as long as it is open."""

    name: str
    url: str
    label: object
    done: str
    may_change: bool


def planned_size(size: int, frame_size: int) -> PlannedSize | None:
    """Work out what *size* of *frame_size* cases would say; ``None`` when it cannot be drawn."""
    if not 1 <= size <= frame_size:
        return None
    half = expected(size, frame_size)
    none = estimate(0, size, frame_size=frame_size)
    points = max(half.high_share - half.share, half.share - half.low_share) * 100
    return PlannedSize(
        size,
        int(half.low_percent),
        int(-(-half.high_percent // 1)),
        round(points),
        none.high_count or 0,
        size == frame_size,
    )


def planner(frame_size: int, wished: int | None) -> list[PlannedSize]:
    """Return the usual sizes, and the one wished for, that fit the frame."""
    sizes = {size for size in USUAL_SIZES if size < frame_size} | {frame_size}
    sizes |= {wished} if wished and 1 <= wished <= frame_size else set()
    kept = [size for size in sorted(sizes) if size <= 150 or size in (wished, frame_size)]
    return [found for size in kept if (found := planned_size(size, frame_size))]


def frame_words(chosen: FrameFilter, *, teams: Sequence[tuple[str, str]] = ()) -> str:
    """Say in words which cases a filter means."""
    named = dict(teams)
    parts = [
        chosen.source and _("source %(name)s", name=chosen.source),
        chosen.case_type,
        chosen.team and _("team %(name)s", name=named.get(chosen.team, chosen.team)),
        chosen.status and str(STATUS_WORDS[CaseStatus(chosen.status)]).lower(),
        chosen.opened_from_on and _("opened from %(day)s", day=show_day(chosen.opened_from_on)),
        chosen.opened_to_on and _("opened to %(day)s", day=show_day(chosen.opened_to_on)),
    ]
    told = ", ".join(str(part) for part in parts if part)
    return told or str(_("all cases"))


def steps_of(found: Round, *, teams: Sequence[tuple[str, str]] = ()) -> list[Step]:
    """Return the steps of planning a round, each with what it did."""

    open_ = _open_steps(found)

    def step(name: str, label: object, done: str) -> Step:
        return Step(name, url_for(f"rounds.{name}", key=found.key), label, done, name in open_)

    reviewing = step("reviewing", _l("Checklist and reviewers"), _reviewing_words(found))
    if found.purpose is RoundPurpose.LEARN:
        return [step("pick_cases", _l("Cases"), _count_words(len(found.cases))), reviewing]
    frame = (
        frame_words(FrameFilter.read(found.frame_filter), teams=teams) if found.frame_filter else ""
    )
    sealed = _("Sealed as draw number %(n)s", n=found.draw.number) if found.draw else ""
    return [
        step("frame", _l("Cases to draw among"), frame),
        step("size", _l("How many"), _count_words(found.sample_size or 0)),
        reviewing,
        step("commit", _l("Seal and draw"), sealed),
    ]


def _open_steps(found: Round) -> set[str]:
    """Return which steps can still be done or done again."""
    if found.state is RoundState.PLANNED and found.draw is None:
        return {"frame", "size", "reviewing", "commit", "pick_cases"}
    if found.state is RoundState.PLANNED:
        return {"reviewing", "commit"}
    return {"reviewing"} if found.state is RoundState.DRAWN else set()


def next_url(found: Round, *, after: str) -> str:
    """Return where to go on after a step: the first one that is still open, else the round."""
    for step in steps_of(found):
        if not step.done and step.name != after:
            return step.url
    last = "commit" if found.purpose is RoundPurpose.MEASURE else "show_round"
    return url_for(f"rounds.{last}", key=found.key)


def _count_words(count: int) -> str:
    return str(ngettext("%(num)s case", "%(num)s cases", count)) if count else ""


def _reviewing_words(found: Round) -> str:
    if found.version is None or not found.reviewers:
        return ""
    names = ", ".join(sorted(one.person.name for one in found.reviewers))
    told = _("Version %(n)s; %(names)s", n=found.version.number, names=names)
    if found.double_share_percent:
        told += "; " + _("%(n)s percent of the cases scored twice", n=found.double_share_percent)
    return str(told)


PICK_WORDS = {
    "unknown": _l("No case has this number or key."),
    "several": _l("Several cases have this number. Use the case key."),
    "twice": _l("This case is picked already."),
}


@dataclass(frozen=True, slots=True)
class RoundPage:
    """What a round's page shows; ``cases`` only those the reader may see."""

    round: Round
    steps: list[Step]
    progress: Progress
    cases: Sequence[RoundCase]
    replaced: Sequence[RoundCase]
    reserve: Sequence[Pick]
    reviews: Mapping[int, Sequence[Review]]
    to_settle: int  # cases that two reviewed with different answers
    continue_url: str
    may_cancel: bool
    may_replace: bool


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """What the certificate says of a draw."""

    selected: Sequence[Pick]
    first_reserve: Sequence[Pick]
    replacements: Sequence[Replacement]
    commitments: Sequence[tuple[str, str, str]]
    is_drawn: bool


def round_page(actor: Actor, found: Round) -> RoundPage:
    """Gather what the page of a round shows."""
    cases = queries.round_cases(actor, found)
    teams = queries_planning.list_teams(actor) if may_ever(actor, Permission.ROUND_RUN) else []
    drawn = drawn_of(found.draw) if found.draw and found.draw.seed else None
    came_in = {row.case.key for row in cases}
    return RoundPage(
        round=found,
        steps=steps_of(found, teams=teams),
        progress=queries.progress_of(actor, [found.id]).get(found.id, Progress()),
        cases=[row for row in cases if row.replacement_code is None],
        replaced=[row for row in cases if row.replacement_code is not None],
        reserve=[p for p in drawn.reserve if p.case_ref not in came_in][:SHOWN] if drawn else [],
        reviews=queries.reviews_of(actor, found),
        to_settle=queries.count_to_settle(actor, found) if found.double_share_percent else 0,
        continue_url=next_url(found, after="") if found.state is RoundState.PLANNED else "",
        may_cancel=(found.state, RoundStep.CANCEL) in ROUND_STEPS,
        may_replace=found.draw is not None
        and found.state in {RoundState.DRAWN, RoundState.REVIEWING},
    )


def certificate_page(found: Round) -> CertificatePage:
    """Gather what the certificate shows.

    :raises NotFound: as long as nothing is sealed.
    """
    draw = found.draw
    if draw is None:
        raise NotFound(thing="draw", key=found.key)
    drawn = drawn_of(draw) if draw.seed else None
    shown = [
        (c.name, c.commitment or "", c.secret or "" if drawn else "") for c in draw.contributions
    ]
    return CertificatePage(
        selected=drawn.selected if drawn else (),
        first_reserve=drawn.reserve[:SHOWN] if drawn else (),
        replacements=replacements_of(drawn, found.cases) if drawn else (),
        commitments=shown,
        is_drawn=drawn is not None,
    )


def case_url(case: Case) -> str:
    """Return the address of the case's own page, if the product has such pages."""
    if "cases.show_case" not in current_app.view_functions:
        return ""
    return url_for("cases.show_case", key=case.key)


def words_for_templates() -> dict[str, object]:
    """Return the lists and names that the rounds' templates share."""
    return {
        "states": words(RoundState),
        "purposes": words(RoundPurpose),
        "replacement_words": REPLACEMENT_WORDS,
        "contributor_words": CONTRIBUTOR_WORDS,
        "case_url": case_url,
    }
