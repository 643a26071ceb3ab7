"""Proposals and workflow standards for the test that the policy and its SQL twin agree."""

from review_app.domain.workflow import WorkflowVersionState
from review_app.kernel import clock
from review_app.models import ChangeProposal, WorkflowStandard, WorkflowVersion
from tests.architecture.rows_of_figures import some_rows_of_figures
from tests.architecture.rows_of_reading import some_rows_of_reading
from tests.cast import enter


def some_rows_of_practice(me, other):
    """Proposals, standards, reading lists, indicators and remarks."""
    some_rows_of_figures(me, other)
    some_rows_of_reading(me, other)
    some_rows_of_standards(me, other)


def some_rows_of_standards(me, other):
    """A proposal by each and by nobody, and a version of a standard in every state."""
    enter(*(ChangeProposal(text="t", proposed_by_id=i) for i in (me.id, other.id, None)))
    standard = WorkflowStandard(owner_id=other.id)
    enter(standard)
    enter(
        *(
            WorkflowVersion(
                standard_id=standard.id,
                number=n,
                state=state,
                title_da="t",
                title_en="t",
                published_at=None if state is WorkflowVersionState.DRAFT else clock.now(),
            )
            for n, state in enumerate(WorkflowVersionState, start=1)
        )
    )
