"""The form that keeps a view."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from review_app.kernel.forms import HouseForm, not_blank


class ViewForm(HouseForm):
    """What the view shall be called; the address is the page one comes from."""

    address = HiddenField(validators=[InputRequired()])
    name = StringField(
        _l("Name of the view"),
        [InputRequired(), not_blank, Length(max=80, message=_l("Write at most 80 characters."))],
    )
