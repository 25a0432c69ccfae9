"""What the page of sending and receiving says of spaces that come whole to this desk, or are put together by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fieldapp.words import Sentence, say, sentence
from sync.client.compacting import Packing
from sync.client.status import SpaceStatus, Status
from ui.screens.sync_words import space
from ui.widgets.said import said

_PACKING: Final[Mapping[Packing, str]] = {
    Packing.WISHED: sentence(
        "The packets of “{space}” are put together as soon as all of it is sent and here. A new laptop then loads it "
        "faster; you can go on working."
    ),
    Packing.SENDS: sentence("The packets of “{space}” are put together and go out."),
}


def packing(seen: Status) -> str:
    """Spaces that come to this desk, and those whose packets it puts together."""
    live, titles = seen.glance.live, {one.space: space(one) for one in seen.spaces}
    lines = [
        say("“{space}”: {number} of {all} loaded.", space=titles.get(each.space, ""), number=each.here, all=each.of)
        for each in seen.glance.loading
    ]
    if live.to_gather:
        lines.append(say("Puts packets together: {number} of {all}.", number=live.gathered, all=live.to_gather))
    lines += [said(Sentence(_PACKING[one.packed.now], {"space": space(one)})) for one in seen.spaces if _packs(one)]
    return "\n".join(lines)


def may_pack(one: SpaceStatus) -> bool:
    """Whether this desk may put the packets of the space together, and does not yet."""
    return one.packed.may and not _packs(one)


def _packs(one: SpaceStatus) -> bool:
    return one.packed.now in _PACKING
