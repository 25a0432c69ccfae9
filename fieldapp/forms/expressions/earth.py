"""Distances and areas on the earth, from points as forms keep them: "42.87 74.59 800 5", several with ";" between.

A point is its latitude and longitude in degrees; height and accuracy are not looked at.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.forms.expressions.values import Value, to_number, to_text
from fieldapp.words import sentence

_RADIUS: Final = 6_378_100.0
_DEGREE: Final = 2 * _RADIUS * math.pi / 360


class Point(NamedTuple):
    """A place on the earth, in degrees."""

    latitude: float
    longitude: float


def distance(values: Sequence[Value]) -> float:
    """Metres along all points, from the first to the last. Raises Mismatch."""
    return math.fsum(_between(one, other) for one, other in pairwise(_points(values)))


def area(values: Sequence[Value]) -> float:
    """Square metres within the line along all points, closed; 0 for fewer than three. Raises Mismatch."""
    points = _points(values)
    if len(points) < 3:
        return 0.0
    first = points[0]
    flat = [
        (
            (point.longitude - first.longitude) * _DEGREE * math.cos(math.radians(point.latitude)),
            (point.latitude - first.latitude) * _DEGREE,
        )
        for point in points[1:]
    ]
    return abs(math.fsum((y1 * x2 - x1 * y2) / 2 for (x1, y1), (x2, y2) in pairwise(flat)))


def within(place: Value, shape: Sequence[Value]) -> bool:
    """Whether a point lies inside a shape. Raises Mismatch."""
    point, *others = _points([place])
    corners = _points(shape)
    if others or len(corners) < 3:
        raise Mismatch(sentence("geofence() takes one point and a shape of three points or more."))
    inside = False
    for one, other in pairwise((*corners, corners[0])):
        if (one.latitude > point.latitude) != (other.latitude > point.latitude):
            part = (point.latitude - other.latitude) / (one.latitude - other.latitude)
            inside ^= point.longitude < (one.longitude - other.longitude) * part + other.longitude
    return inside


def _between(one: Point, other: Point) -> float:
    """By the spherical law of cosines, as JavaRosa counts."""
    if one == other:
        return 0.0
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.cos(math.radians(one.longitude - other.longitude))
    cosine = math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * turn
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS


def _points(values: Sequence[Value]) -> list[Point]:
    return [point for value in values for point in _read(to_text(value))]


def _read(text: str) -> Iterator[Point]:
    """A ";" may end the last point, too."""
    for part in text.strip().removesuffix(";").split(";"):
        numbers = [to_number(word) for word in part.split()]
        if not 2 <= len(numbers) <= 4 or not (abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180):
            raise Mismatch(sentence("“{typed}” is no place on the earth."), typed=text[:40])
        yield Point(numbers[0], numbers[1])
