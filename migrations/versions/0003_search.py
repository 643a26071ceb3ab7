"""Make the table of the full-text search, which each database does in its own way.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE search_fts (id bigint PRIMARY KEY, document tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_search_fts_document ON search_fts USING gin (document)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_fts USING fts5(title, words, endings, "
            "tokenize='unicode61 remove_diacritics 0')"
        )


def downgrade():
    op.execute("DROP TABLE search_fts")
