"""Workflow standards; change proposals with a subject, evidence and a discussion.

Revision ID: 0011
Revises: 0010


"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OF_CHECKLIST = """
UPDATE change_proposal SET subject = 'criterion', checklist_id = (
  SELECT v.checklist_id FROM checklist_version v
  JOIN checklist_section s ON s.version_id = v.id
  JOIN criterion c ON c.section_id = s.id
  WHERE c.id = change_proposal.criterion_id
) WHERE criterion_id IS NOT NULL
"""
OF_SESSION = """
INSERT INTO proposal_evidence (proposal_id, kind, session_id, added_by_id, added_at)
SELECT p.id, 'session', o.session_id, p.proposed_by_id, p.proposed_at
FROM change_proposal p JOIN session_outcome o ON o.id = p.outcome_id
"""
# What a published version took up is written in, or nobody would ever have looked for it again.
WRITTEN_IN = """
UPDATE change_proposal SET state = 'written-in', written_in_at = (
  SELECT v.published_at FROM checklist_version v WHERE v.id = change_proposal.version_id
) WHERE state = 'accepted' AND version_id IN (
  SELECT id FROM checklist_version WHERE published_at IS NOT NULL
)
"""


def bring_along():
    """Give the proposals that are there already their checklist, evidence and state."""
    for statement in (OF_CHECKLIST, OF_SESSION, WRITTEN_IN):
        op.execute(sa.text(statement))


def upgrade():
    op.create_table(
        "workflow_standard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_workflow_standard_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_standard")),
        sa.UniqueConstraint("key", name=op.f("uq_workflow_standard_key")),
    )
    op.create_table(
        "workflow_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("title_da", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("purpose_da", sa.Text(), nullable=True),
        sa.Column("purpose_en", sa.Text(), nullable=True),
        sa.Column("case_type", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (published_at IS NULL)",
            name=op.f("ck_workflow_version_published_with_a_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["person.id"],
            name=op.f("fk_workflow_version_published_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"],
            ["workflow_standard.id"],
            name=op.f("fk_workflow_version_standard_id_workflow_standard"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_version")),
        sa.UniqueConstraint("key", name=op.f("uq_workflow_version_key")),
        sa.UniqueConstraint(
            "standard_id", "number", name=op.f("uq_workflow_version_standard_id_number")
        ),
    )
    op.create_table(
        "workflow_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("who_da", sa.String(), nullable=False),
        sa.Column("who_en", sa.String(), nullable=False),
        sa.Column("what_da", sa.Text(), nullable=False),
        sa.Column("what_en", sa.Text(), nullable=False),
        sa.Column("when_da", sa.String(), nullable=True),
        sa.Column("when_en", sa.String(), nullable=True),
        sa.Column("rule_set_code", sa.String(length=40), nullable=True),
        sa.Column("rule_code", sa.String(length=40), nullable=True),
        sa.Column("noted_da", sa.Text(), nullable=True),
        sa.Column("noted_en", sa.Text(), nullable=True),
        sa.Column("branch_da", sa.String(), nullable=True),
        sa.Column("branch_en", sa.String(), nullable=True),
        sa.Column("branch_to", sa.String(length=40), nullable=True),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["workflow_version.id"],
            name=op.f("fk_workflow_step_version_id_workflow_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_step")),
        sa.UniqueConstraint("key", name=op.f("uq_workflow_step_key")),
        sa.UniqueConstraint("version_id", "code", name=op.f("uq_workflow_step_version_id_code")),
    )
    op.create_table(
        "workflow_step_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("checklist_id", sa.Integer(), nullable=False),
        sa.Column("criterion_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["checklist_id"],
            ["checklist.id"],
            name=op.f("fk_workflow_step_criterion_checklist_id_checklist"),
        ),
        sa.ForeignKeyConstraint(
            ["step_id"],
            ["workflow_step.id"],
            name=op.f("fk_workflow_step_criterion_step_id_workflow_step"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_step_criterion")),
        sa.UniqueConstraint(
            "step_id",
            "checklist_id",
            "criterion_code",
            name=op.f("uq_workflow_step_criterion_step_id_checklist_id_criterion_code"),
        ),
    )
    with op.batch_alter_table("workflow_step_criterion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workflow_step_criterion_checklist_id"), ["checklist_id"], unique=False
        )

    op.create_table(
        "proposal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_proposal_entry_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["change_proposal.id"],
            name=op.f("fk_proposal_entry_proposal_id_change_proposal"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_entry")),
    )
    with op.batch_alter_table("proposal_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_entry_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "proposal_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("figure", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_proposal_evidence_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["change_proposal.id"],
            name=op.f("fk_proposal_evidence_proposal_id_change_proposal"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_proposal_evidence_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["review_round.id"],
            name=op.f("fk_proposal_evidence_round_id_review_round"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_proposal_evidence_session_id_learning_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_evidence")),
    )
    with op.batch_alter_table("proposal_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_evidence_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "workflow_step_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["learning_note.id"],
            name=op.f("fk_workflow_step_note_note_id_learning_note"),
        ),
        sa.ForeignKeyConstraint(
            ["step_id"],
            ["workflow_step.id"],
            name=op.f("fk_workflow_step_note_step_id_workflow_step"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_step_note")),
        sa.UniqueConstraint(
            "step_id", "note_id", name=op.f("uq_workflow_step_note_step_id_note_id")
        ),
    )
    with op.batch_alter_table("workflow_step_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workflow_step_note_note_id"), ["note_id"], unique=False
        )

    with op.batch_alter_table("change_proposal", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("subject", sa.String(40), server_default="checklist", nullable=False)
        )
        batch_op.add_column(sa.Column("checklist_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("basis", sa.String(40), server_default="session", nullable=False)
        )
        batch_op.add_column(sa.Column("source_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("written_criterion_code", sa.String(length=40), nullable=True)
        )
        batch_op.add_column(sa.Column("written_in_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("written_in_by_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_change_proposal_checklist_id"), ["checklist_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_change_proposal_proposed_by_id"), ["proposed_by_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_change_proposal_written_in_by_id_person"),
            "person",
            ["written_in_by_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_change_proposal_checklist_id_checklist"),
            "checklist",
            ["checklist_id"],
            ["id"],
        )
    bring_along()


def downgrade():
    op.execute("UPDATE change_proposal SET state = 'accepted' WHERE state = 'written-in'")
    with op.batch_alter_table("change_proposal", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_change_proposal_checklist_id_checklist"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_change_proposal_written_in_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_change_proposal_proposed_by_id"))
        batch_op.drop_index(batch_op.f("ix_change_proposal_checklist_id"))
        batch_op.drop_column("written_in_by_id")
        batch_op.drop_column("written_in_at")
        batch_op.drop_column("written_criterion_code")
        batch_op.drop_column("source_id")
        batch_op.drop_column("basis")
        batch_op.drop_column("checklist_id")
        batch_op.drop_column("subject")

    with op.batch_alter_table("workflow_step_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workflow_step_note_note_id"))

    op.drop_table("workflow_step_note")
    with op.batch_alter_table("proposal_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_evidence_proposal_id"))

    op.drop_table("proposal_evidence")
    with op.batch_alter_table("proposal_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_entry_proposal_id"))

    op.drop_table("proposal_entry")
    with op.batch_alter_table("workflow_step_criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workflow_step_criterion_checklist_id"))

    op.drop_table("workflow_step_criterion")
    op.drop_table("workflow_step")
    op.drop_table("workflow_version")
    op.drop_table("workflow_standard")
