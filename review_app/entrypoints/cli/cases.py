"""``review-app import-cases``: cases in."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from review_app.domain.access import OPERATOR
from review_app.domain.case_import import Profile
from review_app.features.cases import jobs, presenters_imports, queries_imports
from review_app.features.cases.service_imports import CODE
from review_app.kernel.spreadsheets import read_file

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FORMAT = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.command("import-cases")
@click.argument("cases", type=FILE)
@click.option("--events", type=FILE, help="The events, if they stand in a file of their own.")
@click.option("--source", required=True, help="Code of the case system, for example momentum.")
@click.option("--profile", help="Saved columns of this source; without it they are guessed.")
@FORMAT
@with_appcontext
def import_cases(
    cases: Path, events: Path | None, source: str, profile: str | None, format_: str
) -> None:
    """Import a list of cases, with or without their events.

    CASES is a CSV file or an XLSX workbook as the case system or Excel saves it: encoding,
    delimiter and columns are found. Events may stand beside the cases in the same file, in a sheet
    of their own, or in the file given with --events.

    All or nothing: with one error, nothing is written. Warnings never block. Importing the same
    list again changes nothing. CPR numbers are refused.

    Exit code 0 when the import is done, 1 when errors block it, 2 when used wrongly.
    """
    if not CODE.fullmatch(source):
        raise click.UsageError("--source: use small letters, digits and hyphens, at most 40")
    chosen = _profile(source, profile) if profile else Profile()
    files = [path for path in (cases, events) if path is not None]
    tables = [t for path in files for t in read_file(path, name=str(path)).tables]
    report = jobs.import_tables(
        OPERATOR,
        tables,
        source_code=source,
        profile=chosen,
        events_file=str(events) if events else None,
    )
    _tell_import(report, format_)
    raise SystemExit(1 if report["errors"] else 0)


def _profile(source: str, name: str) -> Profile:
    origin = queries_imports.find_source(OPERATOR, source)
    kept = origin and queries_imports.find_profile(OPERATOR, origin.id, name=name)
    if not kept:
        raise click.UsageError(f"--profile: the source {source} has no profile called {name}")
    return Profile.from_json(kept.settings)


def _tell_import(report: dict[str, Any], format_: str) -> None:
    with force_locale("en"):
        for problem in (*report["errors"], *report["warnings"]):
            problem["message"] = presenters_imports.sentence(problem)
        lines = [
            f"{kind}: {presenters_imports.place(p) or '-'}: {p['message']}"
            for kind, part in (("error", "errors"), ("warning", "warnings"))
            for p in report[part]
        ]
    hidden = report.pop("error_count") - len(report["errors"])
    if format_ == "json":
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    for name in ("cases", "events"):
        counts = ", ".join(f"{count} {word}" for word, count in report[name].items())
        click.echo(f"{name}: {counts}")
    for line in lines:
        click.echo(line, err=line.startswith("error"))
    if hidden > 0:
        click.echo(f"and {hidden} more errors", err=True)


COMMANDS = [import_cases]
