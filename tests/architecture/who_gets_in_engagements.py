"""Which roles the pages of engagements, learning cases and feedback let through the gate."""

from review_app.domain.access import Role

ADMINISTRATORS = {Role.ADMINISTRATOR}
COORDINATORS = {Role.COORDINATOR}
WRITERS = {Role.COORDINATOR, Role.CONSULTANT}
TALKERS = {Role.CASEWORKER, Role.COORDINATOR}
FEEDBACK_READERS = WRITERS | TALKERS
FOLLOWERS = {Role.ADMINISTRATOR, Role.COORDINATOR}
PARTIES = {Role.ADMINISTRATOR, Role.COORDINATOR, Role.MANAGER, Role.CONSULTANT}

ENGAGEMENTS = {
    "engagements.add_deliverable": FOLLOWERS,
    "engagements.add_engagement": ADMINISTRATORS,
    "engagements.close": ADMINISTRATORS,
    "engagements.edit_engagement": ADMINISTRATORS,
    "engagements.extend": ADMINISTRATORS,
    "engagements.list_cases": WRITERS,
    "engagements.list_engagements": PARTIES,
    "engagements.record_delivery": FOLLOWERS,
    "engagements.remove_deliverable": FOLLOWERS,
    "engagements.report": PARTIES,
    "engagements.report_pdf": PARTIES,
    "engagements.show_deliverable": PARTIES,
    "engagements.show_engagement": PARTIES,
    "feedback.acknowledge": {Role.CASEWORKER},
    "feedback.assign": COORDINATORS,
    "feedback.choose": COORDINATORS,
    "feedback.choose_several": COORDINATORS,
    "feedback.close": COORDINATORS,
    "feedback.guide": COORDINATORS,
    "feedback.history": WRITERS,
    "feedback.letter": FEEDBACK_READERS,
    "feedback.letter_pdf": FEEDBACK_READERS,
    "feedback.list_learning_cases": FEEDBACK_READERS,
    "feedback.pass_on": COORDINATORS,
    "feedback.preview": WRITERS,
    "feedback.read": FEEDBACK_READERS,
    "feedback.read_second": WRITERS,
    "feedback.release": COORDINATORS,
    "feedback.say": TALKERS,
    "feedback.show_learning_case": WRITERS,
    "feedback.write": WRITERS,
    "rounds.rank_cases": COORDINATORS,
    "rounds.set_ranking": COORDINATORS,
}
