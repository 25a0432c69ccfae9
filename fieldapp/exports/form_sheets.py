"""A form as the sheets of an XLSForm, as its author would write them: only columns that hold something.

Read again they make an equal form, but for the numbers of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from fieldapp.domain.answers import Special
from fieldapp.forms.model import CHOOSING, Choice, Form, Item, Kind, Question, Repeat, Text

#: One row by its columns.
Row = dict[str, str]
_OURS: Final = 'fieldapp="urn:fieldapp:xlsform"'
_ALL_SPECIALS: Final = tuple(Special)
#: Kinds that bear another name in a sheet than here.
_FROM_FILE: Final = {Kind.SELECT_ONE: "select_one_from_file", Kind.SELECT_MULTIPLE: "select_multiple_from_file"}


def sheets_of(form: Form) -> dict[str, list[list[str]]]:
    """By name: the line of headings, and the lines below it."""
    writing = _Writing(form)
    survey, choices = list(writing.survey()), list(writing.choices())
    labels = writing.headings("label")
    sheets = {
        "survey": _table(survey, ("type", "name", *labels, *_among(survey, "hint"), *_among(survey, "guidance_hint"))),
        "choices": _table(choices, ("list_name", "name", *labels) if choices else ()),
        "entities": _table(writing.entities(), ()),
        "settings": _table([writing.settings(tidy=not any("  " in cell for row in survey for cell in row.values()))]),
    }
    return {name: table for name, table in sheets.items() if len(table) > 1}


def lists_of_files(form: Form) -> dict[str, tuple[Choice, ...]]:
    """The files that the form takes its choices from, or looks things up in, by their names."""
    files = {question.file: form.lists[question.choices] for _, question in form.questions() if question.file}
    return {**files, **{f"{name}.csv": form.lists[name] for name in _tables(form)}}


def _tables(form: Form) -> list[str]:
    """Lists of files that no question chooses from: tables for pulldata() and instance(). Lines of a file tell all
    their columns, its names too; those of a sheet do not."""
    chosen = {question.choices for _, question in form.questions()}
    return [
        name
        for name, choices in form.lists.items()
        if name not in chosen and (not choices or "name" in choices[0].columns)
    ]


class _Writing:
    def __init__(self, form: Form) -> None:
        self._form = form

    def settings(self, *, tidy: bool) -> Row:
        """`tidy`: blanks that stand together mean nothing, and may be made one."""
        form = self._form
        language = form.languages.get(form.default_language, form.default_language)
        return _filled(
            {
                "form_title": form.title,
                "form_id": form.id,
                "version": form.version,
                "default_language": language,
                "instance_name": form.instance_name,
                "namespaces": _OURS if form.ours else "",
                "clean_text_values": "" if tidy else "no",
                "allow_choice_duplicates": "yes" if any(map(_has_doubles, form.lists.values())) else "",
            }
        )

    def survey(self) -> Iterator[Row]:
        for name in _tables(self._form):
            yield {"type": "csv-external", "name": name}
        if self._form.audit is not None:
            yield _filled({"type": "audit", "name": "audit", "parameters": _parameters(self._form.audit)})
        yield from self._items(self._form.children)

    def choices(self) -> Iterator[Row]:
        files = {question.choices for _, question in self._form.questions() if question.file}
        aside = files.union(_tables(self._form))
        for name, choices in self._form.lists.items():
            for choice in choices if name not in aside else ():
                row = {"list_name": name, "name": choice.name, **self._said("label", choice.label)}
                yield row | dict(choice.columns)

    def entities(self) -> list[Row]:
        return [
            _filled(
                {
                    "list_name": entity.list,
                    "label": entity.label,
                    "entity_id": entity.id,
                    "create_if": entity.create_if,
                    "update_if": entity.update_if,
                }
            )
            for entity in self._form.entities
        ]

    def _items(self, children: Iterable[Item]) -> Iterator[Row]:
        for child in children:
            if isinstance(child, Question):
                yield self._question(child)
                continue
            kind = "repeat" if isinstance(child, Repeat) else "group"
            yield {
                "type": f"begin_{kind}",
                "name": child.name,
                **self._said("label", child.label),
                **self._said("hint", child.hint),
                **_filled(
                    {
                        "relevant": child.relevant,
                        "appearance": child.appearance,
                        "repeat_count": child.count if isinstance(child, Repeat) else "",
                    }
                ),
            }
            yield from self._items(child.children)
            yield {"type": f"end_{kind}"}

    def _question(self, question: Question) -> Row:
        return {
            "type": _type(question),
            "name": question.name,
            **self._said("label", question.label),
            **self._said("hint", question.hint),
            **self._said("guidance_hint", question.guidance),
            **_filled({"required": _yes(question.required)}),
            **self._said("required_message", question.required_message),
            **_filled({"relevant": question.relevant, "constraint": question.constraint}),
            **self._said("constraint_message", question.constraint_message),
            **_filled(
                {
                    "calculation": question.calculation,
                    "trigger": ", ".join(f"${{{name}}}" for name in question.trigger),
                    "default": question.default,
                    "read_only": _yes(question.read_only),
                    "appearance": question.appearance,
                    "choice_filter": question.choice_filter,
                    "parameters": _parameters(_all_parameters(question)),
                    "save_to": self._save_to(question),
                }
            ),
            **self._ours(question),
        }

    def _ours(self, question: Question) -> Row:
        """The columns of this program."""
        flags = ("report", "partial", "secret", "search", "phone")
        columns = {
            "special": self._specials(question),
            "protective": _protective(question),
            **{flag: "yes" if getattr(question, flag) else "" for flag in flags},
            "unlikely": question.unlikely,
        }
        ours = _filled({f"bind::fieldapp:{name}": said for name, said in columns.items()})
        return ours | self._said("bind::fieldapp:unlikelyMsg", question.unlikely_message)

    def _specials(self, question: Question) -> str:
        """Nothing where it takes what questions of such a form take anyway."""
        usual = _ALL_SPECIALS if self._form.ours and question.asked else ()
        if question.specials == usual:
            return ""
        return " ".join(special.value for special in question.specials) or "no"

    def _save_to(self, question: Question) -> str:
        several = len(self._form.entities) > 1
        return f"{question.entity}#{question.save_to}" if question.save_to and several else question.save_to

    def _said(self, column: str, text: Text) -> Row:
        """A column for each language; for labels also where one language has nothing to say."""
        return {self._heading(column, code): words for code, words in text.by_language.items() if words}

    def _heading(self, column: str, code: str) -> str:
        return f"{column}::{self._form.languages.get(code, code)}" if code else column

    def headings(self, column: str) -> Sequence[str]:
        """The column in every language of the form."""
        return [self._heading(column, code) for code in self._form.languages] or [column]


def _type(question: Question) -> str:
    if question.file:
        return f"{_FROM_FILE[question.kind]} {question.file}"
    return f"{question.kind.value} {question.choices}" if question.kind in CHOOSING else question.kind.value


def _has_doubles(choices: Sequence[Choice]) -> bool:
    return len({choice.name for choice in choices}) < len(choices)


def _all_parameters(question: Question) -> Mapping[str, str]:
    drawn = {"randomize": "true" if question.randomize else "", "seed": question.seed}
    return {**question.parameters, **_filled(drawn)}


def _parameters(parameters: Mapping[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in parameters.items())


def _protective(question: Question) -> str:
    if question.protective is None:
        return ""
    return " ".join(question.protective) or "any"


def _yes(rule: str) -> str:
    return "yes" if rule == "true()" else rule


def _filled(row: Mapping[str, str]) -> Row:
    return {name: said for name, said in row.items() if said}


def _among(rows: Iterable[Row], column: str) -> list[str]:
    """The headings of a column in the languages that there are."""
    return list(dict.fromkeys(name for row in rows for name in row if name.partition("::")[0] == column))


def _table(rows: Sequence[Row], first: Sequence[str] = ()) -> list[list[str]]:
    headings = list(dict.fromkeys((*first, *(heading for row in rows for heading in row))))
    return [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
