"""Mail as a real server receives it: what it says, to whom, and never twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from review_app.domain.notifications import Frequency
from review_app.domain.waiting import WaitingKind
from review_app.entrypoints.cli import cli
from review_app.features.home import jobs as home_jobs
from review_app.features.home import service_notifications
from review_app.kernel import clock, jobs, mail
from review_app.kernel.jobs import OutboxEntry
from review_app.models import Action, Feedback, LearningCase, Notification
from tests.cast import actor, enter, some_cases
from tests.home import letterbox

NINE = clock.local(date(2026, 3, 3), 9)  # a Tuesday, after the digests' hour
SECRET = "Ring til borgerens læge"


@pytest.fixture
def box(app, db, monkeypatch):
    """A mail server that is there; it is Monday morning, before the digests' hour."""
    clock.travel(clock.local(date(2026, 3, 2), 7))
    with letterbox.mail_server() as (found, port):
        for name, value in letterbox.settings(port).items():
            monkeypatch.setitem(app.config, name, value)
        yield found


def an_action(person, **values):
    found = Action(owner_id=person.id, text=SECRET, **{"due_on": date(2026, 4, 1), **values})
    enter(found)
    return found


def an_hour_passes(moment=NINE):
    clock.travel(moment)
    home_jobs.look_for_news()
    jobs.run_all()


def wants(person, often):
    service_notifications.choose_mail(
        actor(person), hour=8, frequencies={WaitingKind.DO_ACTION: often}
    )


@pytest.fixture
def waiting(people, box):
    """Hanne wants to know at once, Henrik nothing; each has an action, seen on Monday."""
    for person, often in ((people.hanne, Frequency.AT_ONCE), (people.henrik, Frequency.NEVER)):
        an_action(person)
        wants(person, often)
    return people


def test_a_digest_tells_all_that_is_new_in_one_mail_on_the_next_working_day(people, box):
    for _ in range(3):
        an_action(people.hanne)
    an_hour_passes(clock.now())
    assert box.mails == []  # at seven
    an_hour_passes()
    assert box.receivers == ["hanne@example.org"]
    assert box.mails[0]["Subject"] == "Sammenhold: 3 things wait for you"
    an_hour_passes(NINE + timedelta(days=1))
    assert len(box.mails) == 1


def test_a_mail_has_kinds_and_links_and_not_a_word_about_the_thing(waiting, box, db):
    an_hour_passes()
    (found,) = box.mails
    (news,) = db.session.scalars(
        select(Notification).where(Notification.person_id == waiting.hanne.id)
    )
    parts = [found.get_body([kind]).get_content() for kind in ("plain", "html")]
    assert found.get_content_type() == "multipart/alternative"
    for part in parts:
        assert "Do what was agreed" in part
        assert f"https://review.example.org/go/{news.key}" in part
        assert "https://review.example.org/notifications/mail" in part
        for hidden in (SECRET, "Hanne", news.thing_key):
            assert hidden not in part
    assert '<html lang="en">' in parts[1]
    assert found["From"] == "Sammenhold <no-answer@example.org>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Message-ID"].endswith("@example.org>")


def test_a_mail_is_written_in_the_persons_language(people, box):
    people.hanne.language = None
    an_action(people.hanne)
    wants(people.hanne, Frequency.AT_ONCE)
    an_hour_passes()
    assert box.mails[0]["Subject"] == "Sammenhold: 1 ting venter på dig"


def test_the_address_that_stops_mail_stands_whole_in_its_header(waiting, box, client):
    an_hour_passes()
    raw = box.raw[0]
    line = next(one for one in raw.split(b"\r\n") if one.startswith(b"List-Unsubscribe:"))
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    url = line.decode().removeprefix("List-Unsubscribe: <").removesuffix(">")
    path = url.removeprefix("https://review.example.org")
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    an_action(waiting.hanne)
    an_hour_passes(NINE + timedelta(days=1))
    assert len(box.mails) == 1


def test_many_things_of_one_kind_are_counted_and_the_first_linked(people, box):
    for _ in range(11):
        an_action(people.hanne)
    an_action(people.hanne, due_on=date(2026, 2, 27))
    wants(people.hanne, Frequency.AT_ONCE)
    an_hour_passes()
    text = box.mails[0].get_body(["plain"]).get_content()
    assert "Do what was agreed (12)" in text
    assert text.count("/go/") == 5
    assert text.count("Overdue: ") == 1
    assert "and 7 more on your overview" in text


