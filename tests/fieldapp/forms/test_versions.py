"""A record or draft of one version of a form in another: every answer finds its place, or is kept beside the form."""

from __future__ import annotations

import pytest

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Form
from fieldapp.forms.places import ITSELF, SavedRow
from fieldapp.forms.versions.lineage import Lineage
from fieldapp.forms.versions.mapping import Spot, compare, rename_in_draft, renames_of
from fieldapp.words import ENGLISH
from tests.fieldapp.forms.making import at, form_of, give, only, opened, resumed
from tests.helpers.clock import StandingClock

ROW = RecordId("0" * 31 + "1")

_TWICE = (("people", "visitors"), ("visitors", "participants"))
CHOICES = """
    | choices |
    | | list_name | name | label |
    | | help | medical | Medical |
    | | help | police | Police |
    | | help | shelter | Shelter |
    """
FEWER = CHOICES.replace("    | | help | police | Police |\n", "")
BEFORE = f"""
    | survey |
    | | type | name | label |
    | | integer | people | How many people came? |
    | | select_multiple help | asked_for | What did they ask for? |
    | | text | note | Note |
    | | begin_repeat | child | Children |
    | | text | what | What does the child need? |
    | | end_repeat |
    {CHOICES}
    """


def of(survey: str, choices: str = CHOICES) -> Form:
    return form_of(f"| survey |\n| | type | name | label | required |\n{survey}\n{choices}")


def kept(session: FormSession) -> dict[str, Answer]:
    return {each.field: each.answer for each in session.kept()}


def named(spots: object) -> list[str]:
    return [each.spot.field for each in spots]  # type: ignore[attr-defined]


def test_new_and_gone_questions_lost_choices_and_repeats_are_named() -> None:
    now = of(
        "| | integer | people | How many? |\n| | select_one help | asked_for | What? |\n| | date | day | Day |", FEWER
    )
    found = compare(form_of(BEFORE), now)

    assert named(found.new) == ["day"]
    assert named(found.gone) == ["note"]
    assert [repeat.id for repeat in found.repeats_gone] == ["child"]
    assert [(each.pair.now.spot.field, [one.name for one in each.gone]) for each in found.lessened] == [
        ("asked_for", ["police"])
    ]
    assert [pair.now.spot.field for pair in found.other_kind] == ["asked_for"]
    assert not found.all_maps


def test_a_wider_kind_holds_every_answer_and_a_choice_never_passes_for_a_number() -> None:
    before = of("| | integer | a | A |\n| | decimal | b | B |\n| | select_one help | c | C |\n| | integer | d | D |")
    now = of("| | decimal | a | A |\n| | text | b | B |\n| | integer | c | C |\n| | select_one help | d | D |")
    found = compare(before, now)

    assert [pair.now.spot.field for pair in found.strange] == ["c", "d"]
    assert found.other_kind == ()


def test_the_same_form_maps_wholly() -> None:
    assert compare(form_of(BEFORE), form_of(BEFORE)).all_maps


def test_a_question_in_another_group_goes_on_also_where_its_id_names_the_group() -> None:
    before = of(
        "| | begin_group | one | One |\n| | text | name | Name |\n| | end_group |\n"
        "| | begin_group | two | Two |\n| | text | name | Name |\n| | integer | age | Age |\n| | end_group |"
    )
    now = of(
        "| | begin_group | one | One |\n| | text | name | Name |\n| | integer | age | Age |\n| | end_group |\n"
        "| | begin_group | three | Three |\n| | text | name | Name |\n| | end_group |"
    )
    found = compare(before, now)

    assert renames_of(found.moved) == {Spot(ITSELF, FieldId("two/name")): Spot(ITSELF, FieldId("three/name"))}
    assert found.all_maps


def test_nothing_is_guessed_where_two_could_be_meant() -> None:
    before = of("| | text | name | Name |")
    now = of(
        "| | begin_group | one | One |\n| | text | name | Mother's |\n| | end_group |\n"
        "| | begin_group | two | Two |\n| | text | name | Father's |\n| | end_group |"
    )
    found = compare(before, now)

    assert found.moved == ()
    assert named(found.gone) == ["name"]


