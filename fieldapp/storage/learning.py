"""When the store is told something new of a form, what was worked out from its records is worked out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from fieldapp.domain.ids import RecordId
from fieldapp.domain.names import sort_key
from fieldapp.storage.engine import Connection
from fieldapp.storage.facts import KnownForm, KnownForms, facts_to_text, known_forms
from fieldapp.storage.projection import make_table
from fieldapp.storage.records import Touched, refold
from fieldapp.storage.showing import show, show_root
from fieldapp.storage.values import FormFacts
from fieldapp.words import Language

_PUT: Final = "INSERT OR REPLACE INTO form_facts (number, form, repeat, facts) VALUES (?, ?, ?, ?)"


def learn(database: Connection, told: Iterable[FormFacts], language: Language) -> KnownForms:
    """Everything known of forms after this; cheap when nothing is new."""
    forms = known_forms(database)
    for facts in told:
        before = forms.of(facts.form, facts.repeat)
        if before is not None and facts_to_text(before.facts) == facts_to_text(facts):
            continue
        taken = max((known.number for known in forms.by_key.values()), default=0)
        now = KnownForm(facts, taken + 1 if before is None else before.number)
        database.execute(_PUT, (now.number, facts.form, facts.repeat, facts_to_text(facts)))
        forms = KnownForms({**forms.by_key, (facts.form, facts.repeat): now})
        _work_out_again(database, forms, now, before, language)
    return forms


def sort_titles(database: Connection, language: Language) -> None:
    """Give every line in lists the sort key of this language."""
    titles = database.execute("SELECT row, title FROM listed WHERE title <> ''").fetchall()
    database.executemany(
        "UPDATE listed SET title_key = ? WHERE row = ?", [(sort_key(title, language), row) for row, title in titles]
    )


def _work_out_again(
    database: Connection, forms: KnownForms, now: KnownForm, before: KnownForm | None, language: Language
) -> None:
    make_table(database, now)
    touched = Touched()
    if before is None or before.facts.protective != now.facts.protective:
        for record in _records(database, now, "conflicts > 0"):
            refold(database, forms, record, touched)
    if before is None or replace(before.facts, protective={}, reportable={}, reports=()) != replace(
        now.facts, protective={}, reportable={}, reports=()
    ):
        touched.records.update(_records(database, now, "true"))
        touched.roots.update(touched.records)
    for record in touched.records:
        show(database, forms, record)
    for root in touched.roots:
        show_root(database, forms, root, language)


def _records(database: Connection, form: KnownForm, condition: str) -> list[RecordId]:
    rows = database.execute(
        f"SELECT id FROM record WHERE form = ? AND repeat = ? AND {condition}",
        (form.facts.form, form.facts.repeat),
    )
    return [RecordId(record) for (record,) in rows]
