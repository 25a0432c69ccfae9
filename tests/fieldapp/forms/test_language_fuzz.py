"""Whatever stands in the cells of a form, it is read or refused with a place: nothing else ever happens."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.forms.encoding import form_from_json, form_to_json
from fieldapp.forms.problems import FormRefused, FormUnreadable
from fieldapp.forms.xlsform import read_form

_TYPES: Final = (
    *("text", "integer", "decimal", "date", "time", "dateTime", "note", "calculate", "hidden", "acknowledge", "range"),
    *("barcode", "geopoint", "image", "file", "rank list", "select_one list", "select_multiple list or_other"),
    *("select_one_from_file a.csv", "select_multiple_from_file a.geojson", "select_one_external list", "audit"),
    *("csv-external", "start", "end", "today", "deviceid", "phonenumber", "start-geopoint", "percentage", "audio"),
    *("begin_group", "end_group", "begin_repeat", "end_repeat", "begin loop over list", "select_one ${a}", "osm"),
)
_COLUMNS: Final = (
    *("label", "label::Русский (ru)", "hint", "relevant", "constraint", "required", "read_only", "calculation"),
    *("default", "appearance", "choice_filter", "parameters", "trigger", "repeat_count", "save_to", "media::image"),
    *("body::accept", "bind::fieldapp:partial", "my own", "instance::own", "guidance_hint", "disabled"),
    *("jr", "jr:", "bind", "bind::", "::", "label::", "label::a::b", "media", "control", "jr:count", "label:Русский"),
)
_WORDS: Final = (
    *("yes", "no", "3", "-1.5", "${a}", "${b} > 2", ". < 5", "today()", "start=1 end=5", "randomize=true seed=${a}"),
    *("list", "minimal", "month-year", "ex:org.app", "people#age", "pulldata('a', 'b', 'c', ${a})", "instance('a')"),
    *("track-changes=true", "2026-04-03", "9999-12-31", "a b", "=", "${", "'", "((((", "\u202e", "\x07", "\u200b"),
)
_NAMES: Final = ("a", "b", "имя", "a b", "", "1", "meta")
_plain: Final = st.text(max_size=8).map(lambda text: "".join(sign for sign in text if sign not in "|\\\n\r\t"))
_cell: Final = st.sampled_from(_WORDS) | _plain
_row: Final = st.tuples(
    st.sampled_from(_TYPES), st.sampled_from(_NAMES), st.lists(st.just("") | _cell, min_size=4, max_size=4)
)
_settings: Final = st.dictionaries(
    st.sampled_from(("form_id", "version", "default_language", "public_key", "instance_name", "own")), _cell, max_size=3
)


@given(
    columns=st.lists(st.sampled_from(_COLUMNS), min_size=4, max_size=4, unique=True),
    rows=st.lists(_row, max_size=6),
    choices=st.lists(st.tuples(st.sampled_from(("list", "other", "")), _cell, _cell), max_size=4),
    said=_settings,
    entity=st.none() | _cell,
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_form_is_read_or_refused_with_its_places(
    tmp_path: Path,
    columns: list[str],
    rows: list[tuple[str, str, list[str]]],
    choices: list[tuple[str, str, str]],
    said: dict[str, str],
    entity: str | None,
) -> None:
    lines = ["| survey |", f"| | type | name | {' | '.join(columns)} |"]
    lines += [f"| | {kind} | {name} | {' | '.join(cells)} |" for kind, name, cells in rows]
    lines += ["| choices |", "| | list_name | name | label |", *(f"| | {' | '.join(line)} |" for line in choices)]
    if said:
        lines += ["| settings |", f"| | {' | '.join(said)} |", f"| | {' | '.join(said.values())} |"]
    if entity is not None:
        lines += ["| entities |", "| | list_name | label |", f"| | people | {entity} |"]
    path = tmp_path / "form.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        form = read_form(path).form
    except (FormRefused, FormUnreadable):
        return
    assert form_to_json(form_from_json(form_to_json(form))) == form_to_json(form)
