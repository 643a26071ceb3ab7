"""What waits becomes news, once for each step, and ends when it no longer waits."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.errors import NotFound
from review_app.domain.notifications import News
from review_app.domain.waiting import WaitingKind
from review_app.features.home import jobs, queries_notifications, service_notifications
from review_app.kernel import clock
from review_app.models import Action, Notification
from tests.cast import actor, enter
from tests.statements import counted

MONDAY = clock.local(date(2026, 3, 2), 7)


@pytest.fixture
def action(people):
    """Hanne has agreed to do something by Friday 13 March; it is Monday 2 March, 7 o'clock."""
    clock.travel(MONDAY)
    found = Action(owner_id=people.hanne.id, text="Ring til firmaet", due_on=date(2026, 3, 13))
    enter(found)
    return found


def on(day, hour=7):
    clock.travel(clock.local(date(2026, 3, day), hour))
    jobs.look_for_news()


def news_of(person):
    return [line.notification.news for line in queries_notifications.list_news(actor(person))]


def unread_of(person):
    found = queries_notifications.list_news(actor(person))
    return [line.waiting.kind for line in found if line.notification.is_unread]


def test_a_thing_is_news_once_then_when_its_day_is_near_and_when_it_has_passed(people, action):
    for day, news in [(2, News.NEW), (10, News.NEW), (11, News.DUE_SOON), (16, News.OVERDUE)]:
        on(day)
        assert news_of(people.hanne) == [news]
        was_told = day == 10
        assert unread_of(people.hanne) == ([] if was_told else [WaitingKind.DO_ACTION])
        service_notifications.mark_read(actor(people.hanne))
    on(20)
    assert unread_of(people.hanne) == []
    assert news_of(people.henrik) == []


def test_a_later_day_is_no_news_but_its_nearness_is(people, action):
    on(12)
    service_notifications.mark_read(actor(people.hanne))
    action.due_on = date(2026, 3, 27)
    enter(action)
    on(13)
    assert news_of(people.hanne) == [News.NEW]
    assert unread_of(people.hanne) == []
    on(26)
    assert unread_of(people.hanne) == [WaitingKind.DO_ACTION]


def test_what_is_done_is_gone_at_once_and_news_again_when_it_comes_back(people, action):
    on(2)
    action.owner_id = people.henrik.id
    enter(action)
    assert news_of(people.hanne) == []  # before any job has run
    on(3)
    assert news_of(people.henrik) == [News.NEW]
    action.owner_id = people.hanne.id
    enter(action)
    on(4)
    assert unread_of(people.hanne) == [WaitingKind.DO_ACTION]
    assert news_of(people.henrik) == []


def test_looking_twice_changes_nothing(people, action, db):
    on(2)
    jobs.look_for_news()
    assert len(db.session.scalars(select(Notification)).all()) == 1


def test_more_than_the_overview_shows_is_still_news_of_each(people, action):
    enter(*(Action(owner_id=people.hanne.id, text="a", due_on=action.due_on) for _ in range(70)))
    on(2)
    assert len(news_of(people.hanne)) == 71


def test_who_may_no_longer_sign_in_has_no_news(people, action, db):
    on(2)
    people.hanne.is_active = False
    enter(people.hanne)
    on(3)
    (found,) = db.session.scalars(select(Notification))
    assert found.gone_at == clock.now()


def test_what_has_been_gone_for_long_is_forgotten(people, action, db):
    on(2)
    action.owner_id = people.henrik.id
    enter(action)
    on(3)
    clock.travel(clock.now() + service_notifications.KEPT + timedelta(days=1))
    jobs.look_for_news()
    (left,) = db.session.scalars(select(Notification))
    assert left.person_id == people.henrik.id


def test_one_persons_fault_keeps_nobody_else_waiting(people, action, monkeypatch):
    look = service_notifications.look

    def fails_for_some(asker, person_id):
        if person_id < people.hanne.id:
            raise RuntimeError("no")
        look(asker, person_id)

    monkeypatch.setattr(service_notifications, "look", fails_for_some)
    on(2)
    assert news_of(people.hanne) == [News.NEW]


def test_looking_costs_a_few_statements_a_person_however_much_waits(people, action):
    on(2)

    def statements():
        with counted() as asked:
            service_notifications.look(OPERATOR, people.hanne.id)
        return len(asked)

    before = statements()
    enter(*(Action(owner_id=people.hanne.id, text="a", due_on=action.due_on) for _ in range(30)))
    on(2)
    assert statements() == before <= 6  # PostgreSQL holds the person with one more


def test_nobody_follows_somebody_elses_news(people, action, db):
    on(2)
    (found,) = db.session.scalars(select(Notification))
    key = found.key
    with pytest.raises(NotFound):
        service_notifications.follow(actor(people.henrik), key)
    assert service_notifications.follow(actor(people.hanne), key) == (
        WaitingKind.DO_ACTION,
        action.key,
    )
