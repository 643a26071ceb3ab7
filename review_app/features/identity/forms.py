"""The forms of signing in and of looking after people."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from review_app.domain.access import APPOINTED, Actor
from review_app.features.identity import queries
from review_app.features.identity.passwords import SHORTEST
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import LANGUAGES
from review_app.kernel.words import word
from review_app.models import Person


class SignInForm(HouseForm):
    """Address and password."""

    email = EmailField(_l("E-mail"), [InputRequired()], render_kw={"autocomplete": "username"})
    password = PasswordField(
        _l("Password"), [InputRequired()], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class PasswordForm(HouseForm):
    """A new password, twice."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(), Length(min=SHORTEST, message=_l("Use at least 12 characters."))],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("The same once more"),
        [EqualTo("password", _l("The two are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )


class CheckboxesField(SelectMultipleField):
    """Some of few, as a list of check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PersonForm(HouseForm):
    """One person with roles and teams."""

    name = StringField(_l("Name"), [InputRequired(), not_blank, Length(max=200)])
    email = EmailField(_l("E-mail"), [InputRequired(), not_blank, Length(max=200)])
    profession = StringField(_l("Profession"), [Length(max=200)])
    roles = CheckboxesField(_l("Roles"))
    teams = CheckboxesField(_l("Teams"), coerce=int)
    firm = SelectField(_l("Firm"))
    language = SelectField(_l("Language"))
    is_staff_representative = BooleanField(_l("Staff representative"))
    is_active = BooleanField(_l("May sign in"), default=True)


class NameForm(HouseForm):
    """The name of a new team or firm."""

    name = StringField(_l("Name"), [InputRequired(), not_blank, Length(max=200)])


def person_form(actor: Actor, person: Person | None = None) -> PersonForm:
    """Build the form, filled in with *person* when there is one."""
    form = PersonForm(obj=person, data=_values(person) if person else None)
    form.roles.choices = [SelectChoice(role.value, word(role)) for role in APPOINTED]
    form.teams.choices = [SelectChoice(t.id, t.name) for t in queries.list_teams(actor)]
    form.firm.choices = [
        SelectChoice("", _("None: employed here")),
        *(SelectChoice(str(f.id), f.name) for f in queries.list_firms(actor)),
    ]
    form.language.choices = [
        SelectChoice("", _("As the browser says")),
        *(SelectChoice(code, name) for code, name in LANGUAGES.items()),
    ]
    return form


def _values(person: Person) -> dict[str, object]:
    return {
        "roles": [role.value for role in person.roles],
        "teams": sorted(person.team_ids),
        "firm": str(person.firm_id or ""),
        "language": person.language or "",
    }
