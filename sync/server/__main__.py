"""Starts the server: python -m sync.server --data DIR --listen HOST:PORT [--database URL], with https if it has a
certificate: [--certificate FILE --key FILE]
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from fieldapp.domain.clock import SystemClock
from fieldapp.errors import FieldappError
from fieldapp.words import say
from sync.server.backups import note_backup
from sync.server.opening import open_centre
from sync.server.running import listen, seal_of, serve, url_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop. 0: stopped cleanly; 2: something is missing or wrong, and was said."""
    asked = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("sync.server").setLevel(logging.INFO)
    if os.name == "posix":
        os.umask(0o077)
    if asked.note_backup:
        note_backup(asked.data, SystemClock().now())
        return 0
    try:
        seal = seal_of(asked.certificate, asked.key)
        listening = listen(asked.listen)
        with listening:
            centre = open_centre(asked.data, asked.database, SystemClock())
            serve(centre, listening, partial(_tell, url_of(listening, seal), listening.getsockname()[1]), seal)
    except FieldappError as wrong:
        sys.stderr.write(f"{wrong.sentence.said()}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sync.server",
        description=say("The organisation's central server. It keeps what desks send, and cannot read it."),
    )
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="DIR",
        help=say("the server's folder; organisation.kit must lie in it"),
    )
    parser.add_argument(
        "--listen", metavar="HOST:PORT", help=say("where desks reach it; port 0 takes a free one"), default=""
    )
    parser.add_argument(
        "--note-backup",
        action="store_true",
        help=say("note that a backup of the folder was made just now, and end; certificates of erasure name its day"),
    )
    parser.add_argument(
        "--database", metavar="URL", help=say("a PostgreSQL database, in the place of a file in the server's folder")
    )
    parser.add_argument(
        "--certificate", type=Path, metavar="FILE", help=say("the server's certificate (PEM), so that desks use https")
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help=say("the certificate's key (PEM), without a passphrase")
    )
    return parser


def _tell(url: str, port: int) -> None:
    """Say where it listens, and then the port alone, for a program that has started it."""
    sys.stdout.write(say("The server listens at {url}. Ctrl-C stops it.", url=url) + f"\n{port}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
