"""Is the installation fit to serve?"""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from review_app.kernel.db import db


def problem() -> str | None:
    """Return a code for what is wrong: ``database``, ``schema-old`` or ``schema-unknown``."""
    migrate = current_app.extensions["migrate"]
    scripts = ScriptDirectory(migrate.directory)
    try:
        with db.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return "database"
    if current == scripts.get_current_head():
        return None
    known = {script.revision for script in scripts.walk_revisions()}
    return "schema-old" if current is None or current in known else "schema-unknown"
