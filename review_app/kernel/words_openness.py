"""What the codes of openness are called; a part of :mod:`review_app.kernel.words`."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from review_app.domain.assent import AssentAnswer
from review_app.domain.openness import Audience, Detail, FigureFamily, Obstacle

OPENNESS_NAMES: dict[type[StrEnum], Mapping[StrEnum, object]] = {
    FigureFamily: {
        FigureFamily.QUALITY: _l("Quality, criterion by criterion"),
        FigureFamily.TIMELINESS: _l("Timeliness, deadline by deadline"),
        FigureFamily.EFFECT: _l("Did it help? The effect of notes and agreed practices"),
        FigureFamily.AGREEMENT: _l("Agreement between reviewers, criterion by criterion"),
        FigureFamily.ACTIONS: _l("Actions done in time, month by month"),
    },
    Detail: {
        Detail.HOUSE: _l("The whole house"),
        Detail.TEAM: _l("Team by team"),
        Detail.NAMED: _l("Caseworkers by name"),
    },
    Audience: {
        Audience.SELF: _l("Oneself"),
        Audience.TEAM: _l("The team"),
        Audience.MANAGEMENT: _l("Management"),
        Audience.STAFF: _l("All staff"),
        Audience.OBSERVERS: _l("Observers"),
        Audience.PUBLIC: _l("The public"),
    },
    AssentAnswer: {
        AssentAnswer.YES: _l("Yes"),
        AssentAnswer.NO: _l("No"),
        AssentAnswer.WITHDRAWN: _l("Withdrawn"),
    },
    Obstacle: {
        Obstacle.FINEST: _l("There is nothing nearer that they could be shown."),
        Obstacle.ABOUT_REVIEWERS: _l(
            "It goes no nearer than the team: that two reviewers answered differently says "
            "nothing of the caseworker whose case they read."
        ),
        Obstacle.TOO_FEW_EACH: _l(
            "It goes no nearer than the team: one person has too few actions in a month for a "
            "fair share, and each sees their own under Actions."
        ),
        Obstacle.OTHERS_FIRST: _l(
            "Those nearer to the work come first: open it to them before it goes further out."
        ),
        Obstacle.NOT_AVAILABLE: _l("The page for the public is not there yet."),
    },
}
