"""What was erased for good, and how far it has come: here, on the server, at each desk that held it; for the list of it
and for the certificate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fieldapp.domain.clock import Moment
from fieldapp.domain.codes import Code
from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from fieldapp.papers.certificate import Certificate, DeskWord, ServerWord, certificate
from fieldapp.storage.burying import Counted, KeptErasure
from fieldapp.storage.store import Reader
from fieldapp.words import Language
from fieldapp.work.copying import copies_made
from fieldapp.work.desk import Desk
from fieldapp.work.letterheads import letterhead_of
from sync.client.believing import trust_of
from sync.client.errors import GoneMeanwhile
from sync.client.facts import identity_in
from sync.client.keeping.erasing import carried_by
from sync.client.keeping.snapshots import holds_all
from sync.client.organisation.joining import is_joined
from sync.client.organisation.people import colleagues, space_titles
from sync.client.station import Station
from sync.protocol.cleared import Cleared, read_cleared
from sync.protocol.names import StatementId
from sync.protocol.said import Done
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureSeen:
    """An erasure as it stands. `own`: it was done by her who looks. `done`: when it was done on this desk.

    `here`: how much it was. `keys`: those that opened it were destroyed here. `spread`: it concerns others at all.
    `server`: its signed word, `backup`: the last one of the server before that. `desks`: who else held it, and when
    they confirmed; `shut_out`: who held it, left or was shut out, and has not confirmed. `elsewhere`: spaces that
    nobody has cleared. `waits`: it goes on only once nothing of the space waits here.
    """

    number: Code
    when: Moment
    by: str
    own: bool
    why: str
    done: Moment
    here: Counted
    keys: bool
    spread: bool
    server: ServerWord | None
    backup: Moment | None
    desks: tuple[DeskWord, ...]
    shut_out: tuple[str, ...]
    elsewhere: tuple[str, ...]
    waits: bool


def erasures(station: Station) -> tuple[ErasureSeen, ...]:
    """All that were done here, the newest first."""
    station.identity()
    with station.store.read() as reader:
        trust = trust_of(reader) if is_joined(reader) else None
        words = {word.snapshot: word for word in map(read_cleared, _bodies(reader))}
        called, titles = colleagues(reader), space_titles(reader)
        every = (kept for kept in reader.erasures.every() if kept.done is not None)  # others are claims of a packet
        return tuple(_seen(reader, trust, kept, words, called, titles) for kept in every)


def certificate_of(station: Station, desk: Desk, number: str, code: str, language: Language) -> bytes:
    """The certificate as it stands now; `code`: of the case, while somebody knows it. Raises GoneMeanwhile."""
    found = next((each for each in erasures(station) if each.number == number), None)
    if found is None:
        raise GoneMeanwhile
    with station.store.read() as reader:
        copies = copies_made(reader)
    paper = Certificate(
        number=found.number,
        code=code,
        known_on=station.clock.now(),
        erased=found.when,
        by=found.by,
        why=found.why,
        here=found.done,
        records=found.here.records,
        changes=found.here.changes,
        drafts=found.here.drafts,
        files=found.here.files,
        keys=found.keys,
        has_server=found.spread,
        server=found.server,
        desks=found.desks,
        papers=found.here.papers,
        copies=tuple(each for each in copies if each.utc <= found.done.utc),
        backup=found.backup,
        shut_out=found.shut_out,
        elsewhere=found.elsewhere,
        letterhead=letterhead_of(desk).organisation,
        sample=desk.practice,
    )
    return certificate(paper, language)


def _bodies(reader: Reader) -> Iterator[bytes]:
    return (word.body for word in reader.sync.words_of_server())


def _seen(
    reader: Reader,
    trust: Trust | None,
    kept: KeptErasure,
    words: Mapping[StatementId, Cleared],
    called: Mapping[WorkerId, str],
    titles: Mapping[SpaceId, str],
) -> ErasureSeen:
    erasure, spaces = kept.erasure, kept.erasure.spaces if trust is not None else ()
    by_space = {} if trust is None else {space: carried_by(reader, trust, space, kept) for space in spaces}
    said = [found for found in by_space.values() if found is not None]
    word = next((words[each.id] for each in said if each.id in words), None)
    desks, lost = _desks(reader, trust, spaces, said, called) if trust is not None else ((), ())
    return ErasureSeen(
        number=erasure.number,
        when=erasure.when,
        by=called.get(erasure.who, ""),
        own=erasure.who == identity_in(reader).worker,
        why=erasure.why,
        done=kept.done or erasure.when,
        here=kept.counted,
        keys=bool(said) and _keys_are_gone(reader, trust, spaces),
        spread=bool(spaces),
        server=None if word is None else ServerWord(packets=word.chunks, files=word.files, at=word.when),
        backup=None if word is None else word.backup,
        desks=desks,
        shut_out=lost,
        elsewhere=tuple(titles.get(space, "") for space in spaces[1:] if by_space[space] is None),
        waits=kept.counted.own and not said and any(not holds_all(reader, space) for space in spaces),
    )


def _keys_are_gone(reader: Reader, trust: Trust | None, spaces: tuple[SpaceId, ...]) -> bool:
    keys = [key for space in spaces for key in reader.sync.space_keys(space)]
    return trust is not None and all(key.number >= trust.voided.get(key.space, 0) for key in keys)


def _desks(
    reader: Reader, trust: Trust, spaces: tuple[SpaceId, ...], said: list[Statement], called: Mapping[WorkerId, str]
) -> tuple[tuple[DeskWord, ...], tuple[str, ...]]:
    """The other desks that could read it, and those of them that were shut out and have not confirmed."""
    me, wanted = identity_in(reader).desk, {each.id for each in said}
    confirmed: dict[DeskId, Moment] = {}
    for each in trust.statements.values():
        if isinstance(each.said, Done) and each.said.what in wanted and each.by is not None:
            confirmed[each.by] = each.when
    wiped = {each.by for each in trust.statements.values() if isinstance(each.said, Done) and each.by in trust.revoked}
    words, lost = list[DeskWord](), list[str]()
    for desk, certificate_ in trust.desks.items():
        name = called.get(certificate_.worker, "")
        if desk == me or not (trust.is_officer(desk) or any(trust.belonged(desk, space) for space in spaces)):
            continue
        holds = any(trust.may_read(desk, space) for space in spaces) or (bool(spaces) and trust.is_officer(desk))
        if desk in confirmed or holds:
            words.append(DeskWord(worker=name, at=confirmed.get(desk)))
        elif desk not in wiped:
            lost.append(name)
    return tuple(sorted(words, key=lambda each: each.worker)), tuple(sorted(lost))
