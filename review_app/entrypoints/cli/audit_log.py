"""``review-app verify-audit-log``: is the log still what was written?"""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from review_app.kernel.audit_log import Anchor, AuditEntry, breaks, head
from review_app.kernel.db import db


@click.command("verify-audit-log")
@click.option(
    "--anchor",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file written earlier with --export-anchor; shows whether the end was cut off.",
)
@click.option(
    "--export-anchor",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the present end of the chain to a file. Keep it elsewhere.",
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@with_appcontext
def verify(anchor: Path | None, export_anchor: Path | None, format_: str) -> None:
    """Recompute the audit log's chain and name each broken link.

    Exit code 0 when the log is whole, 1 when an entry was altered, removed or cut off.
    """
    known = Anchor(**json.loads(anchor.read_text())) if anchor else None
    found = list(breaks(db.session(), current_app.config["AUDIT_KEY"].encode(), known))
    count = db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    if format_ == "json":
        told = {"entries": count, "breaks": [{"entry": b.id, "kind": b.kind} for b in found]}
        click.echo(json.dumps(told))
    else:
        for broken in found:
            click.echo(f"entry {broken.id}: {broken.kind}")
        click.echo(f"{count} entries, {len(found) or 'no'} broken")
    last = head(db.session())
    if export_anchor and last and not found:
        export_anchor.write_text(json.dumps({"id": last.id, "mac": last.mac}) + "\n")
    raise SystemExit(1 if found else 0)


COMMANDS = [verify]