def test_who_is_inactive_or_has_no_address_gets_none(people, box):
    people.hanne.is_active, people.henrik.email = False, ""
    enter(people.hanne, people.henrik)
    for person in (people.hanne, people.henrik):
        an_action(person)
        wants(person, Frequency.AT_ONCE)
    an_hour_passes()
    assert box.mails == []


def test_a_consultant_is_told_nothing_after_the_engagements_last_day(people, box, db):
    for person, engagement in ((people.clara, people.running), (people.carl, people.ended)):
        case = some_cases(people.hanne, source=person.name)[0]
        chosen = LearningCase(
            case_id=case.id, reason="r", chosen_by_id=people.karin.id, engagement_id=engagement.id
        )
        enter(chosen)
        enter(
            Feedback(
                learning_case_id=chosen.id,
                author_id=person.id,
                caseworker_id=people.hanne.id,
                engagement_id=engagement.id,
            )
        )
    people.running.starts_on = people.ended.starts_on = date(2026, 1, 1)
    people.running.ends_on, people.ended.ends_on = date(2026, 3, 3), date(2026, 3, 2)
    enter(people.running, people.ended)
    home_jobs.look_for_news()  # on Monday it waits for both
    told = set(db.session.scalars(select(Notification.person_id)))
    assert {people.clara.id, people.carl.id} <= told
    an_hour_passes()
    assert box.receivers == ["clara@example.org"]


def test_what_is_gone_between_looking_and_sending_is_not_told(waiting, box, db):
    clock.travel(NINE)
    home_jobs.look_for_news()
    db.session.execute(update(Action).values(owner_id=waiting.karin.id))
    db.session.info["logged"] = True
    db.session.commit()
    assert jobs.run_all() == 1
    assert box.mails == []


def test_a_worker_killed_after_the_server_took_the_mail_sends_no_second(
    waiting, box, db, monkeypatch
):
    send = mail.send

    def send_and_die(one):
        send(one)
        raise SystemExit

    monkeypatch.setattr(mail, "send", send_and_die)
    clock.travel(NINE)
    home_jobs.look_for_news()
    with pytest.raises(SystemExit):
        jobs.run_all()
    monkeypatch.setattr(mail, "send", send)
    db.session.rollback()
    clock.travel(NINE + 2 * jobs.SILENCE)
    assert jobs.run_all() == 1  # the entry that was running is run again
    an_hour_passes(NINE + timedelta(hours=1))
    assert len(box.mails) == 1


def test_two_promises_for_one_person_are_one_mail(waiting, box, db):
    clock.travel(NINE)
    home_jobs.look_for_news()
    home_jobs.look_for_news()
    assert jobs.run_all() == 2
    assert len(box.mails) == 1


def test_a_server_that_is_away_loses_nothing(waiting, box, app, monkeypatch):
    with monkeypatch.context() as away:
        away.setitem(app.config, "MAIL_PORT", "1")
        an_hour_passes()
    assert box.mails == []
    an_hour_passes(NINE + timedelta(hours=1))
    assert box.receivers == ["hanne@example.org"]


def test_a_server_that_takes_nothing_now_is_asked_again_and_one_that_never_will_is_not(
    waiting, box, caplog
):
    box.refuses["hanne@example.org"] = "450 greylisted"
    an_hour_passes()
    box.refuses["hanne@example.org"] = "550 no such person"
    an_hour_passes(NINE + timedelta(hours=1))
    box.refuses.clear()
    an_hour_passes(NINE + timedelta(hours=2))
    assert box.mails == []
    assert "no mail reaches person" in caplog.text
    assert "hanne@example.org" not in caplog.text


def test_without_the_tls_asked_for_nothing_is_sent(waiting, box, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_TLS", "starttls")
    an_hour_passes()
    assert box.mails == []


def test_the_demonstration_sends_nothing_and_neither_does_a_house_without_a_server(
    waiting, box, app, db, monkeypatch
):
    for name, value in (("DEMO", True), ("MAIL_HOST", "")):
        with monkeypatch.context() as off:
            off.setitem(app.config, name, value)
            an_hour_passes()
            with pytest.raises(mail.NotSent):
                mail.send(mail.Mail("a@example.org", "s", "t", "h", "u"))
    assert db.session.scalars(select(OutboxEntry)).all() == []
    assert box.mails == []


def test_an_operator_can_try_the_settings(box, app):
    run = app.test_cli_runner().invoke
    assert run(cli, ["test-mail", "it@example.org"]).exit_code == 0
    assert box.receivers == ["it@example.org"]
    box.refuses["it@example.org"] = "550 no"
    refused = run(cli, ["test-mail", "it@example.org"])
    assert refused.exit_code == 1
    assert "no mail was sent: recipient refused: {550}" in refused.output
