"""The part of the table for indicators, remarks and reports."""

from review_app.domain.access import Role

KEEPERS = {Role.COORDINATOR, Role.MANAGER, Role.ADMINISTRATOR}
ENTERERS = KEEPERS | {Role.CASEWORKER}
REGISTRARS = {Role.COORDINATOR, Role.MANAGER}
HANDLERS = REGISTRARS | {Role.CASEWORKER}

FIGURES = {
    "insights.add_indicator": KEEPERS,
    "insights.download_indicator": ENTERERS,
    "insights.edit_indicator": KEEPERS,
    "insights.enter_values": ENTERERS,
    "insights.list_indicators": ENTERERS,
    "insights.paste_values": ENTERERS,
    "insights.retire_indicator": KEEPERS,
    "insights.set_target": KEEPERS,
    "insights.show_indicator": ENTERERS,
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
