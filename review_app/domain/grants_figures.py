"""The lines of the policy about indicators and remarks; a part of :mod:`domain.grants`."""

from review_app.domain.actors import Role
from review_app.domain.conditions import owned_by_them
from review_app.domain.conditions_figures import (
    entered_by_people,
    of_the_house_or_their_team,
    with_a_measure_of_theirs,
)
from review_app.domain.grant_lines import Grant, to
from review_app.domain.permissions import Permission

FIGURE_GRANTS: dict[Permission, list[Grant]] = {
    # Whoever answers for an indicator types its numbers in.
    Permission.INDICATOR_ENTER: [
        to(Role.CASEWORKER, owned_by_them, entered_by_people),
        to(Role.COORDINATOR, entered_by_people),
        to(Role.MANAGER, of_the_house_or_their_team, entered_by_people),
        to(Role.ADMINISTRATOR, entered_by_people),
        to(Role.OPERATOR, entered_by_people),
    ],
    Permission.INDICATOR_KEEP: [
        to(Role.COORDINATOR),
        to(Role.MANAGER, of_the_house_or_their_team),
        to(Role.ADMINISTRATOR, entered_by_people),
        to(Role.OPERATOR),
    ],
    Permission.INDICATOR_READ: [
        to(Role.CASEWORKER, owned_by_them, entered_by_people),
        to(Role.COORDINATOR),
        to(Role.MANAGER, of_the_house_or_their_team),
        to(Role.ADMINISTRATOR, entered_by_people),
        to(Role.OPERATOR),
    ],
    # Whoever answers for a remark does what it asks for and says what was answered.
    Permission.REMARK_HANDLE: [
        to(Role.CASEWORKER, owned_by_them),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
    ],
    Permission.REMARK_KEEP: [to(Role.COORDINATOR), to(Role.MANAGER)],
    Permission.REMARK_MEASURE_DO: [
        to(Role.CASEWORKER, owned_by_them),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
    ],
    Permission.REMARK_READ: [
        to(Role.CASEWORKER, owned_by_them),
        to(Role.CASEWORKER, with_a_measure_of_theirs),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
        to(Role.OPERATOR),
    ],
    Permission.SAVED_VIEW_KEEP: [to(Role.COORDINATOR), to(Role.MANAGER)],
}
