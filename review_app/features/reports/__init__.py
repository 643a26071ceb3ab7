"""The monthly report: counted, commented on, issued for good, and sent to those who follow it.

Owns: monthly_report, report_file, report_recipient, report_delivery, report_schedule. Counts
nothing itself: every area counts its own chapter (``CHAPTERS`` in ``wiring.py``), by the functions
that its pages show. Tells and answers no events.
"""
