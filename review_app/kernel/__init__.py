"""What every feature stands on: database, transaction, audit log, gate, forms, jobs, languages."""
