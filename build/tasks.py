"""Everything one does with a checkout, on Linux and Windows, with nothing but Python: `python3 build/tasks.py VERB`.

    run            open the program (without a screen: the demo)
    test           pass all tests
    demo           do the whole job once, by itself: --out DIR, --form FILE.xlsx, --language en|ru
    verify DIR     look again at what a demo left in DIR
    bench [NAME]   measure: store, start, forms, merge, papers, sync; --json
    check          ruff, mypy, import-linter
    translate      bring the catalogues of sentences up to date
    lock           find library versions anew and write build/requirements/

Each makes what it needs first, in .venv and nowhere else. What follows a verb is handed on.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python is told so
    sys.exit("Fieldapp needs Python 3.11 to 3.14; this is {}.{}.".format(*sys.version_info))

import workplace
from debian import Stop
from workplace import DEV, RUN, TEST, say

#: What is a file or a folder of hers, seen from where she stands.
PATHS_FOLLOW = ("--out", "--form", "--home")


def run(rest: list[str]) -> int:
    """Open the program; where there is no screen, say so and let the demo show it."""
    if workplace.has_screen():
        workplace.ready(RUN)
        return workplace.python("-m", "ui.main", *absolute(rest))
    say("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so this runs the demo instead.")
    return demo(rest)


def test(rest: list[str]) -> int:
    """Run the tests: all of them on all cores, or those that are named."""
    workplace.ready(TEST)
    every = not any(Path(part.split("::")[0]).exists() for part in rest)
    hands = min((os.cpu_count() or 1) + 1, 4)  # they wait for the disk a third of the time
    cores = ["-n", str(hands), "--dist", "loadfile"] if every else []
    return workplace.python("-m", "pytest", *cores, *rest)


def demo(rest: list[str]) -> int:
    """Do the main job with real windows, a real server and real files."""
    workplace.ready(TEST)
    return workplace.python("-m", "tests.demo", *absolute(rest))


def verify(rest: list[str]) -> int:
    """Reopen what a demo left, as a stranger would."""
    if len(rest) != 1:
        raise Stop("Say which folder to look at: python3 build/tasks.py verify DIR")
    workplace.ready(TEST)
    return workplace.python("-m", "tests.demo.verify", str(Path(rest[0]).absolute()))


def bench(rest: list[str]) -> int:
    """Measure, on data of our own."""
    workplace.ready(TEST)
    return workplace.python("-m", "tests.bench", *rest)


def check(rest: list[str]) -> int:
    """Everything that reads the source; all are run, even when one fails."""
    _nothing_follows(rest)
    workplace.ready(DEV)
    rounds = {
        "ruff": ("-m", "ruff", "check", "."),
        "ruff format": ("-m", "ruff", "format", "--check", "--quiet", "."),
        "mypy": ("-m", "mypy"),
        "import-linter": ("-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"),
    }
    failed = []
    for name, command in rounds.items():
        say(f"{name} ...")
        if workplace.python(*command):
            failed.append(name)
    if failed:
        say(f"Not clean: {', '.join(failed)}.")
    return 1 if failed else 0


def translate(rest: list[str]) -> int:
    """Extract every sentence, update the catalogues, say what is missing."""
    workplace.ready(TEST)
    return workplace.python("build/translate.py", *rest)


def lock(rest: list[str]) -> int:
    """Write the locks anew; look at the difference before committing it."""
    _nothing_follows(rest)
    workplace.ready(DEV)
    return workplace.python("build/lock.py")


def _nothing_follows(rest: list[str]) -> None:
    if rest:
        raise Stop(f"Nothing follows this verb; what is {' '.join(rest)}?")


VERBS = {verb.__name__: verb for verb in (run, test, demo, verify, bench, check, translate, lock)}


def absolute(rest: list[str]) -> list[str]:
    """Paths as she typed them hold from where she stands, not from the checkout."""
    after = {number + 1 for number, part in enumerate(rest) if part in PATHS_FOLLOW}
    return [str(Path(part).absolute()) if number in after else part for number, part in enumerate(rest)]


def main(arguments: list[str]) -> int:
    """Do what the first word says; everything that goes wrong is told in a sentence."""
    verb = VERBS.get(arguments[0]) if arguments else None
    if verb is None:
        print(__doc__)
        return 0 if arguments[:1] in ([], ["help"], ["-h"], ["--help"]) else 2
    try:
        return verb(arguments[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was done stays; the same command goes on from there.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
