"""The part of the table for indicators, remarks and reports."""

from review_app.domain.access import Role

KEEPERS = {Role.COORDINATOR, Role.MANAGER, Role.ADMINISTRATOR}
ENTERERS = KEEPERS | {Role.CASEWORKER}
REGISTRARS = {Role.COORDINATOR, Role.MANAGER}
HANDLERS = REGISTRARS | {Role.CASEWORKER}
HOUSE = HANDLERS | {Role.OBSERVER, Role.ADMINISTRATOR}

FIGURES = {
    "insights.add_indicator": KEEPERS,
    "insights.download_indicator": ENTERERS,
    "insights.download_published": HOUSE,
    "insights.download_published_json": HOUSE,
    "insights.edit_indicator": KEEPERS,
    "insights.enter_values": ENTERERS,
    "insights.list_indicators": ENTERERS,
    "insights.list_published": HOUSE,
    "insights.paste_values": ENTERERS,
    "insights.publish": {Role.COORDINATOR},
    "insights.retire_indicator": KEEPERS,
    "insights.set_target": KEEPERS,
    "insights.show_indicator": ENTERERS,
    "insights.show_opened_effects": HOUSE,
    "insights.show_published": HOUSE,
    "openness.answer": {Role.CASEWORKER},
    "openness.decide": REGISTRARS,
    "openness.download_looks": Role.MEMBER,
    "openness.download_record": Role.MEMBER,
    "openness.show_ladder": HOUSE,
    "openness.show_question": {Role.CASEWORKER},
    "openness.show_record": Role.MEMBER,
    "openness.take_back": REGISTRARS,
    "openness.withdraw": {Role.CASEWORKER},
    "remarks.add_measure": HANDLERS,
    "remarks.add_remark": REGISTRARS,
    "remarks.answer": HANDLERS,
    "remarks.close": REGISTRARS,
    "remarks.download_backlog": HANDLERS,
    "remarks.download_hard_cases": REGISTRARS,
    "remarks.edit_remark": REGISTRARS,
    "remarks.finish_measure": HANDLERS,
    "remarks.list_remarks": HANDLERS,
    "remarks.reopen": REGISTRARS,
    "remarks.show_remark": HANDLERS,
    "reports.add_address": REGISTRARS,
    "reports.add_person": REGISTRARS,
    "reports.count_anew": REGISTRARS,
    "reports.download_figures": Role.MEMBER,
    "reports.download_linked": Role.EVERYBODY,
    "reports.download_pdf": Role.MEMBER,
    "reports.end_recipient": REGISTRARS,
    "reports.follow_link": Role.EVERYBODY,
    "reports.issue": {Role.MANAGER},
    "reports.list_recipients": REGISTRARS,
    "reports.list_reports": Role.MEMBER,
    "reports.make_draft": REGISTRARS,
    "reports.revise": {Role.MANAGER},
    "reports.set_day": REGISTRARS,
    "reports.show_report": Role.MEMBER,
    "reports.stop_mail": Role.EVERYBODY,
    "reports.write_comment": REGISTRARS,
}
