"""The one file that knows every part: read it to see how the whole hangs together."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from whitenoise import WhiteNoise

from review_app.domain import events
from review_app.domain.access import Permission, may_ever
from review_app.domain.monthly_report import ChapterKind, Source
from review_app.features.actions import queries_chapter as actions_chapter
from review_app.features.actions import reactions as actions_reactions
from review_app.features.actions import routes_calendar as actions
from review_app.features.audit_log import routes as audit_log
from review_app.features.calibrations import routes_bridges as calibrations
from review_app.features.cases import jobs as case_jobs
from review_app.features.cases import routes_imports as cases
from review_app.features.checklists import queries_chapter as checklists_chapter
from review_app.features.checklists import reactions as checklists_reactions
from review_app.features.checklists import routes_files as checklists
from review_app.features.engagements import reactions as engagements_reactions
from review_app.features.engagements import routes_report as engagements
from review_app.features.feedback import queries_chapter as feedback_chapter
from review_app.features.feedback import routes_several as feedback
from review_app.features.home import jobs as home_jobs
from review_app.features.home import presenters as home_presenters
from review_app.features.home import reactions as home_reactions
from review_app.features.home import routes_notifications as home
from review_app.features.identity import queries as identity_queries
from review_app.features.identity import routes_absences as identity
from review_app.features.identity import service as identity_service
from review_app.features.insights import presenters_effect, presenters_published
from review_app.features.insights import queries_chapter as insights_chapter
from review_app.features.insights import routes_published as insights
from review_app.features.knowledge import queries_chapter as knowledge_chapter
from review_app.features.knowledge import reactions as knowledge_reactions
from review_app.features.knowledge import routes_reach as knowledge
from review_app.features.learning_sessions import jobs as session_jobs
from review_app.features.learning_sessions import presenters_trail
from review_app.features.learning_sessions import queries_chapter as sessions_chapter
from review_app.features.learning_sessions import routes_meeting as learning_sessions
from review_app.features.openness import reactions as openness_reactions
from review_app.features.openness import routes_record as openness
from review_app.features.remarks import queries_chapter as remarks_chapter
from review_app.features.remarks import routes as remarks
from review_app.features.reports import counting
from review_app.features.reports import jobs as report_jobs
from review_app.features.reports import presenters_overview as reports_overview
from review_app.features.reports import routes_recipients as reports
from review_app.features.reviews import jobs as review_jobs
from review_app.features.reviews import reactions as review_reactions
from review_app.features.reviews import routes_assignment as reviews
from review_app.features.rounds import jobs as round_jobs
from review_app.features.rounds import reactions as rounds_reactions
from review_app.features.rounds import routes_ranking as rounds
from review_app.features.timeliness import jobs as timeliness_jobs
from review_app.features.timeliness import presenters_overview as timeliness_overview
from review_app.features.timeliness import queries_chapter as timeliness_chapter
from review_app.features.timeliness import reactions as timeliness_reactions
from review_app.features.timeliness import routes_figures as timeliness
from review_app.features.workflow_standards import routes_writing as workflow_standards
from review_app.kernel import (
    errors,
    gate,
    headers,
    i18n,
    jobs,
    logging,
    markdown,
    unit_of_work,
    words,
)
from review_app.kernel.db import db, no_search_shadows, plain_type
from review_app.kernel.gate import current_actor
from review_app.kernel.places import TOP

BLUEPRINTS = [
    home.blueprint,  # with the pages of notifications
    cases.blueprint,
    rounds.blueprint,  # with plans, planned against done, and the ranking
    reviews.blueprint,  # the reviews' one blueprint, with all of its pages
    calibrations.blueprint,
    checklists.blueprint,  # with the pages of editing, files and change proposals
    feedback.blueprint,  # with second eyes, release, letter and several at once
    learning_sessions.blueprint,  # with the pages of the agenda, the meeting and the minutes
    actions.blueprint,  # with looks at plans and the calendar
    knowledge.blueprint,  # with the pages of publishing, pictures, readers, lists, files and reach
    workflow_standards.blueprint,  # with the pages of writing
    timeliness.blueprint,  # with the due list and the figures
    insights.blueprint,  # with charts, comparisons, agreement, effect, indicators, published tables
    openness.blueprint,  # with what is recorded about oneself
    remarks.blueprint,
    reports.blueprint,  # with its receivers and the links in mails
    engagements.blueprint,  # with deliverables and the report
    identity.blueprint,
    audit_log.blueprint,
]

# Which areas answer which event, in this order, in the transaction of its cause.
REACTIONS: dict[type[Any], list[unit_of_work.Reaction]] = {
    events.ActionAgreed: [actions_reactions.open_action],
    events.ActionWithdrawn: [actions_reactions.withdraw_action],
    events.CalibrationScored: [review_reactions.end_apart, rounds_reactions.end_parts],
    events.SecondReadingsPlanned: [review_reactions.plan_second_readings],
    events.CalibrationStarted: [rounds_reactions.begin_parts],
    events.CaseFileMissing: [review_reactions.cancel_missing, rounds_reactions.move_on],
    events.CaseReplaced: [review_reactions.cancel_replaced, rounds_reactions.move_on],
    events.CasesChosen: [
        engagements_reactions.hand_over_chosen_cases,
        review_reactions.assign_reviews,
    ],
    events.CasesImported: [timeliness_reactions.mark_imported],
    events.ChangeProposed: [checklists_reactions.record_proposal],
    events.ChecklistVersionPublished: [knowledge_reactions.go_stale],
    events.LearningCaseAssigned: [engagements_reactions.hand_over_learning_case],
    events.NoteProposed: [knowledge_reactions.draft_note],
    events.PersonChanged: [openness_reactions.ask_new_colleagues],
    events.ResponseOpened: [rounds_reactions.move_on],
    events.ReviewSettled: [rounds_reactions.move_on],
    events.ReviewsHandedOver: [rounds_reactions.take_in_reviewers],
    events.RoundCancelled: [review_reactions.cancel_round],
    events.SessionChanged: [home_reactions.enter_session],
    events.SessionPlanned: [home_reactions.enter_session],
    events.SessionSignaturesAsked: [home_reactions.enter_session],
}

# What the worker can be asked to do, and which of it is done every hour.
TASKS: dict[str, jobs.Task] = {
    "cases.import_cases": case_jobs.import_cases,
    "home.look_for_news": home_jobs.look_for_news,
    "home.mail_news": home_jobs.mail_news,
    "learning_sessions.mail_invitations": session_jobs.mail_invitations,
    "reports.mail_reports": report_jobs.mail_reports,
    "reports.make_due_draft": report_jobs.make_due_draft,
    "reviews.remind": review_jobs.remind,
    "reviews.settle_overdue": review_jobs.settle_overdue,
    "rounds.draw_period": round_jobs.draw_period,
    "rounds.queue_due_draws": round_jobs.queue_due_draws,
    "timeliness.recompute": timeliness_jobs.recompute,
    "timeliness.refresh": timeliness_jobs.refresh,
}
HOURLY: list[str] = [
    "learning_sessions.mail_invitations",
    "reviews.remind",
    "reviews.settle_overdue",
    "rounds.queue_due_draws",
    "timeliness.refresh",
    "reports.make_due_draft",
    "reports.mail_reports",
    "home.look_for_news",  # after what the others may have settled or drawn
]

# Which areas count the chapters of the monthly report, each by what its pages show.
CHAPTERS: dict[ChapterKind, list[Source]] = {
    ChapterKind.TIMELINESS: [timeliness_chapter.count],
    ChapterKind.QUALITY: [insights_chapter.count_quality],
    ChapterKind.LEARNED: [
        knowledge_chapter.count,
        sessions_chapter.count_held,
        feedback_chapter.count,
    ],
    ChapterKind.DECIDED: [sessions_chapter.count_outcomes, checklists_chapter.count],
    ChapterKind.ACTIONS: [actions_chapter.count],
    ChapterKind.INDICATORS: [insights_chapter.count_indicators],
    ChapterKind.REMARKS: [remarks_chapter.count],
}

# Of these the overview tells as of now, to those who read the rows.
LATEST: dict[ChapterKind, list[Source]] = {
    ChapterKind.QUALITY: [insights_chapter.count_newest],
    ChapterKind.INDICATORS: [insights_chapter.count_indicators],
}

# The main menu: what people do, shown to those who may.
NAVIGATION = [
    (_l("Overview"), "home.overview", Permission.ACCOUNT_USE),
    (_l("Cases"), "cases.list_cases", Permission.CASE_READ),
    (_l("Deadlines"), "timeliness.due_list", Permission.DEADLINE_LIST),
    (_l("Rounds"), "rounds.list_rounds", Permission.ROUND_READ),
    (_l("Reviews"), "reviews.list_reviews", Permission.REVIEW_READ),
    (_l("Learning cases"), "feedback.list_learning_cases", Permission.FEEDBACK_READ),
    (_l("Sessions"), "learning_sessions.list_sessions", Permission.SESSION_READ),
    (_l("Actions"), "actions.list_actions", Permission.ACTION_READ),
    (_l("Knowledge"), "knowledge.list_notes", Permission.NOTE_READ),
    (_l("Figures"), "insights.list_rounds", Permission.FIGURES_READ),
    (_l("Figures"), "insights.list_published", Permission.PUBLICATION_READ),  # for the others
    (_l("Checklists"), "checklists.list_checklists", Permission.CHECKLIST_READ),
    (_l("Administration"), "home.administration", Permission.ADMINISTRATION_OPEN),
]

# What the administration's page leads to.
ADMINISTRATION = [
    (_l("People"), "identity.list_people", Permission.PERSON_MANAGE),
    (_l("Engagements"), "engagements.list_engagements", Permission.ENGAGEMENT_READ),
    (_l("Imports"), "cases.list_imports", Permission.CASE_IMPORT),
    (_l("Rules with deadlines"), "timeliness.list_rule_sets", Permission.RULE_SET_READ),
    (_l("Audit log"), "audit_log.list_entries", Permission.AUDIT_LOG_READ),
]


def connect(app: Flask) -> None:
    """Hang every part on *app*."""
    db.init_app(app)
    Migrate(
        app,
        db,
        directory=str(TOP / "migrations"),
        render_as_batch=True,
        render_item=plain_type,
        include_object=no_search_shadows,
    )
    csrf = CSRFProtect(app)
    _connect_sign_in(app)
    for part in (logging, i18n, words, errors, gate, headers, jobs):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    csrf.exempt(reports.stop_mail)
    csrf.exempt(home.stop_mail)  # the signed link is the proof; mail programs hold no token
    unit_of_work.REACTIONS.clear()
    unit_of_work.REACTIONS.update(REACTIONS)
    jobs.TASKS.update(TASKS)
    jobs.PERIODIC[:] = HOURLY
    counting.CHAPTERS.update(CHAPTERS)
    counting.LATEST.update(LATEST)
    _connect_templates(app)
    gate.check_every_route(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=app.static_folder, prefix="static/", max_age=3600
    )


def _connect_sign_in(app: Flask) -> None:
    login = LoginManager(app)
    login.session_protection = None  # the token in the database is the protection

    @login.user_loader  # type: ignore[untyped-decorator]
    def load_sign_in(token: str) -> Any:
        found = identity_queries.running_sign_in(None, token)
        if found is not None:
            identity_service.stay_signed_in(found.actor, found.id)
        return found


def _connect_templates(app: Flask) -> None:
    app.jinja_env.filters["markdown"] = markdown.to_html
    app.jinja_env.globals["demo_mode"] = app.config["DEMO"]
    app.jinja_env.globals["effects"] = presenters_effect  # for pages of notes and sessions
    app.jinja_env.globals["timeliness"] = timeliness_overview  # for the overview
    app.jinja_env.globals["reports"] = reports_overview  # for the overview
    app.jinja_env.globals["trail"] = presenters_trail  # for pages of all that is in one
    app.jinja_env.globals["published"] = presenters_published  # for previews of openness

    @app.context_processor
    def add_frame() -> dict[str, Any]:
        return {
            "shell": home_presenters.shell(),
            "navigation": lambda: menu(NAVIGATION, below=_below_administration()),
            "administration": lambda: menu(ADMINISTRATION),
        }

    @app.template_global()
    def demo_people() -> Any:
        return identity_queries.demo_people(current_actor()) if app.config["DEMO"] else []


def _below_administration() -> list[tuple[Any, str, Permission]]:
    """Outsiders open some of the same pages, but have no administration to find them below."""
    return ADMINISTRATION if may_ever(current_actor(), Permission.ADMINISTRATION_OPEN) else []


Items = Iterable[tuple[Any, str, Permission]]


def menu(items: Items, below: Items = ()) -> list[dict[str, Any]]:
    """Return a menu's items as the person asking may see them; *below* belongs to the last."""
    return home_presenters.menu(_open_to_reader(items), [url for _, url in _open_to_reader(below)])


def _open_to_reader(items: Items) -> list[tuple[Any, str]]:
    """Return what may be opened; of several under one name the first."""
    found: dict[str, tuple[Any, str]] = {}
    for label, endpoint, permission in items:
        if may_ever(current_actor(), permission):
            found.setdefault(str(label), (label, url_for(endpoint)))
    return list(found.values())
