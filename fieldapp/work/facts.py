"""What the store must know of each form to merge, list, search and count its records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.model import Form, Kind, Question
from fieldapp.storage.values import ColumnKind, FormFacts, ListFields

#: The worst first.
RISKS: Final = ("high", "medium", "low")

_COLUMNS: Final = {Kind.INTEGER: ColumnKind.INTEGER, Kind.DECIMAL: ColumnKind.DECIMAL, Kind.DATE: ColumnKind.DATE}
_CODES: Final = {FormId("gbv_case"): ("code",), FormId("gbv_referral"): ("slip",)}
_LISTED: Final = {
    FormId("gbv_case"): ListFields(
        code=FieldId("code"),
        status=FieldId("status"),
        risk=FieldId("risk"),
        risks=RISKS,
        due=FieldId("next_due"),
        opened=FieldId("opened_on"),
    ),
    FormId("wks_workshop"): ListFields(
        opened=FieldId("starts_on"), due=FieldId("starts_on"), title=(FieldId("workshop_title"),)
    ),
    FormId("service"): ListFields(title=(FieldId("service_name"),)),
}
#: What is asked for often enough to be found without reading every line of the form: by the figures of a month, the
#: day first; by the start page, what nobody has answered.
_REPORTS: Final = {
    FormId("gbv_case"): (("opened_on", "status"),),
    FormId("gbv_incident"): (("date_of_first_report", "status", "gbv_reported_elsewhere"),),
    FormId("gbv_referral"): (("created_at", "status"), ("status", "responded_at")),
    FormId("gbv_contact_count"): (("contact_date",),),
    FormId("wks_session"): (("session_date",),),
}


def facts_of(form: Form, listed: ListFields | None = None) -> tuple[FormFacts, ...]:
    """One for the form itself, and one for each repeat in it. `listed`: how its records stand in lists."""
    by_repeat: dict[str, list[Question]] = {"": []}
    for repeat, question in form.questions():
        by_repeat.setdefault(repeat.id if repeat else "", []).append(question)
    listed = listed or _LISTED.get(form.id)
    return tuple(_facts(form.id, repeat, questions, listed) for repeat, questions in by_repeat.items())


def facts_with(form: Form, before: Iterable[Form], listed: ListFields) -> tuple[FormFacts, ...]:
    """The same, with what was protective, or found by a search, in versions before: their answers are still here."""
    earlier = {facts.repeat: facts for each in before for facts in facts_of(each, listed)}
    return tuple(_joined(facts, earlier.get(facts.repeat)) for facts in facts_of(form, listed))


def _joined(now: FormFacts, before: FormFacts | None) -> FormFacts:
    if before is None:
        return now
    return replace(
        now,
        protective={**before.protective, **now.protective},
        names=tuple(dict.fromkeys((*now.names, *before.names))),
        phones=tuple(dict.fromkeys((*now.phones, *before.phones))),
    )


def facts_of_all(forms: Iterable[Form]) -> tuple[FormFacts, ...]:
    """Of all these forms."""
    return tuple(facts for form in forms for facts in facts_of(form))


def _facts(form: FormId, repeat: str, questions: list[Question], listed: ListFields | None) -> FormFacts:
    return FormFacts(
        form=form,
        repeat=repeat,
        protective={q.id: q.protective for q in questions if q.protective is not None},
        reportable={q.id: _COLUMNS.get(q.kind, ColumnKind.TEXT) for q in questions if q.report and not q.calculated},
        reports=() if repeat else tuple(tuple(map(FieldId, group)) for group in _REPORTS.get(form, ())),
        names=tuple(q.id for q in questions if q.search and not q.phone),
        phones=tuple(q.id for q in questions if q.phone),
        codes=tuple(FieldId(name) for name in _CODES.get(form, ())) if not repeat else (),
        listed=listed if not repeat else None,
    )
