"""Looks at citizens' plans, calendar addresses, and since when a note is known.

Revision ID: 0016
Revises: 0015


"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "plan_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_plan_look_action_id_action")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_plan_look_answered_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_look")),
        sa.UniqueConstraint("key", name=op.f("uq_plan_look_key")),
    )
    with op.batch_alter_table("plan_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_look_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_look_due_on"), ["due_on"], unique=False)
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("key", name=op.f("uq_calendar_feed_key")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_published_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE learning_note SET first_published_at = published_at")


def downgrade():
    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.drop_column("first_published_at")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_person_id"))
    op.drop_table("calendar_feed")
    with op.batch_alter_table("plan_look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_look_due_on"))
        batch_op.drop_index(batch_op.f("ix_plan_look_action_id"))
    op.drop_table("plan_look")
