"""The part of the table for what good practice is: checklists, notes and workflow standards."""

from review_app.domain.access import Role

MEMBERS = Role.MEMBER
COORDINATORS = {Role.COORDINATOR}
PUBLISHERS = {Role.COORDINATOR, Role.MANAGER}
PROPOSERS = {Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER}
READERS = {Role.CASEWORKER, Role.COORDINATOR, Role.CONSULTANT, Role.MANAGER}

PRACTICE = {
    "checklists.add_checklist": COORDINATORS,
    "checklists.add_criterion": COORDINATORS,
    "checklists.add_section": COORDINATORS,
    "checklists.arrange": COORDINATORS,
    "checklists.compare_versions": READERS,
    "checklists.copy_criteria": COORDINATORS,
    "checklists.decide_proposal": COORDINATORS,
    "checklists.discuss_proposal": PROPOSERS,
    "checklists.edit_criterion": COORDINATORS,
    "checklists.edit_draft": COORDINATORS,
    "checklists.edit_section": COORDINATORS,
    "checklists.export_version": READERS,
    "checklists.import_version": COORDINATORS,
    "checklists.list_checklists": READERS,
    "checklists.list_proposals": PROPOSERS,
    "checklists.new_proposal": PROPOSERS,
    "checklists.preview": READERS,
    "checklists.publish": PUBLISHERS,
    "checklists.remove_criterion": COORDINATORS,
    "checklists.remove_section": COORDINATORS,
    "checklists.show_proposal": PROPOSERS,
    "checklists.show_version": READERS,
    "checklists.start_draft": COORDINATORS,
    "checklists.support_proposal": PROPOSERS,
    "checklists.use_import": COORDINATORS,
    "checklists.write_proposal_in": COORDINATORS,
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
    "workflow_standards.add_step": COORDINATORS,
    "workflow_standards.compare": MEMBERS,
    "workflow_standards.edit_head": COORDINATORS,
    "workflow_standards.edit_step": COORDINATORS,
    "workflow_standards.list_standards": MEMBERS,
    "workflow_standards.move_step": COORDINATORS,
    "workflow_standards.publish": PUBLISHERS,
    "workflow_standards.remove_step": COORDINATORS,
    "workflow_standards.show_version": MEMBERS,
    "workflow_standards.start_draft": COORDINATORS,
    "workflow_standards.start_standard": COORDINATORS,
}
