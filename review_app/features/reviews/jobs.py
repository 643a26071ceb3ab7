"""What the worker does about reviews by itself."""

from review_app.domain.access import OPERATOR
from review_app.features.reviews import service_reminding, service_response


def remind() -> None:
    """Record which reviews fall due soon; safe to run at any time, any number of times."""
    service_reminding.remind(OPERATOR)


def settle_overdue() -> None:
    """Record response periods that ran out; safe to run at any time, any number of times."""
    service_response.settle_overdue(OPERATOR)
