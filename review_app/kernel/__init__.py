"""The house beneath the features: database, log, forms, files. Knows no subject."""
