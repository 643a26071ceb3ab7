"""Sentences reviewers use again, and cases worth sharing.

Revision ID: 0012
Revises: 0011


"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "comment_snippet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("text_da", sa.Text(), nullable=True),
        sa.Column("text_en", sa.Text(), nullable=True),
        sa.Column("criterion_code", sa.String(length=40), nullable=True),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(text_da IS NOT NULL) OR (text_en IS NOT NULL)",
            name=op.f("ck_comment_snippet_says_something"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_comment_snippet_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_snippet")),
        sa.UniqueConstraint("key", name=op.f("uq_comment_snippet_key")),
    )
    with op.batch_alter_table("comment_snippet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_snippet_owner_id"), ["owner_id"], unique=False)
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_exemplary", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade():
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_column("is_exemplary")
    with op.batch_alter_table("comment_snippet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_snippet_owner_id"))
    op.drop_table("comment_snippet")
