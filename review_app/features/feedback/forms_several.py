"""The form of making several cases learning cases."""

from collections.abc import Iterable
from typing import Any, TypedDict

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from review_app.domain.access import Actor
from review_app.features.feedback import queries
from review_app.kernel.forms import HouseForm, not_blank
from review_app.models import Case


class Which(TypedDict):
    """The cases that were ticked, and in the ranking of which round."""

    case_keys: list[str]
    round_key: str


class SeveralForm(HouseForm):
    """Why the cases are worth learning from, and who shall write on all of them."""

    reason = TextAreaField(
        _l("Why we can learn from these cases"), [InputRequired(), not_blank, Length(max=20_000)]
    )
    author = SelectField(_l("Who writes the feedback"))
    due_on = DateField(_l("To be written no later than"), [Optional()])

    def values(self) -> dict[str, Any]:
        """Return what the service asks for."""
        return {name: self[name].data for name in ("reason", "author", "due_on")}


def several_form(actor: Actor, cases: Iterable[Case]) -> SeveralForm:
    """Build the form; those can be asked who handle none of *cases*.

    The page that ticks the cases may send a reason along.
    """
    form = SeveralForm()
    form.author.choices = [SelectChoice("", _("I will decide later"))]
    form.author.choices += [
        SelectChoice(
            author.value,
            author.person.name,
            optgroup=author.engagement.title if author.engagement else _("Coordinators"),
        )
        for author in queries.authors_of_all(actor, cases)
    ]
    if "sure" not in request.form:
        form.author.data = ""
    return form
