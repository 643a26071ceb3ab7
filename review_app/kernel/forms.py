"""The base of every form: house messages, and no personal number in any field."""

from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import ValidationError

from review_app.domain.errors import Invalid
from review_app.domain.personal_data import has_personal_number
from review_app.kernel.links import own_path

# What every form holds beside what is asked for.
OF_THE_FRAME = {"csrf_token", "page_address"}
# WTForms' own messages; it ships no Danish, so they are in our catalogue.
MESSAGES = [
    _l("This field is required."),
    _l("Not a valid integer value."),
    _l("Not a valid date value."),
    _l("Not a valid choice."),
    _l("Not a valid choice: could not coerce."),
    _l("Invalid email address."),
]


class HouseCatalogue:
    """Lets WTForms look its messages up in the application's catalogue."""

    def gettext(self, text: str) -> str:
        """Translate one message."""
        return str(_(text))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Translate one message that depends on a number."""
        return str(ngettext(singular, plural, n))


class HouseForm(FlaskForm):
    """What every form of the product starts from."""

    class Meta(FlaskForm.Meta):
        """WTForms' settings."""

        def get_translations(self, form: Any) -> HouseCatalogue:
            """Return the application's own catalogue."""
            return HouseCatalogue()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the form; a text that holds a personal number is refused whatever the field."""
        g.setdefault("checked_forms", []).append(self)
        valid = super().validate(extra_validators)
        for field in self:
            if isinstance(field, StringField | TextAreaField) and field.data:
                valid = _holds_no_personal_number(field) and valid
        return bool(valid)


def _holds_no_personal_number(field: Field) -> bool:
    if not has_personal_number(str(field.data)):
        return True
    field.errors = [
        *field.errors,
        _("This looks like a CPR number. Personal numbers are never stored here; remove it."),
    ]
    return False


def not_blank(_form: Any, field: Field) -> None:
    """Validate that something other than white space was written."""
    if not (field.data or "").strip():
        raise ValidationError(_("Write something here."))


def page_address() -> str:
    """Return where the page being shown can be opened: a sent form says where it stood."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    return own_path(request.form.get("page_address"))


def init_app(app: Flask) -> None:
    """Answer 422 wherever a page shows a sent form again because of what is wrong in it."""
    app.add_template_global(page_address)

    @app.after_request
    def say_that_it_was_refused(response: Response) -> Response:
        shown_again = request.method == "POST" and response.status_code == HTTPStatus.OK
        if shown_again and any(form.errors for form in g.get("checked_forms", ())):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


def day_of(given: str | None, *, field: str) -> date | None:
    """Read a date as browsers send it; nothing is nothing.

    :raises Invalid: when it is none.
    """
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Invalid(field=field, reason="not-a-date") from None
