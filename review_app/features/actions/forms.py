"""The forms of finishing and dropping an action."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from review_app.kernel.forms import HouseForm, not_blank

LONGEST = Length(max=5_000, message=_l("Write at most 5,000 characters."))


class DoneForm(HouseForm):
    """What shows that an action was done."""

    evidence = TextAreaField(_l("What shows it"), [InputRequired(), not_blank, LONGEST])


class DropForm(HouseForm):
    """Why an action is given up."""

    drop_reason = TextAreaField(_l("Why it is dropped"), [InputRequired(), not_blank, LONGEST])
