"""A change and its one encoding."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.answers import Foreign, Json, Special, answer_from_json, answer_to_json
from fieldapp.domain.changes import Change, NotAChange, decode, encode
from fieldapp.domain.ids import FieldId
from tests.fieldapp.domain.histories import change, histories

SCALARS = st.none() | st.booleans() | st.integers() | st.text()
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6)
KEYS = st.sampled_from(["id", "record", "kind", "form", "fields", "after", "lamport", "when"])
ALMOST_A_CHANGE = st.dictionaries(KEYS, JSON)

#: What the first released program wrote; today's reads it for ever.
GOLDEN = (
    '{"after":[["0000000000000001",1]],"fields":{"age":"27","name":["declined"],"phone":null,"photo":{"hash":"00"}},'
    '"form":"gbv_case","id":["0000000000000002",7],"kind":"update","lamport":9,"newer":[1,2],'
    '"record":"abababababababababababababababab","version":"1","when":"2026-03-12T12:00:00.000+06:00",'
    '"who":"00000000000000000000000000000002"}'
)


def test_a_change_written_by_the_first_program_reads_and_writes_the_same_for_ever() -> None:
    read = decode(GOLDEN)

    assert read.fields == {
        "age": "27",
        "name": Special.DECLINED,
        "phone": None,
        "photo": Foreign('{"hash":"00"}'),
    }
    assert read.more == {"newer": [1, 2]}
    assert encode(read) == GOLDEN


@given(histories())
@settings(max_examples=50, deadline=None)
def test_what_is_encoded_comes_back_as_it_was(made: list[Change]) -> None:
    assert [decode(encode(c)) for c in made] == made


@given(JSON)
def test_an_answer_of_any_kind_survives_being_read_and_written(value: Json) -> None:
    assert json.dumps(answer_to_json(answer_from_json(value)), sort_keys=True) == json.dumps(value, sort_keys=True)


@given(st.text() | ALMOST_A_CHANGE.map(json.dumps))
@settings(max_examples=300, deadline=None)
def test_what_is_no_change_is_refused_with_one_error(text: str) -> None:
    with pytest.raises(NotAChange):
        decode(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("lamport", 2**53),
        ("lamport", 0),
        ("lamport", True),
        ("record", "AB" * 16),
        ("record", "ab" * 15),
        ("id", ["0000000000000002", 0]),
        ("id", ["0000000000000002"]),
        ("after", [["x", 1]]),
        ("when", "2026-03-12T12:00:00"),
        ("fields", ["phone"]),
    ],
)
def test_a_change_out_of_bounds_is_refused(key: str, value: object) -> None:
    wrong = json.loads(GOLDEN) | {key: value}

    with pytest.raises(NotAChange):
        decode(json.dumps(wrong))


def test_keys_that_say_nothing_are_left_out() -> None:
    assert set(json.loads(encode(change(1, 1, phone="1")))) == {
        "id", "record", "kind", "form", "version", "fields", "lamport", "who", "when",
    }  # fmt: skip
    assert FieldId("phone") in decode(encode(change(1, 1, phone="1"))).fields
