"""The forms that a desk knows by id: those built in, compiled beforehand, and those it imported."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from fieldapp.domain.ids import FormId
from fieldapp.errors import Mistake, Trouble
from fieldapp.forms.encoding import form_from_json
from fieldapp.forms.model import Form
from fieldapp.forms.versions.lineage import Lineage
from fieldapp.words import sentence

PACKS: Final = Path(__file__).resolve().parents[2] / "resources" / "packs"


class NoSuchForm(Trouble):
    """No pack holds a compiled form of this id, and none was brought in."""

    def __init__(self, form: FormId) -> None:
        super().__init__(
            sentence(
                "The form “{form}” is not on this desk. Under “Imported forms” you see whether a colleague has sent "
                "it, and can bring it in."
            ),
            form=form,
        )


class NameTaken(Mistake):
    """An imported form bears the id of a built-in one, whose records it would change the meaning of."""

    def __init__(self, form: FormId) -> None:
        super().__init__(
            sentence("A form of this program is already called “{form}”. Write another form_id in its settings sheet."),
            form=form,
        )


class Library:
    """Built-in forms and imported ones. A built-in form can never be replaced by an imported one."""

    def __init__(self, imported: Iterable[Form] = ()) -> None:
        self._imported: dict[FormId, Form] = {}
        self._lineages: dict[FormId, Lineage] = {}
        for form in imported:
            self.add(form)

    def add(self, form: Form) -> None:
        """An imported form; it takes the place of an earlier version of itself. Raises NameTaken."""
        if form.id in _files():
            raise NameTaken(form.id)
        self._imported[form.id] = form
        self._lineages.pop(form.id, None)

    def trace(self, lineage: Lineage) -> None:
        """Remember which versions a form had, until another takes its place."""
        self._lineages[lineage.now.id] = lineage

    def forget_lineage(self, form: FormId) -> None:
        """Another version has come, which may tell more of what was asked."""
        self._lineages.pop(form, None)

    def lineage(self, form: FormId) -> Lineage | None:
        """The form with its earlier versions, as far as they were looked up."""
        return self._lineages.get(form)

    def form(self, form: FormId) -> Form:
        """The form of this id. Raises NoSuchForm."""
        return self._imported.get(form) or load_form(form)

    def knows(self, form: FormId) -> bool:
        """Whether there is a form of this id; records of others may come from colleagues who imported one."""
        return form in self._imported or form in _files()

    @property
    def imported(self) -> tuple[FormId, ...]:
        """The forms that were imported, in the order in which they came."""
        return tuple(self._imported)

    @property
    def filled(self) -> frozenset[str]:
        """The lists that records of imported forms fill, for others to choose from."""
        return frozenset(entity.list for form in self._imported.values() for entity in form.entities)


@cache
def load_form(form: FormId) -> Form:
    """A built-in form; the same object each time. Raises NoSuchForm or CompiledFormUnreadable."""
    return form_from_json(compiled_text(form))


def compiled_text(form: FormId) -> str:
    """A built-in form as it lies on the disk. Raises NoSuchForm."""
    found = _files().get(form)
    if found is None:
        raise NoSuchForm(form)
    return found.read_text(encoding="utf-8")


def form_ids(pack: str | None = None) -> tuple[FormId, ...]:
    """The built-in forms, of one pack or of all."""
    return tuple(form for form, path in sorted(_files().items()) if pack in (None, path.parents[1].name))


@cache
def _files() -> dict[FormId, Path]:
    return {FormId(path.stem): path for path in PACKS.glob("*/compiled/*.json")}
