"""Which roles a route lets through the gate. A new route fails a test until somebody decides."""

from review_app.domain.access import Role

ANYONE = Role.EVERYBODY
MEMBERS = Role.MEMBER
ADMINISTRATORS = {Role.ADMINISTRATOR}
COORDINATORS = {Role.COORDINATOR}
OVERSEERS = {Role.ADMINISTRATOR, Role.COORDINATOR, Role.MANAGER}
WRITERS = {Role.COORDINATOR, Role.CONSULTANT}
TALKERS = {Role.CASEWORKER, Role.COORDINATOR}
FEEDBACK_READERS = WRITERS | TALKERS

WHO_GETS_IN = {
    "actions.drop": MEMBERS,
    "actions.finish": MEMBERS,
    "actions.list_actions": MEMBERS,
    "actions.reopen": MEMBERS,
    "actions.show_action": MEMBERS,
    "actions.verify": COORDINATORS,
    "audit_log.list_entries": ADMINISTRATORS,
    "engagements.add_engagement": ADMINISTRATORS,
    "engagements.edit_engagement": ADMINISTRATORS,
    "engagements.list_engagements": OVERSEERS,
    "engagements.show_engagement": OVERSEERS,
    "feedback.acknowledge": {Role.CASEWORKER},
    "feedback.assign": COORDINATORS,
    "feedback.choose": COORDINATORS,
    "feedback.close": COORDINATORS,
    "feedback.list_learning_cases": FEEDBACK_READERS,
    "feedback.pass_on": COORDINATORS,
    "feedback.preview": WRITERS,
    "feedback.read": FEEDBACK_READERS,
    "feedback.say": TALKERS,
    "feedback.show_learning_case": WRITERS,
    "feedback.write": WRITERS,
    "home.live": ANYONE,
    "home.overview": MEMBERS,
    "home.save_draft": MEMBERS,
    "identity.account": MEMBERS,
    "identity.add_firm": ADMINISTRATORS,
    "identity.add_person": ADMINISTRATORS,
    "identity.add_team": ADMINISTRATORS,
    "identity.choose_language": ANYONE,
    "identity.demo_sign_in": ANYONE,
    "identity.edit_person": ADMINISTRATORS,
    "identity.end_sign_in": MEMBERS,
    "identity.form_token": MEMBERS,
    "identity.invite": ADMINISTRATORS,
    "identity.list_people": ADMINISTRATORS,
    "identity.set_password": ANYONE,
    "identity.sign_in": ANYONE,
    "identity.sign_out": ANYONE,
    "learning_sessions.add_item": COORDINATORS,
    "learning_sessions.ask_positions": COORDINATORS,
    "learning_sessions.ask_signatures": COORDINATORS,
    "learning_sessions.attendance": COORDINATORS,
    "learning_sessions.cancel": COORDINATORS,
    "learning_sessions.change_outcome": COORDINATORS,
    "learning_sessions.close": COORDINATORS,
    "learning_sessions.dissent": MEMBERS,
    "learning_sessions.edit": COORDINATORS,
    "learning_sessions.hold": COORDINATORS,
    "learning_sessions.list_sessions": MEMBERS,
    "learning_sessions.meeting": MEMBERS,
    "learning_sessions.minutes": MEMBERS,
    "learning_sessions.plan": COORDINATORS,
    "learning_sessions.position": MEMBERS,
    "learning_sessions.record": COORDINATORS,
    "learning_sessions.remove_item": COORDINATORS,
    "learning_sessions.remove_outcome": COORDINATORS,
    "learning_sessions.reopen": COORDINATORS,
    "learning_sessions.show_session": MEMBERS,
    "learning_sessions.sign": MEMBERS,
}
