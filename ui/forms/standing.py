"""On which page each answer is that is missing or cannot be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Group, Item, Repeat
from fieldapp.forms.places import Place
from ui.forms.sheets import Sheet


class Standing:
    """Counts by pages, whatever rows the answers stand in."""

    def __init__(self, session: FormSession, sheets: Sequence[Sheet]) -> None:
        self._session = session
        self._page: dict[FieldId, int] = {}
        self.lay_out(sheets)

    def lay_out(self, sheets: Sequence[Sheet]) -> None:
        """The form stands on these pages now."""
        self._page = {item.id: number for number, sheet in enumerate(sheets) for item in _flat(sheet.children)}

    def missing_by_page(self) -> Counter[int]:
        """How many answers are missing on each page."""
        return self._counted(self._session.missing())

    def wrong_by_page(self) -> Counter[int]:
        """How many answers cannot be right on each page."""
        return self._counted(self._session.problems())

    def _counted(self, places: Sequence[Place]) -> Counter[int]:
        homes = dict(self._rows()) if any(place.row for place in places) else {}
        return Counter(self._page.get(homes[place.row] if place.row else place.field, -1) for place in places)

    def _rows(self) -> Iterator[tuple[RecordId, FieldId]]:
        """Every row and the outermost repeat it stands in."""
        for item in _flat(self._session.form.children):
            if isinstance(item, Repeat):
                for row in self._rows_of(item, None):
                    yield row, item.id

    def _rows_of(self, repeat: Repeat, around: RecordId | None) -> Iterator[RecordId]:
        for row in self._session.rows(Place(around, repeat.id)):
            yield row
            for item in _flat(repeat.children):
                if isinstance(item, Repeat):
                    yield from self._rows_of(item, row)


def _flat(items: Sequence[Item]) -> Iterator[Item]:
    """Questions and repeats, groups opened."""
    for item in items:
        if isinstance(item, Group):
            yield from _flat(item.children)
        else:
            yield item
