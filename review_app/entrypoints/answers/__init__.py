"""Statistical questions put as JSON and answered as JSON, without a database.

A table names each kind of question, what it takes and what it gives; the command and the reference
page are both made from it. A further kind is a further entry.
"""
