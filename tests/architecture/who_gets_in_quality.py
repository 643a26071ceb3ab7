"""Which roles get in to second readings, figures of scoring and calibrations."""

from review_app.domain.access import Role

COORDINATORS = {Role.COORDINATOR}
REVIEWERS = {Role.COORDINATOR, Role.CONSULTANT}

QUALITY = {
    "calibrations.add_by_chance": COORDINATORS,
    "calibrations.add_case": COORDINATORS,
    "calibrations.cancel": COORDINATORS,
    "calibrations.close": COORDINATORS,
    "calibrations.drop_case": COORDINATORS,
    "calibrations.list_calibrations": REVIEWERS,
    "calibrations.open_answers": COORDINATORS,
    "calibrations.plan": COORDINATORS,
    "calibrations.refer": COORDINATORS,
    "calibrations.show": REVIEWERS,
    "calibrations.show_criterion": REVIEWERS,
    "calibrations.start": COORDINATORS,
    "reviews.how_i_score": REVIEWERS,
    "reviews.list_second_readings": REVIEWERS,
    "reviews.list_strictness": REVIEWERS | {Role.MANAGER},
    "reviews.open_how_i_score": REVIEWERS,
    "reviews.pass_review": COORDINATORS,
    "reviews.reply_to_reader": REVIEWERS,
    "reviews.return_review": COORDINATORS,
    "reviews.set_second_reading": COORDINATORS,
    "reviews.show_how_i_score": REVIEWERS,
    "reviews.show_second_reading": REVIEWERS,
    "reviews.show_strictness": REVIEWERS | {Role.MANAGER},
}
