"""Everything of Qt: windows, widgets, screens, and the one door to the background. Nobody imports this package."""

from __future__ import annotations

import ctypes
import sys


def _keep_constants_alive() -> None:
    """Make None, True, False and NotImplemented immortal, as Python 3.12 does by itself.

    The wheels of PySide6 6.12.0 are built as if for 3.12: each call that returns one of them gives away a reference
    it does not own. On 3.11 the program would end with "deallocating None" after some thousand calls (seen; 6.11.3
    does not do it).
    """
    for constant in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(constant)).value = sys.maxsize // 2


if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
    _keep_constants_alive()
