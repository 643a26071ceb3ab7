"""The page of news, the choice of mail, and the link that stops it."""

from datetime import date

import pytest
from sqlalchemy import select

from review_app.domain.notifications import Frequency
from review_app.domain.waiting import WaitingKind
from review_app.features.home import jobs, presenters, queries_notifications
from review_app.features.home.queries_notifications import STOP
from review_app.kernel import links
from review_app.kernel.audit_log import AuditEntry
from review_app.kernel.words import NAMES
from review_app.models import Action, Notification
from tests.cast import actor, enter
from tests.statements import counted

SCORE, DO = WaitingKind.SCORE, WaitingKind.DO_ACTION


@pytest.fixture
def action(people):
    found = Action(owner_id=people.hanne.id, text="Ring til firmaet", due_on=date(2026, 1, 1))
    enter(found)
    jobs.look_for_news()
    return found


def key_of(db):
    """The news of the one who is to do it; that it is late is news to others."""
    to_do = Notification.kind == DO
    return db.session.scalar(select(Notification.key).where(to_do))


def wishes(person):
    return queries_notifications.get_wishes(actor(person))


def test_news_is_read_by_going_to_the_thing(people, action, sign_in, db):
    client = sign_in(people.hanne)
    page = client.get("/notifications").text
    assert "Ring til firmaet" in page
    assert "Mark all as read" in page
    there = client.get(f"/go/{key_of(db)}")
    assert there.location == f"/actions/{action.key}"
    page = client.get("/notifications").text
    assert "Ring til firmaet" in page
    assert "Mark all as read" not in page


def test_all_news_can_be_marked_as_read(people, action, sign_in):
    client = sign_in(people.hanne)
    assert client.post("/notifications/read").location == "/notifications"
    assert "Mark all as read" not in client.get("/notifications").text


def test_a_link_to_what_no_longer_waits_says_so_and_tells_nothing(people, action, sign_in, db):
    action.owner_id = people.henrik.id
    enter(action)
    client = sign_in(people.hanne)
    page = client.get(f"/go/{key_of(db)}", follow_redirects=True).text
    assert "That no longer waits for you." in page
    assert "Ring til firmaet" not in page


def test_somebody_elses_news_is_nowhere(people, action, sign_in, db):
    client = sign_in(people.karin)
    assert client.get(f"/go/{key_of(db)}").status_code == 404
    assert "Ring til firmaet" not in client.get("/notifications").text


def test_a_link_in_a_mail_leads_to_the_thing_after_signing_in(action, client, db):
    path = f"/go/{key_of(db)}"
    assert client.get(path).location == f"/sign-in?next={path}"


def test_the_page_asks_as_much_for_much_as_for_little(people, action, sign_in):
    client = sign_in(people.hanne)
    client.get("/notifications")

    def statements():
        with counted() as asked:
            client.get("/notifications")
        return len(asked)

    before = statements()
    enter(*(Action(owner_id=people.hanne.id, text="a", due_on=action.due_on) for _ in range(9)))
    jobs.look_for_news()
    assert statements() == before <= 6


def test_each_chooses_how_often_and_it_is_logged(people, sign_in, db):
    client = sign_in(people.karin)
    page = client.get("/notifications/mail").text
    assert "The demonstration sends no mail" in page
    usual = {kind.value: wishes(people.karin).frequency(kind).value for kind in WaitingKind}
    sent = client.post("/notifications/mail", data={"hour": 7, **usual, SCORE.value: "weekly"})
    assert sent.location == "/notifications/mail"
    assert wishes(people.karin).hour == 7
    assert wishes(people.karin).chosen == {SCORE: Frequency.WEEKLY}
    assert wishes(people.kurt).chosen == {}
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.code, entry.actor_id) == ("people.mail-chosen", people.karin.id)


@pytest.mark.parametrize("values", [{"hour": 3}, {"hour": 8, DO.value: "hourly"}])
def test_what_cannot_be_chosen_is_refused(people, sign_in, values):
    assert sign_in(people.hanne).post("/notifications/mail", data=values).status_code == 422
    assert wishes(people.hanne).hour == 8


def test_a_house_without_a_mail_server_says_so(people, sign_in, app, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", False)
    monkeypatch.setitem(app.jinja_env.globals, "demo_mode", False)
    assert "no mail server is set up" in sign_in(people.hanne).get("/notifications/mail").text


def test_one_is_asked_only_about_what_can_wait_for_one(app, people):
    with app.test_request_context():
        of = {
            name: presenters.kinds_that_wait(actor(getattr(people, name)))
            for name in ("hanne", "karin", "clara", "olga")
        }
    assert {WaitingKind.RESPOND, DO} <= of["hanne"]
    assert not {SCORE, WaitingKind.PASS_ON_FEEDBACK, WaitingKind.REVIEW_NOTE} & of["hanne"]
    assert {SCORE, WaitingKind.PASS_ON_FEEDBACK, WaitingKind.REVIEW_NOTE} <= of["karin"]
    assert {SCORE, WaitingKind.WRITE_FEEDBACK} <= of["clara"]
    assert not {SCORE, WaitingKind.RESPOND} & of["olga"]


def stop_path(person, *kinds, purpose=STOP):
    return f"/mail/stop/{links.sign(purpose, [person.key, kinds])}"


def test_a_signed_link_stops_mail_of_its_kinds_without_signing_in(people, client, db):
    path = stop_path(people.hanne, DO)
    english = {"Accept-Language": "en"}
    page = client.get(path, headers=english).text
    assert "Do what was agreed" in page
    assert "Hanne" not in page
    assert wishes(people.hanne).frequency(DO) is Frequency.DAILY  # mail programs open links
    assert "You get no more mail about this." in client.post(path, headers=english).text
    assert wishes(people.hanne).chosen == {DO: Frequency.NEVER}
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.code, entry.thing_id, entry.actor_id) == (
        "people.mail-stopped",
        people.hanne.id,
        None,
    )
    assert entry.details == {"kinds": ["do-action"]}


def test_mail_programs_need_no_token_of_a_form(people, client, app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    body = {"List-Unsubscribe": "One-Click"}
    assert client.post(stop_path(people.hanne, DO), data=body).status_code == 200
    assert client.post("/sign-out").status_code == 400


def test_a_link_that_was_not_made_for_this_stops_nothing(people, client):
    good = stop_path(people.hanne, DO)
    for path in (good[:-1], stop_path(people.hanne, DO, purpose="other"), "/mail/stop/x"):
        for method in ("GET", "POST"):
            assert client.open(path, method=method).status_code == 404
    assert wishes(people.hanne).chosen == {}


def test_every_frequency_and_every_piece_of_news_has_a_name():
    from review_app.domain.notifications import News

    assert set(NAMES[Frequency]) == set(Frequency)
    assert set(NAMES[News]) == set(News)
