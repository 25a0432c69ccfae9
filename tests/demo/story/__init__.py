"""What happens in the demo, step by step. Each step is something people do, in words of theirs."""

from __future__ import annotations

from typing import Final

from tests.demo.stage import Step
from tests.demo.story import beginning, casework

STEPS: Final[tuple[Step, ...]] = (*beginning.STEPS, *casework.STEPS)
