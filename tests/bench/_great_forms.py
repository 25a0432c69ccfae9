"""The great forms that are measured: one of many pages and villages, one of many rules, one of many rows."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.model import Choice, Form, Group, Item, Kind, Question, Repeat, Text

_PAGES: Final = 10
_QUESTIONS: Final = 25
_VILLAGES: Final = 10_000
_DISTRICTS: Final = 40
_LANGUAGES: Final = {"en": "English", "ru": "Русский", "ky": "Кыргызча"}
#: What names of villages are made of; so that a search finds neither one nor all.
_FIRST: Final = ("Ак", "Кара", "Кызыл", "Көк", "Сары", "Чоң", "Жаңы", "Эски", "Орто", "Жогорку", "Үч", "Беш")
_SECOND: Final = ("суу", "таш", "булак", "дөбө", "кыштак", "арык", "талаа", "жар", "токой", "көл", "өзөн", "төр")
#: How many rules the second form has, and questions.
RULES: Final = 500
RULED: Final = 1_000
#: Rows of the third form, and questions in each.
ROWS: Final = 100
IN_A_ROW: Final = 20


def with_villages() -> Form:
    """250 questions on ten pages. Each begins with a text that the other questions depend on, and with a place."""
    return _form(
        "great",
        tuple(_page(number) for number in range(1, _PAGES + 1)),
        district=tuple(Choice(f"d{number}", _text(f"District {number}")) for number in range(_DISTRICTS)),
        village=tuple(_villages()),
    )


def with_rules() -> Form:
    """1,000 questions on one page without groups; every other one is asked only after what the one before it said,
    and the first question decides about a hundred of them."""
    children: list[Item] = [_ask("q0", Kind.TEXT)]
    for number in range(1, RULED):
        asked = f"string-length(${{q{number - 1}}}) < {number}" if number % 10 else f"${{q0}} != 'x{number}'"
        rule = {"relevant": asked} if number % 2 == 0 else {}
        kind = Kind.INTEGER if number % 3 == 0 else Kind.TEXT
        children.append(_ask(f"q{number}", kind, **rule))
    return _form("ruled", tuple(children))


def with_rows() -> Form:
    """A household of many members, each asked 20 questions, some of which hang on others."""
    inside: list[Item] = [_ask("m0", Kind.TEXT), _ask("m1", Kind.INTEGER, constraint=". < 120")]
    for number in range(2, IN_A_ROW):
        rule = {"relevant": "${m1} >= 18"} if number % 4 == 0 else {}
        kind = (Kind.TEXT, Kind.SELECT_ONE, Kind.DATE)[number % 3]
        inside.append(_ask(f"m{number}", kind, choices="yes_no" if kind is Kind.SELECT_ONE else "", **rule))
    member = Repeat(id=FieldId("member"), name="member", label=_text("Members"), children=tuple(inside))
    count = Question(id=FieldId("old"), name="old", kind=Kind.CALCULATE, calculation="sum(${m1})")
    return _form("rows", (member, count, _ask("remarks", Kind.TEXT)))


def _form(name: str, children: Sequence[Item], **lists: tuple[Choice, ...]) -> Form:
    return Form(
        id=FormId(name),
        version="1",
        title=f"A form with {name}",
        languages=_LANGUAGES,
        default_language="en",
        lists={"yes_no": tuple(Choice(each, _text(each)) for each in ("yes", "no")), **lists},
        children=tuple(children),
    )


def _villages() -> Sequence[Choice]:
    chance = Random(7)
    names = [f"{chance.choice(_FIRST)}-{chance.choice(_SECOND)} {number}" for number in range(_VILLAGES)]
    return [
        Choice(f"v{number}", _text(name), {"district": f"d{number % _DISTRICTS}"}) for number, name in enumerate(names)
    ]


def _page(number: int) -> Group:
    """On every second page a village is sought among those of a district, on the others among all."""
    by_district = {"choice_filter": f"district = ${{district_{number}}}"} if number % 2 else {}
    children: list[Item] = [
        _ask(f"note_{number}", Kind.TEXT),
        _ask(f"district_{number}", Kind.SELECT_ONE, choices="district"),
        _ask(f"village_{number}", Kind.SELECT_ONE, choices="village", **by_district),
    ]
    for place in range(len(children), _QUESTIONS):
        relevant = f"string-length(${{note_{number}}}) > {place} or ${{note_{number}}} = 'x{place}'"
        if place % 3:
            children.append(_ask(f"ask_{number}_{place}", Kind.SELECT_ONE, choices="yes_no", relevant=relevant))
        else:
            limits = {"constraint": ". >= 0 and . <= 120", "constraint_message": _text("Nobody is that old.")}
            children.append(_ask(f"ask_{number}_{place}", Kind.INTEGER, relevant=relevant, **limits))
    return Group(
        id=FieldId(f"page_{number}/"), name=f"page_{number}", label=_text(f"Page {number}"), children=tuple(children)
    )


def _ask(name: str, kind: Kind, **more: object) -> Question:
    words = _text(f"What did she say about {name}?")
    return Question(id=FieldId(name), name=name, kind=kind, label=words, hint=_text("In her words."), **more)  # type: ignore[arg-type] # made of what is said above


def _text(said: str) -> Text:
    return Text({language: f"{said} ({language})" for language in _LANGUAGES})
