"""Conditions of the policy on two people who review one case: who must not see, who may settle."""

from typing import Any

from review_app.domain.actors import Actor


def not_blind_to_it(actor: Actor, review: Any) -> bool:
    """Of two who review one case unknown to each other, neither reads what the other writes."""
    return actor.id is None or bool(review.blind_to_id != actor.id)


def not_kept_from_them(actor: Actor, finding: Any) -> bool:
    """What one of two blind reviewers raises would tell the other of them, and sway the other."""
    return actor.id is None or bool(finding.kept_from_id != actor.id)


def outside_its_double_scoring(actor: Actor, round_: Any) -> bool:
    """Whoever reviews in a round that scores cases twice hands no review of it over.

    They must not learn which cases are scored twice, and what they may not see they cannot move.
    Moving the rest alone would tell the other reviewer which case the two have in common. So it is
    asked of the round, and the answer is the same whichever cases were chosen.
    """
    reviewers = {one.person_id for one in round_.reviewers}
    return not round_.double_share_percent or actor.id not in reviewers


def gave_one_of_two(actor: Actor, comparison: Any) -> bool:
    """Hold for the two whose answers are held against each other."""
    two = {comparison.first_reviewer_id, comparison.second_reviewer_id}
    return actor.id is not None and actor.id in two


def asked_as_third(actor: Actor, comparison: Any) -> bool:
    """Hold for the third reviewer, who decides where two could not agree."""
    return actor.id is not None and bool(comparison.third_reviewer_id == actor.id)


def gave_none_of_them(actor: Actor, comparison: Any) -> bool:
    """Nobody writes down on their own what they and another agreed."""
    return not gave_one_of_two(actor, comparison) and not asked_as_third(actor, comparison)


def part_of_it(actor: Actor, comparison: Any) -> bool:
    """Hold for the two and for the third."""
    return not gave_none_of_them(actor, comparison)
