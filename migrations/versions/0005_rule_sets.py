"""Rule sets, their deadlines, and what each case made of them.

Revision ID: 0005
Revises: 0004


"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "deadline_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("as_of_on", sa.Date(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_run")),
        sa.UniqueConstraint("key", name=op.f("uq_deadline_run_key")),
    )
    with op.batch_alter_table("deadline_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_run_state"), ["state"], unique=False)

    op.create_table(
        "rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name_da", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=True),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.Column("first_absence_activities", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmation", sa.String(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (published_at IS NULL)",
            name=op.f("ck_rule_set_published_with_a_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_rule_set_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_rule_set_published_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
        sa.UniqueConstraint("code", "number", name=op.f("uq_rule_set_code_number")),
        sa.UniqueConstraint("key", name=op.f("uq_rule_set_key")),
    )
    op.create_table(
        "deadline_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_da", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("starts_from", sa.String(40), nullable=False),
        sa.Column("start_activities", sa.JSON(), nullable=False),
        sa.Column("starts_anew", sa.Boolean(), nullable=False),
        sa.Column("chosen_by", sa.String(40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("counts_from", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("is_pro_rata", sa.Boolean(), nullable=False),
        sa.Column("quota_percent", sa.Integer(), nullable=True),
        sa.Column("evidence_activities", sa.JSON(), nullable=False),
        sa.Column("closing_counts", sa.Boolean(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("stop_activities", sa.JSON(), nullable=False),
        sa.Column("resume_activities", sa.JSON(), nullable=False),
        sa.Column("exempting_activities", sa.JSON(), nullable=False),
        sa.Column("lawful_activities", sa.JSON(), nullable=False),
        sa.Column("warning_days", sa.Integer(), nullable=False),
        sa.Column("local_value", sa.Integer(), nullable=True),
        sa.Column("valid_from_on", sa.Date(), nullable=True),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.Column("are_dates_certain", sa.Boolean(), nullable=False),
        sa.Column("law_reference", sa.String(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("confidence", sa.String(length=1), nullable=True),
        sa.Column("note_da", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["rule_set.id"], name=op.f("fk_deadline_rule_rule_set_id_rule_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_rule")),
        sa.UniqueConstraint("key", name=op.f("uq_deadline_rule_key")),
        sa.UniqueConstraint("rule_set_id", "code", name=op.f("uq_deadline_rule_rule_set_id_code")),
    )
    with op.batch_alter_table("deadline_rule", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deadline_rule_rule_set_id"), ["rule_set_id"], unique=False
        )

    op.create_table(
        "stale_case",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_record.id"], name=op.f("fk_stale_case_case_id_case_record")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_stale_case")),
    )
    with op.batch_alter_table("stale_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stale_case_from_on"), ["from_on"], unique=False)

    op.create_table(
        "case_deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("local_due_on", sa.Date(), nullable=True),
        sa.Column("warn_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_by", sa.String(), nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=True),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("exemption", sa.String(40), nullable=True),
        sa.Column("exempt_by", sa.String(), nullable=False),
        sa.Column("lawful_by", sa.String(), nullable=False),
        sa.Column("stopped_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_record.id"], name=op.f("fk_case_deadline_case_id_case_record")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["deadline_rule.id"], name=op.f("fk_case_deadline_rule_id_deadline_rule")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_deadline")),
        sa.UniqueConstraint("case_id", "rule_id", name=op.f("uq_case_deadline_case_id_rule_id")),
    )
    with op.batch_alter_table("case_deadline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_deadline_rule_id"), ["rule_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_case_deadline_state_case_deadline_due_on_case_deadline_id"),
            ["state", "due_on", "id"],
            unique=False,
        )

    op.create_table(
        "deadline_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("definition", sa.String(40), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.Integer(), nullable=False),
        sa.Column("lawful", sa.Integer(), nullable=False),
        sa.Column("caseworkers", sa.Integer(), nullable=False),
        sa.Column("late_days", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["deadline_rule.id"], name=op.f("fk_deadline_month_rule_id_deadline_rule")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_deadline_month_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_month")),
    )
    with op.batch_alter_table("deadline_month", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f(
                "ix_deadline_month_rule_id_deadline_month_definition_deadline_month_month_on"
            ),
            ["rule_id", "definition", "month_on"],
            unique=False,
        )


def downgrade():
    with op.batch_alter_table("deadline_month", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f(
                "ix_deadline_month_rule_id_deadline_month_definition_deadline_month_month_on"
            )
        )

    op.drop_table("deadline_month")
    with op.batch_alter_table("case_deadline", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_case_deadline_state_case_deadline_due_on_case_deadline_id")
        )
        batch_op.drop_index(batch_op.f("ix_case_deadline_rule_id"))

    op.drop_table("case_deadline")
    with op.batch_alter_table("stale_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stale_case_from_on"))

    op.drop_table("stale_case")
    with op.batch_alter_table("deadline_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_rule_rule_set_id"))

    op.drop_table("deadline_rule")
    op.drop_table("rule_set")
    with op.batch_alter_table("deadline_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_run_state"))

    op.drop_table("deadline_run")
