"""Nothing goes on paper without her release, whoever asks: asked here past every window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId, FormId, RecordId, new_record_id
from fieldapp.words import ENGLISH
from fieldapp.work.preparing import try_out
from tests.demo.verify.checks import Check, check
from tests.demo.verify.reopened import Reopened

_CASE: Final = FormId("gbv_case")
_RELEASE: Final = FormId("gbv_release")
_NOBODY: Final = "Somebody she has never heard of"


def withheld(desks: Mapping[str, Reopened]) -> Iterator[Check]:
    """For each case at each desk; and the same question with a release gets a paper, so it can tell the two apart."""
    cases = [(desk, case) for desk in desks.values() for case in _cases(desk)]
    yield check(
        "no referral can be made without a release, also past the windows",
        [f"{desk.name}: a paper about case {case}" for desk, case in cases if _paper(desk, case, _NOBODY, "other")],
        f"{len(cases)} cases at their desks",
    )
    released = [(desk, case, *release) for desk, case in cases for release in _releases(desk, case)]
    yield check(
        "with a release it can be made",
        [f"{desk.name}: to {name}" for desk, case, name, service in released if not _paper(desk, case, name, service)],
        f"{len(released)} releases",
    )


def _paper(desk: Reopened, case: RecordId, agency: str, service: str) -> bytes:
    answers: dict[FieldId, Answer] = {FieldId("agency"): agency, FieldId("service"): service}
    trial = try_out(desk.work, new_record_id(), case, answers, ENGLISH)
    return trial.pdf


def _cases(desk: Reopened) -> list[RecordId]:
    with desk.look() as reader:
        return [stored.id for stored in reader.of_form(_CASE)]


def _releases(desk: Reopened, case: RecordId) -> list[tuple[str, str]]:
    with desk.look() as reader:
        answers = [stored.answers for stored in reader.below(case, _RELEASE)]
    return [
        (str(each[FieldId("release_recipient")]), str(each[FieldId("release_services")]).split()[0]) for each in answers
    ]
