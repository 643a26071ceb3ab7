"""Cases: bringing them in, listing them, and the page of one case.

Owns case_source, import_profile, case_import, caseworker_label, case_record and case_event: this
area alone creates their rows. An import goes upload, columns, dry run, background task, report: all
is read and put aside, then written in slices; a re-import of the same list changes nothing, and one
faulty cell keeps everything out. Consultants
know a case by its key, never by its number. Tells the event CasesImported and answers none; the
task ``cases.import_cases`` runs in the worker.
"""
