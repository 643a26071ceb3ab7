"""Weights and limits of reviewers, absences, conflicts of interest, and reminders.

Revision ID: 0010
Revises: 0009


"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_absence_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["person.id"], name=op.f("fk_absence_declared_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("key", name=op.f("uq_absence_key")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_absence_person_id_absence_to_on"), ["person_id", "to_on"], unique=False
        )

    op.create_table(
        "conflict_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case_record.id"],
            name=op.f("fk_conflict_of_interest_case_id_case_record"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_conflict_of_interest_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
        sa.UniqueConstraint("key", name=op.f("uq_conflict_of_interest_key")),
    )
    with op.batch_alter_table("conflict_of_interest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conflict_of_interest_case_id"), ["case_id"], unique=False
        )
        batch_op.create_index(
            "uq_conflict_of_interest_standing",
            ["person_id", "case_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cancel_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("response_reminded_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("round_reviewer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("weight", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("most_reviews", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_round_reviewer_weight_counts"), "weight >= 1"
        )


def downgrade():
    with op.batch_alter_table("round_reviewer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_round_reviewer_weight_counts"), type_="check")
        batch_op.drop_column("most_reviews")
        batch_op.drop_column("weight")

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_column("response_reminded_at")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("cancel_reason")

    with op.batch_alter_table("conflict_of_interest", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_conflict_of_interest_standing",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_conflict_of_interest_case_id"))
    op.drop_table("conflict_of_interest")

    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_person_id_absence_to_on"))
    op.drop_table("absence")
