"""Remarks from outside: what auditors, the appeals board and others found, until it is closed.

A remark has an owner and a day; measures say what is done about it; it is answered, then closed
with a reason. Beside the register stands how many remarks, and how many hard cases, were open at
the end of each month. Owns: remark, remark_measure. Tells and answers no events.
"""
