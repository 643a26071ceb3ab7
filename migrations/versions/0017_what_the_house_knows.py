"""What the house knows: versions, links, pictures and topics of notes; questions; reading lists.

Revision ID: 0017
Revises: 0016


"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WRITTEN_BY_OWNER = "UPDATE learning_note SET last_saved_by_id = owner_id"
# What stands today is the first version that is kept; readers see it when they may read the note.
FIRST_VERSIONS = """
INSERT INTO note_version (note_id, number, title, text, law_reference, saved_by_id, saved_at,
  published_at, published_by_id)
SELECT id, revision, title, text, law_reference, owner_id, written_at,
  CASE WHEN state IN ('published', 'stale') THEN published_at END,
  CASE WHEN state IN ('published', 'stale') THEN published_by_id END
FROM learning_note
"""


def upgrade():
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_da", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("key", name=op.f("uq_topic_key")),
        sa.UniqueConstraint("name_da", name=op.f("uq_topic_name_da")),
    )
    op.create_table(
        "reading_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("profession", sa.String(), nullable=True),
        sa.Column("is_for_new", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_reading_list_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_list")),
        sa.UniqueConstraint("key", name=op.f("uq_reading_list_key")),
    )
    op.create_table(
        "reading_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["reading_list.id"], name=op.f("fk_reading_share_list_id_reading_list")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_reading_share_mentor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reading_share_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_share")),
        sa.UniqueConstraint(
            "list_id",
            "person_id",
            "mentor_id",
            name=op.f("uq_reading_share_list_id_person_id_mentor_id"),
        ),
    )
    with op.batch_alter_table("reading_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_share_mentor_id"), ["mentor_id"], unique=False)

    op.create_table(
        "note_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("is_question", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_note_comment_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_note_comment_closed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["learning_note.id"], name=op.f("fk_note_comment_note_id_learning_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_comment")),
        sa.UniqueConstraint("key", name=op.f("uq_note_comment_key")),
    )
    with op.batch_alter_table("note_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_comment_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_comment_note_id"), ["note_id"], unique=False)

    op.create_table(
        "note_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("standard_id", sa.Integer(), nullable=True),
        sa.Column("criterion_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_note_link_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["learning_note.id"], name=op.f("fk_note_link_note_id_learning_note")
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"],
            ["workflow_standard.id"],
            name=op.f("fk_note_link_standard_id_workflow_standard"),
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["learning_note.id"], name=op.f("fk_note_link_target_id_learning_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_link")),
        sa.UniqueConstraint("note_id", "label", name=op.f("uq_note_link_note_id_label")),
    )
    with op.batch_alter_table("note_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_link_target_id"), ["target_id"], unique=False)

    op.create_table(
        "note_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("alt_text", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=40), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_note_picture_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["learning_note.id"], name=op.f("fk_note_picture_note_id_learning_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_picture")),
        sa.UniqueConstraint("key", name=op.f("uq_note_picture_key")),
    )
    with op.batch_alter_table("note_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_picture_note_id"), ["note_id"], unique=False)

    op.create_table(
        "note_thanks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["learning_note.id"], name=op.f("fk_note_thanks_note_id_learning_note")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_note_thanks_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_thanks")),
        sa.UniqueConstraint("note_id", "person_id", name=op.f("uq_note_thanks_note_id_person_id")),
    )
    op.create_table(
        "note_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["learning_note.id"], name=op.f("fk_note_topic_note_id_learning_note")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_note_topic_topic_id_topic")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_topic")),
        sa.UniqueConstraint("note_id", "topic_id", name=op.f("uq_note_topic_note_id_topic_id")),
    )
    with op.batch_alter_table("note_topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_topic_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "note_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("one_argument", sa.Text(), nullable=True),
        sa.Column("other_argument", sa.Text(), nullable=True),
        sa.Column("law_reference", sa.String(), nullable=True),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_back_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["note_id"], ["learning_note.id"], name=op.f("fk_note_version_note_id_learning_note")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_note_version_published_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_note_version_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_version")),
        sa.UniqueConstraint("note_id", "number", name=op.f("uq_note_version_note_id_number")),
    )
    op.create_table(
        "reading_list_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["reading_list.id"], name=op.f("fk_reading_list_item_list_id_reading_list")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["learning_note.id"],
            name=op.f("fk_reading_list_item_note_id_learning_note"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_list_item")),
        sa.UniqueConstraint(
            "list_id", "note_id", name=op.f("uq_reading_list_item_list_id_note_id")
        ),
    )
    op.create_table(
        "note_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_note_reply_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["note_comment.id"], name=op.f("fk_note_reply_comment_id_note_comment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_reply")),
    )
    with op.batch_alter_table("note_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_reply_comment_id"), ["comment_id"], unique=False)

    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(40), server_default="learning-note", nullable=False)
        )
        batch_op.add_column(sa.Column("one_argument", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("other_argument", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("profession", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("stale_because", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("last_saved_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_learning_note_last_saved_by_id_person"),
            "person",
            ["last_saved_by_id"],
            ["id"],
        )
    for statement in (WRITTEN_BY_OWNER, FIRST_VERSIONS):
        op.execute(sa.text(statement))


def downgrade():
    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_learning_note_last_saved_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("last_saved_by_id")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("stale_because")
        batch_op.drop_column("profession")
        batch_op.drop_column("other_argument")
        batch_op.drop_column("one_argument")
        batch_op.drop_column("kind")

    with op.batch_alter_table("note_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_reply_comment_id"))

    op.drop_table("note_reply")
    op.drop_table("reading_list_item")
    op.drop_table("note_version")
    with op.batch_alter_table("note_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_topic_topic_id"))

    op.drop_table("note_topic")
    op.drop_table("note_thanks")
    with op.batch_alter_table("note_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_picture_note_id"))

    op.drop_table("note_picture")
    with op.batch_alter_table("note_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_link_target_id"))

    op.drop_table("note_link")
    with op.batch_alter_table("note_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_comment_note_id"))
        batch_op.drop_index(batch_op.f("ix_note_comment_author_id"))

    op.drop_table("note_comment")
    with op.batch_alter_table("reading_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_share_mentor_id"))

    op.drop_table("reading_share")
    op.drop_table("reading_list")
    op.drop_table("topic")
