"""Actions: what somebody promised to do by a date, and what shows that it was done.

Owns: action, plan_look, calendar_feed. Tells no events. Answers ActionAgreed by opening an action,
or, when reopened minutes say something else, by bringing the open one up to date; answers
ActionWithdrawn by dropping it.
"""
