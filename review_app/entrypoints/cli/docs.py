"""``review-app docs``: print the reference pages from the code."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from review_app.config import Settings
from review_app.domain import access, workflow
from review_app.domain.audit_codes import RETIRED, AuditCode
from review_app.domain.calibrations import CALIBRATION_STEPS
from review_app.domain.rule_sets import RULE_SET_STEPS
from review_app.entrypoints.answers import agreement
from review_app.entrypoints.answers.kinds import Kinds, answer
from review_app.entrypoints.answers.reading import parse
from review_app.entrypoints.cli import estimates

FOLDER = Path("docs/reference")
ASKED: dict[str, Kinds] = {"estimate": estimates.KINDS, "agreement": agreement.KINDS}
JSON_INTRODUCTION = """\
# JSON

Questions are put as a JSON object, or a list of them, in a file or on standard input:

```sh
review-app estimate --format json < request.json
```

Exit code 0: answered; 1: refused, with `refused` (its code and facts) in place of the answer; 2:
not written as below. Numbers are read exactly as written and given with twelve digits. Each answer
also names the `software` and its version.
"""
NOTE = "<!-- Printed by `make docs`; change the code, not this page. -->\n"
TABLES: dict[str, Mapping[tuple[Any, Any], StrEnum]] = {
    "Round": workflow.ROUND_STEPS,
    "Review": workflow.REVIEW_STEPS,
    "Calibration": CALIBRATION_STEPS,
    "Second reading": workflow.SECOND_READING_STEPS,
    "Remark": workflow.REMARK_STEPS,
    "Objection": workflow.OBJECTION_STEPS,
    "Urgent finding": workflow.URGENT_STEPS,
    "Checklist version": workflow.CHECKLIST_VERSION_STEPS,
    "Rule set": RULE_SET_STEPS,
    "Change proposal": workflow.CHANGE_PROPOSAL_STEPS,
    "Feedback": workflow.FEEDBACK_STEPS,
    "Learning session": workflow.LEARNING_SESSION_STEPS,
    "Action": workflow.ACTION_STEPS,
    "Learning note": workflow.LEARNING_NOTE_STEPS,
    "Workflow standard's version": workflow.WORKFLOW_VERSION_STEPS,
}


def states() -> Iterator[str]:
    """Return the state machines as Mermaid diagrams."""
    yield "# States\n\nA step that is not drawn here is refused (`domain/workflow/`).\n"
    for name, table in TABLES.items():
        yield f"\n## {name}\n\n```mermaid\nstateDiagram-v2\n"
        for (state, step), following in table.items():
            yield f"    {state.name} --> {following.name}: {step.value}\n"
        yield "```\n"


def permissions() -> Iterator[str]:
    """Return the policy as a table of sentences."""
    yield "# Permissions\n\nWho may do what, and on which things (`domain/grants.py`).\n\n"
    yield "| permission | role | only when |\n|---|---|---|\n"
    for permission, grants in access.GRANTS.items():
        for grant in grants:
            conditions = ", ".join(c.__name__.replace("_", " ") for c in grant.conditions)
            yield f"| `{permission.value}` | {grant.role.value} | {conditions} |\n"


def settings() -> Iterator[str]:
    """Return the settings with defaults."""
    yield "# Settings\n\nEnvironment variables; `review-app check` lists what is in force. "
    yield "A secret may be named by a file: `SECRET_KEY_FILE=/run/secrets/key`.\n\n"
    yield "| variable | default | meaning |\n|---|---|---|\n"
    for item in fields(Settings):
        yield f"| `{item.name.upper()}` | {item.default or ''} | {item.metadata['help']} |\n"


def audit_codes() -> Iterator[str]:
    """Return the codes of the audit log."""
    yield "# Audit log codes\n\nStored for ever; none is reused or respelled.\n\n"
    for code in AuditCode:
        yield f"- `{code.value}`\n"
    for retired in sorted(RETIRED):
        yield f"- `{retired}` (retired)\n"


def commands() -> Iterator[str]:
    """Return every command's own help."""
    from review_app.entrypoints.cli import cli

    yield "# Commands\n\nExit code 0: done; 1: refused or found wanting; 2: used wrongly.\n"
    # As a person asks for it, through the group: click keeps the help option it first made.
    group = click.Context(cli, info_name="review-app", **cli.context_settings)
    for name in sorted(cli.commands):
        yield from _help(cli.commands[name], name, group)


def _help(command: click.Command, name: str, group: click.Context) -> Iterator[str]:
    context = click.Context(command, group, info_name=name, terminal_width=96)
    yield f"\n## {context.command_path.removeprefix('review-app ')}\n"
    yield f"\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for part in sorted(command.commands):
            yield from _help(command.commands[part], part, context)


def json_shapes() -> Iterator[str]:
    """Return the questions that commands answer as JSON, each example worked anew."""
    yield JSON_INTRODUCTION
    for command, kinds in ASKED.items():
        yield f"\n## review-app {command}\n"
        for name, kind in kinds.items():
            yield f"\n### {name}\n\n{kind.about}\n\n| field | meaning |\n|---|---|\n"
            yield from (f"| `{field}` | {meaning} |\n" for field, meaning in kind.fields.items())
            yield "\nAnswer: "
            given = (f"`{f}`: {m}" if f else m for f, m in kind.gives.items())
            yield "; ".join(given) + ".\n"
            yield from (_worked(kinds, example) for example in kind.examples)


def _worked(kinds: Kinds, example: Mapping[str, Any]) -> str:
    answered = answer(kinds, parse(json.dumps(example)))
    asked, told = (json.dumps(one, indent=1, ensure_ascii=False) for one in (example, answered))
    return f"\n```json\n{asked}\n```\n\n```json\n{told}\n```\n"


PAGES = {
    "states": states,
    "permissions": permissions,
    "settings": settings,
    "audit-codes": audit_codes,
    "commands": commands,
    "json": json_shapes,
}


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a page is stale.")
def docs(check: bool) -> None:
    """Print docs/reference from the code (for developers, in a checkout)."""
    stale = []
    for name, page in PAGES.items():
        path, text = FOLDER / f"{name}.md", NOTE + "".join(page())
        if path.exists() and path.read_text() == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    click.echo(f"stale: {', '.join(stale)}" if check and stale else "docs/reference is up to date")
    raise SystemExit(1 if check and stale else 0)


COMMANDS = [docs]
