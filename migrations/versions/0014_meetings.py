"""Meetings: series, invitations, who takes the minutes, what the minutes say, material.

Revision ID: 0014
Revises: 0013


"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "session_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "every_weeks BETWEEN 1 AND 52", name=op.f("ck_session_series_comes_back")
        ),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["person.id"], name=op.f("fk_session_series_begun_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_series")),
        sa.UniqueConstraint("key", name=op.f("uq_session_series_key")),
    )
    op.create_table(
        "session_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("told_sequence", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_session_invitation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_invitation_session_id_learning_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_invitation")),
        sa.UniqueConstraint(
            "session_id", "person_id", name=op.f("uq_session_invitation_session_id_person_id")
        ),
    )
    with op.batch_alter_table("session_invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_invitation_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "session_material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("file_kind", sa.String(), nullable=True),
        sa.Column("upload", sa.String(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_session_material_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_material_session_id_learning_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_material")),
        sa.UniqueConstraint("key", name=op.f("uq_session_material_key")),
    )
    with op.batch_alter_table("session_material", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_material_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "minute_taking",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("item_since_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_minute_taking_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_minute_taking_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_minute_taking_session_id_learning_session"),
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_minute_taking")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("feedback_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("objection_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("urgent_finding_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("criterion_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("notes", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("talked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_item_objection_id_objection"),
            "objection",
            ["objection_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_item_carried_from_id_agenda_item"),
            "agenda_item",
            ["carried_from_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_item_criterion_id_criterion"),
            "criterion",
            ["criterion_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_item_urgent_finding_id_urgent_finding"),
            "urgent_finding",
            ["urgent_finding_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_item_feedback_id_feedback"), "feedback", ["feedback_id"], ["id"]
        )

    with op.batch_alter_table("learning_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calibration_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("profession", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("invitation_sequence", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("attendance_recorded_at", sa.DateTime(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_learning_session_follows_id"), ["follows_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_learning_session_series_id"), ["series_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_learning_session_series_id_session_series"),
            "session_series",
            ["series_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_learning_session_calibration_id_calibration"),
            "calibration",
            ["calibration_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_learning_session_follows_id_learning_session"),
            "learning_session",
            ["follows_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_learning_session_team_id_team"), "team", ["team_id"], ["id"]
        )

    with op.batch_alter_table("session_outcome", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_consensus", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch_op.add_column(sa.Column("dissent", sa.Text(), nullable=True))


def downgrade():
    with op.batch_alter_table("session_outcome", schema=None) as batch_op:
        batch_op.drop_column("dissent")
        batch_op.drop_column("is_consensus")

    with op.batch_alter_table("learning_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_learning_session_team_id_team"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_learning_session_follows_id_learning_session"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_learning_session_calibration_id_calibration"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_learning_session_series_id_session_series"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_learning_session_series_id"))
        batch_op.drop_index(batch_op.f("ix_learning_session_follows_id"))
        batch_op.drop_column("attendance_recorded_at")
        batch_op.drop_column("invitation_sequence")
        batch_op.drop_column("profession")
        batch_op.drop_column("team_id")
        batch_op.drop_column("follows_id")
        batch_op.drop_column("series_id")
        batch_op.drop_column("calibration_id")

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_agenda_item_feedback_id_feedback"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_agenda_item_urgent_finding_id_urgent_finding"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_agenda_item_criterion_id_criterion"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_agenda_item_carried_from_id_agenda_item"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_agenda_item_objection_id_objection"), type_="foreignkey"
        )
        batch_op.drop_column("carried_from_id")
        batch_op.drop_column("talked_at")
        batch_op.drop_column("revision")
        batch_op.drop_column("notes")
        batch_op.drop_column("criterion_id")
        batch_op.drop_column("urgent_finding_id")
        batch_op.drop_column("objection_id")
        batch_op.drop_column("feedback_id")

    op.drop_table("minute_taking")
    with op.batch_alter_table("session_material", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_material_session_id"))

    op.drop_table("session_material")
    with op.batch_alter_table("session_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_invitation_person_id"))

    op.drop_table("session_invitation")
    op.drop_table("session_series")
