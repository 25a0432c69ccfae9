"""Forms: expressions, reading XLSForms, filling in."""
