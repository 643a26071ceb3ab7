"""The form that says which reviews of a round a colleague reads."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from review_app.domain.second_reading import MOST_FIRST_REVIEWS, ReadingRules
from review_app.kernel.forms import HouseForm
from review_app.models import SecondReadingPlan


class RulesForm(HouseForm):
    """Share, critical criteria, first reviews."""

    share_percent = IntegerField(
        _l("Share of the cases, in percent"),
        validators=[InputRequired(), NumberRange(0, 100)],
        default=0,
    )
    on_failed_critical = BooleanField(_l("Every review in which a critical criterion is not met"))
    first_reviews = IntegerField(
        _l("The first reviews of somebody new to the checklist"),
        validators=[InputRequired(), NumberRange(0, MOST_FIRST_REVIEWS)],
        default=0,
    )

    def chosen(self) -> ReadingRules:
        """Return what was chosen."""
        return ReadingRules(
            self.share_percent.data or 0,
            bool(self.on_failed_critical.data),
            self.first_reviews.data or 0,
        )


def rules_form(plan: SecondReadingPlan | None) -> RulesForm:
    """Return the form, filled with what was said before."""
    return RulesForm(obj=plan)
