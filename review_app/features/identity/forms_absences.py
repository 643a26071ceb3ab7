"""The form of an absence."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import InputRequired, ValidationError

from review_app.kernel import clock
from review_app.kernel.forms import HouseForm


class AbsenceForm(HouseForm):
    """From when to when."""

    from_on = DateField(_l("First day away"), [InputRequired()])
    to_on = DateField(_l("Last day away"), [InputRequired()])

    def validate_to_on(self, field: DateField) -> None:
        """Refuse days in the wrong order, or all in the past."""
        if self.from_on.data and field.data < self.from_on.data:
            raise ValidationError(_("The last day is before the first."))
        if field.data < clock.today():
            raise ValidationError(_("The last day is over."))
