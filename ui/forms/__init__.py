"""A form made into pages of fields. Knows the form session, and nothing of stores or screens."""
