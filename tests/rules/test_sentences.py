"""Every word a person sees can be translated: found in the source, in the catalogue, complete in each language."""

from __future__ import annotations

import gettext
import io
import random
from pathlib import Path

import catalogues
import pytest
import translate
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sentences import Fault, Spoken, find, in_source

from tests.rules.source import ROOT

MEND = "run `python3 build/tasks.py translate`, then fill in what it says is missing"


def test_every_sentence_of_the_source_can_be_extracted() -> None:
    faults = [str(found) for found in find(ROOT) if isinstance(found, Fault)]

    assert not faults, "\n".join(faults)


def test_the_template_holds_the_sentences_of_the_source() -> None:
    assert translate.TEMPLATE.read_text("utf-8") == translate.template_text(translate.extract()), MEND


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_each_catalogue_holds_the_sentences_of_the_template(language: str) -> None:
    path = translate.FOLDER / f"{language}.po"

    assert path.read_text("utf-8") == translate.catalogue_text(translate.updated(language, translate.extract())), MEND


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_each_promised_language_is_complete(language: str) -> None:
    entries = catalogues.read((translate.FOLDER / f"{language}.po").read_text("utf-8"))
    missing = [entry.english[0] for entry in entries if not entry.complete]

    assert not missing, f"{len(missing)} sentences in {language}.po: {MEND}. The first: {missing[:3]}"


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_translations_fill_in_what_their_english_fills_in(language: str) -> None:
    catalogue = translate.updated(language, translate.extract())

    assert list(translate.wrong(catalogue)) == []


def test_russian_has_its_three_plural_forms() -> None:
    catalogue = translate.updated("ru", translate.extract())

    assert catalogue.num_plurals == 3


@pytest.mark.parametrize(
    "source",
    [
        'say(f"Open {case}")',
        'say("Open " + case)',
        'say("Open %s" % case)',
        'say("a" if late else "b")',
        "sentence(label)",
        'say_number("one", many, 3)',
        'say_about(context, "Close")',
        'words.say(f"Open {case}")',
        'Sentence("{}".format(case))',
        'say("")',
    ],
)
def test_a_sentence_that_is_worked_out_is_a_fault(source: str) -> None:
    found = list(in_source(source, "x.py"))

    assert [type(one) for one in found] == [Fault]


def test_plain_sentences_are_found_with_context_plural_and_comment() -> None:
    source = """
#: {name} is the district
heading = say("Open cases in {name}", name=name)
button.say(say_about("end a case", "Close"))
say_number("one case", "{number} cases", n)
row.say(words)
say(LABELS[kind])
"""

    assert list(in_source(source, "x.py")) == [
        Spoken("x.py", 3, ("Open cases in {name}",), None, "{name} is the district"),
        Spoken("x.py", 4, ("Close",), "end a case", ""),
        Spoken("x.py", 5, ("one case", "{number} cases"), None, ""),
    ]


PO = r"""# A catalogue with everything we write.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

#: a.py
msgid "Save"
msgstr "Сохранить"

#. what ends
#: b.py
msgctxt "a case"
msgid "Close"
msgstr "Закрыть \"случай\"\n"

msgid ""
"A long sentence on "
"two lines"
msgstr ""
"Длинная фраза "
"в две строки"

msgid "{number} case"
msgid_plural "{number} cases"
msgstr[0] "{number} случай"
msgstr[1] "{number} случая"
msgstr[2] "{number} случаев"

#, fuzzy
msgid "Delete"
msgstr "Сохранить"

msgid "Not translated"
msgstr ""
"""


def test_what_set_up_compiles_says_what_babel_would_say(tmp_path: Path) -> None:
    theirs = io.BytesIO()
    write_mo(theirs, read_po(io.BytesIO(PO.encode()), locale="ru"))
    (tmp_path / "ru.po").write_text(PO, "utf-8")

    [target] = catalogues.compile_all(tmp_path)

    with target.open("rb") as file:
        ours = gettext.GNUTranslations(file)
    babels = gettext.GNUTranslations(io.BytesIO(theirs.getvalue()))
    for english in ("Save", "A long sentence on two lines", "Delete", "Not translated"):
        assert ours.gettext(english) == babels.gettext(english)
    assert ours.gettext("Save") == "Сохранить"
    assert ours.gettext("Delete") == "Delete"
    assert ours.pgettext("a case", "Close") == 'Закрыть "случай"\n'
    draw = random.Random(7)
    for number in (0, 1, 2, 4, 5, 11, 12, 21, 22, 111, *(draw.randrange(10**6) for _ in range(50))):
        asked = ("{number} case", "{number} cases", number)
        assert ours.ngettext(*asked) == babels.ngettext(*asked)


def test_a_catalogue_is_compiled_once(tmp_path: Path) -> None:
    (tmp_path / "ru.po").write_text(PO, "utf-8")
    assert len(list(catalogues.compile_all(tmp_path))) == 1

    assert list(catalogues.compile_all(tmp_path)) == []
