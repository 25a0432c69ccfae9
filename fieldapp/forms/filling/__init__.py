"""One record being filled in: its rows and answers kept consistent, judged, kept as a draft, and saved."""
