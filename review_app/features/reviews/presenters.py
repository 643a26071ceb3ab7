"""Words and choices of the reviews' pages."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from review_app.domain.access import Actor, Permission, can, may_ever
from review_app.domain.calendar import is_working_day, working_days_between
from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.waiting import Urgency, urgency
from review_app.domain.workflow import ObjectionState, ReviewState
from review_app.features.reviews import forms
from review_app.features.reviews.queries import View
from review_app.features.reviews.sheet import Sheet
from review_app.kernel import clock
from review_app.kernel.gate import current_actor
from review_app.kernel.holidays import holidays_around
from review_app.kernel.i18n import in_language, show_day
from review_app.kernel.words import tone, word
from review_app.models import AnswerChange, Case, CaseEvent, Review
from review_app.models.reviews import BEING_SCORED

# What a list shows first: what still has to be done. EVERY stands in the address for all of it.
EVERY = "all"
UNFINISHED = {
    View.MINE: BEING_SCORED,
    View.ANSWER: (ReviewState.IN_RESPONSE,),
    View.ALL: (
        *BEING_SCORED,
        ReviewState.SUBMITTED,
        ReviewState.COMPARING,
        ReviewState.IN_RESPONSE,
    ),
}


def is_over(review: Review, today: date | None = None) -> bool:
    """Say whether the response period is over, by the date alone."""
    day = today or clock.today()
    return (
        review.state is ReviewState.IN_RESPONSE
        and review.response_due_on is not None
        and review.response_due_on < day
    )


def can_still_answer(review: Review) -> bool:
    """Say whether the response can still be written."""
    in_response = review.state is ReviewState.IN_RESPONSE
    return in_response and review.responded_at is None and not is_over(review)


def standing(review: Review) -> tuple[str, str]:
    """Return where a review stands, in words, and the tone of its tag."""
    if review.state is not ReviewState.IN_RESPONSE or can_still_answer(review):
        return word(review.state), tone(review.state)
    if any(o.state is ObjectionState.OPEN for o in review.objections):
        return _("Objection being decided"), "warning"
    return _("Settled, no answer given"), "success"


def nearness(review: Review) -> Urgency:
    """Return how near the day is by which *review* is to be handed in, or answered."""
    if review.state in BEING_SCORED:
        due_on = review.due_on
    elif can_still_answer(review):
        due_on = review.response_due_on
    else:
        return Urgency.NONE
    today = clock.today()
    return urgency(due_on, today=today, holidays=holidays_around(today))


def urgency_tag(review: Review) -> Markup:
    """Return the tag beside a day that is over or near; empty when it is neither."""
    near = nearness(review)
    tones = {Urgency.OVERDUE: "error", Urgency.TODAY: "warning", Urgency.SOON: "warning"}
    if near not in tones:
        return Markup()
    return Markup('<span class="tag tag-{}">{}</span>').format(tones[near], word(near))


def next_step(actor: Actor, review: Review) -> tuple[str, str]:
    """Return what *actor* can do with *review* next, in words, and where."""
    if review.state in BEING_SCORED and can(actor, Permission.REVIEW_SCORE, review):
        is_new = review.state is ReviewState.ASSIGNED
        return (_("Start") if is_new else _("Go on")), url_for("reviews.score", key=review.key)
    may_respond = can(actor, Permission.REVIEW_RESPOND, review)
    if may_respond and can_still_answer(review):
        return _("Answer"), url_for("reviews.respond", key=review.key)
    return _("Read"), url_for("reviews.show", key=review.key)


def views_of(actor: Actor, waiting: Mapping[View, int]) -> list[tuple[View, str, int | None]]:
    """Return the lists the actor has a use for, with what waits in each."""
    found: list[tuple[View, str, int | None]] = []
    if may_ever(actor, Permission.REVIEW_SCORE):
        found.append((View.MINE, _("Mine to score"), waiting[View.MINE]))
    if may_ever(actor, Permission.REVIEW_RESPOND):
        found.append((View.ANSWER, _("About my cases"), waiting[View.ANSWER]))
    if may_ever(actor, Permission.ROUND_RUN):
        found.append((View.ALL, _("All reviews"), None))
    return found


def states_of(view: View, asked: str) -> list[ReviewState]:
    """Return the states a list shows: what is not finished, unless something else is asked for.

    :raises Invalid: when there is no such state.
    """
    if asked == EVERY:
        return []
    state = forms.code_of(ReviewState, asked, field="state")
    return [state] if state else list(UNFINISHED[view])


def case_url(case: Case) -> str:
    """Return where the case itself is shown; empty when the person may not go there."""
    if not can(current_actor(), Permission.CASE_READ, case):
        return ""
    return url_for("cases.show_case", key=case.key)


def event_items(events: Iterable[CaseEvent], assessed_on: date | None) -> list[dict[str, str]]:
    """Return events as the timeline draws them, with the day the casework is judged as of."""
    items = [
        {
            "when": show_day(event.happened_on),
            "title": event.activity,
            "detail": ", ".join(filter(None, (event.answer, event.status))),
        }
        for event in events
    ]
    if assessed_on is not None:
        mark = {"when": show_day(assessed_on), "title": _("The casework is judged as of this day")}
        items.append({**mark, "kind": "mark"})
    return items


def handed_in_words(review: Review) -> str:
    """Say what happens now; whatever a review waits for, the same of each of them."""
    if review.state is ReviewState.IN_RESPONSE:
        return str(_("Handed in. The caseworker has been asked for a response."))
    return str(_("Handed in. You need do nothing more with it for now."))


def heard_words(review: Review) -> str:
    """Thank for a response, and say what happens now."""
    if review.state is ReviewState.SETTLED:
        return str(_("Thank you. Your response is handed in, and the review is settled."))
    return str(_("Thank you. Somebody who did not review the case decides on your objections."))


def refused_answer(refusal: Invalid) -> dict[str, str]:
    """Return the field at which a response could not be handed in, and why in words."""
    field, criterion = str(refusal.facts.get("field")), refusal.facts.get("criterion")
    sentences = {
        "text": _("You chose to add context or to object but wrote nothing. Write a few words."),
        "proposed": _("You object. Choose the answer that would be right, another than stands."),
        "note": _("Write how and when the caseworker was heard."),
    }
    why = sentences.get(field, _("That cannot be used. Look again."))
    return {"id": f"{field}-{criterion}" if criterion else field, "why": str(why)}


def change_words(change: AnswerChange) -> str:
    """Say what stood before a change and what stands after it."""
    kind = AnswerValue if change.criterion_id is not None else Verdict
    before = word(kind(change.value_before)) if change.value_before else _("Not answered")
    return f"{before} → {word(kind(change.value_after))}"


def criteria_to_correct(sheet: Sheet) -> list[tuple[str, str]]:
    """Return the criteria to choose from, each with what stands."""
    return [
        (
            line.criterion.key,
            f"{line.number} {in_language(line.criterion, 'question')[:90]} – {word(line.value)}",
        )
        for line in sheet.lines
    ]


def news_for(actor: Actor, review: Review) -> dict[str, bool]:
    """Return what the reader can do about the response besides, and whether there is news."""
    is_open = can_still_answer(review)
    is_settled = review.state is ReviewState.SETTLED
    unread = review.news_at is not None and (
        review.news_read_at is None or review.news_read_at < review.news_at
    )
    return {
        "has_news": unread and review.caseworker_id == actor.id,
        "may_extend": is_open and can(actor, Permission.REVIEW_EXTEND, review),
        "may_record": is_open and can(actor, Permission.REVIEW_RECORD_RESPONSE, review),
        "may_correct": is_settled and can(actor, Permission.REVIEW_CORRECT, review),
    }


def days_left(review: Review) -> int:
    """Return how many working days of the response period are left, today included."""
    today, due = clock.today(), review.response_due_on
    if due is None or due < today:
        return 0
    holidays = holidays_around(today)
    return working_days_between(today, due, holidays=holidays) + is_working_day(
        today, holidays=holidays
    )


def why_not(refusal: Invalid) -> str:
    """Say in words why something that was written could not be used."""
    reason = refusal.facts.get("reason")
    sentences = {
        "personal-number": _("That holds a CPR number. Personal numbers are never stored here."),
        "critical-criterion-failed": _(
            "A critical criterion is not met. Say why the case is in accordance all the same."
        ),
        "missing": _("Write something first."),
        "long": _("That is too long. A short quotation is enough."),
        "unknown": _("Choose an event of the case."),
    }
    return str(sentences.get(str(reason), _("That cannot be used. Look again.")))
