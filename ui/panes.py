"""F6: the parts of a window that the keyboard goes through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.topbar import TopBar
from ui.widgets.banner import Banner


def step_pane(parts: Sequence[QWidget], focus: QWidget | None, step: int) -> None:
    """Put the keyboard into the part after (or before) the one it is in."""
    inside = [number for number, part in enumerate(parts) if _holds(part, focus)]
    if parts:
        focus_into(parts[((inside[-1] if inside else -1) + step) % len(parts)])


def _holds(part: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (part is focus or part.isAncestorOf(focus))


def focus_into(part: QWidget) -> None:
    """Put the keyboard on the first thing inside that can take it."""
    if isinstance(part, TopBar):
        part.first().setFocus(Qt.FocusReason.ShortcutFocusReason)
    elif isinstance(part, Banner):
        part.focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)
    elif part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)
    else:
        inside = (child for child in part.findChildren(QWidget) if _takes_keys(child, part))
        next(inside, part).setFocus(Qt.FocusReason.ShortcutFocusReason)


def _takes_keys(child: QWidget, part: QWidget) -> bool:
    return bool(child.focusPolicy() & Qt.FocusPolicy.TabFocus) and child.isEnabled() and child.isVisibleTo(part)
