"""The pages of a form one on another: which is seen, which row of a repeat is open, and the way to a question."""

from __future__ import annotations

import json

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.places import Place, Touched
from fieldapp.words import say
from ui.forms.kept_view import Beside, KeptView, nothing
from ui.forms.reading import Today
from ui.forms.sheet_places import inside, number_of, rows_around
from ui.forms.sheet_view import SheetView
from ui.forms.sheets import Sheet, row_sheet, sheets, shown_in
from ui.forms.wording import briefly


class SheetStack(QStackedWidget):
    """Makes a page when it is first seen. `at` is its number, `rows` the rows that were opened in it."""

    #: A Touched of the session.
    touched = Signal(object)
    #: Another page, or row, is seen.
    turned = Signal()
    row_removed = Signal(str)
    #: She answered a question and goes on by herself.
    passed = Signal()
    #: A long page is wholly there.
    built = Signal()

    def __init__(self, session: FormSession, *, today: Today, read_only: bool, beside: Beside = nothing) -> None:
        """`beside`: what is kept of other versions of the form; it stands on a last page of its own."""
        super().__init__()
        self._session = session
        self._today = today
        self._read_only = read_only
        self._beside = beside
        self.sheets: tuple[Sheet, ...] = ()
        self._kept = -1
        self._cut(whole=False)
        self.at = 0
        self.rows: list[Sheet] = []
        self.visited: set[int] = set()
        self._sought: Place | None = None
        self._views: dict[tuple[RecordId | None, int], SheetView] = {}
        #: For each repeat the page of a row that is done, for the next one.
        self._spare: dict[int, SheetView] = {}

    def _cut(self, *, whole: bool) -> None:
        """Into pages, with what is kept of other versions on the last one."""
        self.sheets = sheets(self._session.form, whole=whole)
        self._kept = len(self.sheets) if self._beside() else -1
        if self._kept > 0:
            self.sheets += (Sheet(None, ()),)

    @property
    def sheet(self) -> Sheet:
        """What is seen."""
        return self.rows[-1] if self.rows else self.sheets[self.at]

    @property
    def view(self) -> SheetView:
        """The page that is seen."""
        sheet = self.sheet
        key = (sheet.row, self.at if sheet.row is None else -1)
        view = self._views.get(key)
        if view is None and (spare := self._spare.pop(self._kind_of(sheet), None)) is not None:
            view = self._views[key] = spare
            view.take(sheet)
        if view is None:
            view = self._make(sheet)
            view.touched.connect(self.touched)
            view.row_opened.connect(self.open_row)
            view.row_removed.connect(self.row_removed)
            view.passed.connect(self.passed)
            view.built.connect(self.built)
            self._views[key] = view
            self.addWidget(view)
        return view

    def _make(self, sheet: Sheet) -> SheetView:
        if sheet.row is None and self.at == self._kept:
            return KeptView(self._session, self._beside, today=self._today)
        return SheetView(self._session, sheet, today=self._today, read_only=self._read_only)

    def _kind_of(self, sheet: Sheet) -> int:
        """The repeat whose row it is, wherever another one bears its name; 0 for a page of the record itself."""
        return id(sheet.item) if sheet.row is not None else 0

    def lay_out(self, *, whole: bool, place: Place | None) -> None:
        """Show the form on one page, or by its groups again, and go to this question."""
        for key in list(self._views):
            self._drop(key)
        self._cut(whole=whole)
        self.visited.clear()
        self._turn(self.first(), [])
        if place is not None:
            self.show_place(place)

    def views(self) -> list[SheetView]:
        """Every page that was seen."""
        return list(self._views.values())

    def open(self, number: int) -> None:
        """Go to this page; the one that is left says what is wrong on it."""
        if self._views:
            self.view.leave()
        self._turn(number, [])

    @Slot(str, str)
    def open_row(self, row: str, field: str = "") -> None:
        """Fill in this row of a repeat, beginning with this question."""
        sheets_down = self._sheets_down(RecordId(row))
        if sheets_down:
            self._turn(self.at, sheets_down)
            if not field or not self.view.focus_place(Place(RecordId(row), FieldId(field))):
                self.view.focus_first()

    def close_row(self) -> RecordId | None:
        """Go back to the page around the open row; which row it was. What cannot be read there stays as it is."""
        row, view = self.rows[-1].row, self.view
        self._turn(self.at, self.rows[:-1])
        if view.serves_any_row and self._kind_of(view.sheet) not in self._spare:
            self._spare[self._kind_of(view.sheet)] = self._views.pop((row, -1))
        elif not view.unread:
            self._drop((row, -1))
        return row

    def forget_row(self, row: RecordId) -> None:
        """The row is gone, and so is its page."""
        self._drop((row, -1))
        self._turn(self.at, [sheet for sheet in self.rows if sheet.row != row])

    def _drop(self, key: tuple[RecordId | None, int]) -> None:
        view = self._views.pop(key, None)
        if view is not None:
            self.removeWidget(view)
            view.hide()
            view.deleteLater()

    def show_place(self, place: Place) -> None:
        """Go to this question, wherever it is, and put the keyboard there."""
        at = self.at
        for number, sheet in enumerate(self.sheets):
            if place in set(inside(self._session, sheet.children, None)):
                at = number
        self._turn(at, [])
        if self.view.focus_place(place) or not place.row:
            return
        sheets_down = self._sheets_down(place.row)
        while sheets_down and not self.view.focus_place(place):
            self._turn(at, [*self.rows, sheets_down.pop(0)])

    def _sheets_down(self, row: RecordId | None) -> list[Sheet]:
        """The pages of the rows one goes through to this one."""
        return [row_sheet(around.repeat, around.row) for around in rows_around(self._session, row)]

    def where(self, place: Place | None) -> str:
        """The page, row and question that are open now, for coming back to them; of a cell also its row."""
        row = self.sheet.row
        cell = [place.row] if place is not None and place.row != row else []
        return json.dumps([self.at, row, place.field if place is not None else None, *cell])

    def come_back(self, where: str) -> None:
        """Go to where `where` was taken; nonsense, or a row that is gone, leads to the page or the beginning."""
        try:
            at, row, field, *cell = json.loads(where)
            self.open(at if 0 <= int(at) < len(self.sheets) else self.first())
        except (ValueError, TypeError):
            return
        if row and not rows_around(self._session, RecordId(row)):
            return
        if row:
            self.open_row(row)
        place = Place(RecordId(cell[0]) if cell else self.sheet.row, FieldId(field or ""))
        if field and self.view.focus_place(place):
            self._sought = place

    def sought(self) -> QWidget | None:
        """The question that was come back to, while its page is open."""
        return self.view.target_of(self._sought) if self._sought is not None else None

    def refresh(self, touched: Touched | None) -> None:
        """Bring every page that was seen up to date."""
        for view in self._views.values():
            view.refresh(touched)

    def relevant(self, number: int) -> bool:
        """Whether this page is asked at all now."""
        sheet = self.sheets[number]
        if sheet.place is not None and not self._session.state(sheet.place).relevant:
            return False
        places = (Place(sheet.row, item.id) for item in shown_in(sheet.children))
        return any(self._session.state(place).relevant for place in places) or not sheet.children

    def first(self) -> int:
        """The first page that is asked."""
        return next((number for number in range(len(self.sheets)) if self.relevant(number)), 0)

    def following(self) -> int | None:
        """The next page that is asked, None after the last: what is kept from another version asks nothing."""
        later = range(self.at + 1, len(self.sheets))
        return next((number for number in later if number != self._kept and self.relevant(number)), None)

    def words(self, number: int) -> str:
        """What this page is called."""
        if number == self._kept:
            return say("Kept from another version")
        sheet = self.sheets[number]
        if sheet.place is not None:
            return briefly(self._session.label(sheet.place)) or self._first_words(sheet) or say("Questions")
        return briefly(self._session.form.title) if number == 0 else self._first_words(sheet) or say("More")

    def _first_words(self, sheet: Sheet) -> str:
        """A page without a name is known by the first thing that stands on it."""
        labels = (briefly(self._session.label(Place(sheet.row, item.id))) for item in shown_in(sheet.children))
        return next(filter(None, labels), "")

    def title(self) -> str:
        """What is seen now is called."""
        around = rows_around(self._session, self.sheet.row)
        if not around:
            return self.words(self.at)
        what, number = briefly(self._session.label(around[-1].place)), number_of(self._session, around[-1])
        return say("{what}: row {number}", what=what, number=number)

    def _turn(self, at: int, rows: list[Sheet]) -> None:
        self.at, self.rows, self._sought = at, rows, None
        self.visited.add(at)
        seen = len(self._views)
        view = self.view
        if len(self._views) == seen:
            view.refresh()
        self.setCurrentWidget(view)
        self.turned.emit()
