"""Bridges between versions of a checklist, and second readings in recurring plans.

Revision ID: 0013
Revises: 0012


"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

READINGS = [
    ("reading_share_percent", sa.Integer(), "0"),
    ("reading_on_failed_critical", sa.Boolean(), sa.false()),
    ("reading_first_reviews", sa.Integer(), "0"),
]


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
    with op.batch_alter_table("sampling_plan", schema=None) as batch_op:
        for name, type_, default in READINGS:
            batch_op.add_column(sa.Column(name, type_, server_default=default, nullable=False))


def downgrade():
    with op.batch_alter_table("sampling_plan", schema=None) as batch_op:
        for name, _type, _default in READINGS:
            batch_op.drop_column(name)
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
