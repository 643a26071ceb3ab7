"""The forms of a ceremony: who contributes, one's own part, the public value, giving a draw up."""

from collections.abc import Callable
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from review_app.domain import ceremony
from review_app.domain.actors import Actor
from review_app.domain.ceremony import Contributor, PublicKind
from review_app.domain.errors import Invalid
from review_app.features.rounds import queries_ceremony
from review_app.kernel import clock
from review_app.kernel.forms import HouseForm, not_blank
from review_app.models import Round

USUAL_DAYS = 7  # calendar days to open the secrets in
CEREMONY_WORDS = {
    "not-64-digits": _l("It must be 64 characters, each a digit or a letter from a to f."),
    "another-secret": _l(
        "This is not the secret you are bound to. Look for the text file you saved, or use the "
        "browser in which you made it."
    ),
    "not-twenty-digits": _l("Enter all twenty rolls, one digit each."),
    "not-one-line": _l("Write one line."),
    "none": _l("This word is used for a draw without a public value. Write something else."),
}


class CeremonyForm(HouseForm):
    """Who contributes to a draw, and what comes last."""

    coordinator = BooleanField(_l("I contribute myself"))
    staff_representative = SelectField(_l("Staff representative"), coerce=int)
    consultant = SelectField(_l("Consultant"), coerce=int)
    public = RadioField(
        _l("What comes last?"),
        [InputRequired()],
        choices=[
            SelectChoice(PublicKind.NONE.value, _l("Nothing: the secrets decide alone")),
            SelectChoice(
                PublicKind.DICE.value, _l("Dice: twenty rolls of a ten-sided die in the meeting")
            ),
            SelectChoice(
                PublicKind.NAMED.value,
                _l("Something the whole world will know, such as a lottery's numbers"),
            ),
        ],
    )
    named_source = StringField(
        _l("Which source, and of which day?"), [Length(max=ceremony.LONGEST_PUBLIC)]
    )
    reveal_due_on = DateField(_l("Secrets are opened no later than"), [InputRequired()])

    actor_id = 0  # of whoever fills it in

    def people(self) -> dict[Contributor, int]:
        """Return who was chosen, by the part they have."""
        chosen = {
            Contributor.COORDINATOR: self.actor_id if self.coordinator.data else 0,
            Contributor.STAFF_REPRESENTATIVE: self.staff_representative.data or 0,
            Contributor.CONSULTANT: self.consultant.data or 0,
        }
        return {part: person_id for part, person_id in chosen.items() if person_id}

    def validate_staff_representative(self, field: SelectField) -> None:
        """Refuse one person in two parts."""
        others = [self.actor_id if self.coordinator.data else 0, self.consultant.data]
        if field.data and field.data in others:
            raise ValidationError(_("One person can only have one part. Choose somebody else."))

    def validate_coordinator(self, field: BooleanField) -> None:
        """Refuse a ceremony in which nobody takes part."""
        if not any((field.data, self.staff_representative.data, self.consultant.data)):
            raise ValidationError(_("Choose at least one person, or draw the quick way."))

    def validate_named_source(self, field: StringField) -> None:
        """Ask for the source where there shall be one."""
        if self.public.data == PublicKind.NAMED.value:
            _hold_to(lambda: ceremony.public_source(PublicKind.NAMED, field.data or ""))

    def validate_reveal_due_on(self, field: DateField) -> None:
        """Refuse a day that has passed."""
        if field.data and field.data < clock.today():
            raise ValidationError(_("Choose today or a later day."))


def ceremony_form(actor: Actor, found: Round) -> CeremonyForm:
    """Return the form with those who can contribute."""
    able = queries_ceremony.list_able(actor, found)
    form = CeremonyForm(
        coordinator=True,
        public=PublicKind.DICE.value,
        reveal_due_on=clock.today() + timedelta(days=USUAL_DAYS),
    )
    form.actor_id = actor.id or 0
    for field, part in (
        (form.staff_representative, Contributor.STAFF_REPRESENTATIVE),
        (form.consultant, Contributor.CONSULTANT),
    ):
        people = [SelectChoice(person.id, person.name) for person in able[part]]
        field.choices = [SelectChoice(0, _("Nobody")), *people]
    return form


class CommitmentForm(HouseForm):
    """The commitment to a secret that stays with its owner."""

    commitment = StringField(_l("Fingerprint of your secret"), [InputRequired()])

    def validate_commitment(self, field: StringField) -> None:
        """Refuse what is no fingerprint."""
        _hold_to(lambda: ceremony.read_hash(field.data or "", field="commitment"))


class SecretForm(HouseForm):
    """A secret that is opened."""

    secret = StringField(_l("Your secret"), [InputRequired()])
    bound_to: tuple[str, str | None] = ("", None)  # the part's name and its commitment

    def validate_secret(self, field: StringField) -> None:
        """Refuse another secret than the one that was promised."""
        name, commitment = self.bound_to
        _hold_to(lambda: ceremony.check_secret(name, field.data or "", bound_to=commitment))


class PublicValueForm(HouseForm):
    """What the dice showed, or the named source gave."""

    value = StringField(_l("The value"), [InputRequired(), Length(max=ceremony.LONGEST_PUBLIC)])
    kind = PublicKind.NAMED

    def validate_value(self, field: StringField) -> None:
        """Refuse anything but twenty rolls, or one line."""
        _hold_to(lambda: ceremony.public_value(self.kind, field.data or ""))


def public_value_form(kind: PublicKind) -> PublicValueForm:
    """Return the form for this kind of value."""
    form = PublicValueForm()
    form.kind = kind
    if kind is PublicKind.DICE:
        form.value.label.text = _("The twenty rolls, in their order")
        form.value.data = "".join((form.value.data or "").split())
    return form


class AbandonForm(HouseForm):
    """Why a draw is given up."""

    reason = TextAreaField(
        _l("Why is the draw given up?"), [InputRequired(), not_blank, Length(max=1000)]
    )


def _hold_to(rule: Callable[[], object]) -> None:
    try:
        rule()
    except Invalid as refusal:
        raise ValidationError(CEREMONY_WORDS[str(refusal.facts["reason"])]) from refusal
