"""Which calibrations an actor may read."""

from sqlalchemy import Select, and_, or_, select

from review_app.domain.access import Actor, Role
from review_app.domain.calibrations import CalibrationMode
from review_app.models.calibrations import OPENED, Calibration, CalibrationParticipant
from review_app.models.visibility.ways import any_way


def visible_calibrations(actor: Actor) -> Select[Calibration]:
    """Select the calibrations the actor may read (``Permission.CALIBRATION_READ``)."""
    theirs = select(CalibrationParticipant.calibration_id).where(
        CalibrationParticipant.person_id == actor.id
    )
    not_kept = or_(
        Calibration.mode == CalibrationMode.OPEN,
        Calibration.state.in_(OPENED),
        Calibration.id.not_in(theirs),
    )
    engaged = Calibration.engagement_id.in_(actor.engagement_ids)
    ways = [
        (Role.COORDINATOR, not_kept),
        (Role.CONSULTANT, and_(Calibration.id.in_(theirs), not_kept, engaged)),
    ]
    return select(Calibration).where(any_way(actor, ways))
