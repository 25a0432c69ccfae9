"""What is printed: values in, PDF bytes out. No files, no network, and nothing that a release does not let out.

A paper is composed of strips (`strips`), which are laid on pages (`pages`) and only then drawn (`drawing`, the one
module that knows reportlab): so a test can look at where each mark stands before there is a PDF.
"""
