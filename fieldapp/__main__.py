"""What can be asked of forms at the command line: `python -m fieldapp form check FILE`, `… form table FILE.json`.

Neither windows nor the reader of workbooks is loaded before it is needed.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from fieldapp.words import Language, say


def main(arguments: Sequence[str] | None = None) -> int:
    """0: all is well; 1: something is wrong and was said; 2: what was asked for cannot be done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of old may know no Cyrillic
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = _parser()
    asked = parser.parse_args(arguments)
    match getattr(asked, "work", None):
        case "check":
            return _check(asked)
        case "table":
            return _table(asked)
        case _:
            parser.print_help()
            return 0


def _check(asked: argparse.Namespace) -> int:
    from fieldapp.forms.checking.command import check  # noqa: PLC0415 - half the program, needed here alone

    return check(asked.file, Language(asked.language), as_json=asked.json)


def _table(asked: argparse.Namespace) -> int:
    from fieldapp.forms.table import main as run_table  # noqa: PLC0415 - half the program, needed here alone

    return run_table(asked.file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m fieldapp",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="\n".join(
            (
                say("The program itself starts with: python -m ui.main"),
                say("At the command line: form check FILE [--json] [--language CODE], form table FILE.json"),
            )
        ),
    )
    form = parser.add_subparsers(metavar="form").add_parser("form", help=say("check a form, or run a table of rules"))
    kinds = form.add_subparsers(dest="work", required=True)
    check = kinds.add_parser("check", help=say("say everything that is wrong with a form, and how to mend it"))
    check.add_argument("file", type=Path, metavar="FILE", help=say("a workbook (.xlsx, .xls, .csv, .md)"))
    check.add_argument("--json", action="store_true", help=say("say it for a program"))
    check.add_argument("--language", default="en", metavar="CODE", help=say("the language of the sentences: en, ru"))
    table = kinds.add_parser("table", help=say("run a table of expressions and what each must give"))
    table.add_argument("file", type=Path, metavar="FILE.json", help=say("the table"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
