"""Which roles get in to reviews, calibrations, and what is made of them."""

from review_app.domain.access import Role

MEMBERS = Role.MEMBER
COORDINATORS = {Role.COORDINATOR}
FIGURE_READERS = {Role.COORDINATOR, Role.MANAGER}
CASE_READERS = {Role.CASEWORKER, Role.COORDINATOR, Role.CONSULTANT}
REVIEWERS = {Role.COORDINATOR, Role.CONSULTANT}
# A manager answers for a colleague who is gone, and decides where no coordinator may.
HEARD = {Role.CASEWORKER, Role.MANAGER}
REVIEW_READERS = CASE_READERS | {Role.MANAGER}
OBJECTION_READERS = REVIEWERS | {Role.MANAGER}
CHECKLIST_READERS = {Role.CASEWORKER, Role.COORDINATOR, Role.CONSULTANT, Role.MANAGER}

REVIEWS = {
    "calibrations.add_by_chance": COORDINATORS,
    "calibrations.add_case": COORDINATORS,
    "calibrations.cancel": COORDINATORS,
    "calibrations.close": COORDINATORS,
    "calibrations.drop_case": COORDINATORS,
    "calibrations.list_calibrations": REVIEWERS,
    "calibrations.open_answers": COORDINATORS,
    "calibrations.plan": COORDINATORS,
    "calibrations.plan_bridge": COORDINATORS,
    "calibrations.refer": COORDINATORS,
    "calibrations.show": REVIEWERS,
    "calibrations.show_criterion": REVIEWERS,
    "calibrations.start": COORDINATORS,
    "reviews.acknowledge_urgent": MEMBERS,
    "reviews.add_evidence": REVIEWERS,
    "reviews.add_finding": REVIEWERS,
    "reviews.ask_third": COORDINATORS,
    "reviews.blank_form": CHECKLIST_READERS,
    "reviews.choose_evidence": REVIEWERS,
    "reviews.conclude": REVIEWERS,
    "reviews.conflict": REVIEWERS,
    "reviews.correct": COORDINATORS,
    "reviews.decide_objection": FIGURE_READERS,
    "reviews.download_responses": FIGURE_READERS,
    "reviews.extend_response": COORDINATORS,
    "reviews.give_up_second": COORDINATORS,
    "reviews.give_verdict": REVIEWERS,
    "reviews.go_to_evidence": REVIEWERS,
    "reviews.good_practice": REVIEW_READERS,
    "reviews.hand_over": COORDINATORS,
    "reviews.handle_urgent": MEMBERS,
    "reviews.how_i_score": REVIEWERS,
    "reviews.judge_as_of": REVIEWERS,
    "reviews.list_comparisons": REVIEWERS,
    "reviews.list_objections": OBJECTION_READERS,
    "reviews.list_reviews": REVIEW_READERS,
    "reviews.list_second_readings": REVIEWERS,
    "reviews.list_strictness": REVIEWERS | {Role.MANAGER},
    "reviews.list_urgent": MEMBERS,
    "reviews.open_how_i_score": REVIEWERS,
    "reviews.pass_review": COORDINATORS,
    "reviews.preview_handover": COORDINATORS,
    "reviews.raise_urgent": CASE_READERS,
    "reviews.read_decision": HEARD,
    "reviews.record_response": COORDINATORS,
    "reviews.remove_evidence": REVIEWERS,
    "reviews.remove_finding": REVIEWERS,
    "reviews.remove_snippet": REVIEWERS,
    "reviews.reply_to_objection": REVIEWERS,
    "reviews.reply_to_reader": REVIEWERS,
    "reviews.respond": HEARD,
    "reviews.return_review": COORDINATORS,
    "reviews.save_answer": REVIEWERS,
    "reviews.save_recorded": COORDINATORS,
    "reviews.save_response": HEARD,
    "reviews.score": REVIEWERS,
    "reviews.set_second_reading": COORDINATORS,
    "reviews.settle": REVIEWERS,
    "reviews.show": REVIEW_READERS,
    "reviews.show_assignment": COORDINATORS,
    "reviews.show_comparison": REVIEWERS,
    "reviews.show_how_i_score": REVIEWERS,
    "reviews.show_objection": OBJECTION_READERS,
    "reviews.show_responses": FIGURE_READERS,
    "reviews.show_second_reading": REVIEWERS,
    "reviews.show_strictness": REVIEWERS | {Role.MANAGER},
    "reviews.show_urgent": MEMBERS,
    "reviews.snippets": REVIEWERS,
    "reviews.state": REVIEWERS,
    "reviews.withdraw_conflict": REVIEWERS,
    "reviews.withdraw_urgent": MEMBERS,
}
