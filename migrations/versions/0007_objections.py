"""Objections, corrections and urgent findings.

Revision ID: 0007
Revises: 0006

"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "urgent_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("kept_from_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("done", sa.Text(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state <> 'handled') OR (done IS NOT NULL)",
            name=op.f("ck_urgent_finding_handled_says_how"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_record.id"], name=op.f("fk_urgent_finding_case_id_case_record")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_urgent_finding_closed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["kept_from_id"], ["person.id"], name=op.f("fk_urgent_finding_kept_from_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_urgent_finding_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["person.id"], name=op.f("fk_urgent_finding_raised_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_urgent_finding_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urgent_finding")),
        sa.UniqueConstraint("key", name=op.f("uq_urgent_finding_key")),
    )
    with op.batch_alter_table("urgent_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_urgent_finding_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_urgent_finding_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_urgent_finding_state_urgent_finding_due_at"),
            ["state", "due_at"],
            unique=False,
        )

    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("caseworker_id", sa.Integer(), nullable=True),
        sa.Column("former_caseworker_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("second_reviewer_id", sa.Integer(), nullable=True),
        sa.Column("third_reviewer_id", sa.Integer(), nullable=True),
        sa.Column("is_left_to_manager", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("proposed_value", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("is_on_behalf", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_value", sa.String(40), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)",
            name=op.f("ck_objection_open_until_it_is_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["caseworker_id"], ["person.id"], name=op.f("fk_objection_caseworker_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_objection_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_objection_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_objection_engagement_id_engagement")
        ),
        sa.ForeignKeyConstraint(
            ["former_caseworker_id"],
            ["person.id"],
            name=op.f("fk_objection_former_caseworker_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_objection_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["replied_by_id"], ["person.id"], name=op.f("fk_objection_replied_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_objection_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["person.id"], name=op.f("fk_objection_reviewer_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["second_reviewer_id"],
            ["person.id"],
            name=op.f("fk_objection_second_reviewer_id_person"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_objection_team_id_team")),
        sa.ForeignKeyConstraint(
            ["third_reviewer_id"], ["person.id"], name=op.f("fk_objection_third_reviewer_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("key", name=op.f("uq_objection_key")),
        sa.UniqueConstraint(
            "review_id", "criterion_id", name=op.f("uq_objection_review_id_criterion_id")
        ),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_criterion_id"), ["criterion_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_objection_state_objection_made_at"), ["state", "made_at"], unique=False
        )

    op.create_table(
        "response_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("due_before_on", sa.Date(), nullable=False),
        sa.Column("due_after_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("extended_at", sa.DateTime(), nullable=False),
        sa.Column("extended_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["extended_by_id"],
            ["person.id"],
            name=op.f("fk_response_extension_extended_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_response_extension_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_extension")),
    )
    with op.batch_alter_table("response_extension", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_response_extension_review_id"), ["review_id"], unique=False
        )

    with op.batch_alter_table("caseworker_response", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_on_behalf", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("proposed_value", sa.String(40), nullable=True))

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("responded_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("responded_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("responded_note", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("is_left_to_manager", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("news_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("news_read_at", sa.DateTime(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_review_responded_by_id_person"), "person", ["responded_by_id"], ["id"]
        )

    # Until now handing in settled a review at once.
    op.execute(
        sa.text(
            "UPDATE review SET responded_at = settled_at, responded_by_id = caseworker_id"
            " WHERE state = 'settled' AND settled_silently = :silently"
        ).bindparams(sa.bindparam("silently", False, sa.Boolean()))
    )


def downgrade():
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_review_responded_by_id_person"), type_="foreignkey")
        batch_op.drop_column("news_read_at")
        batch_op.drop_column("news_at")
        batch_op.drop_column("is_left_to_manager")
        batch_op.drop_column("responded_note")
        batch_op.drop_column("responded_by_id")
        batch_op.drop_column("responded_at")

    with op.batch_alter_table("caseworker_response", schema=None) as batch_op:
        batch_op.drop_column("proposed_value")
        batch_op.drop_column("is_on_behalf")

    with op.batch_alter_table("response_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_extension_review_id"))

    op.drop_table("response_extension")
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_state_objection_made_at"))
        batch_op.drop_index(batch_op.f("ix_objection_criterion_id"))

    op.drop_table("objection")
    with op.batch_alter_table("urgent_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_urgent_finding_state_urgent_finding_due_at"))
        batch_op.drop_index(batch_op.f("ix_urgent_finding_owner_id"))
        batch_op.drop_index(batch_op.f("ix_urgent_finding_case_id"))

    op.drop_table("urgent_finding")
