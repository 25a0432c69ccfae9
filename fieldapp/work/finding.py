"""Find a case, a person, a service by what one half remembers: code, name in any spelling, telephone number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.storage.list_values import Hit, Line, Matched
from fieldapp.work.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A case (or another root) that fits. `what`: the name or number that was found, as it was written.

    `line`: how it stands in lists, None for roots that no list shows.
    """

    root: RecordId
    root_form: FormId
    record: RecordId
    form: FormId
    code: str
    what: str
    matched: Matched
    line: Line | None


def find(desk: Desk, sought: str, form: FormId | None = None, limit: int = 50) -> tuple[tuple[Found, ...], bool]:
    """The best first, each root once; and whether there is more. `form`: roots of this form alone."""
    with desk.store.read() as reader:
        hits = reader.search(sought, limit=limit)
        best: dict[RecordId, Hit] = {}
        for hit in hits.hits:
            if form is None or hit.root_form == form:
                best.setdefault(hit.root, hit)
        lines = reader.lines(best)
    return tuple(_found(hit, lines) for hit in best.values()), hits.more


def _found(hit: Hit, lines: Mapping[RecordId, Line]) -> Found:
    return Found(
        root=hit.root,
        root_form=hit.root_form,
        record=hit.record,
        form=hit.form,
        code=hit.code,
        what="" if hit.matched is Matched.CODE else hit.text,
        matched=hit.matched,
        line=lines.get(hit.root),
    )
