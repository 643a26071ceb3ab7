"""Checklists: what good casework is held against, version by version.

A version is a draft, then published and thereby locked, then retired by the next. Reviews hold a
case against one locked version, so that a score always says what it was measured by.

A change proposal says what should be otherwise and what that rests on; it is discussed, decided
with a reason, and an accepted one is a thing to do in the next draft until somebody has written it
in.

Owns: checklist, checklist_version, checklist_section, criterion, change_proposal,
proposal_evidence, proposal_entry.
Tells: ChecklistVersionPublished. Answers ChangeProposed by keeping the proposal.
"""
