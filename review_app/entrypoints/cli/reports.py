"""``review-app report``: the monthly report as a PDF."""

from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext

from review_app.domain.access import OPERATOR
from review_app.domain.errors import Invalid
from review_app.domain.monthly_report import is_over
from review_app.features.reports import counting, presenters, queries
from review_app.kernel import clock
from review_app.kernel.i18n import LANGUAGES
from review_app.models import MonthlyReport


class Month(click.ParamType[date]):
    """A month written as 2026-10."""

    name = "month"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the month's first day."""
        try:
            return date.fromisoformat(f"{value}-01")
        except ValueError:
            self.fail(f"{value} is no month; write for instance 2026-10", param, ctx)


@click.command("report")
@click.option("--month", "month_on", type=Month(), required=True, help="For instance 2026-10.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="The PDF to write.",
)
@click.option("--lang", type=click.Choice(list(LANGUAGES)), default="da", show_default=True)
@with_appcontext
def report_command(month_on: date, out: Path, lang: str) -> None:
    """Write the monthly report of a month that is over.

    An issued report is written byte for byte as it was issued, in its newest revision. Without one
    the figures are counted now and the PDF says that it is a draft; nothing is stored.

    Exit code 0; 1 when the month is not over or FILE cannot be written; 2 when used wrongly.
    """
    if not is_over(month_on, today=clock.today()):
        raise Invalid(field="month", reason="not-over")
    issued = queries.newest_of(OPERATOR, month_on)
    if issued is not None:
        file = queries.get_file(OPERATOR, issued.key, language=lang)
        content, told = file.content, f"issue {issued.number}, sha256 {file.sha256}"
    else:
        draft = MonthlyReport(month_on=month_on, content=counting.count(month_on), number=1)
        content, told = presenters.pdf(draft, lang=lang, on=None), "a draft, counted now"
    try:
        out.write_bytes(content)
    except OSError as fault:
        raise click.ClickException(f"{out} cannot be written: {fault.strerror}") from fault
    click.echo(f"{out}: {told}")


COMMANDS = [report_command]
