"""The quality-review and learning platform."""
