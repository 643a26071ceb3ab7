"""The forms of ranking cases by how hard they look, and of picking from the ranking."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from review_app.domain.actors import Actor
from review_app.domain.difficulty import MOST_WEIGHT, Factor, Ranking
from review_app.domain.frames import CaseStatus, FrameFilter
from review_app.features.rounds import queries_frames, queries_planning, queries_ranking
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import word, words
from review_app.models import Round


class RankingForm(HouseForm):
    """What makes a case hard, how much each counts, and among which cases."""

    plan_activity = SelectField(_l("The event that changes a plan"))
    status = SelectField(_l("Open or closed"))
    case_type = SelectField(_l("Case type"))
    team = SelectField(_l("Team"))

    def values(self) -> dict[str, Any]:
        """Return what the service asks for.

        :raises Invalid: when nothing counts.
        """
        weights = {factor: self[field_of(factor)].data or 0 for factor in Factor}
        return {
            "ranking": Ranking(weights, self.plan_activity.data or ""),
            "among": FrameFilter(
                case_type=self.case_type.data or "",
                team=self.team.data or "",
                status=self.status.data or "",
            ),
        }


class PickRankedForm(HouseForm):
    """Why the ticked cases are picked."""

    reason = TextAreaField(_l("Why these cases?"), [InputRequired(), not_blank, Length(max=2000)])


def field_of(factor: Factor) -> str:
    """Return the name of the field that holds a factor's weight."""
    return f"weight_{factor.value.replace('-', '_')}"


def ranking_form(actor: Actor, found: Round) -> RankingForm:
    """Build the form, filled in with what was chosen for the round before."""
    ranking, among = Ranking.read(found.ranking), queries_ranking.among(actor, found)
    limits = [InputRequired(), NumberRange(0, MOST_WEIGHT)]
    fields = {field_of(f): IntegerField(word(f), limits) for f in Factor}
    kept: dict[str, Any] = {field_of(f): ranking.weight(f) for f in Factor}
    kept |= {name: getattr(among, name) for name in ("status", "case_type", "team")}
    kept |= {"plan_activity": ranking.plan_activity}
    form: RankingForm = type("WeightedForm", (RankingForm,), fields)(data=kept)
    activities = [(one, one) for one in queries_frames.list_activities(actor)]
    types = [(one, one) for one in queries_planning.list_case_types(actor)]
    for field, nothing, offered in (
        (form.plan_activity, _("None"), activities),
        (form.status, _("Open and closed"), words(CaseStatus)),
        (form.case_type, _("All types"), types),
        (form.team, _("All teams"), queries_planning.list_teams(actor)),
    ):
        field.choices = [SelectChoice("", nothing), *(SelectChoice(c, n) for c, n in offered)]
    return form
