"""Engagements from extension to final report, feedback with second eyes and history, ranking.

Revision ID: 0015
Revises: 0014


"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "deliverable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("delivered_note", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_deliverable_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_deliverable_engagement_id_engagement"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_deliverable_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverable")),
        sa.UniqueConstraint("key", name=op.f("uq_deliverable_key")),
    )
    with op.batch_alter_table("deliverable", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deliverable_engagement_id"), ["engagement_id"], unique=False
        )

    op.create_table(
        "engagement_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("ends_before_on", sa.Date(), nullable=False),
        sa.Column("ends_after_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("extended_at", sa.DateTime(), nullable=False),
        sa.Column("extended_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ends_after_on > ends_before_on", name=op.f("ck_engagement_extension_ends_later")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_engagement_extension_engagement_id_engagement"),
        ),
        sa.ForeignKeyConstraint(
            ["extended_by_id"],
            ["person.id"],
            name=op.f("fk_engagement_extension_extended_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_extension")),
    )
    with op.batch_alter_table("engagement_extension", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_engagement_extension_engagement_id"), ["engagement_id"], unique=False
        )

    op.create_table(
        "feedback_guide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("guiding_words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_feedback_guide_engagement_id_engagement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_guide")),
        sa.UniqueConstraint(
            "engagement_id", "section", name=op.f("uq_feedback_guide_engagement_id_section")
        ),
    )
    op.create_table(
        "feedback_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("case_event_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("quotation", sa.Text(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_event_id"],
            ["case_event.id"],
            name=op.f("fk_feedback_evidence_case_event_id_case_event"),
        ),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_evidence_feedback_id_feedback")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_evidence")),
        sa.UniqueConstraint("key", name=op.f("uq_feedback_evidence_key")),
    )
    with op.batch_alter_table("feedback_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_evidence_feedback_id"), ["feedback_id"], unique=False
        )

    op.create_table(
        "feedback_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_version_feedback_id_feedback")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_feedback_version_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_version")),
        sa.UniqueConstraint(
            "feedback_id", "number", name=op.f("uq_feedback_version_feedback_id_number")
        ),
    )
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("data_role", sa.String(40), server_default="processor", nullable=False)
        )
        batch_op.add_column(
            sa.Column("needs_second_eyes", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("closed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("close_reason", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_engagement_closed_by_id_person"), "person", ["closed_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_engagement_closed_early_with_a_reason"),
            "(closed_at IS NULL) = (close_reason IS NULL)",
        )

    with op.batch_alter_table("engagement_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_over_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_engagement_case_handed_over_by_id_person"),
            "person",
            ["handed_over_by_id"],
            ["id"],
        )

    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("law_references", sa.Text(), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("reader_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("read_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("reader_note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("answer_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("changed_in_case", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_feedback_reader_id"), ["reader_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_feedback_reader_id_person"), "person", ["reader_id"], ["id"]
        )

    with op.batch_alter_table("review_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ranking", sa.JSON(), server_default="{}", nullable=False))

    with op.batch_alter_table("round_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ranked", sa.JSON(), nullable=True))


def downgrade():
    with op.batch_alter_table("round_case", schema=None) as batch_op:
        batch_op.drop_column("ranked")

    with op.batch_alter_table("review_round", schema=None) as batch_op:
        batch_op.drop_column("ranking")

    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_feedback_reader_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_feedback_reader_id"))
        batch_op.drop_column("changed_in_case")
        batch_op.drop_column("answer_due_on")
        batch_op.drop_column("reader_note")
        batch_op.drop_column("read_at")
        batch_op.drop_column("reader_id")
        batch_op.drop_column("law_references")
        batch_op.drop_column("due_on")

    with op.batch_alter_table("engagement_case", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_engagement_case_handed_over_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("handed_over_by_id")

    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_engagement_closed_early_with_a_reason"), type_="check"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_engagement_closed_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("close_reason")
        batch_op.drop_column("closed_by_id")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("needs_second_eyes")
        batch_op.drop_column("data_role")

    op.drop_table("feedback_version")
    with op.batch_alter_table("feedback_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_evidence_feedback_id"))

    op.drop_table("feedback_evidence")
    op.drop_table("feedback_guide")
    with op.batch_alter_table("engagement_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_extension_engagement_id"))

    op.drop_table("engagement_extension")
    with op.batch_alter_table("deliverable", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliverable_engagement_id"))

    op.drop_table("deliverable")
