"""Plain values and rules. Imports the standard library and `fieldapp.errors`, `fieldapp.words` alone."""
