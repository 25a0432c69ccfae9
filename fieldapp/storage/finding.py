"""Search as one types: whole words first, then beginnings, then parts of words; codes and phones beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.domain.names import fold_name, sort_key
from fieldapp.storage.encoding import answers_from_text
from fieldapp.storage.engine import Connection
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.list_values import Hit, Hits, Matched
from fieldapp.storage.searching import code_fields, fold_code, fold_phone, name_fields, texts
from fieldapp.words import Language

#: A trigram index knows no part of a word shorter than this.
SHORTEST_PART: Final = 3
_SHORTEST_BEGINNING: Final = 2
_SHORTEST_PHONE: Final = 4
_WORDS: Final = "SELECT rowid FROM found_words WHERE found_words MATCH ? LIMIT ?"
_A_PHONE: Final = re.compile(r"[\d\s()+\-–.]+")
_RECORD: Final = """
SELECT record.id, record.form, record.repeat, record.answers, root.id, root.form, coalesce(listed.code, '')
FROM record JOIN record AS root ON root.id = record.root LEFT JOIN listed ON listed.row = root.row
WHERE record.row = ?
"""


def search(database: Connection, forms: KnownForms, language: Language, text: str, limit: int) -> Hits:
    """Records whose name, code or phone this text may mean, at most `limit`, the best first."""
    found: dict[int, tuple[int, Matched]] = {}
    for stage, (matched, rows) in enumerate(_stages(database, text, limit + 1)):
        for row in rows:
            found.setdefault(row, (stage, matched))
        if len(found) > limit:
            break
    hits = [(stage, _hit(database, forms, row, matched)) for row, (stage, matched) in found.items()]
    hits.sort(key=lambda one: (one[0], sort_key(one[1].text, language), one[1].code, one[1].record))
    return Hits(tuple(hit for _, hit in hits[:limit]), len(hits) > limit)


def _stages(database: Connection, text: str, limit: int) -> Iterator[tuple[Matched, list[int]]]:
    code, digits, words = fold_code(text), fold_phone(text), fold_name(text).split()
    if len(code) >= SHORTEST_PART and any(sign.isdigit() for sign in code):
        yield Matched.CODE, _rows(database, _WORDS, f'codes : "{code}" *', limit)
    if len(digits) >= _SHORTEST_PHONE and _A_PHONE.fullmatch(text):
        yield Matched.PHONE, parts(database, "phones", [digits], limit)
        if len(digits) > 9 and digits.startswith("8"):  # as one dials from home in Tajikistan or Uzbekistan
            yield Matched.PHONE, parts(database, "phones", [digits[1:]], limit)
    if words:
        yield Matched.NAME, _rows(database, _WORDS, _all_of("names", words, ""), limit)
        yield Matched.NAME, beginnings(database, words, limit)
        yield Matched.NAME, parts(database, "names", words, limit)
    if len(code) >= SHORTEST_PART:
        yield Matched.CODE, parts(database, "codes", [code], limit)


def beginnings(database: Connection, words: list[str], limit: int) -> list[int]:
    """Rows in whose names each of these begins a word; none when one is so short that it begins half of all words."""
    if any(len(word) < _SHORTEST_BEGINNING for word in words):
        return []
    return _rows(database, _WORDS, _all_of("names", words, " *"), limit)


def parts(database: Connection, column: str, wanted: list[str], limit: int) -> list[int]:
    """Rows whose column has each of these somewhere in it; none when one is too short for the index."""
    if any(len(part) < SHORTEST_PART for part in wanted):
        return []
    conditions = " AND ".join(f"{column} GLOB ?" for _ in wanted)
    rows = database.execute(
        f"SELECT rowid FROM found_parts WHERE {conditions} LIMIT ?", (*(f"*{_plain(part)}*" for part in wanted), limit)
    )
    return [row for (row,) in rows]


def _all_of(column: str, words: list[str], star: str) -> str:
    """What is folded has letters and digits alone, so that quotes are enough."""
    return " AND ".join(f'{column} : "{word}"{star}' for word in words)


def _plain(part: str) -> str:
    return re.sub(r"[*?\[\]]", "", part)


def _rows(database: Connection, query: str, wanted: str, limit: int) -> list[int]:
    return [row for (row,) in database.execute(query, (wanted, limit))]


def _hit(database: Connection, forms: KnownForms, row: int, matched: Matched) -> Hit:
    record, form, repeat, answers, root, root_form, code = database.execute(_RECORD, (row,)).fetchone()
    known = forms.of(form, repeat)
    fields: tuple[FieldId, ...] = ()
    if known is not None:
        by_kind = {Matched.NAME: name_fields, Matched.CODE: code_fields}
        fields = by_kind[matched](known.facts) if matched in by_kind else known.facts.phones
    return Hit(
        root=RecordId(root),
        root_form=FormId(root_form),
        code=code,
        record=RecordId(record),
        form=FormId(form),
        matched=matched,
        text=" ".join(texts(fields, answers_from_text(answers))),
    )
