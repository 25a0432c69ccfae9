"""What Ctrl+K finds in the store: cases, people, workshops, services, by what one half remembers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fieldapp.words import spoken
from fieldapp.work.desk import Desk
from fieldapp.work.facts import RISKS
from fieldapp.work.finding import Found, find
from fieldapp.work.listing import CASE
from fieldapp.work.packs import Packs
from ui.finder import Hit
from ui.places import PAGES, place_of
from ui.screens.case_words import state_words

_MOST: Final = 12


def find_anything(desk: Desk, packs: Packs, sought: str) -> Sequence[Hit]:
    """The best first. Runs in the background; a name is shown because she searched for it."""
    found, _ = find(desk, sought)
    return [_hit(packs, each) for each in found if each.root_form in PAGES][:_MOST]


def _hit(packs: Packs, found: Found) -> Hit:
    line = found.line
    parts = [found.code or (line.title if line is not None else ""), found.what]
    if line is not None and found.root_form == CASE:
        risk = RISKS[line.risk] if line.risk < len(RISKS) else ""
        parts.append(state_words(line.status, risk, is_open=line.status in ("open", "")))
    else:
        parts.append(packs.rule(found.root_form).called(spoken()))
    return Hit(" · ".join(dict.fromkeys(filter(None, parts))), place_of(found.root_form, found.root))
