"""What the feedback of an engagement is asked for, and what was written when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.kinds import FeedbackSection
from review_app.features.feedback import queries
from review_app.kernel.db import db
from review_app.models import Engagement, Feedback, FeedbackGuide, FeedbackVersion
from review_app.models.visibility import visible_engagements

SECTIONS = tuple(section.column for section in FeedbackSection)
# Without these it is no feedback to learn from, where they are asked for.
NEEDED = (FeedbackSection.DONE_WELL, FeedbackSection.WAY_FORWARD)


@dataclass(frozen=True, slots=True)
class Guide:
    """The sections that are asked for, and what an engagement says of them in its own words."""

    left_out: frozenset[FeedbackSection] = frozenset()
    words: Mapping[FeedbackSection, str] = field(default_factory=dict)

    @property
    def asked(self) -> tuple[FeedbackSection, ...]:
        """The sections that are asked for, in order."""
        return tuple(section for section in FeedbackSection if section not in self.left_out)

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of those that must be written before it is sent."""
        return tuple(section.column for section in NEEDED if section in self.asked)


def guide_of(_actor: Actor, engagement_id: int | None) -> Guide:
    """Return what feedback under the engagement is asked for; as usual where nothing is said."""
    query = select(FeedbackGuide).where(FeedbackGuide.engagement_id == engagement_id)
    rows = db.session.scalars(query).all() if engagement_id else []
    return Guide(
        frozenset(row.section for row in rows if not row.is_asked),
        {row.section: row.guiding_words for row in rows if row.guiding_words},
    )


def needs_second_eyes(_actor: Actor, engagement_id: int | None) -> bool:
    """Say whether somebody other than the writer reads feedback under the engagement first."""
    if engagement_id is None:
        return False
    query = select(Engagement.needs_second_eyes).where(Engagement.id == engagement_id)
    return bool(db.session.scalar(query))


def engagement_to_guide(actor: Actor, key: str) -> Engagement:
    """Return the engagement whose guide the actor is to write.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.FEEDBACK_SET_UP)
    found = db.session.scalar(visible_engagements(actor).where(Engagement.key == key))
    if found is None:
        raise NotFound(thing="engagement", key=key)
    return found


def versions(actor: Actor, key: str) -> tuple[Feedback, Sequence[FeedbackVersion]]:
    """Return feedback with everything that was saved of it, the last first: to its writer alone."""
    feedback = queries.get_to_write(actor, key)
    query = select(FeedbackVersion).where(FeedbackVersion.feedback_id == feedback.id)
    query = query.options(joinedload(FeedbackVersion.saved_by))
    return feedback, db.session.scalars(query.order_by(FeedbackVersion.number.desc())).all()
