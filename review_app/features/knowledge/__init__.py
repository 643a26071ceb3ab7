"""The knowledge base: what the house has learned, with its source and its best-before date.

Owns: learning_note, note_criterion, screen_override, receipt.
Tells: NotePublished. Answers: NoteProposed (drafts a note from a session's outcome) and
ChecklistVersionPublished (notes about a changed criterion go stale).

Nothing is published while the personal-data screen has hits. A receipt is the reader's own memory:
no query, page or log tells anybody else who has read what.
"""