def test_a_question_of_nearly_the_same_words_is_only_suggested() -> None:
    before = of("| | integer | people | How many people came? |\n| | text | note | Note |")
    now = of("| | integer | participants | How many people came there? |\n| | integer | rooms | How many rooms? |")
    found = compare(before, now)

    assert [(pair.before.spot.field, pair.now.spot.field) for pair in found.renamed] == [("people", "participants")]
    assert named(found.gone) == ["people", "note"]
    assert named(found.new) == ["participants", "rooms"]


@pytest.mark.parametrize(
    ("before", "after", "answer", "shown"),
    [
        ("integer", "decimal", "27", "27"),
        ("integer", "text", "27", "27"),
        ("decimal", "integer", "27", "27"),
        ("decimal", "integer", "27.5", None),
        ("text", "integer", "seven", None),
        ("text", "date", "2026-04-03", "2026-04-03"),
        ("select_one help", "select_multiple help", "police", "police"),
        ("select_multiple help", "select_one help", "medical police", None),
    ],
)
def test_an_answer_is_shown_where_it_reads_as_the_kind_of_now(
    before: str, after: str, answer: str, shown: str | None
) -> None:
    assert compare(of(f"| | {before} | q | Q |"), of(f"| | {after} | q | Q |")).strange == ()
    session = opened(of(f"| | {after} | q | Q |"), answers={FieldId("q"): answer})

    assert session.answer(at("q")) == shown
    assert kept(session) == ({} if shown else {"q": answer})
    assert session.problems() == ()
    assert session.delta() == ()


def test_of_several_choices_those_that_are_left_are_shown_and_all_stay_saved() -> None:
    form = of("| | select_multiple help | asked_for | What? |\n| | text | note | Note |", FEWER)
    session = opened(form, answers={FieldId("asked_for"): "medical police"})
    give(session, note="came twice")

    assert session.answer(at("asked_for")) == "medical"
    assert kept(session) == {"asked_for": "medical police"}
    assert only(session.delta()).fields == {"note": "came twice"}


def test_an_answer_given_anew_leaves_the_earlier_one_beside_it() -> None:
    form = of("| | integer | people | How many? |")
    session = opened(form, answers={FieldId("people"): "seven"})
    give(session, people="7")

    saved = only(session.delta())
    assert saved.fields == {"people": "7", "#kept people": "seven"}
    again = opened(form, answers={FieldId("people"): "7", FieldId("#kept people"): "seven"})
    assert again.answer(at("people")) == "7"
    assert kept(again) == {"#kept people": "seven"}
    assert again.delta() == ()


def test_a_second_answer_that_loses_its_place_takes_nobodys_name() -> None:
    form = of("| | integer | people | How many? |")
    session = opened(form, answers={FieldId("people"): "eight", FieldId("#kept people"): "seven"})
    give(session, people="8")

    assert only(session.delta()).fields == {"people": "8", "#kept2 people": "eight"}


def test_a_code_that_was_a_choice_is_not_taken_for_a_number() -> None:
    form = of("| | integer | people | How many? |")
    session = FormSession(
        form,
        clock=StandingClock(),
        user="worker 1",
        device="desk 1",
        language=ENGLISH,
        answers={FieldId("people"): "1"},
        strange={None: {FieldId("people")}},
    )

    assert session.answer(at("people")) is None
    assert kept(session) == {"people": "1"}
    assert session.delta() == ()


def test_a_draft_keeps_what_has_no_place_and_saving_a_new_record_saves_it() -> None:
    draft = opened(form_of(BEFORE))
    give(draft, people="7", note="came twice", asked_for="police")
    row, _ = draft.add_row(at("child"))
    draft.set(at("what", row), "a doll")
    form = of("| | text | people | How many? |\n| | select_one help | asked_for | What? |", FEWER)

    session = resumed(form, resumed(form, draft.draft_json()).draft_json())

    assert session.answer(at("people")) == "7"
    assert kept(session) == {"note": "came twice", "#kept asked_for": "police", "what": "a doll"}
    record, child = session.delta()
    assert record.kind == CREATE
    assert record.fields == {"people": "7", "note": "came twice", "#kept asked_for": "police"}
    assert (child.kind, child.record, child.parent, child.repeat) == (CREATE, row, None, "child")
    assert child.fields == {"what": "a doll"}


