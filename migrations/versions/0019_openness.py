"""Openness: steps, assent, and published tables.

Revision ID: 0019
Revises: 0018


"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "openness_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("detail", sa.String(40), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_openness_step_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"],
            ["person.id"],
            name=op.f("fk_openness_step_taken_back_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openness_step")),
        sa.UniqueConstraint("key", name=op.f("uq_openness_step_key")),
    )
    with op.batch_alter_table("openness_step", schema=None) as batch_op:
        batch_op.create_index(
            "ix_openness_step_of_audience",
            ["family", "audience", "effective_on"],
            unique=False,
        )

    op.create_table(
        "assent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assent_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["openness_step.id"], name=op.f("fk_assent_step_id_openness_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assent")),
    )
    with op.batch_alter_table("assent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assent_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_assent_step_id_assent_person_id"), ["step_id", "person_id"], unique=False
        )

    op.create_table(
        "assent_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assent_member_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["openness_step.id"], name=op.f("fk_assent_member_step_id_openness_step")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_assent_member_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assent_member")),
    )
    with op.batch_alter_table("assent_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assent_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_assent_member_step_id_assent_member_team_id"),
            ["step_id", "team_id"],
            unique=False,
        )

    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("month_on", sa.Date(), nullable=True),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(round_id IS NULL) <> (month_on IS NULL)", name=op.f("ck_publication_of_one_period")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_publication_published_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_publication_round_id_review_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("family", "month_on", name=op.f("uq_publication_family_month_on")),
        sa.UniqueConstraint("family", "round_id", name=op.f("uq_publication_family_round_id")),
        sa.UniqueConstraint("key", name=op.f("uq_publication_key")),
    )
    op.create_table(
        "published_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("caseworkers", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "scope <> 'named' OR denominator IS NOT NULL",
            name=op.f("ck_published_cell_named_in_full"),
        ),
        sa.CheckConstraint(
            "(numerator IS NULL) = (denominator IS NULL)",
            name=op.f("ck_published_cell_whole_or_withheld"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_published_cell_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_published_cell_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_published_cell_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_cell")),
    )
    with op.batch_alter_table("published_cell", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_cell_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_published_cell_publication_id_published_cell_scope"),
            ["publication_id", "scope"],
            unique=False,
        )


def downgrade():
    with op.batch_alter_table("published_cell", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_cell_publication_id_published_cell_scope"))
        batch_op.drop_index(batch_op.f("ix_published_cell_person_id"))

    op.drop_table("published_cell")
    op.drop_table("publication")
    with op.batch_alter_table("assent_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assent_member_step_id_assent_member_team_id"))
        batch_op.drop_index(batch_op.f("ix_assent_member_person_id"))

    op.drop_table("assent_member")
    with op.batch_alter_table("assent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assent_step_id_assent_person_id"))
        batch_op.drop_index(batch_op.f("ix_assent_person_id"))

    op.drop_table("assent")
    with op.batch_alter_table("openness_step", schema=None) as batch_op:
        batch_op.drop_index("ix_openness_step_of_audience")

    op.drop_table("openness_step")
