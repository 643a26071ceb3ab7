"""What the settled answers of a random round say about all the cases it was drawn from.

Pass is "met". A criterion that is not applicable to a case lies outside the question; "cannot be
assessed" is counted on its own, so every share is given twice: of all answers, and of those that
could be assessed. One function makes every figure of page, files and package from plain rows.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from review_app.domain.draw import Method
from review_app.domain.errors import NoEstimate
from review_app.domain.estimation import LEAST_CASES, Sides
from review_app.domain.figure_kinds import (
    SHARES,
    Bounds,
    CriterionFigures,
    Figure,
    Measure,
    ScopeFigures,
    Status,
)
from review_app.domain.sample_rows import Asked, SampleCase, Standing, credit
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.sensitivity import observed_as, sensitivity
from review_app.domain.survey import Design, Measured, Observed, estimate_mean, estimate_share
from review_app.domain.withholding import Place, Subject

EACH = Bounds()


def scope_figures(
    cases: Iterable[SampleCase],
    design: Design,
    checklist: Sequence[Asked],
    *,
    stratum: str | None = None,
    bounds: Bounds = EACH,
    hidden: Collection[Place] = frozenset(),
    only: str = "",
) -> ScopeFigures:
    """Return the figures of all cases of a round, or of one stratum.

    :param cases: every case that was ever drawn for the round, replaced ones included.
    :param design: how they were drawn, with the frame's cases by stratum.
    :param hidden: what to withhold, from :func:`review_app.domain.withholding.to_withhold`.
    :param only: code of the one criterion that is asked for; by default all, and all else.
    """
    scope = _Scope.of(cases, design, checklist, stratum=stratum, bounds=bounds, hidden=hidden)
    standing = [case for case in scope.cases if case.stands]
    sections = dict.fromkeys(asked.section for asked in checklist)
    return ScopeFigures(
        stratum,
        scope.design.frame_size,
        len(scope.cases),
        len(standing),
        len(scope.counted),
        sum(case.standing is Standing.FILE_MISSING for case in standing),
        len(scope.cases) - len(standing),
        {a.code: scope.criterion(a) for a in checklist if not only or a.code == only},
        {} if only else {code: scope.section(code) for code in sections},
        {} if only else {verdict: scope.verdict(verdict) for verdict in Verdict},
        scope.score(),
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the figures of one stratum, or of all of them, are computed from."""

    cases: Sequence[SampleCase]
    counted: Sequence[SampleCase]
    design: Design
    checklist: Sequence[Asked]
    stratum: str | None
    bounds: Bounds
    hidden: Collection[Place]

    @classmethod
    def of(
        cls,
        cases: Iterable[SampleCase],
        design: Design,
        checklist: Sequence[Asked],
        *,
        stratum: str | None,
        bounds: Bounds,
        hidden: Collection[Place],
    ) -> "_Scope":
        if stratum is not None:
            cases = [case for case in cases if case.stratum == stratum]
            design = stratum_design(design, stratum)
        else:
            cases = [_placed(case, design) for case in cases]
        counted = [case for case in cases if case.counts]
        return cls(cases, counted, design, checklist, stratum, bounds, hidden)

    def criterion(self, asked: Asked) -> CriterionFigures:
        """Return the figures of one criterion."""
        together = self.bounds.questions(len(self.checklist))
        given = [(case, case.answers.get(asked.code)) for case in self.counted]
        shares: dict[Measure, Figure] = {}
        for measure, (kinds, among) in SHARES.items():
            observed = [
                observed_as(case, answer in kinds if answer in among else None)
                for case, answer in given
            ]
            found = self._blank(Subject.CRITERION, asked.code, measure)
            shares[measure] = self._share(found, observed, questions=together)
        if shares[Measure.MET].status is Status.WITHHELD:
            return CriterionFigures({}, shares, None)
        counts = Counter(answer for _, answer in given)
        by_answer = {value: counts[value] for value in AnswerValue}
        return CriterionFigures(by_answer, shares, sensitivity(self.cases, self.design, asked))

    def section(self, code: str) -> Figure:
        """Return the share of weighted credit of one section (ruling 4 on figures)."""
        own = [asked for asked in self.checklist if asked.section == code]
        found = self._blank(Subject.SECTION, code, Measure.CREDIT)
        return self._mean(found, [_measured(case, own, is_ratio=True) for case in self.counted])

    def score(self) -> Figure:
        """Return the mean of the cases' scores."""
        found = self._blank(Subject.SCORE, "", Measure.MEAN)
        rows = [_measured(case, self.checklist, is_ratio=False) for case in self.counted]
        return self._mean(found, rows)

    def verdict(self, verdict: Verdict) -> Figure:
        """Return the share of cases that got a verdict, of all that were settled."""
        found = self._blank(Subject.VERDICT, verdict.value, Measure.GIVEN)
        rows = [observed_as(case, case.verdict is verdict) for case in self.counted]
        return self._share(found, rows)

    def _blank(self, subject: Subject, code: str, measure: Measure) -> Figure:
        place = (subject, "" if subject is Subject.VERDICT else code, self.stratum)
        status = Status.WITHHELD if place in self.hidden else Status.KNOWN
        size = self.design.frame_size
        return Figure(subject, code, measure, self.stratum, status, size, len(self.counted))

    def _share(self, figure: Figure, observed: Sequence[Observed], *, questions: int = 1) -> Figure:
        if figure.status is Status.WITHHELD:
            return figure
        known = [one.value for one in observed if one.value is not None]
        figure = replace(figure, numerator=sum(known), denominator=len(known))
        try:
            found = estimate_share(
                observed,
                self.design,
                confidence_percent=self.bounds.confidence_percent,
                questions=questions,
            )
        except NoEstimate as refusal:
            return _refused(figure, refusal)
        if len(known) < LEAST_CASES and found.sides is not Sides.NONE:
            return replace(figure, status=Status.TOO_FEW)
        return replace(figure, found=found)

    def _mean(self, figure: Figure, measured: Sequence[Measured]) -> Figure:
        if figure.status is Status.WITHHELD:
            return figure
        count = sum(one.value is not None for one in measured)
        figure = replace(figure, denominator=count)
        try:
            confidence = self.bounds.confidence_percent
            found = estimate_mean(measured, self.design, confidence_percent=confidence)
        except NoEstimate as refusal:
            return _refused(figure, refusal)
        return replace(figure, found=found)


