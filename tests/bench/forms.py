"""How fast a great form is: `python -m tests.bench.forms [--json]`.

250 questions on ten pages in three languages, each asked only after what was answered before, and 10,000 villages to
choose from. It opens as the program opens it, from its compiled form, in processes of their own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.encoding import form_to_json
from fieldapp.forms.model import Choice, Form, Group, Item, Kind, Question, Text
from tests.bench._figures import Figure, as_started_before, python, show

_OPENINGS: Final = 7
_PAGES: Final = 10
_QUESTIONS: Final = 25
_VILLAGES: Final = 10_000
_DISTRICTS: Final = 40
_LANGUAGES: Final = {"en": "English", "ru": "Русский", "ky": "Кыргызча"}


def figures() -> list[Figure]:
    """All of them, measured now."""
    with tempfile.TemporaryDirectory(prefix="form-") as folder:
        path = Path(folder) / "great.json"
        path.write_text(form_to_json(a_great_form()), encoding="utf-8")
        _run(path)  # bytecode is written, files are in the system's cache
        told = [_run(path) for _ in range(_OPENINGS)]
    opened, key, key_99 = (median(each[name] for each in told) for name in ("open", "key", "key p99"))
    return [
        Figure(name="open a form of 250 questions, 3 languages, 10,000 villages", unit="s", measured=opened, reach=0.3),
        Figure(name="a keystroke in it, middle", unit="ms", measured=key, reach=16),
        Figure(name="a keystroke in it, p99", unit="ms", measured=key_99, reach=16),
    ]


def a_great_form() -> Form:
    """Every page begins with a text that the other 24 questions of the page depend on, and with a place."""
    return Form(
        id=FormId("great"),
        version="1",
        title="A great form",
        languages=_LANGUAGES,
        default_language="en",
        lists={
            "yes_no": tuple(Choice(name, _text(name)) for name in ("yes", "no")),
            "district": tuple(Choice(f"d{number}", _text(f"District {number}")) for number in range(_DISTRICTS)),
            "village": tuple(
                Choice(f"v{number}", _text(f"Village {number}"), {"district": f"d{number % _DISTRICTS}"})
                for number in range(_VILLAGES)
            ),
        },
        children=tuple(_page(number) for number in range(1, _PAGES + 1)),
    )


def _page(number: int) -> Group:
    children: list[Item] = [
        _ask(f"note_{number}", Kind.TEXT),
        _ask(f"district_{number}", Kind.SELECT_ONE, choices="district"),
        _ask(
            f"village_{number}",
            Kind.SELECT_ONE,
            choices="village",
            choice_filter=f"district = ${{district_{number}}}",
        ),
    ]
    for place in range(len(children), _QUESTIONS):
        relevant = f"string-length(${{note_{number}}}) > {place} or ${{note_{number}}} = 'x{place}'"
        if place % 3:
            children.append(_ask(f"ask_{number}_{place}", Kind.SELECT_ONE, choices="yes_no", relevant=relevant))
        else:
            limits = {"constraint": ". >= 0 and . <= 120", "constraint_message": _text("Nobody is that old.")}
            children.append(_ask(f"ask_{number}_{place}", Kind.INTEGER, relevant=relevant, **limits))
    return Group(
        id=FieldId(f"page_{number}/"), name=f"page_{number}", label=_text(f"Page {number}"), children=tuple(children)
    )


def _ask(name: str, kind: Kind, **more: object) -> Question:
    words = _text(f"What did she say about {name}?")
    return Question(id=FieldId(name), name=name, kind=kind, label=words, hint=_text("In her words."), **more)  # type: ignore[arg-type] # made of what is said above


def _text(said: str) -> Text:
    return Text({language: f"{said} ({language})" for language in _LANGUAGES})


def _run(path: Path) -> dict[str, float]:
    environment = as_started_before(QT_QPA_PLATFORM="offscreen")
    command = python("tests.bench._form", path)
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return dict(json.loads(line) for line in done.stdout.splitlines())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    show(figures(), as_json=parser.parse_args().json)


if __name__ == "__main__":
    main()
