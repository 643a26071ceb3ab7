"""Imports are put aside and written in slices; a deadline knows what it is summed under.

Revision ID: 0024
Revises: 0023


"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("case_import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("staged", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("case_deadline", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("caseworker", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE case_deadline SET"
        " team_id = (SELECT c.team_id FROM case_record c WHERE c.id = case_id),"
        " ended_on = (SELECT c.closed_on FROM case_record c WHERE c.id = case_id),"
        " caseworker = (SELECT coalesce('#' || c.caseworker_id, c.caseworker_label, '')"
        " FROM case_record c WHERE c.id = case_id)"
    )
    with op.batch_alter_table("deadline_month", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_caseworker", sa.JSON(), nullable=True))


def downgrade():
    with op.batch_alter_table("deadline_month", schema=None) as batch_op:
        batch_op.drop_column("by_caseworker")
    with op.batch_alter_table("case_deadline", schema=None) as batch_op:
        batch_op.drop_column("ended_on")
        batch_op.drop_column("caseworker")
        batch_op.drop_column("team_id")
    with op.batch_alter_table("case_import", schema=None) as batch_op:
        batch_op.drop_column("staged")
