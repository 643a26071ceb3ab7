"""Bringing cases in: upload, columns, dry run, import in the background, report.

Owns case_source, import_profile, case_import, caseworker_label, case_record and case_event: this
area alone creates their rows. A re-import of the same list changes nothing; an import with one
faulty cell writes nothing. Tells and answers no events; its work runs as a background task.
"""
