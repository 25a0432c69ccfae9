"""What a worker has written since the last connection: records of the packs, in words that the dictionary never saw.

The dictionary of the sync is trained on whole sentences; here single words are drawn by chance, the frequent ones more
often, as in a language nobody speaks. No person is meant.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.ids import FormId, RecordId, SpaceId
from fieldapp.forms.library import load_form
from fieldapp.forms.model import Kind, Question
from fieldapp.storage.values import NewChange, StoredRecord
from tests.bench._cases import name

#: The forms below a case, and how often each.
_BELOW: Final = ("gbv_survivor", "gbv_incident", "gbv_follow_up", "gbv_incident", "gbv_action_plan", "gbv_follow_up")
_CASE: Final = "gbv_case"
#: So many of a form's questions are answered.
_ANSWERED: Final = 0.45
_WORDS: Final = tuple(
    text.split()
    for text in (
        """она что когда после него дома вечером сказала ночью детей утром соседка мать работе снова деньги ушла хочет
        просит боится помощь звонит больница брат сестра пока долго уже завтра врач сумку паспорт дверь закрыл ударил
        рукой угрожал документы суд заявление написала отказалась согласна поехать автобус село район река мост школа
        учительница каникулы зима дрова печь скот пастбище овцы базар торговля долг кредит банк свекровь свёкор золовка
        невестка калым свадьба никях развод алименты общежитие комната ключ сосед милиционер справка синяк перелом
        голова сердце бессонница таблетки беременность роды ребёнок коляска молоко каша одежда сапоги шапка платок
        праздник поминки дорога такси водитель телефон симкарта сообщение фотография интернет угроза ревность водка
        зарплата Россия отъезд возвращение граница миграция патент стройка кафе кухня официантка""",
        """ал үйгө келди кийин бала эне ата апасы күйөөсү менен жок эмес болду айтты кечинде эртең мененки иш акча
        качып кетти коркот жардам сурады телефон чалат оорукана догдур кошуна айыл өкмөтү мектеп мугалим кыш отун мал
        жайлоо кой базар карыз насыя кайнене кайната келин калың той нике ажырашуу бөлмө ачкыч милиция арыз сот кагаз
        баш жүрөк уйку дары төрөт сүт кийим өтүк жоолук майрам жол такси айдоочу билдирүү сүрөт коркутуу кызганыч арак
        айлык Орусия кетүү кайтуу чек ара курулуш кафе ашкана коопсуз план кийинки жолугушуу жума ай жыл""",
        """she said when after him home evening told night children morning neighbour mother again money left wants asks
        afraid help calls hospital brother sister while long tomorrow doctor bag passport door closed hit hand documents
        court statement wrote refused agreed travel bus village district river bridge school teacher holidays winter
        firewood stove cattle pasture sheep market trade debt loan bank divorce alimony dormitory room key policeman
        paper bruise fracture head heart sleepless tablets pregnancy birth pram milk clothes boots scarf feast road taxi
        driver phone message photograph internet jealousy salary abroad departure return border migration building""",
    )
)
_RARE: Final = 0.12
#: How often each language is written.
_LANGUAGES: Final = (6, 3, 1)


def caseload(chance: random.Random, space: SpaceId, number: int) -> Iterator[NewChange]:
    """So many new records: cases, and below each of them what was written on first visits."""
    case = RecordId("")
    for place in range(number):
        below = _BELOW[place % (len(_BELOW) + 1) - 1] if place % (len(_BELOW) + 1) else ""
        record = RecordId(chance.randbytes(16).hex())
        case = case if below else record
        form = FormId(below or _CASE)
        yield NewChange(
            record=record,
            kind=CREATE,
            form=form,
            version=load_form(form).version,
            fields={each.id: _answer(chance, form, each) for each in _asked(chance, form)},
            space=space,
            parent=case if below else None,
        )


def corrections(chance: random.Random, records: Sequence[StoredRecord]) -> Iterator[NewChange]:
    """Of each of these records one to three answers, as on a follow-up."""
    for record in records:
        form = load_form(record.form)
        questions = [each for repeat, each in form.questions() if repeat is None and each.asked]
        chosen = chance.sample(questions, chance.randint(1, 3))
        yield NewChange(
            record=record.id,
            kind=UPDATE,
            form=record.form,
            version=form.version,
            fields={each.id: _answer(chance, record.form, each, few=True) for each in chosen},
            after=record.heads,
        )


def _asked(chance: random.Random, form: FormId) -> list[Question]:
    questions = [each for repeat, each in load_form(form).questions() if repeat is None and each.asked]
    return [each for each in questions if chance.random() < _ANSWERED] or questions[:1]


def _answer(chance: random.Random, form: FormId, question: Question, *, few: bool = False) -> Answer:
    match question.kind:
        case Kind.SELECT_ONE | Kind.SELECT_MULTIPLE:
            return chance.choice(load_form(form).lists[question.choices]).name
        case Kind.DATE:
            return str(date(2026, 3, 12) - timedelta(days=chance.randrange(90)))
        case Kind.INTEGER | Kind.DECIMAL:
            return str(chance.randrange(60))
    long = "multiline" in question.appearance
    return _words(chance, chance.randint(3, 9) if few or not long else chance.randint(30, 90))


def _words(chance: random.Random, number: int) -> str:
    (words,) = chance.choices(_WORDS, _LANGUAGES)
    weights = [1 / (place + 12) for place in range(len(words))]
    said = [_rare(chance) if chance.random() < _RARE else word for word in chance.choices(words, weights, k=number)]
    return " ".join(said).capitalize() + "."


def _rare(chance: random.Random) -> str:
    """A name, an hour or a number: what no dictionary knows."""
    family, given, _ = name(chance)
    return chance.choice(
        (given, family, str(chance.randrange(1000)), f"{chance.randrange(24)}:{chance.randrange(60):02}")
    )
