"""The ``review-app`` command."""

import sys

from flask.cli import ScriptInfo

from review_app import create_app
from review_app.entrypoints.cli import cli


def main() -> None:
    """Run one command; exit code 0 done, 1 refused or found wanting, 2 used wrongly."""
    cli.main(args=sys.argv[1:], prog_name="review-app", obj=ScriptInfo(create_app=create_app))


if __name__ == "__main__":
    main()
