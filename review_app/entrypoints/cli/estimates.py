"""``review-app estimate``: statistical questions as JSON, answered without a database."""

import json
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any, TextIO

import click

from review_app.domain.errors import Refusal
from review_app.entrypoints.answers import changes, planning, shares
from review_app.entrypoints.answers.kinds import Answer, Kinds, plain
from review_app.entrypoints.answers.kinds import answer as answer_of
from review_app.entrypoints.answers.reading import WrongRequest, parse

KINDS: Kinds = {**shares.KINDS, **planning.KINDS, **changes.KINDS}


def answer_or_refusal(kinds: Kinds, request: Any) -> Answer:
    """Answer a request; a refusal is told with its code and facts under ``refused``."""
    software = {"software": f"review-app {version('review-app')}"}
    try:
        return {**answer_of(kinds, request), **software}
    except Refusal as refusal:
        return {"refused": {"code": refusal.code, **plain(refusal.facts)}, **software}


def tell(
    kinds: Kinds,
    file: TextIO,
    *,
    as_json: bool,
    usual_kind: Callable[[Any], str] | None = None,
) -> None:
    """Answer the request (or the list of requests) in *file*, and end with the exit code.

    :param usual_kind: which kind a request is of that names none; by default it must name one.
    """
    try:
        requests = parse(file.read())
        listed = requests if isinstance(requests, list) else [requests]
        if usual_kind is not None:
            listed = [_named(one, usual_kind(one)) for one in listed]
        answers = [answer_or_refusal(kinds, request) for request in listed]
    except (WrongRequest, UnicodeDecodeError) as fault:
        raise click.UsageError(str(fault)) from fault
    if as_json:
        shown = answers if isinstance(requests, list) else answers[0]
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join("\n".join(_lines(answer)) for answer in answers))
    raise SystemExit(1 if any("refused" in answer for answer in answers) else 0)


def _named(request: Any, kind: str) -> Any:
    return {"kind": kind, **request} if isinstance(request, dict) else request


def _lines(answer: Any, name: str = "") -> Iterator[str]:
    """Write an answer for people: one line a value, named by its place."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield from _lines(value, f"{name}.{key}" if name else key)
    elif isinstance(answer, list) and any(isinstance(one, dict) for one in answer):
        for index, value in enumerate(answer, start=1):
            yield from _lines(value, f"{name}.{index}")
    else:
        yield f"{name}: {_word(answer)}"


def _word(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_word, value)) or "none"
    return "-" if value is None else str(value)


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"), default="-")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def estimate(file: TextIO, format_: str) -> None:
    """Answer the statistical question in FILE (JSON; unless given, standard input).

    What can be asked, with worked examples, stands in docs/reference/json.md. Several questions may
    be given as a list. Exit code 0: answered; 1: refused, with the reason; 2: the request is not
    written as it must be.
    """
    tell(KINDS, file, as_json=format_ == "json")


COMMANDS = [estimate]
