"""Criteria that guide, conditions, and the history of what stands.

Revision ID: 0006
Revises: 0005


"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

EVERY = '["met", "partly-met", "not-met", "not-applicable", "cannot-be-assessed"]'
EXPLAINED = '["partly-met", "not-met", "not-applicable", "cannot-be-assessed"]'


def upgrade():
    op.create_table(
        "answer_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=True),
        sa.Column("value_before", sa.String(length=40), nullable=True),
        sa.Column("value_after", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_answer_change_changed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_answer_change_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_answer_change_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_change")),
    )
    with op.batch_alter_table("answer_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_change_review_id"), ["review_id"], unique=False)

    with op.batch_alter_table("checklist_section", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("applies_when", sa.JSON(), server_default="[]", nullable=False)
        )

    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("met_da", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("met_en", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("partly_met_da", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("partly_met_en", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("not_met_da", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("not_met_en", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("note_duty_da", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("note_duty_en", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("critical_effect_da", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("critical_effect_en", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("allowed_answers", sa.JSON(), server_default=EVERY, nullable=False)
        )
        batch_op.add_column(
            sa.Column("comment_on", sa.JSON(), server_default=EXPLAINED, nullable=False)
        )
        batch_op.add_column(
            sa.Column("evidence_on", sa.JSON(), server_default="[]", nullable=False)
        )
        batch_op.add_column(
            sa.Column("applies_when", sa.JSON(), server_default="[]", nullable=False)
        )
        batch_op.add_column(sa.Column("shown_fact", sa.String(), nullable=True))

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrected_verdict", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("corrected_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("review_answer", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_hidden", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade():
    with op.batch_alter_table("review_answer", schema=None) as batch_op:
        batch_op.drop_column("is_hidden")

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_column("corrected_at")
        batch_op.drop_column("corrected_verdict")

    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.drop_column("shown_fact")
        batch_op.drop_column("applies_when")
        batch_op.drop_column("evidence_on")
        batch_op.drop_column("comment_on")
        batch_op.drop_column("allowed_answers")
        batch_op.drop_column("critical_effect_en")
        batch_op.drop_column("critical_effect_da")
        batch_op.drop_column("note_duty_en")
        batch_op.drop_column("note_duty_da")
        batch_op.drop_column("not_met_en")
        batch_op.drop_column("not_met_da")
        batch_op.drop_column("partly_met_en")
        batch_op.drop_column("partly_met_da")
        batch_op.drop_column("met_en")
        batch_op.drop_column("met_da")

    with op.batch_alter_table("checklist_section", schema=None) as batch_op:
        batch_op.drop_column("applies_when")

    with op.batch_alter_table("answer_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_change_review_id"))

    op.drop_table("answer_change")
