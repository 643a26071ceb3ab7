"""Months whose number for the house would tell what a withheld team holds.

Revision ID: 0025
Revises: 0024


"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("deadline_month", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("gives_away", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade():
    with op.batch_alter_table("deadline_month", schema=None) as batch_op:
        batch_op.drop_column("gives_away")
