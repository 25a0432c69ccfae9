"""Everything that is worked out from a record for lists, search and figures, kept in step with it.

A record is shown when the record above it is here and neither it nor one above it was deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.domain.names import sort_key
from fieldapp.storage.encoding import answers_from_text
from fieldapp.storage.engine import Connection, Scalar
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.projection import project, unproject
from fieldapp.storage.rows import write_row
from fieldapp.storage.searching import found_by, index
from fieldapp.storage.values import ListFields
from fieldapp.words import Language

#: Stands where nothing is due: after every date.
NOT_DUE: Final = "~"
_RECORD: Final = """
SELECT row, form, repeat, root, space, author, created, answers, root <> '' AND NOT gone FROM record WHERE id = ?
"""
_ROOT: Final = """
SELECT row, form, space, author, answers, parent = '' AND NOT gone,
       (SELECT max(changed_at) FROM record WHERE root = this.id),
       (SELECT sum(conflicts) FROM record WHERE root = this.id)
FROM record AS this WHERE id = ?
"""


def show(database: Connection, forms: KnownForms, record: RecordId) -> None:
    """Bring the record's line in the figures, and what it is found by, up to date."""
    row, form, repeat, root, space, author, created, answers, shown = database.execute(_RECORD, (record,)).fetchone()
    known = forms.of(form, repeat)
    if known is None:
        return
    if not shown:
        unproject(database, known, row)
        index(database, row, ("", "", ""))
        return
    read = answers_from_text(answers)
    project(database, known, (row, root, space, author, created[:10]), read)
    index(database, row, found_by(known.facts, read))


def show_root(database: Connection, forms: KnownForms, root: RecordId, language: Language) -> None:
    """Bring the root's line in lists up to date."""
    found = database.execute(_ROOT, (root,)).fetchone()
    if found is None:
        return
    row, form, space, author, answers, shown, changed, conflicts = found
    known = forms.of(form, "")
    if known is None or known.facts.listed is None or not shown:
        database.execute("DELETE FROM listed WHERE row = ?", (row,))
        return
    line = {"row": row, "tie": row, "id": root, "form": form, "space": space, "author": author, "changed": changed}
    told = _told(known.facts.listed, answers_from_text(answers), language)
    write_row(database, "listed", "row", {**line, **told, "conflicts": conflicts})


def _told(fields: ListFields, answers: Mapping[FieldId, Answer], language: Language) -> dict[str, Scalar]:
    """What the record's answers are to its line."""
    risk = _text(answers, fields.risk)
    title = " ".join(filter(None, (_text(answers, name) for name in fields.title)))
    return {
        "code": _text(answers, fields.code),
        "status": _text(answers, fields.status),
        "risk": fields.risks.index(risk) if risk in fields.risks else len(fields.risks),
        "due": _text(answers, fields.due) or NOT_DUE,
        "opened": _text(answers, fields.opened),
        "title": title,
        "title_key": sort_key(title, language) if title else "",
    }


def _text(answers: Mapping[FieldId, Answer], name: FieldId | None) -> str:
    answer = None if name is None else answers.get(name)
    return answer if isinstance(answer, str) else ""
