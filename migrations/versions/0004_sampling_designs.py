"""Sampling designs, ceremonies, recurring plans, second reviews and marks on charts.

Revision ID: 0004
Revises: 0003


"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "spelling_shape",
        sa.Column("shape", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("shape", "word", name=op.f("pk_spelling_shape")),
    )
    with op.batch_alter_table("spelling_shape", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spelling_shape_word"), ["word"], unique=False)

    op.create_table(
        "chart_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("marks_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_chart_mark_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_chart_mark_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_mark")),
        sa.UniqueConstraint("key", name=op.f("uq_chart_mark_key")),
    )
    with op.batch_alter_table("chart_mark", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_chart_mark_series_chart_mark_marks_on"),
            ["series", "marks_on"],
            unique=False,
        )

    op.create_table(
        "sampling_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("interval", sa.String(40), nullable=False),
        sa.Column("frame_filter", sa.JSON(), nullable=False),
        sa.Column("period_rule", sa.String(40), nullable=False),
        sa.Column("wait_days", sa.Integer(), nullable=False),
        sa.Column("design", sa.JSON(), nullable=False),
        sa.Column("checklist_id", sa.Integer(), nullable=False),
        sa.Column("response_days", sa.Integer(), nullable=False),
        sa.Column("review_days", sa.Integer(), nullable=False),
        sa.Column("double_share_percent", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("paused_at", sa.DateTime(), nullable=True),
        sa.Column("pause_reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["checklist_id"], ["checklist.id"], name=op.f("fk_sampling_plan_checklist_id_checklist")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_sampling_plan_created_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampling_plan")),
        sa.UniqueConstraint("key", name=op.f("uq_sampling_plan_key")),
    )
    op.create_table(
        "saved_frame",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("frame_filter", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_saved_frame_created_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_frame")),
        sa.UniqueConstraint("key", name=op.f("uq_saved_frame_key")),
        sa.UniqueConstraint("name", name=op.f("uq_saved_frame_name")),
    )
    op.create_table(
        "sampling_plan_reviewer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sampling_plan_reviewer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["sampling_plan.id"],
            name=op.f("fk_sampling_plan_reviewer_plan_id_sampling_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampling_plan_reviewer")),
        sa.UniqueConstraint(
            "plan_id", "person_id", name=op.f("uq_sampling_plan_reviewer_plan_id_person_id")
        ),
    )
    op.create_table(
        "sampling_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("wanted_size", sa.Integer(), nullable=True),
        sa.Column("ran_at", sa.DateTime(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["sampling_plan.id"], name=op.f("fk_sampling_run_plan_id_sampling_plan")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_sampling_run_round_id_review_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampling_run")),
        sa.UniqueConstraint("plan_id", "period_on", name=op.f("uq_sampling_run_plan_id_period_on")),
    )
    op.create_table(
        "draw_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("old_size", sa.Integer(), nullable=False),
        sa.Column("new_size", sa.Integer(), nullable=False),
        sa.Column("sizes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("results_seen", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draw.id"], name=op.f("fk_draw_extension_draw_id_draw")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_draw_extension_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_extension")),
        sa.UniqueConstraint("draw_id", "number", name=op.f("uq_draw_extension_draw_id_number")),
    )
    op.create_table(
        "draw_stratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("frame_size", sa.Integer(), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draw.id"], name=op.f("fk_draw_stratum_draw_id_draw")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_draw_stratum_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_draw_stratum_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_stratum")),
        sa.UniqueConstraint("draw_id", "code", name=op.f("uq_draw_stratum_draw_id_code")),
    )
    op.create_table(
        "settled_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["criterion_id"],
            ["criterion.id"],
            name=op.f("fk_settled_answer_criterion_id_criterion"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_settled_answer_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_settled_answer_settled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_answer")),
        sa.UniqueConstraint(
            "review_id", "criterion_id", name=op.f("uq_settled_answer_review_id_criterion_id")
        ),
    )
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("asks_for_file", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.add_column(sa.Column("started_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("started_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reveal_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("drawn_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("public_source", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("public_value", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("public_value_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("public_value_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("double_commitment", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("double_secret", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("abandoned_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("abandoned_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("abandon_reason", sa.Text(), nullable=True))
        batch_op.alter_column("commit_text", existing_type=sa.TEXT(), nullable=True)
        batch_op.alter_column("commit_hash", existing_type=sa.VARCHAR(length=64), nullable=True)
        batch_op.alter_column("committed_at", existing_type=sa.DATETIME(), nullable=True)
        batch_op.drop_constraint(batch_op.f("uq_draw_round_id"), type_="unique")
        batch_op.create_index(batch_op.f("ix_draw_round_id"), ["round_id"], unique=False)
        batch_op.create_index(
            "uq_draw_standing",
            ["round_id"],
            unique=True,
            sqlite_where=sa.text("abandoned_at IS NULL"),
            postgresql_where=sa.text("abandoned_at IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_draw_started_by_id_person"), "person", ["started_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_draw_abandoned_by_id_person"), "person", ["abandoned_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_draw_public_value_by_id_person"),
            "person",
            ["public_value_by_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_draw_drawn_by_id_person"), "person", ["drawn_by_id"], ["id"]
        )

    with op.batch_alter_table("draw_contribution", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("is_own_secret", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("committed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("revealed_at", sa.DateTime(), nullable=True))
        batch_op.alter_column("commitment", existing_type=sa.VARCHAR(length=64), nullable=True)
        batch_op.create_index(
            batch_op.f("ix_draw_contribution_person_id"), ["person_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_draw_contribution_person_id_person"), "person", ["person_id"], ["id"]
        )

    with op.batch_alter_table("frame_case", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("stratum", sa.String(length=40), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("weight", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("sort_key", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("inclusion_share", sa.Double(), nullable=True))

    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_note_written_at_learning_note_id"),
            ["written_at", "id"],
            unique=False,
        )

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("second_of_id", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_review_second_of_id"), ["second_of_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_review_second_of_id_review"), "review", ["second_of_id"], ["id"]
        )

    with op.batch_alter_table("review_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("expected_frame_size", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("expected_frame_source", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("design", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(
            sa.Column("double_share_percent", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("sampling_plan_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("period_on", sa.Date(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_review_round_sampling_plan_id"), ["sampling_plan_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_review_round_sampling_plan_id_sampling_plan"),
            "sampling_plan",
            ["sampling_plan_id"],
            ["id"],
        )

    with op.batch_alter_table("round_case", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("stratum", sa.String(length=40), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("extension_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("file_missing_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("file_missing_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("file_missing_note", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_round_case_file_missing_by_id_person"),
            "person",
            ["file_missing_by_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_round_case_extension_id_draw_extension"),
            "draw_extension",
            ["extension_id"],
            ["id"],
        )


def downgrade():
    with op.batch_alter_table("round_case", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_round_case_extension_id_draw_extension"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_round_case_file_missing_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("file_missing_note")
        batch_op.drop_column("file_missing_by_id")
        batch_op.drop_column("file_missing_at")
        batch_op.drop_column("extension_id")
        batch_op.drop_column("stratum")

    with op.batch_alter_table("review_round", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_review_round_sampling_plan_id_sampling_plan"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_review_round_sampling_plan_id"))
        batch_op.drop_column("period_on")
        batch_op.drop_column("sampling_plan_id")
        batch_op.drop_column("double_share_percent")
        batch_op.drop_column("design")
        batch_op.drop_column("expected_frame_source")
        batch_op.drop_column("expected_frame_size")

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_review_second_of_id_review"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_review_second_of_id"), type_="unique")
        batch_op.drop_column("second_of_id")

    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_note_written_at_learning_note_id"))

    with op.batch_alter_table("frame_case", schema=None) as batch_op:
        batch_op.drop_column("inclusion_share")
        batch_op.drop_column("sort_key")
        batch_op.drop_column("weight")
        batch_op.drop_column("stratum")

    with op.batch_alter_table("draw_contribution", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_draw_contribution_person_id_person"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_draw_contribution_person_id"))
        batch_op.alter_column("commitment", existing_type=sa.VARCHAR(length=64), nullable=False)
        batch_op.drop_column("revealed_at")
        batch_op.drop_column("committed_at")
        batch_op.drop_column("is_own_secret")
        batch_op.drop_column("person_id")

    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_draw_drawn_by_id_person"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_draw_public_value_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("fk_draw_abandoned_by_id_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_draw_started_by_id_person"), type_="foreignkey")
        batch_op.drop_index(
            "uq_draw_standing",
            sqlite_where=sa.text("abandoned_at IS NULL"),
            postgresql_where=sa.text("abandoned_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_draw_round_id"))
        batch_op.create_unique_constraint(batch_op.f("uq_draw_round_id"), ["round_id"])
        batch_op.alter_column("committed_at", existing_type=sa.DATETIME(), nullable=False)
        batch_op.alter_column("commit_hash", existing_type=sa.VARCHAR(length=64), nullable=False)
        batch_op.alter_column("commit_text", existing_type=sa.TEXT(), nullable=False)
        batch_op.drop_column("abandon_reason")
        batch_op.drop_column("abandoned_by_id")
        batch_op.drop_column("abandoned_at")
        batch_op.drop_column("double_secret")
        batch_op.drop_column("double_commitment")
        batch_op.drop_column("public_value_by_id")
        batch_op.drop_column("public_value_at")
        batch_op.drop_column("public_value")
        batch_op.drop_column("public_source")
        batch_op.drop_column("drawn_by_id")
        batch_op.drop_column("reveal_due_on")
        batch_op.drop_column("started_by_id")
        batch_op.drop_column("started_at")

    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.drop_column("asks_for_file")

    op.drop_table("settled_answer")
    op.drop_table("draw_stratum")
    op.drop_table("draw_extension")
    op.drop_table("sampling_run")
    op.drop_table("sampling_plan_reviewer")
    op.drop_table("saved_frame")
    op.drop_table("sampling_plan")
    with op.batch_alter_table("chart_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chart_mark_series_chart_mark_marks_on"))

    op.drop_table("chart_mark")
    with op.batch_alter_table("spelling_shape", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spelling_shape_word"))

    op.drop_table("spelling_shape")
