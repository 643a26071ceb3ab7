"""The newest version of a checklist: what the house learnt from scoring with those before."""

from review_app.entrypoints.demo import people, rounds
from review_app.entrypoints.demo.people import Town
from review_app.features.checklists import service
from review_app.kernel import clock


def publish_the_next(town: Town) -> None:
    """Draft, edit and publish the next version of the checklist that the rounds use."""
    told = people.read_story("checklist")
    lead = town.actor(rounds.LEAD)
    used = rounds.version_in_use(told["checklist"])
    draft = service.start_draft(lead, used.key, reason=told["purpose"])
    criteria = {criterion.code: criterion.key for criterion in draft.criteria}
    for said in told["criteria"]:
        values = {name: value for name, value in said.items() if name != "code"}
        service.save_criterion(
            lead,
            draft.key,
            criterion_key=criteria[said["code"]],
            values=values,
            is_same_meaning=True,
        )
    service.publish(lead, draft.key, reason=told["reason"], effective_on=clock.today())
