"""Which roles a route lets through the gate. A new route fails a test until somebody decides."""

from review_app.domain.access import Role

ANYONE = Role.EVERYBODY
MEMBERS = Role.MEMBER
ADMINISTRATORS = {Role.ADMINISTRATOR}
COORDINATORS = {Role.COORDINATOR}
FIGURE_READERS = {Role.COORDINATOR, Role.MANAGER}
CASE_READERS = {Role.CASEWORKER, Role.COORDINATOR, Role.CONSULTANT}

WHO_GETS_IN = {
    "audit_log.list_entries": ADMINISTRATORS,
    "cases.caseworker_labels": COORDINATORS,
    "cases.check_import": COORDINATORS,
    "cases.discard_import": COORDINATORS,
    "cases.export": COORDINATORS,
    "cases.import_columns": COORDINATORS,
    "cases.import_progress": COORDINATORS,
    "cases.list_cases": CASE_READERS,
    "cases.list_imports": COORDINATORS,
    "cases.new_import": COORDINATORS,
    "cases.search": CASE_READERS,
    "cases.show_case": CASE_READERS,
    "cases.show_import": COORDINATORS,
    "cases.start_import": COORDINATORS,
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
    "insights.download": FIGURE_READERS,
    "insights.list_rounds": FIGURE_READERS,
    "insights.show_round": FIGURE_READERS,
    "knowledge.archive": COORDINATORS,
    "knowledge.ask_review": COORDINATORS,
    "knowledge.confirm": COORDINATORS,
    "knowledge.edit_note": COORDINATORS,
    "knowledge.list_notes": MEMBERS,
    "knowledge.mark_read": MEMBERS,
    "knowledge.override": COORDINATORS,
    "knowledge.preview": COORDINATORS,
    "knowledge.publish": COORDINATORS,
    "knowledge.send_back": COORDINATORS,
    "knowledge.show_note": MEMBERS,
    "knowledge.start_note": COORDINATORS,
}
