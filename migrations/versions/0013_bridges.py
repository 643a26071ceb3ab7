"""Bridges: a closed round's cases scored again with another version of its checklist.

Revision ID: 0013
Revises: 0012


"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("calibration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bridges_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_calibration_bridges_id_review_round"),
            "review_round",
            ["bridges_id"],
            ["id"],
        )
    with op.batch_alter_table("calibration_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scored_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_calibration_case_scored_by_id_person"),
            "person",
            ["scored_by_id"],
            ["id"],
        )


def downgrade():
    with op.batch_alter_table("calibration_case", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_calibration_case_scored_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("scored_by_id")
    with op.batch_alter_table("calibration", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_calibration_bridges_id_review_round"), type_="foreignkey"
        )
        batch_op.drop_column("bridges_id")
