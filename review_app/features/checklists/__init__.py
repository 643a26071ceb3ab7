"""Checklists: what good casework is held against, version by version.

A version is a draft, then published and thereby locked, then retired by the next. Reviews hold a
case against one locked version, so that a score always says what it was measured by.

Owns: checklist, checklist_version, checklist_section, criterion, change_proposal.
Tells: ChecklistVersionPublished. Answers ChangeProposed by keeping the proposal.
"""
