"""Forms on their way to colleagues: a form that somebody brought in for all is a record of the organisation, packed."""

from __future__ import annotations

import base64
import binascii
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, cast

from fieldapp.domain.answers import Answer, Json, canonical
from fieldapp.domain.changes import CREATE
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, FormId, RecordId, SpaceId, WorkerId, new_record_id
from fieldapp.errors import Trouble
from fieldapp.forms.encoding import CompiledFormUnreadable, form_from_json
from fieldapp.forms.library import load_form
from fieldapp.forms.model import Form
from fieldapp.forms.versions.mapping import Renames, Spot
from fieldapp.storage.read import Reader
from fieldapp.storage.values import NewChange, StoredRecord
from fieldapp.words import sentence
from fieldapp.work.answered import text

SHARED: Final = FormId("shared_form")
#: The longest packed form, in characters: with all around it, it still is one change that can be sent.
MOST: Final = 900_000
#: The longest form that is unpacked, and the memory it may take, in bytes.
_UNPACKED: Final = 32 * 1024 * 1024
_MEMORY: Final = 128 * 1024 * 1024


class NotUnpacked(Trouble):
    """What a colleague sent is no form that this program can read."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This form cannot be used by this program: it was sent by a newer one, or is damaged. Records are "
                "safe. Install the newest program, or ask for the form as a file."
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedForm:
    """A form as a colleague sent it. `names`: questions that bear another name than before, as she said."""

    record: RecordId
    form: FormId
    title: str
    version: str
    digest: str
    who: WorkerId
    when: Moment
    names: Renames
    packed: str

    def unpacked(self) -> Form:
        """The form itself. Raises NotUnpacked."""
        try:
            form = form_from_json(_unpack(self.packed).decode())
        except (CompiledFormUnreadable, ValueError, lzma.LZMAError, binascii.Error) as wrong:
            raise NotUnpacked from wrong
        if form.id != self.form or form.version != self.version:
            raise NotUnpacked
        return form


def shared_forms(reader: Reader, form: FormId | None = None) -> Iterator[SharedForm]:
    """All that colleagues, or she herself, sent, the oldest first."""
    for stored in reader.of_form(SHARED):
        if form in (None, text(stored.answers, "form_name")):
            yield _read(stored)


def to_send(form: Form, compiled: str, digest: str, names: Renames, space: SpaceId) -> NewChange | None:
    """The record that carries the form to colleagues; None when it is too big to be sent."""
    packed = base64.b64encode(lzma.compress(compiled.encode())).decode()
    if len(packed) > MOST:
        return None
    rows: Json = [[*old, *new] for old, new in names.items()]
    answers: dict[str, Answer | None] = {
        "form_title": form.title,
        "form_name": form.id,
        "form_version": form.version,
        "form_digest": digest,
        "form_names": canonical(rows),
        "form_packed": packed,
    }
    return NewChange(
        record=new_record_id(),
        kind=CREATE,
        form=SHARED,
        version=load_form(SHARED).version,
        fields={FieldId(name): answer for name, answer in answers.items()},
        space=space,
    )


def _read(stored: StoredRecord) -> SharedForm:
    answers = stored.answers
    return SharedForm(
        record=stored.id,
        form=FormId(text(answers, "form_name")),
        title=text(answers, "form_title"),
        version=text(answers, "form_version"),
        digest=text(answers, "form_digest"),
        who=stored.author,
        when=stored.created,
        names=_names(text(answers, "form_names")),
        packed=text(answers, "form_packed"),
    )


def _names(said: str) -> Renames:
    try:
        rows = cast("list[list[str]]", json.loads(said or "[]"))
        return {Spot(FieldId(a), FieldId(b)): Spot(FieldId(c), FieldId(d)) for a, b, c, d in rows}
    except (ValueError, TypeError):
        return {}


def _unpack(packed: str) -> bytes:
    """What a colleague sent takes no more memory than a form may."""
    reader = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MEMORY)
    unpacked = reader.decompress(base64.b64decode(packed, validate=True), _UNPACKED)
    if not reader.eof:
        raise NotUnpacked
    return unpacked
