"""What the rounds' pages show: the steps of the wizard, the planner, the words of codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from review_app.domain.access import Permission, may_ever
from review_app.domain.actors import Actor
from review_app.domain.draw import Method, ReplacementCode
from review_app.domain.errors import IllegalTransition
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import ROUND_STEPS, RoundState, RoundStep, after
from review_app.features.rounds import (
    queries,
    queries_frames,
    queries_planning,
    queries_sharing,
)
from review_app.features.rounds.presenters_frames import Names, frame_words
from review_app.features.rounds.presenters_strata import (
    StratumState,
    may_extend,
    method_warnings,
    strata_states,
)
from review_app.features.rounds.queries import Progress
from review_app.kernel.i18n import show_day
from review_app.kernel.words import word, words
from review_app.models import Case, Draw, Review, Round, RoundCase, SavedFrame

REPLACEMENT_WORDS = {
    ReplacementCode.OUT_OF_SCOPE: _l("Does not belong in the round"),
    ReplacementCode.DUPLICATE: _l("The same case under another number"),
    ReplacementCode.REVIEWER_CONFLICT: _l("Nobody without a part in the case can review it"),
}
SHOWN = 10  # reserve cases on a page; all of them stand in the bundle


@dataclass(frozen=True, slots=True)
class Step:
    """One step of planning: where it is done and what it did, empty as long as it is open."""

    name: str
    url: str
    label: object
    done: str
    may_change: bool


def planning_steps(actor: Actor, found: Round) -> list[Step]:
    """Return the steps of planning a round as the reader may see them."""
    runs = may_ever(actor, Permission.ROUND_RUN)
    teams = queries_planning.list_teams(actor) if runs else []
    return steps_of(found, teams=teams, caseworkers=_chosen_caseworker(actor, found))


def _chosen_caseworker(actor: Actor, found: Round) -> Names:
    """Return the name of the caseworker a frame is about, for those who run rounds."""
    is_named = bool((found.frame_filter or {}).get("caseworker"))
    runs = may_ever(actor, Permission.ROUND_RUN)
    return queries_frames.list_caseworkers(actor) if is_named and runs else []


def saved_frame_words(saved: SavedFrame, *, teams: Names, caseworkers: Names) -> str:
    """Say in words which cases a saved description means."""
    chosen = FrameFilter.read(saved.frame_filter)
    return frame_words(chosen, teams=teams, caseworkers=caseworkers)


def steps_of(found: Round, *, teams: Names = (), caseworkers: Names = ()) -> list[Step]:
    """Return the steps of planning a round, each with what it did."""

    open_ = _open_steps(found)

    def step(name: str, label: object, done: str) -> Step:
        return Step(name, url_for(f"rounds.{name}", key=found.key), label, done, name in open_)

    reviewing = step("reviewing", _l("Checklist and reviewers"), _reviewing_words(found))
    if found.purpose is RoundPurpose.LEARN:
        return [step("pick_cases", _l("Cases"), _count_words(len(found.cases))), reviewing]
    frame = (
        frame_words(FrameFilter.read(found.frame_filter), teams=teams, caseworkers=caseworkers)
        if found.frame_filter
        else ""
    )
    sealed = _sealed_words(found.draw) if found.draw else ""
    return [
        step("frame", _l("Cases to draw among"), frame),
        step("size", _l("Method and size"), _size_words(found)),
        reviewing,
        step("commit", _l("Seal and draw"), sealed),
    ]


def _sealed_words(draw: Draw) -> str:
    if draw.commit_text is None:
        return str(_("Started as draw number %(n)s", n=draw.number))
    return str(_("Sealed as draw number %(n)s", n=draw.number))


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


def method_words(found: Round) -> str:
    """Say how the round draws."""
    return word(Method(found.method or Method.SIMPLE))


def _size_words(found: Round) -> str:
    if not found.sample_size:
        return ""
    return f"{method_words(found)}: {_count_words(found.sample_size)}"


def _reviewing_words(found: Round) -> str:
    if found.version is None or not found.reviewers:
        return ""
    names = ", ".join(sorted(one.person.name for one in found.reviewers))
    told = _("Version %(n)s; %(names)s", n=found.version.number, names=names)
    if found.double_share_percent:
        told += "; " + _("%(n)s percent of the cases scored twice", n=found.double_share_percent)
    return str(told)


START_WORDS = {
    "own-case": _l("A case has no reviewer without a part in it. Choose one more reviewer."),
    "no-room": _l("The reviewers cannot take so many reviews. Raise a limit or choose one more."),
    "nobody-here": _l("Every reviewer is away until the reviews are due. Choose somebody else."),
    "too-few-for-two": _l(
        "Some cases are scored twice, so every case needs two reviewers who do not handle it. "
        "Choose one more reviewer."
    ),
}
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
    strata: Sequence[StratumState]
    warnings: Sequence[object]
    reviews: Mapping[int, Sequence[Review]]
    to_settle: int  # cases that two reviewed with different answers
    continue_url: str
    may_cancel: bool
    may_replace: bool
    may_extend: bool


def round_page(actor: Actor, found: Round) -> RoundPage:
    """Gather what the page of a round shows."""
    cases = queries.round_cases(actor, found)
    return RoundPage(
        round=found,
        steps=planning_steps(actor, found),
        progress=queries.progress_of(actor, [found.id]).get(found.id, Progress()),
        cases=[row for row in cases if row.replacement_code is None],
        replaced=[row for row in cases if row.replacement_code is not None],
        strata=strata_states(actor, found),
        warnings=[*method_warnings(actor, found), *_assignment_warnings(actor, found)],
        reviews=queries.reviews_of(actor, found),
        to_settle=queries.count_to_settle(actor, found) if found.double_share_percent else 0,
        continue_url=next_url(found, after="") if found.state is RoundState.PLANNED else "",
        may_cancel=(found.state, RoundStep.CANCEL) in ROUND_STEPS,
        may_replace=found.draw is not None
        and found.state in {RoundState.DRAWN, RoundState.REVIEWING},
        may_extend=may_extend(found) and (found.state, RoundStep.EXTEND) in ROUND_STEPS,
    )


def _assignment_warnings(actor: Actor, found: Round) -> list[str]:
    """Say when consultants will be shut out before their reviews are due."""
    ends = queries_sharing.end_of_engagement(actor, found)
    is_over = found.state in {RoundState.CLOSED, RoundState.CANCELLED, RoundState.RESPONDING}
    if ends is None or is_over:
        return []
    return [
        _(
            "The reviews are due after the engagement ends on %(day)s. "
            "Its consultants cannot open them after that day.",
            day=show_day(ends.ends_on),
        )
    ]


def extension_page(actor: Actor, found: Round) -> list[StratumState]:
    """Return the groups that more cases can be taken from.

    :raises IllegalTransition: when the draw cannot be extended, or not now.
    """
    after(ROUND_STEPS, found.state, RoundStep.EXTEND)
    if not may_extend(found):
        raise IllegalTransition(state=str(found.method), step=RoundStep.EXTEND.value)
    return strata_states(actor, found)


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
        "case_url": case_url,
    }
