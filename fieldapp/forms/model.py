"""A form as plain values: its questions, groups, repeats and choices, with their words in each language.

Expressions stay here as they were written; `fieldapp.forms.rules.plan` makes them run. A form never changes: what a
person answers lives in a `FormSession`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from fieldapp.domain import merge
from fieldapp.domain.answers import Special
from fieldapp.domain.ids import FieldId, FormId

#: Where a row was moved to after it was made (the change that made it keeps its first key). No question bears such
#: a name: names of questions begin with a letter or "_".
ORDER: Final = merge.ORDER
_KEPT: Final = re.compile(r"#kept(?:[0-9]+)? (.+)", re.DOTALL)


def kept_as(name: FieldId, number: int = 1) -> FieldId:
    """Where an answer stays whose question, of another kind in a later version, was answered anew."""
    return FieldId(f"#kept {name}" if number == 1 else f"#kept{number} {name}")


def question_kept(name: FieldId) -> FieldId:
    """The question to which an answer was given that stands under this name: the reverse of `kept_as`."""
    kept = _KEPT.fullmatch(name)
    return FieldId(kept[1]) if kept else name


class Kind(Enum):
    """What a question takes."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    ACKNOWLEDGE = "acknowledge"
    RANGE = "range"
    RANK = "rank"
    BARCODE = "barcode"
    GEOPOINT = "geopoint"
    IMAGE = "image"
    FILE = "file"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    START = "start"
    END = "end"
    TODAY = "today"
    USERNAME = "username"
    DEVICEID = "deviceid"
    EMAIL = "email"
    PHONENUMBER = "phonenumber"
    SIMSERIAL = "simserial"
    SUBSCRIBERID = "subscriberid"
    START_GEOPOINT = "start-geopoint"


SELECTS: Final = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE})
#: Answered with choices of a list; of a rank all of them, in her order.
CHOOSING: Final = SELECTS | {Kind.RANK}
#: Answered with a file: `fieldapp.domain.attachments` says how such an answer reads.
ATTACHED: Final = frozenset({Kind.IMAGE, Kind.FILE})
#: What a telephone knows of itself and a laptop does not: such a question stays without an answer.
UNKNOWN_HERE: Final = frozenset({Kind.EMAIL, Kind.PHONENUMBER, Kind.SIMSERIAL, Kind.SUBSCRIBERID, Kind.START_GEOPOINT})
#: Filled in by the program, once, when the record is begun (END when it is saved).
METADATA: Final = UNKNOWN_HERE | {Kind.START, Kind.END, Kind.TODAY, Kind.USERNAME, Kind.DEVICEID}
#: Never on the screen.
UNSEEN: Final = METADATA | {Kind.CALCULATE, Kind.HIDDEN}


@dataclass(frozen=True, slots=True)
class Text:
    """Words in several languages, by language code ("en", "ru"; "" where the form names no language).

    They may hold `${name}`; `FormSession.text` fills those in.
    """

    by_language: Mapping[str, str] = field(default_factory=dict)

    def said(self, language: str, otherwise: str = "") -> str:
        """The words in `language`, in whatever letters, else in the form's own (`otherwise`), else in any."""
        if language in self.by_language:
            return self.by_language[language]
        lettered = [code for code in self.by_language if code.startswith(f"{language}-")]
        for code in (*lettered, otherwise, ""):
            if code in self.by_language:
                return self.by_language[code]
        return next(iter(self.by_language.values()), "")

    def __bool__(self) -> bool:
        return any(self.by_language.values())


