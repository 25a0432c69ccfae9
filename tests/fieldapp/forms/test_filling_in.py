"""Filling in a form: what is asked, what is refused, what is offered."""

from __future__ import annotations

import pytest

from fieldapp.domain.answers import Foreign, Special
from fieldapp.forms.model import Form
from fieldapp.forms.typed import NotAnAnswer
from fieldapp.words import Language
from tests.fieldapp.forms.making import at, form_of, give, opened

_RUSSIAN = Language("ru")


@pytest.fixture(scope="module")
def visit() -> Form:
    return form_of(
        """
        | survey |
        | | type | name | label::English (en) | label::Русский (ru) | hint::English (en) | required | required_message::English (en) | relevant | constraint | constraint_message::English (en) | constraint_message::Русский (ru) | read_only | calculation | choice_filter | default | appearance | bind::fieldapp:special | bind::fieldapp:partial | bind::fieldapp:unlikely | bind::fieldapp:unlikelyMsg::English (en) |
        | | integer | age | How old is she? | Сколько ей лет? | In years | yes | | | . >= 0 and . <= 120 | ${age} is too old. | ${age} — это слишком много. | | | | | | not_known declined | | . > 90 | Is she really ${age}? |
        | | select_one yes_no | school | Does she go to school? | Ходит ли она в школу? | | yes | | ${age} < 18 | | | | | | | | minimal |
        | | begin_group | home | Home | Дом | | | | ${school} != 'no' |
        | | select_one district | district | Which district? | Какой район? |
        | | select_one village | village | Which village in ${district}? | Какое село? | | | | ${district} != '' | | | | | | district = ${district} |
        | | end_group |
        | | select_multiple need | needs | What does she need? | Что ей нужно? |
        | | note | summary | She needs ${count} things, since ${since}. | Ей нужно: ${count} |
        | | calculate | count | | | | | | | | | | | count-selected(${needs}) |
        | | date | since | Since when? | С какого времени? | | | | | . <= today() | | | | | | today() | | | yes |
        | | text | code | Code | Код | | | | | | | | yes | | | X-1 |
        | | text | names | Needs in words | Словами | | | | | | | | | jr:choice-name(selected-at(${needs}, 0), '${needs}') |

        | choices |
        | | list_name | name | label::English (en) | label::Русский (ru) | district |
        | | yes_no | yes | Yes | Да |
        | | yes_no | no | No | Нет |
        | | district | north | North | Север |
        | | district | south | South | Юг |
        | | village | aral | Aral | Арал | north |
        | | village | bulak | Bulak | Булак | north |
        | | village | chong | Chong | Чоң | south |
        | | need | food | Food | Еда |
        | | need | work | Work | Работа |

        | settings |
        | | form_id | version | default_language | namespaces | instance_name |
        | | visit | 3 | English (en) | fieldapp="urn:fieldapp:xlsform" | concat('Visit ', ${district}) |
        """  # noqa: E501 - a row of a sheet is a line
    )


def test_questions_appear_and_vanish_with_the_answers_they_depend_on(visit: Form) -> None:
    session = opened(visit)
    assert not session.state(at("school")).relevant

    touched = session.set(at("age"), "12")

    assert session.state(at("school")).relevant
    assert at("school") in touched.places
    assert at("village") not in touched.places


def test_a_group_that_vanishes_takes_its_questions_with_it(visit: Form) -> None:
    session = opened(visit)
    give(session, age="12", district="north", village="aral")
    assert session.state(at("village")).relevant

    session.set(at("school"), "no")

    assert not session.state(at("home/")).relevant
    assert not session.state(at("district")).relevant
    assert not session.state(at("village")).relevant


def test_an_impossible_answer_is_kept_in_sight_with_the_reason_beside_it(visit: Form) -> None:
    session = opened(visit)

    session.set(at("age"), "130")

    state = session.state(at("age"))
    assert (state.answer, state.error) == ("130", "130 is too old.")
    assert session.problems() == (at("age"),)
    session.set(at("age"), "30")
    assert session.problems() == ()


def test_an_unlikely_answer_is_only_asked_about(visit: Form) -> None:
    session = opened(visit)

    session.set(at("age"), "95")

    state = session.state(at("age"))
    assert (state.error, state.unlikely) == ("", "Is she really 95?")
    assert session.problems() == ()


def test_a_rule_without_a_message_gets_a_sentence_of_the_programs_own(visit: Form) -> None:
    session = opened(visit)

    session.set(at("since"), "2026-03-13")

    assert session.state(at("since")).error == "This answer is not possible here."


def test_required_questions_are_counted_and_keep_nobody_from_saving(visit: Form) -> None:
    session = opened(visit)
    assert session.missing() == (at("age"),)
    assert session.state(at("age")).missing

    session.set(at("age"), "9")
    assert session.missing() == (at("school"),)

    session.set(at("school"), "yes")
    assert session.missing() == ()
    assert session.delta()


def test_a_special_answer_answers_a_question_and_counts_as_nothing_in_rules(visit: Form) -> None:
    session = opened(visit)

    session.set(at("age"), Special.DECLINED)

    state = session.state(at("age"))
    assert (state.answer, state.missing, state.error) == (Special.DECLINED, False, "")
    assert not session.state(at("school")).relevant


def test_a_special_answer_is_taken_only_where_the_form_allows_it(visit: Form) -> None:
    session = opened(visit)
    session.set(at("needs"), Special.NOT_ASKED)

    with pytest.raises(NotAnAnswer, match="an answer of its own"):
        session.set(at("age"), Special.NOT_ASKED)
    with pytest.raises(NotAnAnswer, match="newer program"):
        session.set(at("age"), Foreign('{"new":1}'))


