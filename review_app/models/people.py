"""People, their roles, teams and firms, and how they are signed in."""

from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.access import STRANGER, Actor, Role
from review_app.kernel import clock
from review_app.kernel.db import Addressed, Table


class Team(Addressed, Table):
    """A group of caseworkers that discusses its cases together."""

    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Firm(Addressed, Table):
    """A consultancy or audit firm that people come from."""

    __tablename__ = "firm"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Person(Addressed, Table):
    """Someone who can be given access."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    language: Mapped[str | None] = mapped_column(String(5))
    profession: Mapped[str | None]
    is_staff_representative: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firm.id"))
    firm: Mapped[Firm | None] = relationship()
    appointments: Mapped[list["Appointment"]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )
    memberships: Mapped[list["TeamMembership"]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )

    @property
    def roles(self) -> frozenset[Role]:
        """What the person is appointed to."""
        return frozenset(appointment.role for appointment in self.appointments)

    @property
    def team_ids(self) -> frozenset[int]:
        """The teams the person belongs to or leads."""
        return frozenset(membership.team_id for membership in self.memberships)


class Appointment(Table):
    """One role of one person."""

    __tablename__ = "appointment"
    __table_args__ = (UniqueConstraint("person_id", "role"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(index=True)
    person: Mapped[Person] = relationship(back_populates="appointments")


class TeamMembership(Table):
    """One person's place in one team."""

    __tablename__ = "team_membership"
    __table_args__ = (UniqueConstraint("person_id", "team_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    person: Mapped[Person] = relationship(back_populates="memberships")
    team: Mapped[Team] = relationship()


class Absence(Addressed, Table):
    """Local days on which a person is away, both included; why is nobody's business."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("to_on >= from_on", name="ends_after_start"),
        Index(None, "person_id", "to_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    declared_at: Mapped[datetime] = mapped_column(default=clock.now)
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship(foreign_keys=person_id)


class SignIn(UserMixin, Table):
    """One browser in which a person is signed in; the cookie holds a token, this its fingerprint.

    Flask-Login's "user" is the sign-in, not the person: what it keeps in the cookie is the token,
    so ending the row ends the session at the next request.
    """

    __tablename__ = "sign_in"
    __allow_unmapped__ = True
    is_evidence = False  # signing in and out is logged; being seen again is not
    id: Mapped[int] = mapped_column(primary_key=True)
    token_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined")
    # Known only in the request that made or read the row; not columns.
    token: str | None = None
    actor: Actor = STRANGER

    def get_id(self) -> str:
        """Return what the cookie shall hold; known only in the request that made the token."""
        assert self.token is not None
        return self.token


class SignInAttempt(Table):
    """One try to sign in, so that the lock after many holds for every worker process."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "email_fingerprint", "at"), Index(None, "address", "at"))
    is_evidence = False
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    email_fingerprint: Mapped[str] = mapped_column(String(64))
    address: Mapped[str]
    succeeded: Mapped[bool]


class Invitation(Table):
    """A single-use link with which a person sets their password."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
