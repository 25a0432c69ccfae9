"""The pages of a form one on another: which is seen, which row of a repeat is open, and the way to a question."""

from __future__ import annotations

import json

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.places import Place, Touched
from fieldapp.forms.session import FormSession
from fieldapp.words import say
from ui.forms.kept_view import Beside, KeptView, nothing
from ui.forms.reading import Today
from ui.forms.sheet_view import SheetView, find_repeat, places
from ui.forms.sheets import Sheet, row_sheet, sheets


class SheetStack(QStackedWidget):
    """Makes a page when it is first seen. `at` is its number, `rows` the rows that were opened in it."""

    #: A Touched of the session.
    touched = Signal(object)
    #: Another page, or row, is seen.
    turned = Signal()
    row_removed = Signal(str)
    #: A long page is wholly there.
    built = Signal()

    def __init__(self, session: FormSession, *, today: Today, read_only: bool, beside: Beside = nothing) -> None:
        """`beside`: what is kept of other versions of the form; it stands on a last page of its own."""
        super().__init__()
        self._session = session
        self._today = today
        self._read_only = read_only
        self._beside = beside
        self.sheets = sheets(session.form)
        self._kept = len(self.sheets) if beside() else -1
        if self._kept > 0:
            self.sheets += (Sheet(None, ()),)
        self.at = 0
        self.rows: list[Sheet] = []
        self.visited: set[int] = set()
        self._sought: Place | None = None
        self._views: dict[tuple[RecordId | None, int], SheetView] = {}

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
        if view is None:
            view = self._make(sheet)
            view.touched.connect(self.touched)
            view.row_opened.connect(self.open_row)
            view.row_removed.connect(self.row_removed)
            view.built.connect(self.built)
            self._views[key] = view
            self.addWidget(view)
        return view

    def _make(self, sheet: Sheet) -> SheetView:
        if sheet.row is None and self.at == self._kept:
            return KeptView(self._session, self._beside, today=self._today)
        return SheetView(self._session, sheet, today=self._today, read_only=self._read_only)

    def views(self) -> list[SheetView]:
        """Every page that was seen."""
        return list(self._views.values())

    def open(self, number: int) -> None:
        """Go to this page; the one that is left says what is wrong on it."""
        if self._views:
            self.view.leave()
        self._turn(number, [])

    @Slot(str)
    def open_row(self, row: str) -> None:
        """Fill in this row of a repeat."""
        around = find_repeat(self._session, self._session.form.children, None, RecordId(row))
        if around:
            self._turn(self.at, [*self.rows, row_sheet(around[-1], RecordId(row))])
            self.view.focus_first()

    def close_row(self) -> RecordId | None:
        """Go back to the page around the open row; which row it was."""
        row = self.rows[-1].row
        self._turn(self.at, self.rows[:-1])
        return row

    def forget_row(self, row: RecordId) -> None:
        """The row is gone, and so is its page."""
        view = self._views.pop((row, -1), None)
        if view is not None:
            self.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._turn(self.at, [sheet for sheet in self.rows if sheet.row != row])

    def show_place(self, place: Place) -> None:
        """Go to this question, wherever it is, and put the keyboard there."""
        form, at = self._session.form, self.at
        for number, sheet in enumerate(self.sheets):
            if place in set(places(self._session, sheet.children, None)):
                at = number
        around = find_repeat(self._session, form.children, None, place.row) if place.row else ()
        self._turn(at, [row_sheet(around[-1], place.row)] if around and place.row else [])
        field = self.view.field(place)
        if field is not None:
            field.focus()

    def where(self, place: Place | None) -> str:
        """The page, row and question that are open now, for coming back to them."""
        row = self.sheet.row
        return json.dumps([self.at, row, place.field if place is not None and place.row == row else None])

    def come_back(self, where: str) -> None:
        """Go to where `where` was taken; nonsense, or a row that is gone, leads to the page or the beginning."""
        try:
            at, row, field = json.loads(where)
            self.open(at if 0 <= int(at) < len(self.sheets) else self.first())
        except (ValueError, TypeError):
            return
        if row and not find_repeat(self._session, self._session.form.children, None, RecordId(row)):
            return
        if row:
            self.open_row(row)
        if field and self.view.field(Place(self.sheet.row, FieldId(field))) is not None:
            self.show_place(Place(self.sheet.row, FieldId(field)))
            self._sought = Place(self.sheet.row, FieldId(field))

    def sought(self) -> QWidget | None:
        """The question that was come back to, while its page is open."""
        field = self.view.field(self._sought) if self._sought is not None else None
        return field.target() if field is not None else None

    def refresh(self, touched: Touched | None) -> None:
        """Bring every page that was seen up to date."""
        for view in self._views.values():
            view.refresh(touched)

    def relevant(self, number: int) -> bool:
        """Whether this page is asked at all now."""
        place = self.sheets[number].place
        return place is None or self._session.state(place).relevant

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
        place = self.sheets[number].place
        if place is not None:
            return self._session.label(place) or say("Questions")
        return self._session.form.title if number == 0 else say("More")

    def title(self) -> str:
        """What is seen now is called."""
        sheet = self.sheet
        if sheet.item is None or sheet.row is None:
            return self.words(self.at)
        above = Place(self.rows[-2].row if len(self.rows) > 1 else None, sheet.item.id)
        number = self._session.rows(above).index(sheet.row) + 1 if sheet.row in self._session.rows(above) else 0
        return say("{what}: row {number}", what=self._session.label(above), number=number)

    def _turn(self, at: int, rows: list[Sheet]) -> None:
        self.at, self.rows, self._sought = at, rows, None
        self.visited.add(at)
        seen = len(self._views)
        view = self.view
        if len(self._views) == seen:
            view.refresh()
        self.setCurrentWidget(view)
        self.turned.emit()
