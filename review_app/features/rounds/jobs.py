"""What the worker does about rounds by itself: it draws what recurring plans have due."""

import logging
from datetime import date

from review_app.domain.access import OPERATOR
from review_app.features.rounds import service_plan_runs

log = logging.getLogger(__name__)


def queue_due_draws() -> None:
    """Put what is due on the queue; safe at any time, and it keeps no other hourly task waiting."""
    try:
        service_plan_runs.queue_due(OPERATOR)
    except Exception:
        log.exception("the recurring plans could not be looked through; tried again in an hour")


def draw_period(*, plan_id: int, period_on: str) -> None:
    """Draw one period of one plan; safe to run twice."""
    service_plan_runs.run_period(OPERATOR, plan_id, period_on=date.fromisoformat(period_on))
