"""A way to mend each thing that the reader of forms finds, by its English sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fieldapp.words import sentence

#: What helps where nothing more is known.
CHANGE: Final = sentence("Change this cell, or take the row out.")
STAYS: Final = sentence("It may stay as it is. Take it out if it was meant to do more.")
_EXPRESSION: Final = sentence("Look at the brackets, quotes and commas before that place.")
_FENCES: Final = sentence("Each begin_group needs its end_group further down, each begin_repeat its end_repeat.")

WAYS: Final[Mapping[str, str]] = {
    "“{name}” begins here and never ends.": _FENCES,
    "What ends here has not begun.": _FENCES,
    "The form asks nothing.": sentence("Write at least one question into the sheet “survey”."),
    "This row has no type.": sentence("Write in the column “type” what it asks for: text, integer, date …"),
    "There are more groups within groups than a form should have.": sentence("Put the questions into fewer groups."),
    "This row has no name.": sentence("Give it a short name of its own in the column “name”, such as age."),
    "“{name}” cannot be a name: letters, digits, “_”, “-” and “.”, beginning with a letter.": sentence(
        "Write “_” for each space and sign, and begin with a letter: first_visit."
    ),
    "The name “{name}” stands there twice.": sentence(
        "Give one of the two another name, and change what refers to it."
    ),
    "There is nothing to calculate.": sentence("Write what is calculated into the column “calculation”."),
    "Only a question with choices can have a choice filter.": sentence("Empty the cell, or make it a select_one."),
    "“{default}” cannot be the answer.": sentence(
        "Write an answer that the question can take: a number for a number, a choice's name, a date as 2026-03-12."
    ),
    "A choice of “{list}” has a space in its name.": sentence("Write “_” for the space in the column “name”."),
    "The choice “{name}” stands twice in its list.": sentence("Take one of the two rows out, or change its name."),
    "A choice needs a list and a name.": sentence("Fill in both columns, list_name and name, or empty the row."),
    "The column “{heading}” stands there twice.": sentence("Rename one of the two columns, or put them together."),
    "This row has more cells than there are headings.": sentence("Write a heading over each column that is used."),
    "These rules go in a circle: {names}.": sentence(
        "One of them must not look at the others: take a reference out of one of these rules."
    ),
    "More than one question is named “{name}”.": sentence("Give them different names, then refer to the one meant."),
    "{name}() does not take {number} values between its brackets.": sentence(
        "Look at the commas and brackets: which belongs to which function?"
    ),
    "The expression ends where something more should follow.": sentence(
        "Something is missing at the end: a value, a closing bracket or a quotation mark."
    ),
    "“{word}” (character {number}) cannot stand there.": _EXPRESSION,
    "This cannot be understood from here on: “{rest}”": _EXPRESSION,
    "“{reference}” is not a reference to a question.": sentence(
        "A reference is the name of a question between braces: ${{age}}."
    ),
    "Settings stand in one row alone.": sentence("Leave one row below the headings, and take the others out."),
    "The column “{heading}” is not supported.": sentence(
        "Take the column out, or begin its heading with “#” if it is a remark of yours."
    ),
    "The setting “{heading}” is not supported.": sentence("Take the column out of the sheet “settings”."),
    "This cell holds a formula without its outcome. Write the outcome.": sentence(
        "Open the workbook in Excel or LibreOffice and save it there, or type the text itself."
    ),
    "The second argument of selected() must be a text in quotes.": sentence(
        "Put the choice's name between straight quotes: selected(${signs}, 'bruise')."
    ),
    "Choices of “{list}” have no label: their names are shown.": sentence(
        "Write the words of each choice into the column “label” of the sheet “choices”."
    ),
    "This line belongs to no list and is left out.": sentence("Write the name of its list into list_name."),
    "A range from {start} to {end} cannot go by {step}.": sentence(
        "Change start, end or step in the column “parameters” until whole steps lead from one to the other."
    ),
    "This cell holds more text than a form can show.": sentence("Shorten it, or put it into several rows."),
    "The headings of this sheet are not right: {reason}": sentence(
        "Look at the first row of the sheet: each column needs one heading, spelt as XLSForm has it."
    ),
    "This breaks a rule of XLSForm: {reason}": sentence(
        "Other programs refuse the form for this. Change what is named here."
    ),
    "“{file}” cannot be opened. Is it still there?": sentence("Look where the file is, and choose it there."),
    "“{file}” is empty.": sentence("Save the form again, and choose that file."),
    "“{file}” cannot be read. Save the form as an Excel workbook (.xlsx) and choose that file.": sentence(
        "In Excel and LibreOffice: File, Save as, Excel workbook (.xlsx)."
    ),
    "“{file}” is locked with a password. Save it without one.": sentence(
        "Open it with its password, take the password off, and save it."
    ),
    "“{file}” takes values from other workbooks. Put the values themselves into it.": sentence(
        "Copy these cells, and paste their values alone over them."
    ),
    "“{file}” is larger than any form should be, and was not opened.": sentence(
        "Take out what the form does not need. Put long lists into a CSV file beside it: select_one_from_file."
    ),
    "The sheet “{sheet}” is not supported. Take it out.": sentence(
        "The questions for places are of the type geopoint."
    ),
}
