"""The forms of reading lists."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from review_app.domain.access import Actor
from review_app.features.knowledge.forms import professions_to_choose
from review_app.kernel.forms import HouseForm, not_blank
from review_app.models import ReadingList


class ListForm(HouseForm):
    """What a reading list says of itself."""

    title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=200)])
    purpose = TextAreaField(_l("What it is for"), [InputRequired(), not_blank, Length(max=2000)])
    profession = SelectField(_l("Meant for"), default="")
    is_for_new = BooleanField(_l("A way in for new colleagues"))

    @property
    def values(self) -> dict[str, Any]:
        """What the services ask for."""
        names = ("title", "purpose", "profession", "is_for_new")
        return {name: self[name].data for name in names}


def list_form(actor: Actor, *, found: ReadingList | None = None) -> ListForm:
    """Build the form, filled in with the list."""
    values: dict[str, object] = {}
    if found is not None:
        values = {name: getattr(found, name) for name in ("title", "purpose", "is_for_new")}
        values["profession"] = found.profession or ""
    form = ListForm(data=values)
    now = found.profession if found else None
    form.profession.choices = professions_to_choose(actor, now=now)
    return form
