"""The commands of ``review-app``.

Exit code 0: done; 1: refused or found wanting; 2: used wrongly.
"""

from typing import Any

import click

from review_app.entrypoints.cli import (
    agreement,
    audit_log,
    cases,
    checklists,
    demo,
    docs,
    draws,
    estimates,
    operate,
    recompute,
    reports,
    timeliness,
)


class House(click.Group):
    """A group that tells a refusal in one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn expected refusals into exit code 1."""
        from review_app.config import UnsafeSettings
        from review_app.domain.errors import Refusal

        try:
            return super().invoke(ctx)
        except UnsafeSettings as unsafe:
            for problem in unsafe.problems:
                click.echo(f"unsafe setting: {problem}", err=True)
        except Refusal as refusal:
            facts = ", ".join(f"{name}: {value}" for name, value in refusal.facts.items())
            click.echo(f"refused ({refusal.code}): {facts}", err=True)
        return ctx.exit(1)


@click.group(cls=House, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Quality review and learning for case audits.

    Start with `review-app serve`; every command explains itself with --help.
    """


AREAS = [
    operate,
    demo,
    cases,
    checklists,
    timeliness,
    draws,
    reports,
    estimates,
    agreement,
    recompute,
    audit_log,
    docs,
]
for area in AREAS:
    for command in area.COMMANDS:
        cli.add_command(command)
