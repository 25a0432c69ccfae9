"""Fieldapp: what the program knows. No Qt and no network in here."""

__version__ = "0.1.0"
