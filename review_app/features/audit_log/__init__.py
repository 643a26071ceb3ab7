"""Reading the audit log and the log of readings. Owns no table; tells and answers no events."""
