"""``review-app agreement``: agreement between reviewers, to check against other software."""

from typing import TextIO

import click

from review_app.entrypoints.answers import agreement as answers
from review_app.entrypoints.cli.estimates import tell


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"), default="-")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def agreement(file: TextIO, format_: str) -> None:
    """Compute how far reviewers agree from FILE (JSON; unless given, standard input).

    Percent agreement, Gwet's AC1/AC2 with its range, Cohen's and Fleiss' kappa and Krippendorff's
    alpha; with a "key", both directions of error. The shape, with worked examples, stands in
    docs/reference/json.md. Exit code 0: computed; 1: refused, with the reason; 2: the request is
    not written as it must be.
    """
    tell(answers.KINDS, file, as_json=format_ == "json", usual_kind=answers.usual_kind)


COMMANDS = [agreement]
