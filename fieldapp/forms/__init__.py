"""Forms: XLSForm read once, questions as plain values, and the session in which one record is filled in."""
