"""Brings the catalogues up to date with the source; run by `tasks.py translate`.

resources/translations/fieldapp.pot holds every English sentence and the files it stands in (without line numbers: they
would change with each edit). Each LANGUAGE.po takes over new sentences, untranslated, and lets old ones go. Nothing is
guessed from similar sentences: a fuzzy sentence beside a survivor's record is worse than an English one.
"""

from __future__ import annotations

import io
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import catalogues
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from sentences import Fault, Spoken, find

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "resources" / "translations"
TEMPLATE: Final = FOLDER / "fieldapp.pot"

#: Every language but English, which is the source.
LANGUAGES: Final = ("ru",)

_HEADER: Final = "# Every sentence of the program. Made by `python3 build/tasks.py translate`."


def main() -> int:
    """Write the template and the catalogues, say what is left to translate; 1 if something is wrong."""
    faults = [str(found) for found in find(ROOT) if isinstance(found, Fault)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    template = extract()
    TEMPLATE.write_text(template_text(template), "utf-8", newline="\n")
    print(f"{TEMPLATE.relative_to(ROOT)}: {len(template)} sentences")
    for language in LANGUAGES:
        catalogue = updated(language, template)
        path = FOLDER / f"{language}.po"
        path.write_text(catalogue_text(catalogue), "utf-8", newline="\n")
        left = [message for message in catalogue if message.id and not _translated(message)]
        print(f"{path.relative_to(ROOT)}: {len(left)} of {len(catalogue)} are not translated yet")
        faults += [f"{path.name}: {fault}" for fault in wrong(catalogue)]
    for _ in catalogues.compile_all(FOLDER):
        pass
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def extract() -> Catalog:
    """Every sentence of the source."""
    catalogue = Catalog(project="Fieldapp", version="", header_comment=_HEADER, charset="utf-8", fuzzy=False)
    for found in find(ROOT):
        if isinstance(found, Spoken):
            catalogue.add(
                found.english if len(found.english) > 1 else found.english[0],
                locations=[(found.file, 0)],
                auto_comments=[found.comment] if found.comment else [],
                context=found.context,
            )
    return catalogue


def updated(language: str, template: Catalog) -> Catalog:
    """The language's catalogue with the sentences of the template: no more, no fewer."""
    path = FOLDER / f"{language}.po"
    found = io.BytesIO(path.read_bytes() if path.exists() else b"")
    catalogue = read_po(found, locale=language, domain="fieldapp", charset="utf-8")
    catalogue.header_comment = template.header_comment
    catalogue.fuzzy = False
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def template_text(catalogue: Catalog) -> str:
    """The template as it is committed."""
    return _text(catalogue, "")


def catalogue_text(catalogue: Catalog) -> str:
    """A language's catalogue as it is committed."""
    return _text(catalogue, f"Language: {catalogue.locale_identifier}\nPlural-Forms: {catalogue.plural_forms}\n")


def _text(catalogue: Catalog, more: str) -> str:
    """Without Babel's own header, whose dates would differ each time."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, omit_header=True, include_lineno=False, sort_by_file=False)
    fields = ["Project-Id-Version: Fieldapp", "Content-Type: text/plain; charset=utf-8"]
    fields += ["Content-Transfer-Encoding: 8bit", *more.splitlines()]
    head = "".join(f'"{line}\\n"\n' for line in fields)
    return f'{_HEADER}\nmsgid ""\nmsgstr ""\n{head}\n{out.getvalue().decode("utf-8").strip()}\n'


def wrong(catalogue: Catalog) -> Iterator[str]:
    """Translations that would fail or mislead when they are said."""
    for message in catalogue:
        if message.id and _translated(message):
            yield from _wrong_message(message, catalogue.num_plurals)


def _wrong_message(message: Message, plurals: int) -> Iterator[str]:
    english = _forms(message.id)
    asked = set().union(*map(placeholders, english))
    for form in _forms(message.string):
        try:
            given = placeholders(form)
        except ValueError as fault:
            yield f"{form!r} is no format: {fault}"
            continue
        if given - asked or (len(english) == 1 and given != asked):
            yield f"{form!r} fills in {sorted(given)}, its English {sorted(asked)}"
    if len(english) > 1 and len(_forms(message.string)) != plurals:
        yield f"{english[0]!r} needs {plurals} plural forms"


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


def _translated(message: Message) -> bool:
    return all(_forms(message.string)) and not message.fuzzy


if __name__ == "__main__":
    sys.exit(main())