def test_a_row_without_a_repeat_is_left_alone_and_a_correction_typed_before_is_saved() -> None:
    saved = SavedRow(record=ROW, repeat=FieldId("child"), order="V", answers={FieldId("what"): "a doll"})
    form = of("| | integer | people | How many? |")
    untouched = opened(form, answers={}, rows=(saved,))
    draft = opened(form_of(BEFORE), answers={}, rows=(saved,))
    draft.set(at("what", ROW), "a coat")
    session = resumed(form, draft.draft_json())

    assert untouched.delta() == ()
    assert kept(untouched) == {"what": "a doll"}
    delta = only(session.delta())
    assert (delta.record, delta.kind, delta.fields) == (ROW, UPDATE, {"what": "a coat"})


def test_an_answer_taken_back_in_a_draft_is_taken_back_though_nobody_asks_any_more() -> None:
    draft = opened(form_of(BEFORE), answers={FieldId("note"): "call 555"})
    give(draft, note=None)
    session = resumed(of("| | integer | people | How many? |"), draft.draft_json())

    assert only(session.delta()).fields == {"note": None}


def test_an_accepted_name_moves_the_answer_when_the_record_is_saved() -> None:
    form = of("| | integer | participants | How many? |\n| | text | note | Note |")
    before = opened(form, answers={FieldId("people"): "7"})
    renames = {Spot(ITSELF, FieldId("people")): Spot(ITSELF, FieldId("participants"))}
    session = resumed(form, rename_in_draft(before.draft_json(), renames))

    assert session.answer(at("participants")) == "7"
    assert session.kept() == ()
    assert only(session.delta()).fields == {"people": None, "participants": "7"}


def test_an_accepted_name_takes_no_answers_place() -> None:
    form = of("| | integer | participants | How many? |")
    before = opened(form, answers={FieldId("people"): "7", FieldId("participants"): "8"})
    renames = {Spot(ITSELF, FieldId("people")): Spot(ITSELF, FieldId("participants"))}
    session = resumed(form, rename_in_draft(before.draft_json(), renames))

    assert session.answer(at("participants")) == "8"
    assert kept(session) == {"people": "7"}
    assert session.delta() == ()


def test_an_answer_follows_a_question_that_changed_its_name_twice() -> None:
    first, second = of("| | integer | people | How many? |"), of("| | integer | visitors | How many? |")
    now = of("| | integer | participants | How many? |")
    names = {Spot(ITSELF, FieldId(old)): Spot(ITSELF, FieldId(new)) for old, new in _TWICE}
    lineage = Lineage(now, (second, first), names)

    assert lineage.renames == {Spot(ITSELF, FieldId(old)): Spot(ITSELF, FieldId("participants")) for old, _ in _TWICE}


def test_names_that_lead_in_a_circle_lead_nowhere() -> None:
    names = {Spot(ITSELF, FieldId(old)): Spot(ITSELF, FieldId(new)) for old, new in (("a", "b"), ("b", "a"))}

    assert Lineage(of("| | text | note | Note |"), (), names).renames == {}


def test_the_same_id_with_other_words_is_named_and_a_mended_slip_is_not() -> None:
    before = of("| | integer | people | How many women? |\n| | select_one help | asked_for | What did they aks for? |")
    now = of(
        "| | integer | people | Number of all children |\n| | select_one help | asked_for | What did they ask for? |",
        CHOICES.replace("Police |", "Nobody at all |"),
    )
    found = compare(before, now).reworded

    assert [(each.pair.now.spot.field, each.now and each.now.name) for each in found] == [
        ("people", None),
        ("asked_for", "police"),
    ]
