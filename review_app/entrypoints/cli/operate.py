"""Commands for whoever runs the product: check, init, serve, worker."""

import logging as stdlib_logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from markupsafe import escape

from review_app.config import LOOPBACK, Settings, read_settings
from review_app.domain.access import OPERATOR, Role
from review_app.entrypoints.cli import demo
from review_app.entrypoints.demo import people
from review_app.features.checklists import service as checklists
from review_app.features.identity import queries as identity_queries
from review_app.features.identity import service as identity
from review_app.features.timeliness import service_seeding as timeliness
from review_app.kernel import health, links, mail, search
from review_app.kernel.places import TOP
from review_app.kernel.unit_of_work import unit_of_work

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
    prepare()
    click.echo("the database is ready")


def prepare() -> None:
    """Bring the database to the newest migration and add the reference data that is missing.

    An empty demonstration gets its reference data on the first day of its story instead.
    """
    flask_migrate.upgrade()
    if not (current_app.config["DEMO"] and people.is_empty()):
        checklists.seed_reference(OPERATOR, folder=TOP / "seed" / "reference")
        timeliness.seed_reference(OPERATOR, folder=TOP / "seed" / "reference")
    with unit_of_work(OPERATOR):
        search.remember_spellings()


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


@click.command("test-mail")
@click.argument("address")
@with_appcontext
def test_mail(address: str) -> None:
    """Send one mail to ADDRESS, to see whether the settings of mail work."""
    name, stop_url = current_app.config["PRODUCT_NAME"], links.address("home.choose_mail")
    words = f"{name}: mail works."
    try:
        mail.send(mail.Mail(address, words, words, f"<p>{escape(words)}</p>", stop_url))
    except mail.NotSent as fault:
        raise click.ClickException(f"no mail was sent: {fault}") from None
    click.echo("the mail server took it")


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
        announce(f"http://{host}:{port}", is_demo=app.config["DEMO"])
    gunicorn = [
        str(Path(sys.executable).parent / "gunicorn"),
        *(
            "--bind",
            f"{host}:{port}",
            "--workers",
            str(workers),
            "--log-level",
            "warning",
            "--preload",
        ),
        "review_app.wsgi:app",
    ]
    raise SystemExit(run_together(gunicorn, *([[sys.argv[0], "worker"]] if with_worker else [])))


def announce(address: str, *, is_demo: bool) -> None:
    """Say where the pages are and, in the demonstration, whom one can be."""
    click.echo(f"open {address}  (Ctrl+C stops)")
    for person in identity_queries.demo_people(OPERATOR) if is_demo else ():
        roles = ", ".join(sorted(person.roles))
        click.echo(f"  sign in as {person.name} ({roles})")


def run_together(*commands: list[str]) -> int:
    """Run programs until the first one ends or somebody stops them; none is left behind."""
    running = [subprocess.Popen(command) for command in commands]  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
        return next(code for process in running if (code := process.poll()) is not None)
    except KeyboardInterrupt:
        return 0
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def set_up_everything(app: Flask) -> None:
    """Prepare an empty or older installation for being served."""
    prepare()
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


COMMANDS = [check, init, invite_administrator, test_mail, serve, worker]
