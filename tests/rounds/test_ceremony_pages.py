"""The pages of a ceremony, asked for over HTTP."""

import pytest

from review_app.domain import verify_draw
from review_app.domain.ceremony import Contributor, PublicKind, Stage
from review_app.features.rounds import service_ceremony, service_contributions
from review_app.kernel import clock
from review_app.models import Draw, EngagementMember
from tests.cast import actor, enter
from tests.rounds.builders import (
    a_ceremony,
    a_drawn_round,
    a_planned_round,
    secret_of,
    twenty_cases,
)

KARIN, HANNE = Contributor.COORDINATOR, Contributor.STAFF_REPRESENTATIVE
ROLLS = "31415926535897932384"


@pytest.fixture
def started(people):
    twenty_cases(people)
    return a_ceremony(people, public=PublicKind.DICE)


def part(draw, step=""):
    return f"/rounds/draws/{draw.key}/part{step}"


def given(name):
    return {"commitment": verify_draw.commitment(name.value, secret_of(name))}


def bind_all(people, draw):
    for person, name in ((people.karin, KARIN), (people.hanne, HANNE)):
        bound = verify_draw.commitment(name.value, secret_of(name))
        service_contributions.commit_to_secret(actor(person), draw.key, given=bound)
    return service_ceremony.seal_draw(actor(people.karin), draw.round.key)


def test_a_representative_who_may_not_read_rounds_finds_the_part_among_the_tasks(
    people, started, sign_in
):
    hanne = sign_in(people.hanne)
    assert part(started) in hanne.get("/").text
    assert hanne.get(f"/rounds/{started.round.key}").status_code == 403
    page = hanne.get(part(started)).text
    assert "First quarter" in page
    assert "Waiting for: The coordinator (Karin), The staff representative (Hanne)" in page
    assert hanne.post(part(started), data=given(HANNE)).status_code == 302
    assert part(started) not in hanne.get("/").text


def test_nobody_else_has_that_page(people, started, sign_in):
    for person in (people.henrik, people.kurt, people.mona, people.clara, people.adam):
        client = sign_in(person)
        assert client.get(part(started)).status_code == 404
        assert client.post(part(started), data=given(HANNE)).status_code == 404
        assert client.post(part(started, "/keep")).status_code == 404
        assert client.post(part(started, "/secret"), data={"secret": "0" * 64}).status_code == 404
        assert client.get(part(started, "/waiting")).status_code == 404


def test_what_is_no_fingerprint_or_another_secret_is_said_beside_the_field(
    people, started, sign_in
):
    hanne = sign_in(people.hanne)
    page = hanne.post(part(started), data={"commitment": "my cat's name"}).text
    assert "It must be 64 characters" in page
    bind_all(people, started)
    page = hanne.post(part(started, "/secret"), data={"secret": "ab" * 32}).text
    assert "This is not the secret you are bound to." in page
    right = hanne.post(part(started, "/secret"), data={"secret": secret_of(HANNE).upper()})
    assert right.status_code == 302
    assert "Your secret is open. Thank you." in hanne.get(part(started)).text


def test_a_secret_stands_on_no_page_before_all_are_open(people, started, sign_in):
    bind_all(people, started)
    service_contributions.reveal_secret(actor(people.hanne), started.key, secret=secret_of(HANNE))
    platform = started.contributions[-1].secret
    karin = sign_in(people.karin)
    for path in (f"/rounds/{started.round.key}/commit", part(started)):
        page = karin.get(path).text
        assert secret_of(HANNE) not in page
        assert platform not in page


def test_the_page_that_waits_is_sent_again_only_when_something_changed(people, started, sign_in):
    karin = sign_in(people.karin)
    url = f"/rounds/{started.round.key}/commit/waiting"
    page = karin.get(f"/rounds/{started.round.key}/commit").text
    seen = page.split("waiting?seen=")[1].split('"')[0]
    assert karin.get(f"{url}?seen={seen}").status_code == 204
    assert karin.get(f"{part(started)}/waiting?seen={seen}").status_code == 204
    sign_in(people.hanne).post(part(started, "/keep"))
    assert "The platform made and keeps it" in karin.get(f"{url}?seen={seen}").text
    assert karin.get(f"{part(started)}/waiting?seen={seen}").headers["HX-Refresh"] == "true"


