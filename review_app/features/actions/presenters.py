"""Actions as a file."""

from collections.abc import Iterable

from flask_babel import gettext as _

from review_app.domain.access import Actor, Permission, can
from review_app.kernel.i18n import show_day, show_moment
from review_app.kernel.spreadsheet_writing import write_csv
from review_app.kernel.words import word
from review_app.models import Action


def as_csv(actor: Actor, actions: Iterable[Action]) -> bytes:
    """Return actions as a table; cases are not in it, nor words the actor may not read."""
    columns = [
        _("Action"),
        _("Owner"),
        _("Due"),
        _("State"),
        _("Agreed"),
        _("Done"),
        _("What shows it"),
        _("Verified"),
        _("Verified by"),
        _("Why it is dropped"),
    ]
    return write_csv(
        columns,
        [_row(one, reads=can(actor, Permission.ACTION_READ_WORDS, one)) for one in actions],
    )


def _row(one: Action, *, reads: bool) -> list[str | None]:
    return [
        one.text if reads else None,
        one.owner.name,
        show_day(one.due_on),
        str(word(one.state)),
        show_moment(one.opened_at),
        show_moment(one.done_at),
        one.evidence if reads else None,
        show_moment(one.verified_at),
        one.verified_by.name if one.verified_by else None,
        one.drop_reason if reads else None,
    ]
