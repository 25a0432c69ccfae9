"""Measurements, on data of our own: `tasks.py bench [NAME] [--json]`. Nothing here is a test with a stopwatch."""
