"""Answers that the form sets when another answer changes, and only then."""

from __future__ import annotations

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import Kind
from tests.fieldapp.forms.making import at, form_with, give, only, opened, question, repeat, resumed
from tests.helpers.clock import StandingClock

_SEEN = form_with(
    question("weight", Kind.INTEGER),
    question("weighed_at", Kind.DATETIME, calculation="now()", trigger=("weight",)),
    question("note", calculation="concat(${weight}, ' kg')", trigger=("weight", "weighed_at")),
    question("kept", Kind.CALCULATE, calculation="once(${weight})"),
    question("last", Kind.CALCULATE, calculation="${weight}", trigger=("note",)),
)


def test_an_answer_is_set_when_its_trigger_changes_and_not_before() -> None:
    clock = StandingClock()
    session = opened(_SEEN, clock=clock)
    assert session.answer(at("weighed_at")) is None

    touched = session.set(at("weight"), "60")
    assert session.answer(at("weighed_at")) == "2026-03-12T14:02:05"
    assert at("weighed_at") in touched.places

    clock.set(Moment.from_text("2026-03-12T15:00:00+06:00"))
    give(session, weight="60")
    assert session.answer(at("weighed_at")) == "2026-03-12T14:02:05"
    give(session, weight="61")
    assert session.answer(at("weighed_at")) == "2026-03-12T15:00"


def test_what_was_set_can_be_typed_over_and_stays_until_the_trigger_changes_again() -> None:
    session = opened(_SEEN)
    give(session, weight="60")
    assert session.answer(at("note")) == "60 kg"
    assert not session.state(at("note")).read_only

    give(session, note="with shoes")
    assert session.answer(at("note")) == "with shoes"
    give(session, weight="61")

    assert session.answer(at("note")) == "61 kg"


def test_each_of_several_triggers_sets_it_and_one_that_was_set_triggers_others() -> None:
    session = opened(_SEEN)
    give(session, weight="60")
    assert session.answer(at("last")) == "60"

    give(session, note="x", weighed_at="2026-01-01T10:00")

    assert session.answer(at("note")) == "60 kg"
    assert session.answer(at("last")) == "60"


def test_what_was_set_is_saved_and_opening_sets_nothing() -> None:
    session = opened(_SEEN)
    give(session, weight="60")
    fields = only(session.delta()).fields
    assert fields[FieldId("last")] == "60"
    assert fields[FieldId("note")] == "60 kg"

    again = opened(_SEEN, answers={**fields, FieldId("note"): "hers"}, clock=StandingClock())

    assert again.answer(at("note")) == "hers"
    assert again.delta() == ()
    assert resumed(_SEEN, session.draft_json()).answer(at("weighed_at")) == "2026-03-12T14:02:05"


def test_a_trigger_that_is_taken_back_empties_what_looks_at_it() -> None:
    form = form_with(question("age", Kind.INTEGER), question("twice", calculation="${age} * 2", trigger=("age",)))
    session = opened(form)
    give(session, age="4")
    assert session.answer(at("twice")) == "8"

    give(session, age=None)

    assert session.answer(at("twice")) is None


def test_a_trigger_without_a_calculation_empties_the_answer() -> None:
    session = opened(form_with(question("district"), question("village", trigger=("district",))))
    give(session, district="Aral", village="Kyzyl-Suu")

    give(session, district="Bulak")

    assert session.answer(at("village")) is None


def test_in_a_repeat_a_trigger_sets_the_answer_of_its_own_row_and_one_outside_those_of_all_rows() -> None:
    form = form_with(
        question("price", Kind.INTEGER),
        repeat(
            "thing",
            question("number", Kind.INTEGER),
            question("cost", Kind.INTEGER, calculation="${number} * ${price}", trigger=("number", "price")),
        ),
        question("dear", calculation="max(${cost})", trigger=("cost",)),
    )
    session = opened(form)
    give(session, price="2")
    one, _ = session.add_row(at("thing"))
    two, _ = session.add_row(at("thing"))

    session.set(at("number", one), "3")
    assert session.answer(at("cost", one)) == "6"
    assert session.answer(at("cost", two)) is None
    session.set(at("number", two), "5")
    give(session, price="10")

    assert [session.answer(at("cost", row)) for row in (one, two)] == ["30", "50"]
    assert session.answer(at("dear")) == "50"


def test_a_calculation_can_be_a_trigger() -> None:
    form = form_with(
        question("age", Kind.INTEGER),
        question("adult", Kind.CALCULATE, calculation="if(${age} >= 18, 'yes', 'no')"),
        question("since", Kind.INTEGER, calculation="${age}", trigger=("adult",)),
    )
    session = opened(form)
    assert session.answer(at("since")) is None

    for age in ("20", "30", "40"):
        give(session, age=age)

    assert session.answer(at("since")) == "20"


def test_triggers_that_set_each_other_for_ever_are_stopped_and_named() -> None:
    form = form_with(
        question("one", Kind.INTEGER, calculation="${two} + 1", trigger=("two",)),
        question("two", Kind.INTEGER, calculation="${one} + 1", trigger=("one",)),
    )
    session = opened(form)

    give(session, one="1")

    assert session.faults() != ()
    assert session.answer(at("two")) is not None


def test_what_is_set_counts_rows_and_they_begin_with_their_defaults() -> None:
    form = form_with(
        question("kind"),
        question("how_many", Kind.INTEGER, calculation="string-length(${kind})", trigger=("kind",)),
        repeat(
            "part",
            question("number", Kind.INTEGER, default="position(..)", default_runs=True),
            question("inner", Kind.INTEGER, default="${number} - 1", default_runs=True),
            repeat("bit", question("of", default="${number}", default_runs=True), count="${inner}"),
            count="${how_many}",
        ),
    )
    session = opened(form)

    give(session, kind="abc")

    rows = session.rows(at("part"))
    assert [session.answer(at("number", row)) for row in rows] == ["1", "2", "3"]
    bits = [[session.answer(at("of", bit)) for bit in session.rows(at("bit", row))] for row in rows]
    assert bits == [[], ["2"], ["3", "3"]]
