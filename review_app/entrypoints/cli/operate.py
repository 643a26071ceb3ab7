"""Commands for whoever runs the product: check, init, serve, worker."""

import logging as stdlib_logging
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext

from review_app.config import LOOPBACK, Settings, read_settings
from review_app.domain.access import OPERATOR, Role
from review_app.entrypoints.cli import demo
from review_app.entrypoints.demo import people
from review_app.features.identity import service as identity
from review_app.kernel import health

SCHEMA = {
    "database": "the database cannot be reached",
    "schema-old": "the database is older than the program: run `review-app init`",
    "schema-unknown": "the database is newer than the program: install the newer program",
}


@click.command()
def check() -> None:
    """List every setting and say what is missing or unsafe."""
    settings = read_settings()
    for item in fields(Settings):
        value = getattr(settings, item.name)
        shown = ("set" if value else "not set") if item.metadata["secret"] else (value or "-")
        click.echo(f"{item.name.upper():<14} {shown:<28} {item.metadata['help']}")
    problems = settings.problems()
    for problem in problems:
        click.echo(f"unsafe: {problem}", err=True)
    click.echo("no setting is missing or unsafe" if not problems else f"{len(problems)} to mend")
    raise SystemExit(1 if problems else 0)


@click.command()
@with_appcontext
def init() -> None:
    """Make or bring up to date the database, and load the reference data."""
    migrate()
    click.echo("the database is ready")


def migrate() -> None:
    """Bring the database to the newest migration."""
    flask_migrate.upgrade()


@click.command("invite-administrator")
@click.argument("name")
@click.argument("email")
@with_appcontext
def invite_administrator(name: str, email: str) -> None:
    """Add an administrator and print the link with which they set a password.

    The first person of a new installation comes in this way. The link works once, for seven days.
    """
    person = identity.save_person(
        OPERATOR, None, name=name, email=email, roles=[Role.ADMINISTRATOR]
    )
    token = identity.invite(OPERATOR, person.key)
    click.echo(f"{current_app.config['PUBLIC_URL']}/invitation/{token}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--with-worker", is_flag=True, help="Also start the background worker.")
@click.option("--set-up", is_flag=True, help="First make the database, and the demo when empty.")
@click.pass_context
def serve(
    ctx: click.Context, host: str, port: int, workers: int, with_worker: bool, set_up: bool
) -> None:
    """Serve the pages with gunicorn."""
    os.environ.setdefault("PUBLIC_URL", f"http://{host}:{port}")
    app = ctx.ensure_object(ScriptInfo).load_app()
    if app.config["DEMO"] and host not in LOOPBACK:
        raise click.UsageError("demo mode lets anybody in, so it listens to this machine alone")
    with app.app_context():
        if set_up:
            set_up_everything(app)
        if problem := health.problem():
            raise click.ClickException(f"{SCHEMA[problem]} ({problem})")
    background = subprocess.Popen([sys.argv[0], "worker"]) if with_worker else None  # noqa: S603
    command = [
        str(Path(sys.executable).parent / "gunicorn"),
        *("--bind", f"{host}:{port}", "--workers", str(workers), "--log-level", "warning"),
        "review_app.wsgi:app",
    ]
    click.echo(f"open http://{host}:{port}  (Ctrl+C stops)")
    try:
        raise SystemExit(subprocess.call(command))  # noqa: S603
    except KeyboardInterrupt:
        click.echo("stopped")
    finally:
        if background is not None:
            background.terminate()


def set_up_everything(app: Flask) -> None:
    """Prepare an empty or older installation for being served."""
    migrate()
    if app.config["DEMO"] and people.is_empty():
        click.echo("inventing a municipality; this takes a moment, once")
        demo.fill()


@click.command()
@click.option("--threads", default=1, show_default=True)
@with_appcontext
def worker(threads: int) -> None:
    """Run the background jobs: imports, reminders, upkeep."""
    from review_app.kernel import logging

    logging.configure(current_app.config["LOG_LEVEL"])
    stdlib_logging.getLogger("huey").setLevel("WARNING")  # it tells of every idle minute
    queue = current_app.extensions["huey"]["queue"]
    consumer = queue.create_consumer(workers=threads, periodic=True)
    consumer.run()


COMMANDS = [check, init, invite_administrator, serve, worker]
