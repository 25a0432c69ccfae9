"""Whatever she does in whatever order, the form stands as if it had been worked out from nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Group, Item, Question
from fieldapp.forms.places import Place, SavedRow
from fieldapp.words import Language
from tests.fieldapp.forms.making import at, form_of, opened, resumed

_READ = form_of(
    """
    | survey |
    | | type | name | label | relevant | constraint | required | read_only | calculation | choice_filter |
    | | integer | age | Age | | . < 100 |
    | | text | word | Word | ${age} > 5 or ${kind} = 'b' | | ${age} > 10 |
    | | select_one kind | kind | Kind |
    | | begin_group | group | ${word} | ${word} != 'x' |
    | | select_one thing | thing | Thing of ${kind} | | | | ${age} = 7 | | kind = ${kind} |
    | | date | day | Day | ${thing} != '' | . <= today() | true() |
    | | begin_repeat | child | Child | ${age} > 2 |
    | | integer | n | Number | | . <= ${age} |
    | | text | t | Text | ${n} > 3 and ${word} != 'y' |
    | | calculate | p | | | | | | position(..) * 10 + count(${child}) |
    | | calculate | run | | | | | | coalesce(${n}, 0) + indexed-repeat(${n}, ${child}, position(..) - 1) |
    | | begin_repeat | toy | Toy | ${n} != 4 |
    | | text | what | What | ${t} = '' |
    | | calculate | of | | | | | | concat(${what}, ${n}, position(..), ${age}) |
    | | end_repeat |
    | | calculate | toys | | | | | | concat(count(${toy}), join('+', ${of})) |
    | | begin_repeat | egg | Egg |
    | | text | colour | Colour | ${t} != 'x' | ${n} != 9 | ${age} = 6 |
    | | calculate | eggs | | | | | | concat(position(..), count(${egg}), ${n}) |
    | | end_repeat |
    | | end_repeat |
    | | end_group |
    | | begin_repeat | pet | Pet | ${word} != 'z' |
    | | text | called | Called | ${kind} != 'b' | . != ${word} and string-length(.) < ${age} - 3 | ${age} > 6 |
    | | calculate | pet_run | | | | | | concat(indexed-repeat(${called}, ${pet}, position(..) - 1), count(${pet})) |
    | | end_repeat |
    | | calculate | total | | | | | | sum(${n}) + count(${toy}) + count(${t}) |
    | | calculate | big | | ${total} > 3 | | | | concat('big ', ${total}, ${child}[n = 4]/t, join('+', ${called})) |
    | | note | said | ${big} and ${total} | ${big} != '' |
    | | calculate | label | | | | | | jr:choice-name(${kind}, '${kind}') |
    | | calculate | last | | | | | | ${child}[position() = count(${child})]/n |
    | | calculate | four | | | | | | ${child}[n = 9][1]/p |
    | | calculate | second | | | | | | indexed-repeat(${n}, ${child}, 2) |
    | | calculate | words | | | | | | concat(${word}) |

    | choices |
    | | list_name | name | label::English (en) | label::Русский (ru) | kind |
    | | kind | a | An a | Буква а |
    | | kind | b | A b | Буква б |
    | | thing | one | One | Один | a |
    | | thing | two | Two | Два | a |
    | | thing | three | Three | Три | b |
    """
)


def _counted(items: tuple[Item, ...], counts: Mapping[str, str]) -> tuple[Item, ...]:
    """The same items, in which the rows of some repeats are counted."""
    return tuple(
        item
        if isinstance(item, Question)
        else replace(item, children=_counted(item.children, counts))
        if isinstance(item, Group)
        else replace(item, children=_counted(item.children, counts), count=counts.get(item.name, ""))
        for item in items
    )


_FORM = replace(
    _READ,
    children=_counted(
        _READ.children, {"pet": "if(${age} > 50, 1000000, ${age} - 4)", "egg": "${n} mod 4 + count(${toy})"}
    ),
)
_POOL = {
    "age": ("3", "6", "7", "12", "120", None),
    "word": ("x", "y", "z", None),
    "kind": ("a", "b", None),
    "thing": ("one", "three", None),
    "day": ("2026-01-01", "2027-01-01", None),
    "n": ("1", "4", "5", "9", None),
    "t": ("x", "", None),
    "what": ("ball", None),
    "called": ("Cat", "Dog", None),
    "colour": ("red", "blue", None),
}
_OWN = "age word kind group/ thing day child pet total big said label last four second words".split()  # noqa: SIM905
_HOLDERS = {"n": "child", "t": "child", "what": "toy", "called": "pet", "colour": "egg"}


@given(st.data())
@settings(max_examples=300)
def test_answers_in_any_order_give_what_a_fresh_session_gives(data: st.DataObject) -> None:
    session = _begun(data)
    for _ in range(data.draw(st.integers(1, 14))):
        _do_something(session, data)
        if data.draw(st.booleans()):
            session.problems()

    again = resumed(_FORM, session.draft_json())
    again.speak(session.language)

    assert _seen(session) == _seen(again)
    assert (session.missing(), session.problems()) == (again.missing(), again.problems())
    assert session.delta() == again.delta()
    assert {(f.place, f.reason) for f in session.faults()} == {(f.place, f.reason) for f in again.faults()}


@given(st.data())
@settings(max_examples=200)
def test_whatever_looks_different_afterwards_was_named_as_touched(data: st.DataObject) -> None:
    session = _begun(data)
    for _ in range(data.draw(st.integers(0, 8))):
        _do_something(session, data)
    before = _seen(session)
    place, answer = _some_answer(session, data)

    touched = session.set(place, answer)

    after = _seen(session)
    different = {where for where in before.keys() & after.keys() if before[where] != after[where]}
    assert different <= touched.places | touched.repeats


def _begun(data: st.DataObject) -> FormSession:
    """A new form, or one of a saved record with rows."""
    if data.draw(st.booleans()):
        return opened(_FORM)
    rows = [
        SavedRow(record=RecordId(f"{n:032x}"), repeat=FieldId("child"), order=f"{n}", answers={FieldId("n"): f"{n}"})
        for n in range(1, data.draw(st.integers(1, 5)))
    ]
    return opened(_FORM, answers={FieldId("age"): "6", FieldId("word"): "y"}, rows=tuple(rows))


def _do_something(session: FormSession, data: st.DataObject) -> None:
    children = session.rows(at("child"))
    match data.draw(st.sampled_from(["answer"] * 6 + ["add", "add", "toy", "remove", "move", "speak"])):
        case "add":
            session.add_row(at("child"), data.draw(st.integers(0, 3)))
        case "toy" if children:
            session.add_row(at("toy", data.draw(st.sampled_from(children))))
        case "remove" if children:
            session.remove_row(data.draw(st.sampled_from(children)))
        case "move" if children:
            session.move_row(data.draw(st.sampled_from(children)), data.draw(st.integers(0, 3)))
        case "speak":
            session.speak(Language(data.draw(st.sampled_from(["en", "ru"]))))
        case _:
            session.set(*_some_answer(session, data))


def _some_answer(session: FormSession, data: st.DataObject) -> tuple[Place, str | None]:
    rows: dict[str, list[RecordId | None]] = {"": [None], "pet": [*session.rows(at("pet"))], "toy": [], "egg": []}
    rows["child"] = [*session.rows(at("child"))]
    for child in session.rows(at("child")):
        rows["toy"] += session.rows(at("toy", child))
        rows["egg"] += session.rows(at("egg", child))
    name = data.draw(st.sampled_from([name for name in _POOL if rows[_HOLDERS.get(name, "")]]))
    row = data.draw(st.sampled_from(rows[_HOLDERS.get(name, "")]))
    answer = data.draw(st.sampled_from(_POOL[name]))
    return at(name, row), answer


def _places(session: FormSession) -> Iterator[Place]:
    for name in _OWN:
        yield at(name)
    for pet in session.rows(at("pet")):
        yield at("called", pet)
        yield at("pet_run", pet)
    for child in session.rows(at("child")):
        for name in ("n", "t", "p", "run", "toy", "toys", "egg"):
            yield at(name, child)
        for egg in session.rows(at("egg", child)):
            yield at("colour", egg)
            yield at("eggs", egg)
        for toy in session.rows(at("toy", child)):
            yield at("what", toy)
            yield at("of", toy)


def _seen(session: FormSession) -> dict[Place, object]:
    """All that a screen could show of it."""
    seen: dict[Place, object] = {}
    for place in _places(session):
        rows = session.rows(place) if place.field in {"child", "toy", "pet", "egg"} else ()
        choices = [choice.name for choice in session.choices(place)] if place.field in {"kind", "thing"} else []
        seen[place] = (session.state(place), session.label(place), rows, choices)
    return seen
