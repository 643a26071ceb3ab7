"""Second readings, how reviewers score, and calibrations.

Revision ID: 0008
Revises: 0007

"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "strictness_showing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_strictness_showing_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strictness_showing")),
        sa.UniqueConstraint("key", name=op.f("uq_strictness_showing_key")),
        sa.UniqueConstraint(
            "person_id", "shown_on", name=op.f("uq_strictness_showing_person_id_shown_on")
        ),
    )
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("task_title", sa.String(), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_calibration_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_calibration_engagement_id_engagement"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["checklist_version.id"],
            name=op.f("fk_calibration_version_id_checklist_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
        sa.UniqueConstraint("key", name=op.f("uq_calibration_key")),
    )
    op.create_table(
        "calibration_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration_id"],
            ["calibration.id"],
            name=op.f("fk_calibration_case_calibration_id_calibration"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_record.id"], name=op.f("fk_calibration_case_case_id_case_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_case")),
        sa.UniqueConstraint(
            "calibration_id", "case_id", name=op.f("uq_calibration_case_calibration_id_case_id")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_calibration_case_key")),
    )
    op.create_table(
        "calibration_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration_id"],
            ["calibration.id"],
            name=op.f("fk_calibration_participant_calibration_id_calibration"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calibration_participant_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_participant")),
        sa.UniqueConstraint(
            "calibration_id",
            "person_id",
            name=op.f("uq_calibration_participant_calibration_id_person_id"),
        ),
    )
    with op.batch_alter_table("calibration_participant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calibration_participant_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "reference_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["calibration_id"],
            ["calibration.id"],
            name=op.f("fk_reference_answer_calibration_id_calibration"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_record.id"], name=op.f("fk_reference_answer_case_id_case_record")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"],
            ["criterion.id"],
            name=op.f("fk_reference_answer_criterion_id_criterion"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name=op.f("fk_reference_answer_given_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_answer")),
        sa.UniqueConstraint(
            "calibration_id",
            "case_id",
            "criterion_id",
            name=op.f("uq_reference_answer_calibration_id_case_id_criterion_id"),
        ),
    )
    op.create_table(
        "second_reading_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("on_failed_critical", sa.Boolean(), nullable=False),
        sa.Column("first_reviews", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["review_round.id"],
            name=op.f("fk_second_reading_plan_round_id_review_round"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading_plan")),
        sa.UniqueConstraint("round_id", name=op.f("uq_second_reading_plan_round_id")),
    )
    op.create_table(
        "second_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("caseworker_id", sa.Integer(), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("returned_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("passed_at", sa.DateTime(), nullable=True),
        sa.Column("first_verdict", sa.String(40), nullable=True),
        sa.Column("first_verdict_reason", sa.Text(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state <> 'passed') OR (passed_at IS NOT NULL)",
            name=op.f("ck_second_reading_passed_when"),
        ),
        sa.ForeignKeyConstraint(
            ["caseworker_id"], ["person.id"], name=op.f("fk_second_reading_caseworker_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_second_reading_engagement_id_engagement"),
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["person.id"], name=op.f("fk_second_reading_reader_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_second_reading_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["person.id"], name=op.f("fk_second_reading_reviewer_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading")),
        sa.UniqueConstraint("key", name=op.f("uq_second_reading_key")),
        sa.UniqueConstraint("review_id", name=op.f("uq_second_reading_review_id")),
    )
    with op.batch_alter_table("second_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_second_reading_reader_id"), ["reader_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_second_reading_reviewer_id"), ["reviewer_id"], unique=False
        )

    op.create_table(
        "first_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(40), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_first_answer_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["second_reading.id"],
            name=op.f("fk_first_answer_reading_id_second_reading"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_answer")),
        sa.UniqueConstraint(
            "reading_id", "criterion_id", name=op.f("uq_first_answer_reading_id_criterion_id")
        ),
    )
    op.create_table(
        "second_reading_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reply", sa.String(40), nullable=True),
        sa.Column("reply_text", sa.Text(), nullable=True),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.Column("still_differs", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"],
            ["criterion.id"],
            name=op.f("fk_second_reading_point_criterion_id_criterion"),
        ),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["second_reading.id"],
            name=op.f("fk_second_reading_point_reading_id_second_reading"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading_point")),
        sa.UniqueConstraint(
            "reading_id",
            "criterion_id",
            name=op.f("uq_second_reading_point_reading_id_criterion_id"),
        ),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("apart_for_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_review_apart_for_id_person"), "person", ["apart_for_id"], ["id"]
        )

    with op.batch_alter_table("review_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calibration_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("apart_for_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_review_round_calibration_id"), ["calibration_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_review_round_calibration_id_calibration"),
            "calibration",
            ["calibration_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_review_round_apart_for_id_person"), "person", ["apart_for_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_review_round_apart_for_somebody"),
            "(calibration_id IS NULL) = (apart_for_id IS NULL)",
        )


def downgrade():
    with op.batch_alter_table("review_round", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_review_round_apart_for_somebody"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_review_round_apart_for_id_person"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_review_round_calibration_id_calibration"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_review_round_calibration_id"))
        batch_op.drop_column("apart_for_id")
        batch_op.drop_column("calibration_id")

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_review_apart_for_id_person"), type_="foreignkey")
        batch_op.drop_column("apart_for_id")

    op.drop_table("second_reading_point")
    op.drop_table("first_answer")
    with op.batch_alter_table("second_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_second_reading_reviewer_id"))
        batch_op.drop_index(batch_op.f("ix_second_reading_reader_id"))

    op.drop_table("second_reading")
    op.drop_table("second_reading_plan")
    op.drop_table("reference_answer")
    with op.batch_alter_table("calibration_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calibration_participant_person_id"))

    op.drop_table("calibration_participant")
    op.drop_table("calibration_case")
    op.drop_table("calibration")
    op.drop_table("strictness_showing")