def stratum_design(design: Design, stratum: str) -> Design:
    """Return how the cases of one stratum were drawn: within it, every case like every other."""
    method = Method.SIMPLE if design.method is Method.STRATIFIED else design.method
    return Design(method, {stratum: design.strata.get(stratum, 0)})


def overlap(figures: Iterable[Figure]) -> bool | None:
    """Say whether all the figures' bounds share a value, so that no order can be read from them.

    ``None`` when fewer than two have bounds.
    """
    known = [figure.found for figure in figures if figure.found is not None]
    if len(known) < 2:
        return None
    return max(found.low_share for found in known) <= min(found.high_share for found in known)


def _placed(case: SampleCase, design: Design) -> SampleCase:
    """Where the frame was drawn as one, a case's own stratum plays no part."""
    return case if case.stratum in design.strata else replace(case, stratum="")


def _measured(case: SampleCase, checklist: Sequence[Asked], *, is_ratio: bool) -> Measured:
    earned = credit(case.answers, checklist)
    if earned is None:
        return Measured(case.stratum, None, inclusion_share=case.inclusion_share)
    share, weight = earned
    return Measured(case.stratum, share, weight if is_ratio else 1, case.inclusion_share)


def _refused(figure: Figure, refusal: NoEstimate) -> Figure:
    reason = str(refusal.facts.get("reason"))
    if reason not in set(Status):
        raise refusal
    missing = refusal.facts.get("strata", ())
    assert isinstance(missing, Iterable)
    return replace(figure, status=Status(reason), missing=tuple(map(str, missing)))
