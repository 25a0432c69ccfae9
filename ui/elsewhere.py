"""Where the program can be begun again: in practice, in practice afresh, or with real work."""

from __future__ import annotations

from enum import Enum


class Elsewhere(Enum):
    """The process that is running ends first, as when it locks."""

    PRACTICE = "practice"
    PRACTICE_AFRESH = "practice afresh"
    REAL_WORK = "real work"
