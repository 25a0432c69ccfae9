"""What the store was told of each form, and the number of that form's typed table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.storage.engine import Connection
from fieldapp.storage.values import ColumnKind, FormFacts, ListFields

Key = tuple[FormId, str]


@dataclass(frozen=True, slots=True)
class KnownForm:
    """A form's facts with its typed table."""

    facts: FormFacts
    number: int

    @property
    def table(self) -> str:
        """The name of the typed table."""
        return f"answers_{self.number}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The typed table's columns for `facts.reportable`, in that order."""
        return tuple(f"c{place}" for place in range(len(self.facts.reportable)))


@dataclass(frozen=True, slots=True)
class KnownForms:
    """All forms the store was told of."""

    by_key: Mapping[Key, KnownForm]

    def of(self, form: str, repeat: str) -> KnownForm | None:
        """The facts of a form or of a repeat in it; None for one the store was never told of."""
        return self.by_key.get((FormId(form), repeat))


NO_FORMS: Final = KnownForms({})


def known_forms(database: Connection) -> KnownForms:
    """What the store was told of forms up to now."""
    rows = database.execute("SELECT form, repeat, number, facts FROM form_facts")
    return KnownForms(
        {
            (FormId(form), repeat): KnownForm(_facts_from_text(FormId(form), repeat, text), number)
            for form, repeat, number, text in rows
        }
    )


def facts_to_text(facts: FormFacts) -> str:
    """Canonical JSON of the facts, without form and repeat: equal for equal facts."""
    listed = facts.listed
    parts: dict[str, Json] = {
        "protective": {name: [*values] for name, values in facts.protective.items()},
        "reportable": [[name, kind.value] for name, kind in facts.reportable.items()],
        "reports": [[*group] for group in facts.reports],
        "names": [*facts.names],
        "phones": [*facts.phones],
        "codes": [*facts.codes],
        "listed": None
        if listed is None
        else {
            "code": listed.code,
            "status": listed.status,
            "risk": listed.risk,
            "risks": [*listed.risks],
            "due": listed.due,
            "opened": listed.opened,
            "title": [*listed.title],
        },
    }
    return canonical(parts)


def _facts_from_text(form: FormId, repeat: str, text: str) -> FormFacts:
    parts = json.loads(text)
    listed = parts["listed"]
    return FormFacts(
        form=form,
        repeat=repeat,
        protective={FieldId(name): tuple(values) for name, values in parts["protective"].items()},
        reportable={FieldId(name): ColumnKind(kind) for name, kind in parts["reportable"]},
        reports=tuple(tuple(map(FieldId, group)) for group in parts["reports"]),
        names=tuple(map(FieldId, parts["names"])),
        phones=tuple(map(FieldId, parts["phones"])),
        codes=tuple(map(FieldId, parts["codes"])),
        listed=listed and ListFields(**{**listed, "risks": tuple(listed["risks"]), "title": tuple(listed["title"])}),
    )
