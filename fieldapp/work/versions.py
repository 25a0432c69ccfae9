"""The versions of forms that this desk has had: kept compiled, so that an old record can be read in its own words.

A form that takes the place of another is only another way to ask; what was answered stays what was answered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.encoding import CompiledFormUnreadable, form_from_json
from fieldapp.forms.library import Library, compiled_text, form_ids
from fieldapp.forms.model import Form
from fieldapp.forms.versions.lineage import Lineage
from fieldapp.forms.versions.mapping import Renames, Spot
from fieldapp.storage.read import Reader
from fieldapp.storage.write import Write
from fieldapp.work.desk import Desk
from fieldapp.work.shared_forms import NotUnpacked, shared_forms

#: The desk's fact that tells which version of each built-in form was kept last: {form: version}.
_BUILT_IN: Final = "built-in versions"


def keep_version(write: Write, form: FormId, version: str, text: str, when: Moment) -> None:
    """Keep a compiled form beside those that were here before; the same one is kept once."""
    digest = digest_of(text)
    kept = [each for each in _versions(write, form) if each[1] != digest]
    write.remember(_key(form, digest), text)
    write.remember(_list(form), cast("Json", [*kept, [version, digest, when.text]]))


def keep_built_in(write: Write, when: Moment) -> None:
    """At the opening of a desk: what a new program brings is kept, so that the next one still has its words."""
    known = cast("dict[str, str]", write.recall(_BUILT_IN) or {})
    library = Library()
    versions = {form: library.form(form).version for form in form_ids()}
    fresh = {form: version for form, version in versions.items() if known.get(form) != version}
    for form, version in fresh.items():
        keep_version(write, form, version, compiled_text(form), when)
    if fresh:
        write.remember(_BUILT_IN, cast("Json", {**known, **fresh}))


def accept_renames(write: Write, form: FormId, renames: Renames) -> None:
    """A person said that these are new names of questions of before."""
    known = {**accepted_names(write, form), **renames}
    rows: Json = [[*old, *new] for old, new in known.items()]
    write.remember(_names(form), rows if known else None)


def accepted_names(reader: Reader, form: FormId) -> dict[Spot, Spot]:
    """All new names that were accepted at this desk."""
    rows = cast("list[list[str]]", reader.recall(_names(form)) or [])
    return {
        Spot(FieldId(around), FieldId(old)): Spot(FieldId(within), FieldId(new)) for around, old, within, new in rows
    }


def was_here(reader: Reader, form: FormId, digest: str) -> bool:
    """Whether this version was here before."""
    return any(each[1] == digest for each in _versions(reader, form))


def lineage_of(desk: Desk, reader: Reader, form: FormId) -> Lineage:
    """The form with the versions that were here before it. Raises NoSuchForm."""
    known = desk.library.lineage(form)
    now = desk.library.form(form)
    if known is None or known.now is not now:
        known = Lineage(now, tuple(_before(reader, now)), accepted_names(reader, form))
        desk.library.trace(known)
    return known


def digest_of(text: str) -> str:
    """What tells compiled forms apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _before(reader: Reader, now: Form) -> Iterator[Form]:
    """The latest first, then what colleagues sent and was never here: they have records in it.

    One that this program cannot read any more is passed over: its records open all the same.
    """
    seen: set[str] = set()
    for _, digest, _ in reversed(_versions(reader, now.id)):
        with suppress(CompiledFormUnreadable):
            form = form_from_json(str(reader.recall(_key(now.id, digest))))
            if not (form.version == now.version and _same(form, now)):
                yield form
        seen.add(digest)
    for shared in reversed(list(shared_forms(reader, now.id))):
        if shared.digest not in seen:
            with suppress(NotUnpacked):
                form = shared.unpacked()
                if not (form.version == now.version and _same(form, now)):
                    yield form
        seen.add(shared.digest)


def _same(one: Form, other: Form) -> bool:
    return (one.children, one.lists) == (other.children, other.lists)


def _versions(reader: Reader, form: FormId) -> list[list[str]]:
    return cast("list[list[str]]", reader.recall(_list(form)) or [])


def _list(form: FormId) -> str:
    return f"form versions {form}"


def _key(form: FormId, digest: str) -> str:
    return f"form version {form} {digest}"


def _names(form: FormId) -> str:
    return f"form names {form}"