@pytest.mark.parametrize(
    ("name", "answer", "sentence"),
    [
        ("age", "twelve", "Type a whole number, such as 27."),
        ("age", "012", "Type a whole number, such as 27."),
        ("since", "12.03.2026", "Type a date as day, month, year: 03.04.2026."),
        ("since", "2026-02-30", "Type a date as day, month, year: 03.04.2026."),
        ("needs", "food food", "This cannot be the answer to this question."),
        ("names", "by hand", "Nobody answers this: the form works it out."),
        ("code", "x" * 50_001, "This text is too long for one answer. Divide it."),
    ],
)
def test_what_can_never_be_an_answer_is_not_taken(visit: Form, name: str, answer: str, sentence: str) -> None:
    session = opened(visit)
    before = session.draft_json()

    with pytest.raises(NotAnAnswer) as refused:
        session.set(at(name), answer)

    assert str(refused.value) == sentence
    assert session.draft_json() == before


def test_a_date_may_lack_its_day_where_the_form_allows_it(visit: Form) -> None:
    session = opened(visit)

    session.set(at("since"), "2026-02")
    assert session.state(at("since")).error == ""
    session.set(at("since"), "2025")
    assert session.state(at("since")).error == ""
    session.set(at("since"), "2027")
    assert session.state(at("since")).error == "This answer is not possible here."


def test_only_the_choices_that_fit_are_offered_in_the_order_of_the_sheet(visit: Form) -> None:
    session = opened(visit)
    assert [choice.name for choice in session.choices(at("village"))] == []

    touched = session.set(at("district"), "north")

    assert [choice.name for choice in session.choices(at("village"))] == ["aral", "bulak"]
    assert at("village") in touched.places


def test_a_choice_that_is_no_longer_offered_stays_until_she_chooses_again(visit: Form) -> None:
    session = opened(visit)
    give(session, district="north", village="aral")

    session.set(at("district"), "south")

    state = session.state(at("village"))
    assert state.answer == "aral"
    assert state.error == "This choice is not in the list any more. Choose again."
    session.set(at("district"), "north")
    assert session.state(at("village")).error == ""


def test_a_choice_that_the_list_never_had_is_a_problem(visit: Form) -> None:
    session = opened(visit)

    give(session, needs="food gold")

    assert session.problems() == (at("needs"),)


def test_labels_say_other_answers_in_words(visit: Form) -> None:
    session = opened(visit)
    give(session, district="north", needs="food work")

    assert session.label(at("village")) == "Which village in North?"
    assert session.label(at("summary")) == "She needs 2 things, since 12.03.2026."
    assert session.hint(at("age")) == "In years"


def test_a_label_is_touched_when_the_answer_in_it_changes(visit: Form) -> None:
    session = opened(visit)

    assert at("summary") in session.set(at("needs"), "food").places


def test_the_language_switches_in_place(visit: Form) -> None:
    session = opened(visit)
    give(session, age="130", needs="work food")
    assert session.answer(at("names")) == "Work"

    touched = session.speak(_RUSSIAN)

    assert session.label(at("age")) == "Сколько ей лет?"
    assert session.state(at("age")).error == "130 — это слишком много."
    assert session.answer(at("names")) == "Работа"
    assert at("age") in touched.places
    assert session.answer(at("age")) == "130"


def test_what_a_language_lacks_is_said_in_the_language_of_the_form(visit: Form) -> None:
    session = opened(visit, language=Language("ky"))

    assert session.label(at("age")) == "How old is she?"


def test_a_calculated_or_read_only_question_is_shown_and_not_asked(visit: Form) -> None:
    session = opened(visit)

    assert session.state(at("code")).read_only
    assert session.state(at("names")).read_only
    assert session.state(at("summary")).read_only
    assert at("code") not in set(session.asked())
    assert session.answer(at("code")) == "X-1"


def test_questions_are_asked_in_the_order_of_the_form(visit: Form) -> None:
    session = opened(visit)
    give(session, age="12", district="north")

    assert [place.field for place in session.asked()] == ["age", "school", "district", "village", "needs", "since"]
    assert [place.field for place in session.unanswered()] == ["school", "village", "needs"]


def test_a_record_gets_its_name_from_its_answers(visit: Form) -> None:
    session = opened(visit)
    give(session, district="south")

    assert session.name() == "Visit south"


def test_the_same_answer_again_touches_nothing(visit: Form) -> None:
    session = opened(visit)
    session.set(at("age"), "30")

    assert session.set(at("age"), "30").places == frozenset()


def test_an_empty_text_takes_an_answer_back(visit: Form) -> None:
    session = opened(visit)
    session.set(at("age"), "12")

    session.set(at("age"), "")

    assert session.answer(at("age")) is None
    assert not session.state(at("school")).relevant


def test_a_filter_may_compare_more_than_one_column_and_other_things_too() -> None:
    form = form_of(
        """
        | survey |
        | | type | name | label | choice_filter |
        | | text | district | District |
        | | integer | level | Level |
        | | select_one place | place | Place | district = ${district} and ${level} = level and name != 'closed' |
        | | select_one place | any | Place | ${district} = '' or district = ${district} |

        | choices |
        | | list_name | name | label | district | level |
        | | place | one | One | north | 1 |
        | | place | two | Two | north | 2 |
        | | place | closed | Closed | north | 1 |
        | | place | none | None |
        """
    )
    session = opened(form)
    assert len(session.choices(at("any"))) == 4

    give(session, district="north", level="1")

    assert [choice.name for choice in session.choices(at("place"))] == ["one"]
    assert [choice.name for choice in session.choices(at("any"))] == ["one", "two", "closed"]
