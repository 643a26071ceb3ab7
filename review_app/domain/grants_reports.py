"""The policy of the monthly report; a part of :mod:`domain.grants`."""

from review_app.domain.actors import Role
from review_app.domain.conditions import from_here_or_engaged
from review_app.domain.conditions_reports import issued, sent_to_them
from review_app.domain.grant_lines import Grant, to
from review_app.domain.permissions import Permission

REPORT_GRANTS: dict[Permission, list[Grant]] = {
    Permission.REPORT_COMMENT: [to(Role.COORDINATOR), to(Role.MANAGER)],
    Permission.REPORT_FOLLOW_LINK: [to(Role.EVERYBODY)],  # the link in the mail is signed
    # What is out cannot be taken back: whoever answers for the house lets it go.
    Permission.REPORT_ISSUE: [to(Role.MANAGER)],
    Permission.REPORT_MAKE: [to(Role.COORDINATOR), to(Role.MANAGER), to(Role.OPERATOR)],
    Permission.REPORT_READ: [
        to(Role.COORDINATOR),
        to(Role.MANAGER),
        to(Role.OBSERVER, issued),
        to(Role.MEMBER, issued, sent_to_them, from_here_or_engaged),
        to(Role.OPERATOR),
    ],
    Permission.REPORT_SEND: [to(Role.COORDINATOR), to(Role.MANAGER), to(Role.OPERATOR)],
}
