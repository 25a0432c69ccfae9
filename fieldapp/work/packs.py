"""What a pack says about its forms: what a record is called, what it stands below, what may come next, what is copied.

Packs are folders of `resources/packs`; the keys of `pack.toml` are explained at the top of the first one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NewType, cast

from fieldapp.domain.ids import FieldId, FormId
from fieldapp.domain.spaces import SpaceKind
from fieldapp.forms.library import PACKS, Library
from fieldapp.forms.model import Text
from fieldapp.words import ENGLISH, Language

PackId = NewType("PackId", str)

#: Stands for any form, in `below`.
ANYWHERE: Final = FormId("any")
OWN: Final = PackId("")

_Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Source:
    """The question of another record of the same case that an answer is copied from."""

    form: FormId
    field: FieldId


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRule:
    """One form as its pack describes it.

    `below` is None for a root. `after`: offered once one of these is there. `many`: several under one parent.
    `title` names a record, `when` places it in a time line (None: the day it was made), `shown` may stand beside it.
    """

    form: FormId
    pack: PackId
    label: Text
    plural: Text
    below: FormId | None = None
    space: SpaceKind | None = None
    after: tuple[FormId, ...] = ()
    many: bool = True
    title: tuple[FieldId, ...] = ()
    when: FieldId | None = None
    shown: tuple[FieldId, ...] = ()
    copies: Mapping[FieldId, Source] = field(default_factory=dict)
    by_program: bool = False

    def called(self, language: Language) -> str:
        """What one record is called."""
        return self.label.said(language, ENGLISH)

    def called_many(self, language: Language) -> str:
        """What several are called."""
        return self.plural.said(language, ENGLISH)


@dataclass(frozen=True, slots=True)
class Packs:
    """The rules of every built-in form; an imported form stands by itself."""

    rules: Mapping[FormId, FormRule]

    def rule(self, form: FormId, library: Library | None = None) -> FormRule:
        """The rule of this form. One that no pack knows is called what its own title says, and is a root."""
        known = self.rules.get(form)
        if known is not None:
            return known
        title = Text({"": library.form(form).title if library is not None and library.knows(form) else str(form)})
        return FormRule(form=form, pack=OWN, label=title, plural=title, space=SpaceKind.CASELOAD)

    def offered(self, parent: FormId, present: Collection[FormId]) -> tuple[FormRule, ...]:
        """What can be added below such a record, of which these forms are there already; in the pack's order."""
        return tuple(
            rule
            for rule in self.rules.values()
            if rule.below == parent
            and not rule.by_program
            and (rule.many or rule.form not in present)
            and (not rule.after or any(form in present for form in rule.after))
        )


@cache
def built_in_packs(folder: Path = PACKS) -> Packs:
    """The packs that are shipped with the program."""
    rules: dict[FormId, FormRule] = {}
    for path in sorted(folder.glob("*/pack.toml")):
        rules |= {rule.form: rule for rule in _rules(tomllib.loads(path.read_text("utf-8")))}
    return Packs(rules)


def _rules(pack: _Table) -> Iterable[FormRule]:
    for table in cast("list[_Table]", pack["forms"]):
        below, space, when = table.get("below"), table.get("space"), table.get("when")
        yield FormRule(
            form=FormId(str(table["id"])),
            pack=PackId(str(pack["id"])),
            label=_text(table["label"]),
            plural=_text(table["plural"]),
            below=None if below is None else FormId(str(below)),
            space=None if space is None else SpaceKind(space),
            after=tuple(map(FormId, _list(table, "after"))),
            many=table["many"] is True,
            title=tuple(map(FieldId, _list(table, "title"))),
            when=None if when is None else FieldId(str(when)),
            shown=tuple(map(FieldId, _list(table, "shown"))),
            copies={
                FieldId(name): _source(str(where)) for name, where in cast("_Table", table.get("copies", {})).items()
            },
            by_program=table.get("by_program") is True,
        )


def _text(words: object) -> Text:
    return Text({language: str(said) for language, said in cast("_Table", words).items()})


def _list(table: _Table, key: str) -> tuple[str, ...]:
    return tuple(map(str, cast("list[object]", table.get(key, []))))


def _source(where: str) -> Source:
    form, _, question = where.partition(".")
    return Source(FormId(form), FieldId(question))
