"""Take a form to hand: a new one, a saved one, one half typed; with what stands above it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened
from fieldapp.storage.write import Write
from fieldapp.words import Language
from fieldapp.work.adding import add
from fieldapp.work.cases import CONSENT, CONTACT_COUNT, begin_case, open_case, save_below
from fieldapp.work.crossing import is_told, note_told
from fieldapp.work.desk import Desk
from fieldapp.work.filling import Filling, begin, reopen
from fieldapp.work.form_languages import language_of
from fieldapp.work.packs import FormRule, Packs
from fieldapp.work.telling import code_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A form to hand. `code`: of the case it belongs to, "" without one. `root`: what it stands below, or is.

    `half_typed`: it comes from a draft. `crosses`: it is of another version of its form, and she has not been told yet
    what that means. `begins_case`: saving it opens a case.
    """

    filling: Filling
    rule: FormRule
    code: str
    root: RecordId | None
    half_typed: bool = False
    crosses: bool = False

    @property
    def begins_case(self) -> bool:
        """A consent that stands below nothing opens a case around itself."""
        return self.filling.new and self.filling.form.id == CONSENT and self.filling.parent is None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a save did. `opened`: the case that it opened."""

    happened: Happened
    opened: RecordId | None = None


def take_up(desk: Desk, packs: Packs, record: RecordId, language: Language) -> Taken:
    """A saved record, or what is half typed of one. Raises GoneMeanwhile."""
    filling = reopen(desk, record, language)
    with desk.store.read() as reader:
        half_typed = reader.draft(record) is not None
        taken = _taken(desk, packs, reader, filling, half_typed=half_typed)
        return replace(taken, crosses=bool(filling.crossing()) and not is_told(reader, filling.form, record))


def cross(desk: Desk, taken: Taken) -> None:
    """She was told, and goes on."""

    def write(writing: Write) -> None:
        note_told(writing, taken.filling.form, taken.filling.record)

    desk.store.write_now(write)


def take_new(desk: Desk, packs: Packs, form: FormId, parent: RecordId | None, language: Language) -> Taken:
    """A new record below this one, or a root."""
    filling = add(desk, packs, form, parent, language)
    with desk.store.read() as reader:
        return _taken(desk, packs, reader, filling)


def take_new_case(desk: Desk, packs: Packs) -> Taken:
    """Consent comes first."""
    return Taken(filling=_in_its_language(desk, begin_case(desk)), rule=packs.rule(CONSENT), code="", root=None)


def take_no_record(desk: Desk, packs: Packs) -> Taken:
    """The count of a contact of which nothing else is kept."""
    filling = _in_its_language(desk, begin(desk, CONTACT_COUNT))
    return Taken(filling=filling, rule=packs.rule(CONTACT_COUNT), code="", root=None)


def put_away(desk: Desk, taken: Taken) -> Kept:
    """Save it as what it is. Raises Impossible, NotToBeKept."""
    if taken.begins_case:
        opened = open_case(desk, taken.filling)
        return Kept(opened.happened, opened.case)
    return Kept(save_below(desk, taken.filling))


def _taken(desk: Desk, packs: Packs, reader: Reader, filling: Filling, *, half_typed: bool = False) -> Taken:
    above = reader.record(filling.parent or filling.record)
    root = above.root if above is not None else None
    return Taken(
        filling=_in_its_language(desk, filling),
        rule=packs.rule(filling.form.id, desk.library),
        code=code_of(reader, root),
        root=root,
        half_typed=half_typed,
    )


def _in_its_language(desk: Desk, filling: Filling) -> Filling:
    """The form speaks the language that was chosen for it last."""
    if (chosen := language_of(desk, filling.form.id)) is not None:
        filling.session.speak(chosen)
    return filling
