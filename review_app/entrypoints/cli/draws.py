"""``review-app draw`` and ``verify-draw``: cases drawn so that anyone can draw them again."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from review_app.domain import draw as rules
from review_app.domain import verify_draw
from review_app.domain.actors import OPERATOR
from review_app.domain.designs import Grouping, ListOrder, SamplingDesign, WeightRule
from review_app.domain.errors import Invalid
from review_app.domain.frames import FrameFilter
from review_app.domain.planning import Allocation
from review_app.features.rounds import queries, queries_planning, service_ceremony
from review_app.models import Round
from review_app.models.bundles import drawn_of, zip_of

WARNING = (
    "Both secrets were made by this one process, so they protect nobody against whoever runs it: "
    "the bundle shows that nothing was changed after the seal, not that nobody tried several seals."
)

# What can be given points, with the field of its points and the one of its detail.
WEIGHTS = {
    "deadline-missed": ("deadline_missed_points", ""),
    "open-long": ("open_long_points", "open_long_days"),
    "caseworkers": ("caseworkers_points", "least_caseworkers"),
    "case-type": ("case_type_points", "case_type"),
}


@click.command()
@click.option("--source", required=True, help="Code of the source whose cases can be drawn.")
@click.option("--size", type=click.IntRange(min=1), help="How many cases to draw in all.")
@click.option("--title", required=True, help="What the round is called; it stands in the plan.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="Where to write the bundle (a zip).",
)
@click.option(
    "--method",
    type=click.Choice([one.value for one in rules.Method]),
    default=rules.Method.SIMPLE.value,
    show_default=True,
    help="How to draw; a census takes no size.",
)
@click.option(
    "--stratify-by",
    type=click.Choice([one.value for one in Grouping]),
    help="What a stratified draw divides the cases by.  [default: team]",
)
@click.option(
    "--allocation",
    type=click.Choice([one.value for one in Allocation]),
    help="How a stratified sample is shared out.  [default: proportional, or fixed]",
)
@click.option(
    "--per-stratum",
    type=click.IntRange(min=1),
    help="Cases from each stratum, in place of --size.",
)
@click.option(
    "--order-by",
    type=click.Choice([one.value for one in ListOrder]),
    help="Order of the list that a systematic draw walks down.  [default: opened]",
)
@click.option(
    "--points",
    multiple=True,
    metavar="WHAT=POINTS",
    help="Points of risk for a draw by weight, repeatable: "
    "deadline-missed=3, open-long:365=2, caseworkers:3=1, case-type:NAME=2.",
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@with_appcontext
def draw(source: str, title: str, out: Path, format_: str, **wanted: Any) -> None:
    """Draw cases of a source by lot and write the bundle that proves it.

    A round is planned, sealed and drawn as on the pages, with its draw number and audit entries;
    choose its checklist and reviewers there. Exit code 0: drawn; 1: refused, nothing was kept.
    """
    design = design_of(**wanted)
    if not out.resolve().parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.resolve().parent}", param_hint="--out")
    known = [one.code for one in queries_planning.list_sources(OPERATOR)]
    if source not in known:
        raise Invalid(field="source", reason="unknown", known=", ".join(known) or "none")
    drawn = service_ceremony.draw_at_once(
        OPERATOR, title=title, chosen=FrameFilter(source=source), design=design
    )
    out.write_bytes(zip_of(queries.bundle_files(OPERATOR, drawn)))
    told = _told(drawn, out)
    if format_ == "json":
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    click.echo(
        f"draw number {told['draw_number']}: {told['size']} of {told['frame_rows']} cases -> {out}"
    )
    click.echo(f"fingerprint of the seal (commit.txt): {told['commit_sha256']}")
    for position, case_ref in enumerate(told["selected"], start=1):
        click.echo(f"{position:>5}  {case_ref}")
    click.echo(f"Note: {WARNING}")


def design_of(
    *,
    method: str,
    size: int | None,
    stratify_by: str | None,
    allocation: str | None,
    per_stratum: int | None,
    order_by: str | None,
    points: Sequence[str],
) -> SamplingDesign:
    """Return the design that the options describe.

    :raises click.UsageError: when options do not go together.
    """
    how = rules.Method(method)
    if stratify_by or allocation or per_stratum:
        _only_for(how, rules.Method.STRATIFIED, "--stratify-by, --allocation and --per-stratum")
    if order_by:
        _only_for(how, rules.Method.SYSTEMATIC, "--order-by")
    if points:
        _only_for(how, rules.Method.PROPORTIONAL, "--points")
    if (size is None) != (bool(per_stratum) or how is rules.Method.CENSUS):
        raise click.UsageError("give --size, but not for a census or with --per-stratum")
    if how is rules.Method.PROPORTIONAL and not points:
        raise click.UsageError("say with --points what makes a case more likely to be drawn")
    usual = Allocation.FIXED if per_stratum else Allocation.PROPORTIONAL
    return SamplingDesign(
        method=how,
        size=size,
        stratify_by=(stratify_by or Grouping.TEAM) if how is rules.Method.STRATIFIED else "",
        allocation=allocation or usual,
        per_stratum=per_stratum,
        order_by=(order_by or ListOrder.OPENED) if how is rules.Method.SYSTEMATIC else "",
        weights=_weights(points),
    )


def _only_for(given: rules.Method, method: rules.Method, options: str) -> None:
    if given is not method:
        raise click.UsageError(f"{options}: only with --method {method.value}")


def _weights(points: Sequence[str]) -> WeightRule:
    fields: dict[str, Any] = {}
    for entry in points:
        what, _, number = entry.rpartition("=")
        name, _, detail = what.partition(":")
        known = WEIGHTS.get(name)
        if known is None or not number.isdecimal():
            raise click.BadParameter(f"{entry!r} is not WHAT=POINTS", param_hint="--points")
        fields[known[0]] = int(number)
        if detail and known[1]:
            is_number = known[1] != "case_type"
            if is_number and not detail.isdecimal():
                raise click.BadParameter(f"{detail!r} is no number", param_hint="--points")
            fields[known[1]] = int(detail) if is_number else detail
    return WeightRule(**fields)


def _told(drawn: Round, out: Path) -> dict[str, Any]:
    kept = drawn.draw
    assert kept is not None
    return {
        "bundle": str(out),
        "round": drawn.key,
        "title": drawn.title,
        "draw_number": kept.number,
        "method": drawn.method,
        "frame_rows": kept.frame_size,
        "size": drawn.sample_size,
        "frame_sha256": kept.frame_hash,
        "plan_sha256": kept.plan_hash,
        "commit_sha256": kept.commit_hash,
        "seed": kept.seed,
        "selected": [pick.case_ref for pick in drawn_of(kept).selected],
        "warning": WARNING,
    }


@click.command("verify-draw")
@click.argument("bundle", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def verify(bundle: Path, format_: str) -> None:
    """Draw the cases of BUNDLE (a zip, or the folder it was unpacked to) again.

    Every difference is named. The bundle's own verify_draw.py does the same without this product.
    Exit code 0: all is as promised; 1: something differs; 2: there is no such file.
    """
    files: dict[str, bytes] = {}
    try:
        files = verify_draw.read_bundle(bundle)
        wrong = rules.verify_bundle(files)
    except Exception as fault:  # a damaged zip fails in many ways, and all mean the same here
        wrong = [f"{bundle.name} cannot be read: {fault}"]
    commit = files.get("commit.txt")
    told = {
        "bundle": str(bundle),
        "as_promised": not wrong,
        "differences": wrong,
        "commit_sha256": verify_draw.sha256(commit) if commit is not None else None,
    }
    if format_ == "json":
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for line in wrong:
            click.echo(line)
        click.echo("NOT as promised" if wrong else "all is as promised")
        click.echo(f"fingerprint of the seal (commit.txt): {told['commit_sha256']}")
    raise SystemExit(1 if wrong else 0)


COMMANDS = [draw, verify]
