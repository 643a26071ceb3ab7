"""The lines of the policy about openness; a part of :mod:`domain.grants`."""

from review_app.domain.actors import Role
from review_app.domain.conditions import about_themselves
from review_app.domain.conditions_figures import opened_to_them
from review_app.domain.grant_lines import Grant, to
from review_app.domain.permissions import Permission

HOUSE = (Role.CASEWORKER, Role.MANAGER, Role.OBSERVER, Role.ADMINISTRATOR)

OPENNESS_GRANTS: dict[Permission, list[Grant]] = {
    Permission.ASSENT_GIVE: [to(Role.CASEWORKER, about_themselves)],
    Permission.OPENNESS_DECIDE: [to(Role.COORDINATOR), to(Role.MANAGER)],
    # Who is shown what is no secret to anybody of the house.
    Permission.OPENNESS_READ: [*(to(role) for role in HOUSE), to(Role.COORDINATOR)],
    Permission.OWN_RECORD_READ: [to(Role.MEMBER)],  # about oneself alone
    Permission.PUBLICATION_MAKE: [to(Role.COORDINATOR), to(Role.OPERATOR)],
    Permission.PUBLICATION_READ: [
        *(to(role, opened_to_them) for role in HOUSE),
        to(Role.COORDINATOR),
        to(Role.OPERATOR),
    ],
}
