"""A small form with one of everything, in English and Russian, for the tests of the form page."""

from __future__ import annotations

from datetime import date

from fieldapp.domain.answers import Special
from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Choice, Form, Group, Item, Kind, Question, Repeat, Text
from fieldapp.words import Language
from tests.helpers.clock import StandingClock

ALL = tuple(Special)


def text(en: str, ru: str) -> Text:
    return Text({"en": en, "ru": ru})


def ask(name: str, kind: Kind, en: str, ru: str, **more: object) -> Question:
    specials = more.pop("specials", ALL)
    return Question(id=FieldId(name), name=name, kind=kind, label=text(en, ru), specials=specials, **more)  # type: ignore[arg-type]  # made of what the test says


def group(name: str, en: str, ru: str, *children: Item, relevant: str = "") -> Group:
    return Group(id=FieldId(f"{name}/"), name=name, label=text(en, ru), relevant=relevant, children=children)


def choices(*lines: tuple[str, str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(name, text(en, ru)) for name, en, ru in lines)


VILLAGES = choices(*((f"v{n}", f"Village {n}", f"Село {n}") for n in range(1, 40)), ("osh", "Osh", "Ош"))
YES_NO = choices(("yes", "yes", "да"), ("no", "no", "нет"))
HOW = choices(
    ("written", "in writing", "письменно"),
    ("thumb", "by thumbprint", "отпечатком пальца"),
    ("spoken", "spoken, before a witness", "устно, при свидетеле"),
)
HELP = choices(
    ("health", "Health care", "Медицинская помощь"),
    ("law", "Legal help", "Юридическая помощь"),
    ("shelter", "Shelter or safe house", "Приют или безопасное жильё, в котором можно остаться с детьми"),
)

FORM = Form(
    id=FormId("first_meeting"),
    version="1",
    title="First meeting",
    languages={"en": "English", "ru": "Русский"},
    default_language="en",
    lists={"how": HOW, "yes_no": YES_NO, "village": VILLAGES, "help": HELP},
    children=(
        group(
            "consent",
            "Consent",
            "Согласие",
            Question(
                id=FieldId("limits"),
                name="limits",
                kind=Kind.NOTE,
                label=text(
                    "Read out first: what she tells stays with us, except when a life is in danger.",
                    "Сначала прочитайте вслух: рассказанное остаётся у нас, кроме случаев угрозы для жизни.",
                ),
            ),
            ask("how", Kind.SELECT_ONE, "How did she give her consent?", "Как она дала согласие?", choices="how",
                required="true()", specials=()),
            ask("witness", Kind.TEXT, "Who was the witness?", "Кто был свидетелем?", relevant="${how} = 'spoken'"),
        ),
        group(
            "who",
            "Who she is",
            "Кто она",
            ask("family_name", Kind.TEXT, "Family name", "Фамилия", required="true()"),
            ask("age", Kind.INTEGER, "Age, if she knows it", "Возраст, если она его знает",
                hint=text("In full years.", "Полных лет."), constraint=". >= 0 and . <= 120",
                constraint_message=text("Nobody is that old.", "Таких лет не бывает. Проверьте возраст."),
                unlikely=". > 95", unlikely_message=text("Is she really older than 95?", "Ей правда больше 95 лет?")),
            ask("phone", Kind.TEXT, "Telephone", "Телефон", phone=True),
            ask("village", Kind.SELECT_ONE, "Where does she live?", "Где она живёт?", choices="village"),
        ),
        group(
            "what",
            "What happened",
            "Что произошло",
            ask("day", Kind.DATE, "Date of the incident", "Дата происшествия", partial=True,
                constraint=". <= today()",
                constraint_message=text("This day has not come yet.", "Этот день ещё не наступил.")),
            ask("story", Kind.TEXT, "In her own words", "Её словами", appearance="multiline"),
            ask("help", Kind.SELECT_MULTIPLE, "What help does she ask for?", "О какой помощи она просит?",
                choices="help"),
        ),
        group(
            "household",
            "Household",
            "Домохозяйство",
            Repeat(
                id=FieldId("child"),
                name="child",
                label=text("Children", "Дети"),
                children=(
                    ask("child_name", Kind.TEXT, "Name of the child", "Имя ребёнка"),
                    ask("child_age", Kind.INTEGER, "Age of the child", "Возраст ребёнка",
                        constraint=". < 18", constraint_message=text("A child is under 18.", "Ребёнку меньше 18.")),
                ),
            ),
        ),
        group(
            "shelter_only",
            "Shelter",
            "Приют",
            ask("children_along", Kind.SELECT_ONE, "Do children come along?", "Есть ли с ней дети?", choices="yes_no"),
            relevant="selected(${help}, 'shelter')",
        ),
    ),
)  # fmt: skip


def a_session(clock: Clock | None = None, language: str = "en") -> FormSession:
    """A new record of the form."""
    return FormSession(FORM, clock=clock or StandingClock(), user="w1", device="d1", language=Language(language))


def today() -> date:
    """The day of the standing clock."""
    return StandingClock().now().day
