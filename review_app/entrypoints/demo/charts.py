"""What the people of the story wrote on their charts."""

from datetime import date, timedelta

from review_app.domain.chart_series import Period, start_of
from review_app.domain.kinds import ChartMarkKind
from review_app.entrypoints.demo import people
from review_app.entrypoints.demo.people import Town
from review_app.features.insights import service_charts


def mark_the_turn(town: Town, today: date) -> None:
    """Say beside the chart of timeliness what happened when it turned."""
    for told in people.read_story("charts")["marks"]:
        service_charts.mark(
            town.actor(told["person"]),
            told["series"],
            kind=ChartMarkKind.EVENT,
            marks_on=start_of(today - timedelta(days=told["days_ago"]), Period.MONTH),
            text=told["text"],
        )
