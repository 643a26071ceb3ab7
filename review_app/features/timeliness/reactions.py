"""What timeliness does about what happens elsewhere."""

from review_app.domain.access import Actor
from review_app.domain.events import CasesImported
from review_app.features.timeliness import service_stale


def mark_imported(actor: Actor, happened: CasesImported) -> None:
    """Have the deadlines of the cases that an import changed computed anew."""
    service_stale.mark_cases(actor, happened.case_ids, then_compute=happened.is_complete)
