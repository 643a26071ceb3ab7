"""Two people write the same criterion at once: nothing is lost, and who comes second is told."""

from review_app.features.checklists import queries, service
from tests.cast import actor
from tests.checklists.test_editing import FORM
from tests.reviews.pairs import a_short_checklist


def test_who_saves_second_sees_both_and_decides(people, sign_in):
    version = a_short_checklist()
    draft = service.start_draft(actor(people.karin), version.key, reason="More")
    criterion = draft.criteria[0]
    address = f"/checklists/versions/{draft.key}/criteria/{criterion.key}"
    karin, kurt = sign_in(people.karin), sign_in(people.kurt)
    seen = [form_of(client.get(address).text) for client in (karin, kurt)]
    assert seen[0] == seen[1]

    def said():
        return queries.get_criterion(actor(people.karin), draft.key, key=criterion.key).question_da

    first = {**FORM, "is_same_meaning": "y", "seen": seen[0], "question_da": "Karins ord?"}
    assert karin.post(address, data=first).status_code == 302
    mine = {**first, "question_da": "Kurts ord?"}
    page = kurt.post(address, data=mine)
    assert page.status_code == 200
    assert "Somebody else saved this criterion while you wrote" in page.text
    assert said() == "Karins ord?"
    for words in ("<del>", "Karins", 'value="Kurts ord?"'):
        assert words in page.text
    again = form_of(page.text)
    assert again != seen[1]
    assert kurt.post(address, data={**mine, "seen": again}).status_code == 302
    assert said() == "Kurts ord?"
    # And the first, who goes on from what they had, is told as well.
    page = karin.post(address, data=first).text
    assert "Somebody else saved this criterion while you wrote" in page


def form_of(page):
    """What stood when the page was made."""
    part = page.split('name="seen"')[1]
    return part.split('value="')[1].split('"')[0]
