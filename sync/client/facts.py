"""What a desk remembers of itself for the sync, as values; the store keeps it as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.ids import DeskId, WorkerId, new_desk_id, new_worker_id
from fieldapp.storage.store import Reader, Store, Write
from sync.client.talk.transport import clean_address
from sync.protocol.keys import VerifyKey

#: `fieldapp.work.desk.remember_memberships` writes it too.
_WORKER: Final = "worker"
_DESK: Final = "sync desk"
_ROOT: Final = "sync root"
_ADDRESS: Final = "sync address"
_SEED: Final = "sync server seed"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this desk is. `root` is the organisation's key, None before it was met; `address` may be ""."""

    desk: DeskId
    worker: WorkerId
    root: VerifyKey | None
    address: str


def identity(store: Store) -> Identity:
    """Who this desk is; drawn at the first asking."""

    def draw(write: Write) -> None:
        if write.recall(_DESK) is None:
            write.remember(_DESK, new_desk_id())
        if write.recall(_WORKER) is None:
            write.remember(_WORKER, new_worker_id())

    with store.read() as reader:
        known = reader.recall(_DESK) is not None and reader.recall(_WORKER) is not None
    if not known:
        store.write_now(draw)
    with store.read() as reader:
        return identity_in(reader)


def identity_in(reader: Reader) -> Identity:
    """The same, inside a transaction, once it was drawn."""
    root = reader.recall(_ROOT)
    return Identity(
        desk=DeskId(str(reader.recall(_DESK))),
        worker=WorkerId(str(reader.recall(_WORKER))),
        root=None if root is None else VerifyKey(str(root)),
        address=str(reader.recall(_ADDRESS) or ""),
    )


def remember_root(write: Write, root: VerifyKey) -> None:
    """From now on this organisation's word counts here."""
    write.remember(_ROOT, root.hex)


def forget_root(write: Write) -> None:
    """It was another organisation's code."""
    write.remember(_ROOT, None)


def remember_worker(write: Write, worker: WorkerId) -> None:
    """Whose desk this is."""
    write.remember(_WORKER, worker)


def remember_address(write: Write, address: str) -> None:
    """Where the server is; "" for nowhere. Raises AddressWrong."""
    write.remember(_ADDRESS, clean_address(address) if address.strip() else None)


def remember_server_seed(write: Write, seed: bytes) -> None:
    """The server's signing key, at the desk that founded the organisation: for its kit, which may get lost."""
    write.remember(_SEED, seed.hex())


def server_seed(reader: Reader) -> bytes | None:
    """The server's signing key; None at every desk but the founder's."""
    seed = reader.recall(_SEED)
    return None if seed is None else bytes.fromhex(str(seed))