NOTHING: Final = Text()
_ONCE: Final = re.compile(r"(?<![\w.-])once\s*\(")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a choice list; `columns` are the sheet's other columns, for choice filters."""

    name: str
    label: Text = NOTHING
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, or one value that nobody is asked for (see `UNSEEN`).

    `required`, `relevant`, `constraint`, `read_only`, `calculation`, `choice_filter` and `unlikely` are expressions,
    "" where there is none; `default` is one when `default_runs`. `specials` are the special answers it takes.
    `protective`: its values, the most protective first; () any answer protects more than none; None not protective.
    `report`: kept in a typed table for figures. `partial`: an unknown day or month is allowed. `secret`: never on
    paper. `search`: found by what was typed here. `phone`: telephone numbers. `row`: its line in the survey sheet.
    `parameters`: as the sheet has them ("start", "end", "step"; "max-pixels"; "value", "label");
    "accept" is `body::accept`.
    `trigger`: names of questions; when one of them changes, `calculation` gives this one its answer, once.
    `file`: the file its choices come from, "" for a list of the form; its lines are the list named `choices`.
    `randomize`: the choices stand in an order drawn by chance, the same for each `seed` (an expression).
    `save_to`: what this answer is called in the list `entity` (see `Entity`).
    """

    id: FieldId
    name: str
    kind: Kind
    label: Text = NOTHING
    hint: Text = NOTHING
    guidance: Text = NOTHING
    required: str = ""
    required_message: Text = NOTHING
    relevant: str = ""
    constraint: str = ""
    constraint_message: Text = NOTHING
    read_only: str = ""
    calculation: str = ""
    default: str = ""
    default_runs: bool = False
    appearance: str = ""
    choices: str = ""
    choice_filter: str = ""
    specials: tuple[Special, ...] = ()
    protective: tuple[str, ...] | None = None
    report: bool = False
    partial: bool = False
    secret: bool = False
    search: bool = False
    phone: bool = False
    unlikely: str = ""
    unlikely_message: Text = NOTHING
    parameters: Mapping[str, str] = field(default_factory=dict)
    trigger: tuple[str, ...] = ()
    file: str = ""
    randomize: bool = False
    seed: str = ""
    save_to: str = ""
    entity: str = ""
    row: int = 0

    @property
    def calculated(self) -> bool:
        """Worked out by the form from other answers, at any time: nobody types it."""
        return bool(self.calculation) and not self.trigger

    @property
    def remembered(self) -> bool:
        """A calculation by once(): its first outcome stays, so it is saved like an answer."""
        return _ONCE.search(self.calculation) is not None

    @property
    def looks(self) -> frozenset[str]:
        """The words of its appearance."""
        return frozenset(self.appearance.lower().split())

    @property
    def kept(self) -> bool:
        """Whether it has an answer that is saved."""
        return self.kind is not Kind.NOTE and (not self.calculated or self.remembered)

    @property
    def asked(self) -> bool:
        """Whether a person sees it and may answer."""
        return self.kind not in UNSEEN and self.kind is not Kind.NOTE and not self.calculated


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that stand together. Its id ends with "/" and is for this form alone; nothing is saved under it."""

    id: FieldId
    name: str
    label: Text = NOTHING
    hint: Text = NOTHING
    relevant: str = ""
    appearance: str = ""
    row: int = 0
    children: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """Questions asked once for each row; a row is a record of its own, whose `repeat` is this id.

    `count`: the expression that says how many rows there are; "" lets her add and remove them.
    """

    id: FieldId
    name: str
    label: Text = NOTHING
    hint: Text = NOTHING
    relevant: str = ""
    appearance: str = ""
    count: str = ""
    row: int = 0
    children: tuple[Item, ...] = ()


Item = Question | Group | Repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What a record (or each row of `repeat`) writes into a list that other forms choose from.

    All but `list` and `repeat` are expressions, "" for none. Without an `id` a new line is written, if `create_if`
    holds; with one the line of that name is changed, if `update_if` holds. Questions say what goes in by `save_to`.
    """

    list: str
    label: str = ""
    id: str = ""
    create_if: str = ""
    update_if: str = ""
    repeat: FieldId | None = None
    row: int = 0


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False, kw_only=True)
class Form:
    """A whole form. `languages`: code → name as its author wrote it. `default_language` is a code.

    `instance_name` is the expression of that setting. `ours`: it declares the columns of this program.
    `lists` has all lists that are chosen from or looked up in, those of files under the file's name without ending.
    `audit`: what is asked about the course of an interview ("track-changes": "true"); None where nothing is.
    """

    id: FormId
    version: str = ""
    title: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)
    default_language: str = ""
    instance_name: str = ""
    ours: bool = False
    children: tuple[Item, ...] = ()
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    entities: tuple[Entity, ...] = ()
    audit: Mapping[str, str] | None = None

    def questions(self) -> Iterator[tuple[Repeat | None, Question]]:
        """All questions in order, each with the repeat whose row it stands in (None: the record itself)."""
        return _questions(self.children, None)


def _questions(children: tuple[Item, ...], within: Repeat | None) -> Iterator[tuple[Repeat | None, Question]]:
    for child in children:
        if isinstance(child, Question):
            yield within, child
        else:
            yield from _questions(child.children, child if isinstance(child, Repeat) else within)
