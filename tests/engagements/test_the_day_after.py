"""The day after an engagement ends every door answers 404 to its members, and no job has run.

The test walks all routes there are. Whatever a consultant could open under the engagement must be
gone, and nothing can be posted to it. A new route is walked without a word here.
"""

from collections import defaultdict
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.routing.converters import NumberConverter

from review_app.domain.access import Actor, Role, may_ever
from review_app.domain.kinds import UrgentKind
from review_app.features.engagements import service
from review_app.features.engagements import service_deliverables as deliverables
from review_app.kernel import clock, gate
from review_app.kernel.keys import fingerprint, new_token
from review_app.models import SignIn, UrgentFinding
from tests.cast import actor, enter, some_cases
from tests.feedback import stories as feedback
from tests.learning_sessions import stories as sessions
from tests.reviews import stage

CONSULTANT = Actor(1, frozenset({Role.CONSULTANT}))
NOT_OF_AN_ENGAGEMENT = {"home", "identity"}  # one's own account, absences and mail; the guide


@pytest.fixture
def keys(people):
    """The keys of one of everything an engagement opens to Clara."""
    cases = some_cases(*[people.hanne] * 3)
    draft = feedback.assigned(people, cases[0], people.clara)
    sent = feedback.sent(people, cases[1], people.clara)
    session = sessions.asked(people)
    review = stage.a_review(people.hanne, people.clara, engagement=people.running, cases=[cases[2]])
    service.hand_over(actor(people.kurt), engagement_id=people.running.id, case_ids=[cases[2].id])
    slides = deliverables.add_deliverable(
        actor(people.kurt), people.running.key, title="Slides", due_on=clock.today()
    )
    urgent = UrgentFinding(
        case_id=cases[2].id,
        kind=UrgentKind.DATA_BREACH,
        text="t",
        due_at=clock.now(),
        raised_by_id=people.clara.id,
        owner_id=people.kurt.id,
    )
    enter(urgent)
    return {
        "case": cases[2].key,
        "deliverable": slides.key,
        "engagement": people.running.key,
        "feedback, draft": draft.key,
        "feedback, sent": sent.key,
        "learning case": draft.learning_case.key,
        "learning session": session.key,
        "review": review.key,
        "round": review.round.key,
        "urgent finding": urgent.key,
    }


class Visitor(FlaskClient):
    """Knocks without reading: an answer of 404 need not be a whole page."""

    def open(self, *args, **kwargs):
        with self.application.app_context():  # a fresh ``g`` for each request
            return super().open(*args, headers={"Accept": "application/json"}, **kwargs)


def signed_in(app, person):
    token = new_token()
    enter(SignIn(token_fingerprint=fingerprint(token), person_id=person.id))
    client = Visitor(app)
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def open_to_consultants(app):
    """Return the rules of the pages that the gate would let a consultant through to."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in gate.FRAMEWORK_ENDPOINTS
        and area(rule) not in NOT_OF_AN_ENGAGEMENT
        and may_ever(CONSULTANT, gate.required_permission(app, rule.endpoint))
    ]


def area(rule):
    return rule.endpoint.partition(".")[0]


def address(rule, key):
    numbers = {n for n, kind in rule._converters.items() if isinstance(kind, NumberConverter)}
    return rule.build({name: 1 if name in numbers else key for name in rule.arguments})[1]


def what_opens(client, rules, keys):
    """Return the addresses that can be read, and the things that each area shows."""
    opened, shown = set(), defaultdict(set)
    for rule in rules:
        for name, key in keys.items():
            if "GET" in rule.methods and rule.arguments:
                url = address(rule, key)
                if client.get(url).status_code in (200, 302):
                    opened.add(url)
                    shown[area(rule)].add(name)
    return opened, shown


@pytest.mark.walk
def test_every_door_is_closed_the_day_after_and_at_the_moment_of_an_early_end(
    app, db, people, keys, subtests
):
    clara, rules = signed_in(app, people.clara), open_to_consultants(app)
    lists = ["/", *(rule.build({})[1] for rule in rules if not rule.arguments)]
    opened, shown = what_opens(clara, rules, keys)
    # Whoever adds something that engagements open adds it to the keys above.
    assert set().union(*shown.values()) == set(keys)
    texts = "".join(clara.get(url).text for url in lists)
    assert all(keys[name] in texts for name in ("case", "feedback, draft", "learning session"))
    posts = {
        address(rule, keys[name])
        for rule in rules
        if "POST" in rule.methods and rule.arguments
        for name in shown[area(rule)]
    }
    pages, forms = [[(m, u) for u in sorted(s)] for m, s in (("GET", opened), ("POST", posts))]

    def all_closed(doors):
        clara = signed_in(app, people.clara)
        for method, url in doors:
            with subtests.test(f"{method} {url}"):
                assert clara.open(url, method=method).status_code == 404
        texts = "".join(clara.get(url).text for url in lists)
        assert [name for name, key in keys.items() if key in texts] == []

    service.close_engagement(actor(people.adam), keys["engagement"], reason="Ended early")
    all_closed(pages)
    people.running.closed_at = people.running.close_reason = people.running.closed_by_id = None
    enter(people.running)
    clock.travel(clock.now() + timedelta(days=90))
    last_day = signed_in(app, people.clara).get(f"/engagements/{keys['engagement']}")
    assert last_day.status_code == 200
    clock.travel(clock.now() + timedelta(days=1))
    all_closed(pages + forms)
