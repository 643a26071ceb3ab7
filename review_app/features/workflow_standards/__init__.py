"""Workflow standards: the agreed best workflow, so that a new colleague can follow it.

A standard says step by step who does what, when, and what is noted where. Each step can name a rule
with a deadline, the criteria that look at it, and the notes that help with it; all three by what
stays the same when they get a new version. A version is a draft, then published and thereby locked,
then retired by the next.

Owns: workflow_standard, workflow_version, workflow_step, workflow_step_criterion,
workflow_step_note. Tells no events and answers none. Other areas' pages ask the template function
``workflow_steps_of`` for the steps that a checklist's criteria look at.
"""
