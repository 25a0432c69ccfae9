"""Keys that sort rows, with room for another key between any two, whoever puts a row there and when."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FIRST: Final = "V"


def key_between(low: str, high: str) -> str:
    """A key after `low` and before `high`; "" stands for no neighbour. ValueError where there is no room."""
    if not is_key(low) or not is_key(high) or (high and low >= high):
        raise ValueError("no room between these keys")
    if not high:
        return _after(low) if low else _FIRST
    return _between(low, high)


def keys_around(keys: list[str], place: int) -> list[str]:
    """The keys of a column of rows in which the one at `place` needs another.

    Where its neighbours leave no room (two desks may have made the same key) the rows after it get new ones, too.
    """
    low, last = keys[place - 1] if place else "", place + 1 == len(keys)
    high = "" if last else keys[place + 1]
    if is_key(low) and is_key(high) and (last or low < high):
        return [*keys[:place], key_between(low, high), *keys[place + 1 :]]
    made = keys[:place] if all(map(is_key, keys[:place])) else []
    while len(made) < len(keys):
        made.append(key_between(made[-1] if made else "", ""))
    return made


def is_key(text: str) -> bool:
    """Whether a text is a key made here, or ""."""
    return set(text) <= set(_DIGITS) and not text.endswith("0")


def _after(low: str) -> str:
    """The next short key: rows are mostly added at the end."""
    digit = _DIGITS.index(low[0]) + 1
    if digit < len(_DIGITS):
        return _DIGITS[digit]
    return low[0] + (_after(low[1:]) if len(low) > 1 else _DIGITS[1])


def _between(low: str, high: str) -> str:
    shared = 0
    while shared < len(high) and (low[shared : shared + 1] or "0") == high[shared]:
        shared += 1
    if shared:
        return high[:shared] + _between(low[shared:], high[shared:])
    first = _DIGITS.index(low[0]) if low else 0
    last = _DIGITS.index(high[0]) if high else len(_DIGITS)
    if last - first > 1:
        return _DIGITS[(first + last) // 2]
    if len(high) > 1:
        return high[0]
    return _DIGITS[first] + _between(low[1:], "")
