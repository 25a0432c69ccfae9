"""A form as JSON and back: the compiled form, which opens in milliseconds and without pyxform."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final, cast

from fieldapp.domain.answers import Json, Special, canonical
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.errors import Trouble
from fieldapp.forms.model import Choice, Entity, Form, Group, Item, Kind, Question, Repeat, Text
from fieldapp.words import sentence

#: Goes up when older programs could not read what is written; what they wrote is read for ever.
FORMAT: Final = 3
_Object = dict[str, Json]
_TEXTS: Final = ("label", "hint", "guidance", "required_message", "constraint_message", "unlikely_message")
_STRINGS: Final = (
    *("required", "relevant", "constraint", "read_only", "calculation", "default", "appearance"),
    *("choices", "choice_filter", "unlikely", "file", "seed", "save_to", "entity"),
)
_AROUND: Final = ("id", "name", "row", "label", "hint", "relevant", "appearance", "children")
_FLAGS: Final = ("default_runs", "report", "partial", "secret", "search", "phone", "randomize")
_ENTITY: Final = ("list", "label", "id", "create_if", "update_if", "repeat", "row")


class CompiledFormUnreadable(Trouble):
    """A compiled form that is damaged or of another version of the program."""

    def __init__(self) -> None:
        super().__init__(sentence("A form of this program is damaged. Install the program again; records are safe."))


def form_to_json(form: Form) -> str:
    """Canonical JSON of the whole form."""
    written: _Object = {
        "format": FORMAT,
        "id": form.id,
        "version": form.version,
        "title": form.title,
        "languages": dict(form.languages),
        "default_language": form.default_language,
        "instance_name": form.instance_name,
        "ours": form.ours,
        "children": [_item_to(item) for item in form.children],
        "lists": {name: [_choice_to(choice) for choice in choices] for name, choices in form.lists.items()},
    }
    if form.entities:
        written["entities"] = [_filled(entity, _ENTITY) for entity in form.entities]
    if form.audit is not None:
        written["audit"] = dict(form.audit)
    return canonical(written)


def form_from_json(text: str) -> Form:
    """The reverse of `form_to_json`. Raises CompiledFormUnreadable."""
    try:
        value = json.loads(text)
        if not 1 <= value["format"] <= FORMAT:
            raise CompiledFormUnreadable
        return _form(value)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise CompiledFormUnreadable from wrong


def _form(value: _Object) -> Form:
    lists = cast("Mapping[str, list[list[Json]]]", value["lists"])
    return Form(
        id=FormId(str(value["id"])),
        version=str(value["version"]),
        title=str(value["title"]),
        languages=_strings(value["languages"]),
        default_language=str(value["default_language"]),
        instance_name=str(value["instance_name"]),
        ours=bool(value["ours"]),
        children=_items(value["children"]),
        lists={name: tuple(map(_choice, choices)) for name, choices in lists.items()},
        entities=tuple(_entity(entity) for entity in cast("list[_Object]", value.get("entities", []))),
        audit=_strings(value["audit"]) if "audit" in value else None,
    )


def _entity(value: _Object) -> Entity:
    texts = {name: str(value.get(name, "")) for name in ("list", "label", "id", "create_if", "update_if")}
    repeat = value.get("repeat")
    return Entity(
        **texts, repeat=None if repeat is None else FieldId(str(repeat)), row=cast("int", value.get("row", 0))
    )


def _choice_to(choice: Choice) -> Json:
    """[name, labels, columns], without what is empty at the end: lists are long."""
    parts: list[Json] = [choice.name, dict(choice.label.by_language), dict(choice.columns)]
    while not parts[-1]:
        parts.pop()
    return parts


def _choice(value: list[Json]) -> Choice:
    labels = _strings(value[1]) if len(value) > 1 else {}
    return Choice(str(value[0]), Text(labels), _strings(value[2]) if len(value) > 2 else {})


def _item_to(item: Item) -> Json:
    value: _Object = {"id": item.id, "name": item.name, "row": item.row}
    if isinstance(item, Question):
        return value | _question_to(item)
    value["kind"] = "repeat" if isinstance(item, Repeat) else "group"
    value["children"] = [_item_to(child) for child in item.children]
    value |= _filled(
        item, ("relevant", "appearance", "count") if isinstance(item, Repeat) else ("relevant", "appearance")
    )
    return value | _texts_to(item, ("label", "hint"))


def _question_to(question: Question) -> _Object:
    value: _Object = {"kind": question.kind.value}
    value |= _filled(question, (*_STRINGS, *_FLAGS)) | _texts_to(question, _TEXTS)
    if question.specials:
        value["specials"] = [special.value for special in question.specials]
    if question.parameters:
        value["parameters"] = dict(question.parameters)
    if question.trigger:
        value["trigger"] = list(question.trigger)
    if question.protective is not None:
        value["protective"] = list(question.protective)
    return value


def _filled(item: Item | Entity, names: Iterable[str]) -> _Object:
    return {name: getattr(item, name) for name in names if getattr(item, name)}


def _texts_to(item: Item, names: Iterable[str]) -> _Object:
    texts: dict[str, Text] = {name: getattr(item, name) for name in names}
    return {name: dict(text.by_language) for name, text in texts.items() if text.by_language}


def _items(value: Json) -> tuple[Item, ...]:
    return tuple(_item(item) for item in cast("list[_Object]", value))


def _item(value: _Object) -> Item:
    if value["kind"] not in {"group", "repeat"}:
        return _question(value)
    group = Group(
        id=FieldId(str(value["id"])),
        name=str(value["name"]),
        row=cast("int", value["row"]),
        label=_text(value, "label"),
        hint=_text(value, "hint"),
        relevant=str(value.get("relevant", "")),
        appearance=str(value.get("appearance", "")),
        children=_items(value["children"]),
    )
    if value["kind"] == "group":
        return group
    whole = {name: getattr(group, name) for name in _AROUND}
    return Repeat(**whole, count=str(value.get("count", "")))


def _question(value: _Object) -> Question:
    protective = value.get("protective")
    return Question(
        id=FieldId(str(value["id"])),
        name=str(value["name"]),
        kind=Kind(value["kind"]),
        label=_text(value, "label"),
        hint=_text(value, "hint"),
        guidance=_text(value, "guidance"),
        required=str(value.get("required", "")),
        required_message=_text(value, "required_message"),
        relevant=str(value.get("relevant", "")),
        constraint=str(value.get("constraint", "")),
        constraint_message=_text(value, "constraint_message"),
        read_only=str(value.get("read_only", "")),
        calculation=str(value.get("calculation", "")),
        default=str(value.get("default", "")),
        default_runs=bool(value.get("default_runs")),
        appearance=str(value.get("appearance", "")),
        choices=str(value.get("choices", "")),
        choice_filter=str(value.get("choice_filter", "")),
        specials=tuple(Special(name) for name in cast("list[str]", value.get("specials", []))),
        protective=None if protective is None else tuple(cast("list[str]", protective)),
        report=bool(value.get("report")),
        partial=bool(value.get("partial")),
        secret=bool(value.get("secret")),
        search=bool(value.get("search")),
        phone=bool(value.get("phone")),
        unlikely=str(value.get("unlikely", "")),
        unlikely_message=_text(value, "unlikely_message"),
        parameters=_strings(value.get("parameters", {})),
        trigger=tuple(cast("list[str]", value.get("trigger", []))),
        file=str(value.get("file", "")),
        randomize=bool(value.get("randomize")),
        seed=str(value.get("seed", "")),
        save_to=str(value.get("save_to", "")),
        entity=str(value.get("entity", "")),
        row=cast("int", value["row"]),
    )


def _text(value: _Object, name: str) -> Text:
    return Text(_strings(value.get(name, {})))


def _strings(value: Json) -> Mapping[str, str]:
    return cast("dict[str, str]", value)
