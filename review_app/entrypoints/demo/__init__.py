"""The demonstration: an invented municipality whose two years are walked through the services.

Nothing is written round the services, so history, states and audit log are as true as they would
be in use; only the clock is set. Words stand in ``seed/demo``, steps here. The same seed gives the
same story on every machine, told backwards from today.
"""
