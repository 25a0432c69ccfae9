"""The look: everything can be read."""

from __future__ import annotations

import pytest

from ui.theme.colours import BORDERS_ON, DARK, LIGHT, TEXT_ON, Colours, contrast
from ui.theme.dress import style_sheet

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@BOTH
@pytest.mark.parametrize("pair", TEXT_ON, ids="-on-".join)
def test_text_has_a_contrast_of_four_and_a_half(colours: Colours, pair: tuple[str, str]) -> None:
    assert contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) >= 4.5


@BOTH
@pytest.mark.parametrize("pair", BORDERS_ON, ids="-on-".join)
def test_borders_of_fields_have_a_contrast_of_three(colours: Colours, pair: tuple[str, str]) -> None:
    assert contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) >= 3


@BOTH
def test_every_colour_in_the_style_sheet_is_one_of_ours(colours: Colours) -> None:
    assert "$" not in style_sheet(colours).split("*/", 1)[1]
