"""Where no coordinator is free, a manager writes down what the caseworker says.

Revision ID: 0026
Revises: 0025


"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("review") as batch:
        batch.add_column(
            sa.Column(
                "is_recorded_by_manager", sa.Boolean(), server_default=sa.false(), nullable=False
            )
        )


def downgrade():
    with op.batch_alter_table("review") as batch:
        batch.drop_column("is_recorded_by_manager")