def test_the_dice_are_shown_once_more_before_they_decide(people, started, sign_in):
    bind_all(people, started)
    karin, url = sign_in(people.karin), f"/rounds/{started.round.key}/public-value"
    assert karin.get(url).status_code == 409
    for person, name in ((people.karin, KARIN), (people.hanne, HANNE)):
        service_contributions.reveal_secret(actor(person), started.key, secret=secret_of(name))
    assert "Enter all twenty rolls" in karin.post(url, data={"value": "123", "step": "draw"}).text
    spoken = " ".join(ROLLS)
    assert "Yes, draw the cases" in karin.post(url, data={"value": spoken}).text
    assert started.stage is Stage.OPENED
    assert "Yes, draw" not in karin.post(url, data={"value": ROLLS, "step": "again"}).text
    assert karin.post(url, data={"value": ROLLS, "step": "draw"}).status_code == 302
    page = karin.get(f"/rounds/{started.round.key}/certificate").text
    for told in (ROLLS, secret_of(HANNE), "Several people kept their own secrets.", "Karin"):
        assert told in page


def test_who_contributes_is_chosen_on_a_page(people, sign_in, db):
    twenty_cases(people)
    people.hanne.is_staff_representative = True
    enter(people.hanne)
    planned = a_planned_round(people)
    karin, url = sign_in(people.karin), f"/rounds/{planned.key}/ceremony"
    base = {"public": "named", "reveal_due_on": str(clock.today()), "consultant": "0"}
    nobody = karin.post(url, data=base | {"staff_representative": "0"}).text
    assert "Choose at least one person" in nobody
    assert "Write one line." in nobody
    chosen = base | {"coordinator": "y", "staff_representative": str(people.hanne.id)}
    assert karin.post(url, data=chosen | {"reveal_due_on": "2020-01-01"}).status_code == 422
    assert karin.post(url, data=chosen | {"named_source": "Lotto, 5 Dec"}).status_code == 302
    (draw,) = db.session.query(Draw)
    assert [p.name for p in draw.contributions] == [KARIN, HANNE, Contributor.PLATFORM]
    assert draw.public_source == "Lotto, 5 Dec"


def test_a_draw_given_up_stays_in_the_list_with_its_reason(people, started, sign_in):
    sealed, key = bind_all(people, started), started.round.key
    karin = sign_in(people.karin)
    assert karin.post(f"/rounds/{key}/abandon-draw", data={"reason": " "}).status_code == 422
    karin.post(f"/rounds/{key}/abandon-draw", data={"reason": "The list lacked a team"})
    karin.post(f"/rounds/{key}/commit")
    mona = sign_in(people.mona)
    for query, numbers in (("", {1, 2}), ("?state=abandoned", {1}), (f"?round={key}", {1, 2})):
        page = mona.get(f"/rounds/draws{query}").text
        shown = {n for n in (1, 2) if f"/certificate/{n}" in page}
        assert shown == numbers, query
    assert "The list lacked a team" in mona.get("/rounds/draws").text
    old = mona.get(f"/rounds/{key}/certificate/1").text
    assert sealed.commit_hash in old
    assert "given up before its cases were known: The list lacked a team" in old
    assert "This draw was given up." in sign_in(people.hanne).get(part(started)).text
    assert mona.get(f"/rounds/{key}/certificate/9").status_code == 404


def test_there_is_no_certificate_before_the_seal(people, started, sign_in):
    key = started.round.key
    assert sign_in(people.karin).get(f"/rounds/{key}/certificate").status_code == 404
    assert sign_in(people.mona).get(f"/rounds/{key}/bundle.zip").status_code == 404


def test_a_consultants_part_closes_with_the_engagement(people, sign_in, db):
    twenty_cases(people)
    planned = a_planned_round(people)
    planned.engagement_id = people.running.id
    enter(planned)
    parts = {Contributor.CONSULTANT: people.clara.id}
    draw = service_ceremony.start_draw(
        actor(people.karin), planned.key, people=parts, reveal_due_on=clock.today()
    )
    clara = sign_in(people.clara)
    assert clara.get(part(draw)).status_code == 200
    member = db.session.query(EngagementMember).filter_by(person_id=people.clara.id).one()
    db.session.delete(member)
    enter()
    assert clara.get(part(draw)).status_code == 404


def test_the_quick_way_is_one_click_and_says_what_it_is_worth(people, sign_in):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    page = sign_in(people.karin).get(f"/rounds/{drawn.key}/certificate").text
    assert "Both secrets were made by this platform." in page
    assert f"hexkey:{drawn.draw.seed}" in page
