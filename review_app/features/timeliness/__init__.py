"""Timeliness: rules with deadlines, what is due, and how much was done in time.

Owns rule_set, deadline_rule, case_deadline, stale_case, deadline_run and deadline_month: this area
alone creates their rows. Deadlines are computed from the events of cases, never typed in. Answers
the event CasesImported by marking those cases for recomputation; the tasks
``timeliness.recompute`` and, every hour, ``timeliness.refresh`` run in the worker.
"""
