"""``review-app recompute``: a round's figures, computed again from its package alone."""

import json
import zipfile
from pathlib import Path

import click

from review_app.domain.recompute import Recomputed
from review_app.domain.recompute import recompute as compute_again


@click.command()
@click.argument("package", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def recompute(package: Path, format_: str) -> None:
    """Compute the draw and every published figure of PACKAGE again.

    PACKAGE is the zip that a round's figures page gives, or the folder it was unpacked to. No
    database is read, nothing is written. Every difference is named. Exit code 0: all is as
    published; 1: something differs; 2: there is no such file.
    """
    try:
        found = compute_again(_files(package))
    except (zipfile.BadZipFile, OSError, EOFError) as fault:
        found = Recomputed([f"{package.name} cannot be read: {fault}"])
    told = {
        "package": str(package),
        "as_published": not found.differences,
        "figures": found.figures,
        "differences": list(found.differences),
    }
    if format_ == "json":
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for line in found.differences:
            click.echo(line)
        click.echo(f"{found.figures} figures computed again")
        click.echo("NOT as published" if found.differences else "all is as published")
    raise SystemExit(1 if found.differences else 0)


def _files(place: Path) -> dict[str, bytes]:
    if place.is_dir():
        return {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
    with zipfile.ZipFile(place) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


COMMANDS = [recompute]
