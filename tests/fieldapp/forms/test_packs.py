"""The built-in forms: they compile, open without pyxform, and can be filled in."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from fieldapp.domain.ids import FormId
from fieldapp.forms import library
from fieldapp.forms.library import Library, NameTaken, NoSuchForm, form_ids, load_form
from fieldapp.forms.rules.plan import plan_of
from tests.fieldapp.forms.making import form_of, opened

_ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module", autouse=True)
def compiler() -> ModuleType:
    """`build/compile_packs.py`, which has made the compiled forms of now."""
    spec = importlib.util.spec_from_file_location("compile_packs", _ROOT / "build" / "compile_packs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.main() == 0
    library._files.cache_clear()
    return module


def _sources() -> list[str]:
    return sorted(path.stem for path in library.PACKS.glob("*/forms/*.md"))


@pytest.mark.parametrize("form", _sources())
def test_each_built_in_form_opens_and_begins(form: str) -> None:
    found = load_form(FormId(form))

    assert plan_of(found).wrong == []
    assert found.ours
    session = opened(found)
    assert session.problems() == ()
    assert session.faults() == ()
    assert all(session.label(place) for place in session.asked())


def test_the_library_knows_the_forms_of_each_pack() -> None:
    assert sorted(form_ids()) == _sources()
    assert FormId("gbv_incident") in form_ids("gbv")
    assert FormId("gbv_incident") not in form_ids("workshops")
    with pytest.raises(NoSuchForm):
        load_form(FormId("nothing"))


def test_an_imported_form_stands_beside_the_built_in_ones_and_replaces_only_itself() -> None:
    table = "| survey |\n| | type | name | label |\n| | text | a | A |"
    first, second = form_of(table, "ours.md"), form_of(table, "ours.md")
    own = Library([first])
    own.add(second)

    assert own.form(FormId("ours")) is second
    assert own.imported == ("ours",)
    assert own.form(FormId("gbv_case")) is load_form(FormId("gbv_case"))
    with pytest.raises(NameTaken, match="already called “gbv_case”"):
        own.add(form_of(table, "gbv_case.md"))


def test_a_compiled_form_opens_without_pyxform() -> None:
    program = (
        "import sys; from fieldapp.forms.library import *; from fieldapp.forms.filling.session import FormSession;"
        "[load_form(form) for form in form_ids()];"
        "print([name for name in sys.modules if name.partition('.')[0] in ('pyxform', 'openpyxl', 'PySide6')])"
    )

    out = subprocess.run([sys.executable, "-c", program], cwd=_ROOT, capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def test_what_has_not_changed_is_not_compiled_again(compiler: ModuleType, tmp_path: Path) -> None:
    forms = tmp_path / "pack" / "forms"
    forms.mkdir(parents=True)
    table = "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | form_id |\n| | short |\n"
    (forms / "short.md").write_text(table, encoding="utf-8")
    compiled = tmp_path / "pack" / "compiled" / "short.json"
    assert compiler.main(tmp_path) == 0
    compiled.write_text("left alone", encoding="utf-8")

    assert compiler.main(tmp_path) == 0
    assert compiled.read_text(encoding="utf-8") == "left alone"

    (forms / "short.md").write_text(table.replace("| A |", "| B |"), encoding="utf-8")
    assert compiler.main(tmp_path) == 0
    assert '"B"' in compiled.read_text(encoding="utf-8")

    (forms / "short.md").unlink()
    assert compiler.main(tmp_path) == 0
    assert not compiled.exists()


def test_a_form_with_a_problem_stops_the_build_and_says_where(
    compiler: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = tmp_path / "pack" / "forms"
    forms.mkdir(parents=True)
    (forms / "short.md").write_text("| survey |\n| | type | name |\n| | video | a |\n", encoding="utf-8")
    (forms / "other.md").write_text("| survey |\n| | type | name | label |\n| | text | a | A |\n", encoding="utf-8")

    assert compiler.main(tmp_path) == 1

    assert "short.md: survey, row 2, type: The type “video” is not supported." in capsys.readouterr().err
    assert (tmp_path / "pack" / "compiled" / "other.json").exists()
