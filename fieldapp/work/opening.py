"""Open a desk: its file with the vault's key, the forms it knows, and whose it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import WorkerId, new_worker_id
from fieldapp.forms.library import Library, form_ids
from fieldapp.storage.restoring import refuse_elsewhere
from fieldapp.storage.standing import PRACTICE
from fieldapp.storage.store import Store
from fieldapp.storage.write import Write
from fieldapp.vault.unlocked import Vault
from fieldapp.words import Language, spoken
from fieldapp.work.desk import Desk
from fieldapp.work.facts import facts_of_all
from fieldapp.work.importing import learn_imported
from fieldapp.work.versions import keep_built_in

DATABASE: Final = "desk.db"
_WORKER: Final = "worker"


def open_desk(
    vault: Vault, clock: Clock, *, create: bool = False, language: Language | None = None, practice: bool = False
) -> Desk:
    """Everything of one worker, from now until `desk.store.close()`.

    `create`: the desk is new, so its file is made; a file that should be there is never made anew in silence.
    Raises whatever `Store.open` raises, all of it Trouble with a sentence, and NotItsHome.
    """
    library = Library()
    store = Store.open(
        desk_file(vault),
        vault.database_key,
        forms=facts_of_all(library.form(form) for form in form_ids()),
        language=language or spoken(),
        create=create,
    )
    try:
        store.write_now(partial(_keep_apart, create=create, practice=practice))
        store.write_now(partial(keep_built_in, when=clock.now()))
        worker = store.write_now(_whose)
        with store.read() as reader:
            learn_imported(library, reader)
        store.finish_erasing()
        store.sweep()
    except BaseException:
        store.close()
        raise
    return Desk(store, library, clock, worker, vault.identity, practice)


def desk_file(vault: Vault) -> Path:
    """Where the desk's records are."""
    return vault.folder / DATABASE


def _keep_apart(write: Write, *, create: bool, practice: bool) -> None:
    """What is made up is never taken for real work, nor the reverse, whatever folder it was put into."""
    if create and practice:
        write.remember(PRACTICE, value=True)
    refuse_elsewhere(write.recall(PRACTICE) is True, practice=practice)


def _whose(write: Write) -> WorkerId:
    """The worker whose desk this is; drawn at the first opening, before any organisation knows her."""
    known = write.recall(_WORKER)
    if isinstance(known, str):
        return WorkerId(known)
    fresh = new_worker_id()
    write.remember(_WORKER, fresh)
    return fresh
