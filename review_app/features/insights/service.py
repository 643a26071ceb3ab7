"""What people do with figures besides reading them: taking a round out as a package."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import NoEstimate, NotFound
from review_app.domain.verify_draw import sha256
from review_app.features.insights.packages import files_of
from review_app.features.insights.queries import get_sample
from review_app.kernel.reading_log import note_readings
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models.bundles import zip_of


def take_package(actor: Actor, key: str) -> bytes:
    """Return a round's package, and enter in the logs who took it and which cases it tells of.

    :raises NotPermitted: unless the actor may read the reviews behind the figures.
    :raises NotFound: as long as nothing is drawn.
    :raises NoEstimate: as long as nothing is settled; ``facts`` hold the round's title.
    """
    demand(actor, Permission.FIGURES_READ_SMALL)
    with unit_of_work(actor) as work:
        sample = get_sample(actor, key)
        found = sample.round
        if found.draw is None or found.draw.seed is None:
            raise NotFound(thing="draw", key=key)
        if not any(case.counts for case in sample.cases):
            raise NoEstimate(reason="nothing-settled", title=found.title)
        packed = zip_of(files_of(sample))
        cases = [case.case for case in sample.cases]
        work.log(AuditCode.ROUND_PACKAGE_TAKEN, found, cases=len(cases), sha256=sha256(packed))
        note_readings(actor, found, case_keys=cases, purpose="round-package")
    return packed
