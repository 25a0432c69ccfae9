"""The built-in forms, compiled beforehand: found by id and opened in milliseconds, without pyxform."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from fieldapp.domain.ids import FormId
from fieldapp.errors import Trouble
from fieldapp.forms.encoding import form_from_json
from fieldapp.forms.model import Form
from fieldapp.words import sentence

PACKS: Final = Path(__file__).resolve().parents[2] / "resources" / "packs"


class NoSuchForm(Trouble):
    """No pack holds a compiled form of this id."""

    def __init__(self, form: FormId) -> None:
        super().__init__(sentence("The form “{form}” is not part of this installation."), form=form)


@cache
def load_form(form: FormId) -> Form:
    """A built-in form; the same object each time. Raises NoSuchForm or CompiledFormUnreadable."""
    found = _files().get(form)
    if found is None:
        raise NoSuchForm(form)
    return form_from_json(found.read_text(encoding="utf-8"))


def form_ids(pack: str | None = None) -> tuple[FormId, ...]:
    """The built-in forms, of one pack or of all."""
    return tuple(form for form, path in sorted(_files().items()) if pack in (None, path.parents[1].name))


@cache
def _files() -> dict[FormId, Path]:
    return {FormId(path.stem): path for path in PACKS.glob("*/compiled/*.json")}
