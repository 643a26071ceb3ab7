"""What engagements do when other areas choose cases for them."""

from review_app.domain.access import Actor
from review_app.domain.events import CasesChosen, LearningCaseAssigned
from review_app.features.engagements import service


def hand_over_chosen_cases(actor: Actor, happened: CasesChosen) -> None:
    """Hand the cases that a round chose over to the engagement it runs under."""
    if happened.engagement_id is not None:
        case_ids = [chosen.case_id for chosen in happened.chosen]
        service.hand_over(actor, engagement_id=happened.engagement_id, case_ids=case_ids)


def hand_over_learning_case(actor: Actor, happened: LearningCaseAssigned) -> None:
    """Hand a learning case over to the engagement whose member is to write on it."""
    if happened.engagement_id is not None:
        service.hand_over(actor, engagement_id=happened.engagement_id, case_ids=[happened.case_id])
