"""``review-app demo``: fill an empty database with the demonstration."""

import click
from flask import current_app
from flask.cli import with_appcontext

from review_app.entrypoints.demo import people, story
from review_app.kernel import jobs


@click.command()
@with_appcontext
def demo() -> None:
    """Fill an empty database with an invented municipality and its story of two years.

    Refused outside demo mode, and when anybody lives in the database already.
    """
    if not current_app.config["DEMO"]:
        raise click.UsageError("set REVIEW_MODE=demo; invented people have no passwords")
    if not people.is_empty():
        click.echo("there are people here already; nothing was changed")
        raise SystemExit(1)
    fill()
    click.echo("the demonstration is ready")


def fill() -> None:
    """Tell the story and do the background work it leaves behind."""
    story.tell()
    jobs.run_all()


COMMANDS = [demo]
