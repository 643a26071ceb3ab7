"""Several cases of a ranking become learning cases at once, after the consequence was shown."""

import pytest

from review_app.domain.errors import Invalid
from review_app.domain.kinds import RoundPurpose
from review_app.features.feedback import service, service_several
from review_app.features.rounds import service as rounds
from review_app.kernel.db import db
from review_app.models import EngagementCase, LearningCase
from tests.cast import actor, some_cases
from tests.statements import counted

URL = "/learning-cases/choose-several"
SHOWN = (
    "2 cases become learning cases. 1 is one already and stays as it is.",
    "Learning case already",
    "0 of 50 now, up to 2 then",
    "open for",
    "From the page",
)


def test_what_is_ticked_is_shown_with_its_consequence_and_chosen_once_confirmed(people, sign_in):
    cases = some_cases(people.hanne, people.hanne, people.henrik)
    kurt, client = actor(people.kurt), sign_in(people.kurt)
    service.choose_learning_case(kurt, reason="Known", case_key=cases[0].key)
    learns = rounds.plan_round(kurt, title="Hard", purpose=RoundPurpose.LEARN)
    ranking = client.get(f"/rounds/{learns.key}/cases/ranking").text
    assert f'formaction="{URL}"' in ranking
    sent = {"case": [case.key for case in cases], "round": learns.key, "reason": "From the page"}
    shown = client.post(URL, data=sent)
    assert [said for said in SHOWN if said not in shown.text] == []
    assert db.session.query(LearningCase).count() == 1
    assert client.post(URL, data={**sent, "sure": "1", "reason": " "}).status_code == 422
    author = f"{people.running.key}:{people.clara.key}"
    client.post(URL, data={**sent, "sure": "1", "author": author})
    db.session.rollback()
    made = db.session.query(LearningCase).order_by(LearningCase.id).all()[1:]
    assert {one.case_id for one in made} == {cases[1].id, cases[2].id}
    assert all(one.ranked["from"]["age"][1] > 0 and one.reason == "From the page" for one in made)
    assert all(one.feedback.author_id == people.clara.id for one in made)
    assert db.session.query(EngagementCase).filter_by(engagement_id=people.running.id).count() == 2
    assert "What made it look hard:" in client.get(f"/learning-cases/{made[0].key}").text
    theirs = sign_in(people.clara).get(f"/learning-cases/{made[0].key}")
    assert "What made it look hard:" not in theirs.text
    again = client.post(URL, data={**sent, "sure": "1", "author": author})
    assert "All of these are learning cases already." in again.text


def test_all_or_none_and_nobody_writes_on_a_case_of_their_own(people, sign_in):
    cases = some_cases(people.karin, people.henrik, people.hanne)
    keys, kurt = [case.key for case in cases], actor(people.kurt)
    with pytest.raises(Invalid):
        service_several.choose_several(kurt, keys, reason="r", author=f":{people.karin.key}")
    assert db.session.query(LearningCase).count() == 0
    client = sign_in(people.kurt)
    with counted() as two:
        client.post(URL, data={"case": keys[:2]})
    with counted() as three:
        client.post(URL, data={"case": keys})
    assert client.post(URL).status_code == 302
    assert len(three) == len(two)
    for nobody in (people.hanne, people.mona, people.clara):
        assert sign_in(nobody).post(URL, data={"case": keys}).status_code == 403
