"""Holds the packs to what every form of ours must keep: two languages, plain ids, neutral titles, careful defaults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from pyxform.xls2xform import convert

from fieldapp.forms.checking.whole import check_file
from tests.resources.sheets import ENGLISH, RUSSIAN, Row, Sheets, all_forms, form, pack_forms, packs, words

each_form = pytest.mark.parametrize("sheets", all_forms(), ids=lambda sheets: sheets.form)

CYRILLIC = re.compile(r"[А-Яа-яЁё]")
#: Stems that must stand on no list, menu or paper.
HARSH = re.compile(
    r"violen|abus|assault|rape|gbv|victim|survivor|насил|жертв|пострада|изнас|побо|виновн", re.IGNORECASE
)
CONSENTS = {
    "gbv_consent": words("consent_for_services consent_keep_record consent_supervisor consent_reporting"),
    "gbv_release": ["release_level"],
}
#: What must be answered: consent, the reason for an exception from it, and what a record could not be found without.
REQUIRED = {
    "gbv_consent": words("""limits_read consent_date consent_for_services consent_keep_record consent_supervisor
        consent_reporting child_assent caregiver_consent consent_how"""),
    "gbv_release": words("""release_recipient release_services release_level release_date release_until
        release_how"""),
    "gbv_referral": words("basis_reason told_before"),
    "gbv_closure": ["date_closure"],
    "service": ["service_name"],
    "staff": ["staff_name"],
    "space_name": ["space_title"],
    "wks_workshop": ["workshop_title"],
    "wks_session": ["session_date"],
    "wks_participant": ["consent_to_list"],
}


@each_form
def test_pyxform_reads_every_form_without_a_warning(sheets: Sheets) -> None:
    result = convert(sheets.path, file_type=".md")
    assert result.warnings == []


@each_form
def test_a_check_finds_nothing_to_mend_and_nothing_to_warn_of(sheets: Sheets) -> None:
    assert [problem.told() for problem in check_file(sheets.path).problems] == []


@each_form
def test_every_text_is_there_in_english_and_in_russian(sheets: Sheets) -> None:
    halves = [(row, kind) for row, kind, english, russian in _texts(sheets) if not english or not russian]
    assert halves == []


@each_form
def test_everything_that_is_seen_has_a_label(sheets: Sheets) -> None:
    unnamed = [
        row["name"] for row in sheets.questions() if row["type"] != "calculate" and f"label::{ENGLISH}" not in row
    ]
    assert unnamed == []


@each_form
def test_english_texts_hold_no_cyrillic_and_russian_texts_no_untranslated_words(sheets: Sheets) -> None:
    wrong = [
        (english, russian)
        for _, _, english, russian in _texts(sheets)
        if CYRILLIC.search(english) or (re.search(r"[A-Za-z]{3}", english) and not CYRILLIC.search(russian))
    ]
    assert wrong == []


@each_form
def test_ids_are_plain_latin(sheets: Sheets) -> None:
    names = [row["name"] for row in sheets.questions()] + [row["list_name"] for row in sheets.choices]
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []
    assert [row["name"] for row in sheets.choices if not re.fullmatch(r"[a-z0-9_+-]+", row["name"])] == []


@each_form
def test_a_form_bears_the_name_of_its_file_and_a_version(sheets: Sheets) -> None:
    assert sheets.settings["form_id"] == sheets.form
    assert sheets.settings["version"]
    assert sheets.settings["default_language"] == ENGLISH


def test_a_list_is_the_same_in_every_form_that_offers_it() -> None:
    seen: dict[str, tuple[Row, ...]] = {}
    for sheets in all_forms():
        for name in {row["list_name"] for row in sheets.choices}:
            rows = tuple(row for row in sheets.choices if row["list_name"] == name)
            assert seen.setdefault(name, rows) == rows


@each_form
def test_no_more_is_required_than_consent_and_what_a_record_is_found_by(sheets: Sheets) -> None:
    required = [row["name"] for row in sheets.questions() if "required" in row]
    assert required == REQUIRED.get(sheets.form, [])


@pytest.mark.parametrize(("where", "question"), [(where, name) for where, names in CONSENTS.items() for name in names])
def test_consent_is_answered_plainly_and_the_narrower_answer_protects(where: str, question: str) -> None:
    row = form(where).question(question)
    codes = form(where).codes(question)
    assert row["bind::fieldapp:special"] == "no"
    assert row["bind::fieldapp:protective"].split()[0] == ("false" if "false" in codes else "code")
    assert set(row["bind::fieldapp:protective"].split()) == set(codes)


@each_form
def test_protective_values_are_choices_of_the_question(sheets: Sheets) -> None:
    for row in sheets.questions():
        ranks = row.get("bind::fieldapp:protective", "any")
        if ranks != "any":
            assert set(ranks.split()) == set(sheets.codes(row["name"]))


@each_form
def test_one_key_answers_and_goes_on_only_where_nobody_is_protected_by_the_answer(sheets: Sheets) -> None:
    quick = [row for row in sheets.questions() if "quick" in row.get("appearance", "").split()]
    assert [row["name"] for row in quick if {"bind::fieldapp:protective", "required"} & row.keys()] == []
    assert not quick or sheets.form not in CONSENTS


@each_form
def test_going_on_by_itself_is_for_grids_for_counting_and_for_the_last_question_of_a_page(sheets: Sheets) -> None:
    for row, following in pairwise(sheets.survey):
        looks = row.get("appearance", "").split()
        if "quick" in looks and "list" not in looks and sheets.form != "gbv_contact_count":
            assert following["type"].startswith("end_"), row["name"]


def test_a_withdrawal_outweighs_everything() -> None:
    assert form("gbv_consent").question("consent_withdrawn_on")["bind::fieldapp:protective"] == "any"
    assert form("gbv_release").question("release_withdrawn_on")["bind::fieldapp:protective"] == "any"


def test_limits_of_confidentiality_are_the_first_page_of_consent_and_say_that_they_are_a_draft() -> None:
    first_page, first_note, *_ = form("gbv_consent").survey
    assert first_page["name"] == "limits"
    assert "approved" in first_note[f"label::{ENGLISH}"]
    assert "Черновик" in first_note[f"label::{RUSSIAN}"]


def test_a_telephone_number_comes_after_all_rules_for_using_it() -> None:
    names = [row.get("name", "") for row in form("gbv_survivor").survey]
    rules = ("phone_whose", "do_not_call", "phone_when", "phone_code_phrase", "phone_message")
    assert all(names.index(rule) < names.index("phone_number") for rule in rules)


def test_no_answer_about_what_happened_may_reach_a_paper() -> None:
    survey = list(form("gbv_incident").questions())
    pages = {"what", "who_did_it", "told_before", "offered"}
    within, open_ones = "", []
    for row in survey:
        if row["type"] == "begin_group":
            within = row["name"]
        elif within in pages and row["type"] not in ("note", "begin_repeat") and "bind::fieldapp:secret" not in row:
            open_ones.append(row["name"])
    assert open_ones == ["service_referred_from", "service_referred_from_other"]


def test_counting_without_a_record_leaves_no_room_for_a_name_or_a_story() -> None:
    survey = form("gbv_contact_count").questions()
    assert [row["name"] for row in survey if row["type"] == "text"] == ["district"]


def test_a_pack_lists_exactly_the_forms_it_holds() -> None:
    assert sorted(each["id"] for each in pack_forms()) == sorted(sheets.form for sheets in all_forms())
    for sheets in all_forms():
        assert sheets.path.parent.parent.name in {pack["id"] for pack in packs()}


def test_a_pack_speaks_only_of_questions_that_exist() -> None:
    for each in pack_forms():
        names = {row["name"] for row in form(each["id"]).questions()}
        spoken_of = [*each.get("title", ()), *each.get("shown", ()), *each.get("copies", {})]
        assert [name for name in [*spoken_of, *filter(None, [each.get("when")])] if name not in names] == []
        for source in each.get("copies", {}).values():
            where, name = source.split(".")
            assert form(where).question(name)


def test_a_pack_orders_forms_so_that_each_comes_after_what_it_needs() -> None:
    for pack in packs():
        before: set[str] = set()
        for each in pack["forms"]:
            needed = {*each.get("after", ()), each.get("below", "any")} - {"any"}
            assert needed <= before
            before.add(each["id"])


def test_names_of_records_titles_and_pages_hold_no_word_of_violence() -> None:
    shown = [word for each in pack_forms() for word in (*each["label"].values(), *each["plural"].values())]
    shown += [word for pack in packs() for word in pack["label"].values()]
    shown += [sheets.settings["form_title"] for sheets in all_forms()]
    shown += [sheets.path.read_text("utf-8").split(":")[0] for sheets in all_forms()]
    assert [word for word in shown if HARSH.search(word)] == []


def test_nothing_that_a_time_line_shows_is_secret() -> None:
    for each in pack_forms():
        rows = [form(each["id"]).question(name) for name in (*each.get("title", ()), *each.get("shown", ()))]
        assert [row["name"] for row in rows if "bind::fieldapp:secret" in row] == []


def test_every_switch_turns_something_on_and_nothing_hangs_on_an_unknown_switch() -> None:
    known = {switch["id"] for pack in packs() for switch in pack.get("switches", ())}
    used = {
        found
        for sheets in all_forms()
        for row in sheets.survey
        for found in re.findall(r"selected\(\$\{switched_on\}, '(\w+)'\)", row.get("relevant", ""))
    }
    used |= {row["shown"] for sheets in all_forms() for row in sheets.choices if "shown" in row} - {"always"}
    assert used == known


def _texts(sheets: Sheets) -> Iterator[tuple[str, str, str, str]]:
    """Each text of a form in both languages: where, which, English, Russian."""
    for row in (*sheets.survey, *sheets.choices):
        kinds = {
            column.removesuffix(f"::{language}") for column in row for language in (ENGLISH, RUSSIAN) if "::" in column
        }
        for kind in sorted(kinds):
            english, russian = row.get(f"{kind}::{ENGLISH}", ""), row.get(f"{kind}::{RUSSIAN}", "")
            if english or russian:
                yield row["name"], kind, english, russian
