"""Which roles a route lets through the gate. A new route fails a test until somebody decides."""

from review_app.domain.access import Role

ANYONE = Role.EVERYBODY
MEMBERS = Role.MEMBER
ADMINISTRATORS = {Role.ADMINISTRATOR}
COORDINATORS = {Role.COORDINATOR}
ROUND_READERS = {Role.COORDINATOR, Role.MANAGER, Role.CONSULTANT}

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
    "rounds.bundle": ROUND_READERS,
    "rounds.cancel_round": COORDINATORS,
    "rounds.certificate": ROUND_READERS,
    "rounds.commit": COORDINATORS,
    "rounds.draw": COORDINATORS,
    "rounds.drop_case": COORDINATORS,
    "rounds.frame": COORDINATORS,
    "rounds.frame_count": COORDINATORS,
    "rounds.list_rounds": ROUND_READERS,
    "rounds.pick_cases": COORDINATORS,
    "rounds.plan_round": COORDINATORS,
    "rounds.planner": COORDINATORS,
    "rounds.replace_case": COORDINATORS,
    "rounds.reviewing": COORDINATORS,
    "rounds.select_cases": COORDINATORS,
    "rounds.show_round": ROUND_READERS,
    "rounds.size": COORDINATORS,
    "rounds.start_reviews": COORDINATORS,
}
