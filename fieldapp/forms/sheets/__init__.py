"""The workbook of an XLSForm: its files, its sheets, and what each column of a row means."""
