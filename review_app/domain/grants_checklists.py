"""The policy of checklists, proposals to change them, and workflow standards."""

from review_app.domain.actors import Role
from review_app.domain.conditions import (
    from_here_or_engaged,
    once_published,
    proposed_by_them,
    still_open,
)
from review_app.domain.grant_lines import Grant, to
from review_app.domain.permissions import Permission

CHECKLIST_GRANTS: dict[Permission, list[Grant]] = {
    Permission.CHANGE_PROPOSAL_DECIDE: [to(Role.COORDINATOR)],
    Permission.CHANGE_PROPOSAL_DISCUSS: [
        to(Role.CASEWORKER, proposed_by_them, still_open),
        to(Role.COORDINATOR, still_open),
        to(Role.MANAGER, still_open),
    ],
    Permission.CHANGE_PROPOSAL_MAKE: [
        to(Role.CASEWORKER),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
    ],
    # A caseworker follows what they proposed themselves, and what became of it.
    Permission.CHANGE_PROPOSAL_READ: [
        to(Role.CASEWORKER, proposed_by_them),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
    ],
    Permission.CHECKLIST_EDIT: [to(Role.COORDINATOR), to(Role.OPERATOR)],
    Permission.CHECKLIST_PUBLISH: [
        to(Role.COORDINATOR),
        to(Role.MANAGER),
        to(Role.OPERATOR),
    ],
    Permission.CHECKLIST_READ: [
        to(Role.CASEWORKER),
        to(Role.COORDINATOR),
        to(Role.CONSULTANT),
        to(Role.MANAGER),
        to(Role.OPERATOR),
    ],
    Permission.WORKFLOW_STANDARD_EDIT: [to(Role.COORDINATOR)],
    Permission.WORKFLOW_STANDARD_PUBLISH: [to(Role.COORDINATOR), to(Role.MANAGER)],
    Permission.WORKFLOW_STANDARD_READ: [
        to(Role.MEMBER, once_published, from_here_or_engaged),
        to(Role.COORDINATOR),
        to(Role.MANAGER),
    ],
}
