"""What is missing on each page and what is wrong there, kept up answer by answer, so that nobody waits for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.model import Group, Item, Repeat
from fieldapp.forms.places import Place, Touched
from fieldapp.forms.session import FormSession
from ui.forms.sheet_places import inside
from ui.forms.sheets import Sheet

#: A row, the outermost repeat it stands in, and its own.
_Row = tuple[RecordId, FieldId, Repeat]


class Standing:
    """After `look_again` both sets are what going through the whole record would give."""

    def __init__(self, session: FormSession, sheets: Sequence[Sheet]) -> None:
        self._session = session
        self._page: dict[FieldId, int] = {}
        self._home: dict[RecordId, FieldId] = {}
        self.missing: set[Place] = set()
        self.wrong: set[Place] = set()
        self.lay_out(sheets)
        self.look_again(None)

    def lay_out(self, sheets: Sequence[Sheet]) -> None:
        """The form stands on these pages now."""
        self._page = {item.id: number for number, sheet in enumerate(sheets) for item in _flat(sheet.children)}

    def look_again(self, touched: Touched | None) -> None:
        """The session was told something; None: anything."""
        if touched is None:
            self._home = {row: home for row, home, _ in self._rows()}
            self.missing, self.wrong = set(self._session.missing()), set(self._session.problems())
            return
        if touched.repeats:
            self._count_rows()
        for place in touched.places:
            self._judge(place)

    def missing_by_page(self) -> Counter[int]:
        """How many answers are missing on each page."""
        return self._counted(self.missing)

    def wrong_by_page(self) -> Counter[int]:
        """How many answers cannot be right on each page."""
        return self._counted(self.wrong)

    def _counted(self, places: Iterable[Place]) -> Counter[int]:
        return Counter(self._page.get(self._home_of(place), -1) for place in places)

    def _home_of(self, place: Place) -> FieldId:
        """What stands on a page: the question itself, or the outermost repeat around it."""
        return place.field if place.row is None else self._home[place.row]

    def _judge(self, place: Place) -> None:
        if place.row is not None and place.row not in self._home:
            return
        state = self._session.state(place)
        for places, holds in ((self.missing, state.missing), (self.wrong, bool(state.error))):
            if holds:
                places.add(place)
            else:
                places.discard(place)

    def _count_rows(self) -> None:
        """Rows may have come or gone, with all that was asked in them."""
        now = {row: (home, repeat) for row, home, repeat in self._rows()}
        if gone := self._home.keys() - now.keys():
            self.missing = {place for place in self.missing if place.row not in gone}
            self.wrong = {place for place in self.wrong if place.row not in gone}
        new = now.keys() - self._home.keys()
        self._home = {row: home for row, (home, _) in now.items()}
        for row in new:
            for place in inside(self._session, now[row][1].children, row):
                self._judge(place)

    def _rows(self) -> Iterator[_Row]:
        for item in _flat(self._session.form.children):
            if isinstance(item, Repeat):
                yield from self._rows_of(item, None, item.id)

    def _rows_of(
        self, repeat: Repeat, row: RecordId | None, home: FieldId
    ) -> Iterator[tuple[RecordId, FieldId, Repeat]]:
        for inner in self._session.rows(Place(row, repeat.id)):
            yield inner, home, repeat
            for item in _flat(repeat.children):
                if isinstance(item, Repeat):
                    yield from self._rows_of(item, inner, home)


def _flat(items: Sequence[Item]) -> Iterator[Item]:
    """Questions and repeats, groups opened."""
    for item in items:
        if isinstance(item, Group):
            yield from _flat(item.children)
        else:
            yield item
