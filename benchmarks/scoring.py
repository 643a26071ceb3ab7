"""The page on which a case is scored, with 80 criteria, and the save after each answer.

The floor of the page is a bare Flask view with one indexed query; the floor of the save is the raw
transaction: compare the version, write the answer, add a chained row.
"""

import hashlib
import hmac
import itertools
import uuid
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select, text

from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import Severity
from review_app.domain.workflow import ChecklistVersionState, RoundState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Case,
    CaseEvent,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    Person,
    Review,
    Round,
    RoundCase,
)

SECTIONS, EACH, EVENTS = 8, 10, 25
GUIDANCE = "Look for **the note** of the talk.\n\n- who was there\n- what was agreed"


def enter(*rows: object) -> None:
    """Put rows there without a word in the log: a measurement is no story."""
    db.session.add_all(rows)
    db.session.flush()
    db.session.info["logged"] = True
    db.session.commit()


def long_review(reviewer: Person) -> Review:
    """A review with 80 criteria, every fifth of them asked under a condition."""
    checklist = Checklist(code="bench", name_da="Lang", name_en="Long")
    enter(checklist)
    version = ChecklistVersion(
        checklist_id=checklist.id,
        number=1,
        state=ChecklistVersionState.PUBLISHED,
        published_at=clock.now(),
    )
    enter(version)
    for number in range(1, SECTIONS + 1):
        section = ChecklistSection(
            version_id=version.id, position=number, title_da=f"Afsnit {number}", title_en="Part"
        )
        enter(section)
        enter(*(_criterion(section.id, number, place) for place in range(1, EACH + 1)))
    case = db.session.scalars(select(Case).where(Case.caseworker_id != reviewer.id)).first()
    if case is None:
        raise LookupError("no case to score")
    happened = (date(2026, 1, 5) + timedelta(days=7 * n) for n in range(EVENTS))
    enter(
        *(
            CaseEvent(
                case_id=case.id, identity=f"bench-{n}", activity="Samtale", happened_on=day,
                stamp="", position=n + 1000,
            )
            for n, day in enumerate(happened)
        )
    )  # fmt: skip
    round_ = Round(
        title="Bench",
        purpose=RoundPurpose.LEARN,
        state=RoundState.REVIEWING,
        version_id=version.id,
    )
    enter(round_)
    spot = RoundCase(round_id=round_.id, case_id=case.id, position=1)
    enter(spot)
    review = Review(
        round_id=round_.id,
        round_case_id=spot.id,
        case_id=case.id,
        version_id=version.id,
        reviewer_id=reviewer.id,
    )
    enter(review)
    return review


def _criterion(section_id: int, number: int, place: int) -> Criterion:
    first = f"b{number}-1"
    clause = [{"kind": "answer", "subject": first, "values": ["met", "partly-met"]}]
    return Criterion(
        section_id=section_id,
        position=place,
        code=f"b{number}-{place}",
        question_da=f"Er punkt {number}.{place} fulgt, og kan det ses af journalen?",
        question_en=f"Was point {number}.{place} followed, and does the file show it?",
        guidance_da=GUIDANCE,
        met_da="Det står i et notat fra dagen.",
        not_met_da="Der står intet.",
        law_reference="Forvaltningsloven § 19",
        default_severity=Severity.MATERIAL,
        shown_fact="first:Samtale" if place == 2 else None,
        applies_when=clause if place == EACH // 2 else [],
    )


def raw_save(criterion_id: int, review_id: int) -> Callable[[], object]:
    """The least a save can be: compare, write, and add a chained row, in one transaction."""
    versions = itertools.count(1)
    engine = db.engine
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE bench_chain (id INTEGER PRIMARY KEY, mac TEXT)"))
        connection.execute(
            text("CREATE TABLE bench_answer (id INTEGER PRIMARY KEY, value TEXT, revision INTEGER)")
        )
        connection.execute(text("INSERT INTO bench_answer VALUES (1, 'met', 1)"))
        connection.execute(text("INSERT INTO bench_chain (mac) VALUES ('')"))

    def save() -> None:
        with engine.begin() as connection:
            at = {"old": next(versions)}
            written = connection.execute(
                text(
                    "UPDATE bench_answer SET revision = :old + 1 WHERE id = 1 AND revision = :old"
                ),
                at,
            )
            last = connection.execute(
                text("SELECT mac FROM bench_chain ORDER BY id DESC LIMIT 1")
            ).scalar_one()
            said = f"{last}{review_id}{criterion_id}{written.rowcount}".encode()
            mac = hmac.new(b"k" * 32, said, hashlib.sha256).hexdigest()
            connection.execute(text("INSERT INTO bench_chain (mac) VALUES (:mac)"), {"mac": mac})

    return save


def report(
    app: Flask,
    cpu_ms_in_turn: Callable[..., dict[str, float]],
    *,
    bare: Callable[[], object],
    client_of: Callable[..., object],
) -> None:
    """Print page and save against their floors; the save against both."""
    with app.app_context():
        reviewer = db.session.scalars(
            select(Person).join(Review, Review.reviewer_id == Person.id).limit(1)
        ).one()
        review = long_review(reviewer)
        reviewer_id, key = reviewer.id, review.key
        criteria = review.version.criteria
        criterion_key, raw = criteria[0].key, raw_save(criteria[0].id, review.id)
    client = client_of(app, reviewer_id)
    page, one = f"/reviews/{key}/score", f"/reviews/{key}/score?section=1"
    answers = itertools.cycle(["met", "not-met"])
    version = itertools.count()

    def save() -> None:
        sent = {"answer": next(answers), "comment": "Kort.", "version": str(next(version))}
        headers = {"X-Requested-With": "fetch", "X-Idempotency-Key": uuid.uuid4().hex}
        address = f"/reviews/{key}/answers/{criterion_key}"
        reply = client.post(address, data=sent, headers=headers)  # type: ignore[attr-defined]
        if reply.status_code != 200:
            raise RuntimeError(reply.text)

    works = {
        "bare Flask page": bare,
        "raw transaction": raw,
        "scoring page, 80 criteria": lambda: client.get(page),  # type: ignore[attr-defined]
        "one section of it": lambda: client.get(one),  # type: ignore[attr-defined]
        "saving one answer": save,
    }
    spent = cpu_ms_in_turn(works)
    for name, ms in spent.items():
        print(f"{name:<34}{ms:8.2f} ms CPU  {ms / spent['bare Flask page']:7.1f} x")
    beside = spent["saving one answer"] / spent["raw transaction"]
    size = len(client.get(page).data) / 1000  # type: ignore[attr-defined]
    print(f"{'saving, beside the transaction':<34}{'':>16}{beside:9.1f} x")
    print(f"{'size of the page':<34}{size:8.0f} kB")
