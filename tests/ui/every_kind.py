"""A form with a question of every kind and looks, in English, Russian and Kyrgyz, for the tests of its page."""

from __future__ import annotations

from datetime import date

from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Choice, Form, Group, Item, Kind, Question, Repeat, Text
from fieldapp.words import Language
from tests.helpers.clock import StandingClock

LANGUAGES = {"en": "English", "ru": "Русский (ru)", "ky": "Кыргызча (ky)"}


def words(en: str, ru: str, ky: str) -> Text:
    return Text({"en": en, "ru": ru, "ky": ky})


def ask(name: str, kind: Kind, *said: str, **more: object) -> Question:
    return Question(id=FieldId(name), name=name, kind=kind, label=words(*said), **more)  # type: ignore[arg-type]  # made of what the test says


def group(name: str, *said: str, children: tuple[Item, ...], appearance: str = "") -> Group:
    return Group(id=FieldId(f"{name}/"), name=name, label=words(*said), children=children, appearance=appearance)


def choices(*lines: tuple[str, str, str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(name, words(*said)) for name, *said in lines)


AGREE = choices(
    ("no", "No", "Нет", "Жок"),
    ("rather_no", "Rather no", "Скорее нет", "Жок сыяктуу"),
    ("rather_yes", "Rather yes", "Скорее да", "Ооба сыяктуу"),
    ("yes", "Yes", "Да", "Ооба"),
)
NEEDS = choices(
    ("food", "Food", "Продукты", "Азык-түлүк"),
    ("heat", "Heating", "Отопление", "Жылуулук"),
    ("school", "School things", "Школьные вещи", "Мектеп буюмдары"),
    ("doctor", "A doctor", "Врач", "Дарыгер"),
)
VILLAGES = (
    *choices(*((f"v{n}", f"Village {n}", f"Село {n}", f"Айыл {n}") for n in range(30))),
    *choices(("ala_archa", "Upper Ala-Archa", "Верхний Ала-Арча", "Жогорку Ала-Арча")),
    *choices(("suu", "Kok-Suu", "Кёк-Суу", "Көк-Суу")),
)

NEW_KINDS = group(
    "kinds", "Every kind", "Все виды", "Бардык түрлөр",
    children=(
        ask("read", Kind.ACKNOWLEDGE, "I have explained who sees her answers.", "Я объяснила, кто увидит её ответы.",
            "Жоопторду ким көрөрүн түшүндүрдүм.", required="true()"),
        ask("people", Kind.RANGE, "How many live here?", "Сколько человек здесь живёт?", "Бул жерде канча киши жашайт?",
            parameters={"start": "1", "end": "20", "step": "1"}),
        ask("safe", Kind.RANGE, "How safe does she feel?", "Насколько она чувствует себя в безопасности?",
            "Ал өзүн канчалык коопсуз сезет?", parameters={"start": "1", "end": "5", "step": "1"},
            appearance="rating"),
        ask("needs", Kind.RANK, "What is needed most?", "Что нужнее всего?", "Эң керектүүсү эмне?", choices="needs",
            guidance=words("The most needed first. Ask about each one.", "Самое нужное — первым. Спросите о каждом.",
                           "Эң керектүүсү биринчи. Ар бири тууралуу сураңыз.")),
        ask("card", Kind.BARCODE, "Number on the card", "Номер на карточке", "Карточкадагы номер"),
        ask("where", Kind.GEOPOINT, "Where is the house?", "Где находится дом?", "Үй кайда?"),
    ),
)  # fmt: skip
DAYS = group(
    "days", "Days and numbers", "Дни и числа", "Күндөр жана сандар",
    children=(
        ask("came", Kind.DATE, "When did they come?", "Когда они приехали?", "Алар качан келишти?", partial=True),
        ask("seen", Kind.DATETIME, "Seen on", "Осмотр", "Кароо"),
        ask("month", Kind.DATE, "Since which month?", "С какого месяца?", "Кайсы айдан бери?",
            appearance="month-year"),
        ask("born", Kind.DATE, "Year of birth", "Год рождения", "Туулган жылы", appearance="year"),
        ask("income", Kind.INTEGER, "Income of the household", "Доход семьи", "Үй-бүлөнүн кирешеси",
            appearance="thousands-sep"),
        ask("story", Kind.TEXT, "In their own words", "Их словами", "Өз сөздөрү менен", appearance="multiline"),
    ),
)  # fmt: skip
CHOOSING = group(
    "picked", "Choosing", "Выбор", "Тандоо",
    children=(
        ask("fair", Kind.SELECT_ONE, "Was the help fair?", "Помощь была справедливой?", "Жардам адилет болдубу?",
            choices="agree", appearance="likert"),
        ask("got", Kind.SELECT_MULTIPLE, "What did they get?", "Что они получили?", "Эмне алышты?", choices="needs",
            appearance="columns-2"),
        ask("next", Kind.SELECT_ONE, "May we come again?", "Можно прийти ещё раз?", "Дагы келсек болобу?",
            choices="agree", appearance="quick"),
        ask("village", Kind.SELECT_ONE, "Village", "Село", "Айыл", choices="villages"),
        ask("first", Kind.SELECT_ONE, "What first?", "Что сначала?", "Биринчи эмне?", choices="needs",
            appearance="minimal"),
    ),
)  # fmt: skip
GRID = group(
    "grid", "Agreement", "Согласие", "Макулдук", appearance="table-list",
    children=(
        ask("heard", Kind.SELECT_ONE, "She was listened to", "Её выслушали", "Аны угушту", choices="agree",
            required="true()"),
        ask("helped", Kind.SELECT_ONE, "What she got helped her", "Полученное ей помогло", "Алганы ага жардам берди",
            choices="agree"),
        ask("again", Kind.SELECT_ONE, "She would send a friend", "Она посоветует подруге", "Курбусун жиберет",
            choices="agree", relevant="${heard} != 'no'"),
    ),
)  # fmt: skip
MEMBERS = Repeat(
    id=FieldId("member"), name="member", label=words("Members of the household", "Члены семьи", "Үй-бүлө мүчөлөрү"),
    children=(
        ask("who", Kind.TEXT, "Who", "Кто", "Ким", required="true()"),
        ask("age", Kind.INTEGER, "Age", "Возраст", "Жашы", constraint=". < 120",
            constraint_message=words("Nobody is that old.", "Таких лет не бывает.", "Мынчалык жаш болбойт.")),
        ask("school", Kind.SELECT_ONE, "At school", "Учится", "Окуйт", choices="agree", relevant="${age} < 18"),
        ask("since", Kind.DATE, "Here since", "Здесь с", "Келген күнү"),
        ask("needs_of", Kind.SELECT_MULTIPLE, "Needs", "Нужно", "Керек", choices="needs"),
        ask("remarks", Kind.TEXT, "Remarks", "Замечания", "Эскертүү", appearance="multiline"),
        Repeat(
            id=FieldId("visit"), name="visit", label=words("Visits to a doctor", "Посещения врача", "Дарыгерге баруу"),
            children=(
                ask("day", Kind.DATE, "Day", "День", "Күнү"),
                ask("why", Kind.TEXT, "Why", "Почему", "Эмне үчүн"),
            ),
        ),
    ),
)  # fmt: skip
HOUSE = group("house", "Household", "Семья", "Үй-бүлө", children=(MEMBERS,))

FORM = Form(
    id=FormId("every_kind"),
    version="1",
    title="Every kind",
    languages=LANGUAGES,
    default_language="en",
    lists={"agree": AGREE, "needs": NEEDS, "villages": VILLAGES},
    children=(NEW_KINDS, DAYS, CHOOSING, GRID, HOUSE),
)


def a_session(clock: Clock | None = None, language: str = "en", form: Form = FORM) -> FormSession:
    """A new record of the form."""
    return FormSession(form, clock=clock or StandingClock(), user="w1", device="d1", language=Language(language))


def today() -> date:
    """The day of the standing clock."""
    return StandingClock().now().day
