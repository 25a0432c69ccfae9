"""The directory of services: who helps with what, where and when; and whom a case's releases let us ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fieldapp.domain.changes import UPDATE
from fieldapp.domain.consent import Consent, ConsentMissing, Level, Release, read_release, release_for
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.domain.names import fold_name, sort_key
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import sentence, spoken
from fieldapp.work.answered import choices, text
from fieldapp.work.desk import Desk
from fieldapp.work.disclosing import CONSENT, RELEASE, standing_consent
from fieldapp.work.filling import GoneMeanwhile

SERVICE: Final = FormId("service")
#: After so long somebody should call again before a woman is sent there.
FRESH_FOR: Final = timedelta(days=180)
_LEVELS: Final = tuple(Level)
_CHECKED: Final = FieldId("service_checked_on")


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number, and who answers it when."""

    number: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """An entry of the directory. A `secret` address is shown on the screen and stands on no paper."""

    record: RecordId
    name: str
    kinds: tuple[str, ...]
    whom: str
    cost: str
    languages: tuple[str, ...]
    oblast: str
    address: str
    secret: bool
    hours: str
    phones: tuple[Telephone, ...]
    notes: str
    safe_to_write: bool | None
    checked_on: str
    closed: bool
    not_sent: bool

    def needs_a_call(self, today: date) -> bool:
        """Nobody has asked there for half a year, or ever."""
        try:
            return date.fromisoformat(self.checked_on) + FRESH_FOR < today
        except ValueError:
            return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody a case may be referred to. `release`: what may be told today; None: nothing without her word."""

    name: str
    service: Service | None = None
    release: Release | None = None
    ran_out: bool = False


def list_services(desk: Desk, sought: str = "", kind: str = "") -> tuple[Service, ...]:
    """The directory by name, what has closed down at its end. `sought` in any spelling: name, place, number."""
    with desk.store.read() as reader:
        every = [_service(reader, stored) for stored in reader.of_form(SERVICE)]
    words = fold_name(sought).split()
    oblasts = choices(desk.library.form(SERVICE), "oblast", spoken())
    found = [
        each for each in every if (not kind or kind in each.kinds) and _fits(each, oblasts.get(each.oblast, ""), words)
    ]
    return tuple(sorted(found, key=lambda each: (each.closed, sort_key(each.name, spoken()), each.record)))


def look_at_service(desk: Desk, record: RecordId) -> Service | None:
    """One entry; None when it has gone meanwhile."""
    with desk.store.read() as reader:
        stored = reader.record(record)
        return None if stored is None or stored.gone or stored.form != SERVICE else _service(reader, stored)


def still_right(desk: Desk, record: RecordId) -> Happened:
    """Somebody called today, and all of it is as it stands there."""

    def write(writing: Write) -> Happened:
        stored = writing.record(record)
        if stored is None or stored.gone:
            raise GoneMeanwhile(sentence("This record is not here any more. It may have been deleted meanwhile."))
        change = NewChange(
            record=record,
            kind=UPDATE,
            form=SERVICE,
            version=stored.version,
            fields={_CHECKED: desk.today().isoformat()},
            after=stored.heads,
        )
        return writing.save([change], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


def recipients(desk: Desk, case: RecordId) -> tuple[Recipient, ...]:
    """Whom she may be referred to: first those her releases name, then everybody in the directory who is open."""
    with desk.store.read() as reader:
        consent = standing_consent(reader.children(case, form=CONSENT))
        releases = [read_release(each.id, each.answers) for each in reader.children(case, form=RELEASE)]
        services = [_service(reader, stored) for stored in reader.of_form(SERVICE)]
    by_name = {_key(each.name): each for each in services}
    found: dict[str, Recipient] = {}
    for release in releases:
        key = _key(release.recipient)
        holding = _holding(consent, [each for each in releases if _key(each.recipient) == key], desk.today())
        found[key] = Recipient(
            name=release.recipient, service=by_name.get(key), release=holding, ran_out=holding is None
        )
    named = sorted(found.values(), key=lambda each: (each.ran_out, sort_key(each.name, spoken())))
    others = sorted(
        (each for each in services if _key(each.name) not in found and not each.closed),
        key=lambda each: sort_key(each.name, spoken()),
    )
    return (*(each for each in named if each.name), *(Recipient(name=each.name, service=each) for each in others))


def recipient_called(desk: Desk, case: RecordId, name: str) -> Recipient | None:
    """The one with this name, in any spacing and capitals."""
    return next((each for each in recipients(desk, case) if _key(each.name) == _key(name)), None)


def known_names(reader: Reader) -> frozenset[str]:
    """Keys of the names that the directory holds, for whoever brings in another."""
    return frozenset(fold_name(text(each.answers, "service_name")) for each in reader.of_form(SERVICE))


def _holding(consent: Consent | None, releases: list[Release], today: date) -> Release | None:
    """The release among these that holds today for some service, the widest; asked of the one rule there is."""
    held: list[Release] = []
    for release in releases:
        try:
            held.append(release_for(consent, [release], release.recipient, release.services, today))
        except ConsentMissing:
            continue
    return max(held, key=lambda each: (_LEVELS.index(each.level), len(each.services)), default=None)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _fits(service: Service, oblast: str, words: list[str]) -> bool:
    if not words:
        return True
    told = [service.name, service.address, oblast, service.whom]
    haystack = fold_name(" ".join(told))
    digits = "".join(phone.number for phone in service.phones)
    return all(word in haystack or (word.isdigit() and word in digits) for word in words)


def _service(reader: Reader, stored: StoredRecord) -> Service:
    answers = stored.answers
    rows = reader.children(stored.id, form=SERVICE, repeat="service_phones")
    phones = (Telephone(text(each.answers, "service_phone"), text(each.answers, "service_phone_note")) for each in rows)
    return Service(
        record=stored.id,
        name=text(answers, "service_name"),
        kinds=tuple(text(answers, "service_kinds").split()),
        whom=text(answers, "service_for"),
        cost=text(answers, "service_cost"),
        languages=tuple(text(answers, "service_languages").split()),
        oblast=text(answers, "service_oblast"),
        address=text(answers, "service_address"),
        secret=text(answers, "service_address_secret") != "false",
        hours=text(answers, "service_hours"),
        phones=tuple(phone for phone in phones if phone.number),
        notes=text(answers, "service_notes"),
        safe_to_write={"true": True, "false": False}.get(text(answers, "service_safe_to_write")),
        checked_on=text(answers, "service_checked_on"),
        closed=text(answers, "service_closed") == "true",
        not_sent=stored.not_sent,
    )
