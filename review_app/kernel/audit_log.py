"""The audit log: who changed what and when. Written here and nowhere else.

Append-only (triggers in the database), and every entry carries an HMAC over itself and the entry
before it, under a key that is kept outside the database. Somebody with full access to the database
but not to the key cannot alter, insert or remove an entry unnoticed; entries cut off the end are
noticed against an exported :class:`Anchor`.

Entries name things by type, id and key, without foreign keys, so that the log outlives what it
tells of; details hold codes and numbers, never case text.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.kernel import clock
from review_app.kernel.db import Table

START = "0" * 64
PENDING = "audit entries"
CHAIN_LOCK = 7_270_001  # any constant: names the chain's lock on PostgreSQL


class AuditEntry(Table):
    """One line of the log; ``id`` counts up without a gap."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "thing_type", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    thing_type: Mapped[str] = mapped_column(String(60))
    thing_id: Mapped[int | None]
    thing_key: Mapped[str | None] = mapped_column(String(40))
    details: Mapped[dict[str, Any]]
    mac: Mapped[str] = mapped_column(String(64))

    def sealed_after(self, previous: str, key: bytes) -> str:
        """Return the HMAC-SHA-256 (hex) of this entry following one with the code *previous*."""
        message = json.dumps(
            [
                previous,
                self.id,
                self.at.isoformat(timespec="microseconds"),
                self.actor_id,
                self.code,
                self.thing_type,
                self.thing_id,
                self.thing_key,
                self.details,
            ],
            sort_keys=True,
            separators=(",", ":"),
        )
        return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()


_LAST = select(AuditEntry.id, AuditEntry.mac).order_by(AuditEntry.id.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the chain at one moment, kept outside the database."""

    id: int
    mac: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain stops being true: the entry's id, and ``altered``, ``missing`` or ``cut``."""

    id: int
    kind: str


def record(
    session: Session, actor: Actor, code: AuditCode, thing: Table, details: dict[str, Any]
) -> None:
    """Note *code* about *thing* for sealing at commit; called by the unit of work only."""
    if getattr(thing, "id", None) is None:
        session.flush()  # it is new, and the entry names it by its id
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor.id,
        code=code.value,
        thing_type=thing.__tablename__,
        thing_id=getattr(thing, "id", None),
        thing_key=getattr(thing, "key", None),
        details=json.loads(json.dumps(details)),
    )
    session.info.setdefault(PENDING, []).append(entry)


def seal_pending(session: Session) -> None:
    """Chain and add the entries noted since the last commit; the last thing before a commit."""
    pending: list[AuditEntry] = session.info.pop(PENDING, [])
    if not pending:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    key = current_app.config["AUDIT_KEY"].encode()
    last = head(session)
    number, mac = (last.id, last.mac) if last else (0, START)
    for entry in pending:
        number += 1
        entry.id = number
        entry.mac = mac = entry.sealed_after(mac, key)
        session.add(entry)
    session.flush()


def head(session: Session) -> Anchor | None:
    """Return the last entry's id and code, or ``None`` before the first."""
    row = session.execute(_LAST).first()
    return Anchor(*row) if row else None


def breaks(session: Session, key: bytes, anchor: Anchor | None = None) -> Iterator[Break]:
    """Walk the whole chain and name each place where it is not what was written.

    After an altered entry the walk goes on from what the entry says of itself, so that one
    alteration is named once.
    """
    expected_id, mac = 1, START
    anchored = anchor is None
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with session.execute(query) as found:
        for entry in found.scalars():
            for lost in range(expected_id, entry.id):
                yield Break(lost, "missing")
            if entry.id == expected_id and entry.mac != entry.sealed_after(mac, key):
                yield Break(entry.id, "altered")
            expected_id, mac = entry.id + 1, entry.mac
            if anchor and entry.id == anchor.id:
                anchored = True
                if entry.mac != anchor.mac:
                    yield Break(entry.id, "altered")
    if anchor and not anchored:
        yield Break(anchor.id, "cut")
