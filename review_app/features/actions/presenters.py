"""Actions as a file."""

from collections.abc import Iterable

from flask_babel import gettext as _

from review_app.kernel.i18n import show_day, show_moment
from review_app.kernel.spreadsheet_writing import write_csv
from review_app.kernel.words import word
from review_app.models import Action


def as_csv(actions: Iterable[Action]) -> bytes:
    """Return actions as a table; cases are not in it."""
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
        [
            [
                one.text,
                one.owner.name,
                show_day(one.due_on),
                str(word(one.state)),
                show_moment(one.opened_at),
                show_moment(one.done_at),
                one.evidence,
                show_moment(one.verified_at),
                one.verified_by.name if one.verified_by else None,
                one.drop_reason,
            ]
            for one in actions
        ],
    )
