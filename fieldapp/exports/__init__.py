"""Records and forms as files for other programs: workbooks, CSV, ODK's own XML, XLSForm.

Plain values come in and bytes go out, piece by piece; what may leave at all is decided elsewhere, and before.
"""
