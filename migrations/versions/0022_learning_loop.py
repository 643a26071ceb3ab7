"""Why a learning case chosen from a ranking looked hard; notes that change their owner.

Revision ID: 0022
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("learning_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ranked", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_over_at", sa.DateTime(), nullable=True))


def downgrade():
    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.drop_column("handed_over_at")
    with op.batch_alter_table("learning_case", schema=None) as batch_op:
        batch_op.drop_column("ranked")
