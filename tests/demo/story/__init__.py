"""What happens in the demo, step by step. Each step is something people do, in words of theirs."""

from __future__ import annotations

from typing import Final

from tests.demo.stage import Step
from tests.demo.story import (
    apart,
    beginning,
    casework,
    closing,
    erasing,
    everyday,
    forgetting,
    handing,
    importing,
    killing,
    leaving,
    losing,
    meeting,
    referring,
    teaching,
)

_CHAPTERS: Final = (
    beginning,
    casework,
    everyday,
    importing,
    teaching,
    referring,
    meeting,
    apart,
    handing,
    erasing,
    leaving,
    killing,
    forgetting,
    losing,
    closing,
)

STEPS: Final[tuple[Step, ...]] = tuple(step for chapter in _CHAPTERS for step in chapter.STEPS)
