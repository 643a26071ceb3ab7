"""What a source calls a caseworker is linked to a person, on a page and for later imports."""

import pytest
from sqlalchemy import select

from review_app.domain.errors import Invalid, NotPermitted
from review_app.features.cases import service_imports as service
from review_app.kernel.audit_log import AuditEntry
from review_app.models import Case, CaseworkerLabel
from tests.cases.conftest import CASES
from tests.cast import actor


def handler(db, number):
    return db.session.scalar(select(Case.caseworker_id).where(Case.number == number))


def test_nobody_is_linked_by_a_name_alone(db, people, bring_in):
    report = bring_in()
    assert handler(db, "2026-1") is None
    assert {"code": "unknown-caseworker", "count": 3} in report["warnings"]


def test_linking_a_label_gives_the_person_the_cases_there_are(db, people, bring_in):
    bring_in()
    changed = service.link_labels(actor(people.karin), "test", links={"Hanne": people.hanne.id})
    assert changed == 1
    assert handler(db, "2026-1") == people.hanne.id
    assert handler(db, "2026-2") is None
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.code, entry.details) == (
        "case.caseworker-label-linked",
        {"person_id": people.hanne.id},
    )


def test_cases_imported_later_are_the_persons_at_once(db, people, bring_in):
    bring_in()
    service.link_labels(actor(people.karin), "test", links={"Henrik": people.henrik.id})
    bring_in(CASES + "\n2026-4;Sygedagpenge;Henrik;South;08-01-2026;;", None)
    assert handler(db, "2026-4") == people.henrik.id


def test_a_label_can_be_unlinked(db, people, bring_in):
    bring_in()
    for person_id in (people.hanne.id, None):
        service.link_labels(actor(people.karin), "test", links={"Hanne": person_id})
    assert handler(db, "2026-1") is None


def test_an_outsider_cannot_be_linked(db, people, bring_in):
    bring_in()
    with pytest.raises(Invalid):
        service.link_labels(actor(people.karin), "test", links={"Hanne": people.clara.id})
    assert handler(db, "2026-1") is None


def test_only_who_may_import_may_link(db, people, bring_in):
    bring_in()
    with pytest.raises(NotPermitted):
        service.link_labels(actor(people.hanne), "test", links={"Hanne": people.hanne.id})


def test_the_page_suggests_the_person_of_the_same_name_and_saves_on_confirming(
    db, people, bring_in, sign_in
):
    bring_in()
    client = sign_in(people.karin)
    page = client.get("/cases/imports/labels/test").text
    assert f'<option selected value="{people.hanne.id}">' in page
    label = db.session.scalar(select(CaseworkerLabel).where(CaseworkerLabel.label == "Hanne"))
    client.post("/cases/imports/labels/test", data={f"label-{label.id}": people.hanne.id})
    assert handler(db, "2026-1") == people.hanne.id
