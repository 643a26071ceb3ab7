"""The story from its first day to today."""

from datetime import timedelta

from review_app.entrypoints.demo import casework, people
from review_app.kernel import clock


def tell() -> None:
    """Walk the whole story through the services; leaves the clock as it was."""
    today = clock.today()
    try:
        town = people.move_in(today - timedelta(days=casework.DAYS + 30))
        clock.travel(clock.local(today - timedelta(days=1), 6))
        casework.import_everything(town, today)
    finally:
        clock.travel(None)
