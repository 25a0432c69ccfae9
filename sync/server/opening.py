"""Opening the server: its kit, its database, and whether the two belong together."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import select

from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import NO_SPACE
from fieldapp.errors import Mistake
from fieldapp.words import sentence
from sync.protocol import limits
from sync.protocol.errors import Unacceptable
from sync.protocol.kits import ServerKit, read_kit
from sync.server import schema
from sync.server.centre import Centre
from sync.server.database import Database, database_url
from sync.server.files import Files
from sync.server.register import Register

KIT: Final = "organisation.kit"
#: The folder of attached files, sealed.
FILES: Final = "files"


class KitMissing(Mistake):
    """The folder has no kit: the server does not know whose it is."""


class KitForeign(Mistake):
    """The file is no kit, was changed on the way, or is another organisation's than the database."""


def open_centre(folder: Path, database: str | None, clock: Clock) -> Centre:
    """Open what lies in the folder, and make what is not there yet.

    Raises KitMissing, KitForeign, DatabaseUnknown, DatabaseNewer or DatabaseClosed; nothing has been changed then.
    """
    kit = _kit(folder)
    _keep_private(folder)
    opened = Database(database_url(folder, database))
    try:
        opened.migrate()
        opened.forget()
        return _centre(opened, kit, clock, folder)
    except BaseException:
        opened.close()
        raise


def _kit(folder: Path) -> ServerKit:
    path = folder / KIT
    try:
        with path.open("rb") as file:
            return read_kit(file.read(limits.KIT + 1))
    except FileNotFoundError as wrong:
        raise KitMissing(
            sentence(
                "There is no file {name} in {folder}. The coordinator's desk made it when the organisation was set "
                "up. Please copy it into this folder and start again."
            ),
            name=KIT,
            folder=folder,
        ) from wrong
    except (OSError, Unacceptable) as wrong:
        raise KitForeign(
            sentence(
                "The file {path} cannot be used: it is damaged, or it is no kit of an organisation. Please copy it "
                "again from where the coordinator saved it, and start again."
            ),
            path=path,
        ) from wrong


def _keep_private(folder: Path) -> None:
    """The kit holds the server's key: strangers on this computer do not look into the folder."""
    if os.name == "posix":
        with suppress(PermissionError):  # whose folder it is has decided
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) & ~stat.S_IRWXO)


def _centre(database: Database, kit: ServerKit, clock: Clock, folder: Path) -> Centre:
    register = Register(database, kit.trust.root)
    with database.reading() as connection:
        where = schema.head.c.space == NO_SPACE
        held = set(connection.execute(select(schema.head.c.organisation).where(where)).scalars())
    try:
        if held and register.organisation not in held:
            raise _foreign(folder)
        for statement in kit.statements:
            register.add_statement(statement, clock.now())
    except Unacceptable as wrong:
        raise _foreign(folder) from wrong
    return Centre(
        database=database, register=register, files=Files(folder / FILES), key=kit.key, clock=clock, folder=folder
    )


def _foreign(folder: Path) -> KitForeign:
    return KitForeign(
        sentence(
            "The file {path} belongs to another organisation than the server's database. Nothing was changed. "
            "Please start with the kit that this server was set up with, or with an empty folder."
        ),
        path=folder / KIT,
    )
