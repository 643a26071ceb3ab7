"""``review-app checklists``: checklists out to files that people edit, and back in."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from review_app.domain.access import OPERATOR
from review_app.domain.checklist_files import Problem
from review_app.domain.checklists import ChangeKind
from review_app.domain.workflow import ChecklistVersionState
from review_app.features.checklists import files, presenters, queries, service_files
from review_app.features.checklists.writing import texts_of

FORMAT = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group()
def checklists() -> None:
    """Write checklists to files, and let drafts say what files say."""


@checklists.command("export")
@click.argument("code")
@click.option("--version", "number", type=click.IntRange(min=1), help="[default: the newest]")
@click.option("--as", "kind", type=click.Choice(list(files.KINDS)), help="[default: by --out]")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where to write the file.  [default: standard output]",
)
@with_appcontext
def export_checklist(code: str, number: int | None, kind: str | None, out: Path | None) -> None:
    """Write a version of the checklist CODE as YAML or CSV.

    The file holds all fields of all criteria and can be given back to `checklists import`.

    Exit code 0: written; 1: there is no such checklist or version; 2: used wrongly.
    """
    chosen = kind or ("csv" if out and out.suffix.lower() == ".csv" else "yaml")
    version = queries.version_called(OPERATOR, code, number=number)
    content = files.write(chosen, texts_of(version))
    if out is None:
        click.echo(content, nl=False)
        return
    if not out.resolve().parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.resolve().parent}", param_hint="--out")
    out.write_bytes(content)
    click.echo(f"{code} version {version.number} ({version.state}) -> {out}")


@checklists.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--checklist", "code", required=True, help="Code of the checklist.")
@click.option("--reason", default="", help="Why there is a new version; needed to begin a draft.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@FORMAT
@with_appcontext
def import_checklist(file: Path, code: str, reason: str, dry_run: bool, format_: str) -> None:
    """Let the draft of a checklist say what FILE (YAML or CSV) says.

    Criteria are known by their codes. Without an open draft, one is begun from the newest version.
    A published version is never changed, and nothing is published: that is done on the pages, by
    somebody who has read the draft. All or nothing: with one fault, nothing is written.

    Exit code 0: done; 1: the file has faults, or there is no such checklist; 2: used wrongly.
    """
    content = file.read_bytes()
    read = files.read(content)
    if read.problems:
        _tell_problems(read.problems, format_)
        raise SystemExit(1)
    newest = queries.version_called(OPERATOR, code)
    if not (dry_run or reason.strip() or newest.state is ChecklistVersionState.DRAFT):
        raise click.UsageError("--reason: say why there is a new version; it has no draft yet")
    found = queries.changes_by(OPERATOR, newest, sections=read.sections)
    version = newest
    if not dry_run:
        version = service_files.import_into(OPERATOR, newest.key, content=content, reason=reason)
    told: dict[str, Any] = {
        "checklist": code,
        "version": version.number,
        "written": not dry_run,
        "changes": {kind.value: found.count(kind) for kind in ChangeKind},
        "sections_changed": len(found.sections),
        "problems": [],
    }
    if format_ == "json":
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    counts = ", ".join(f"{count} {kind}" for kind, count in told["changes"].items())
    click.echo(f"criteria: {counts}; sections changed: {told['sections_changed']}")
    state = "nothing was written" if dry_run else f"version {version.number} is a draft"
    click.echo(f"{code}: {state}")


def _tell_problems(problems: Iterable[Problem], format_: str) -> None:
    with force_locale("en"):
        listed = [
            {
                "row": problem.row or None,
                "column": problem.column or None,
                "code": problem.reason,
                "message": presenters.problem_words(problem),
            }
            for problem in problems
        ]
    if format_ == "json":
        click.echo(json.dumps({"written": False, "problems": listed}, ensure_ascii=False))
        return
    for one in listed:
        place = ", ".join(f"{name} {one[name]}" for name in ("row", "column") if one[name])
        click.echo(f"error: {place or 'file'}: {one['message']}", err=True)
    click.echo("nothing was written", err=True)


COMMANDS = [checklists]
