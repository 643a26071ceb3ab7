"""Which roles a route lets through the gate. A new route fails a test until somebody decides."""

from review_app.domain.access import Role

ANYONE = Role.EVERYBODY
MEMBERS = Role.MEMBER
ADMINISTRATORS = {Role.ADMINISTRATOR}
COORDINATORS = {Role.COORDINATOR}

WHO_GETS_IN = {
    "audit_log.list_entries": ADMINISTRATORS,
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
}
