"""Cases to be erased, and how one looks for what is left of them."""

from __future__ import annotations

from contextlib import suppress
from random import Random

from fieldapp.domain.codes import new_code
from fieldapp.domain.erasing import WhyErased
from fieldapp.domain.ids import FieldId, RecordId
from sync.client.keeping.erasing import erase
from sync.client.records.spaces import keys_of
from sync.protocol.chunks import read_chunk
from sync.protocol.errors import Unacceptable
from sync.protocol.sealing import open_chunk
from tests.fieldapp.storage.making import Desk
from tests.fieldapp.storage.test_secrecy import residue
from tests.sync.client.making import CASE, INCIDENT, Person, Team
from tests.together.talking import Talker

NAME, OTHER = "Анараканарейка", "Бермет"
CODE = new_code(Random(7))


def a_case(person: Person, code: str = CODE, name: str = NAME) -> RecordId:
    case = person.create(CASE, code=code)
    person.create(INCIDENT, case, note=f"at home, {name}")
    return case


def erased_by(person: Person, case: RecordId, typed: str = CODE) -> None:
    erase(person.station, person.desk, case, WhyErased.ASKED, typed)


def talk(*talkers: Talker, times: int = 1) -> None:
    for _ in range(times):
        for talker in talkers:
            talker.talk()


def notes(person: Person) -> set[str]:
    with person.store.read() as reader:
        return {str(each.answers.get(FieldId("note"))) for each in reader.of_form(INCIDENT)}


def epochs_held(person: Person, team: Team) -> list[int]:
    with person.store.read() as reader:
        return [key.number for key in reader.sync.space_keys(team.caseload)]


def opens_with(team: Team, chunks: list[bytes], word: str) -> bool:
    """Whether any desk opens any of these and finds the word."""
    for person in team.everybody:
        with person.store.read() as reader:
            keys = keys_of(reader)
        for raw in chunks:
            with suppress(Unacceptable):
                if word in repr(open_chunk(read_chunk(raw), keys)):
                    return True
    return False


def residue_of(person: Person, *words: str) -> list[str]:
    return residue(Desk(person.store), *words)
