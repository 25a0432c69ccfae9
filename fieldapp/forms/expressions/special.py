"""The functions that look further than their values: at all rows, at the clock, at one argument and not the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.forms.expressions import dates, earth, functions, texts
from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.meaning import Names, Run, RunAll
from fieldapp.forms.expressions.shuffling import shuffled
from fieldapp.forms.expressions.tree import Call, Literal, Path, Reference, Tree
from fieldapp.forms.expressions.values import Value, is_empty, the_one, to_bool, to_index, to_text
from fieldapp.words import sentence

_MANY: Final = 10_000
#: The longest text that uuid(length) makes.
_UUID_LIMIT: Final = 4096
_SIGNS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"

Trees = tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a call stands: what references mean there, and how its arguments are compiled."""

    names: Names
    compile: Callable[[Tree, Names], Run]
    compile_later: Callable[[Tree, Names], Run]

    def compiled(self, tree: Tree) -> Run:
        """The closure of an argument."""
        return self.compile(tree, self.names)

    def later(self, tree: Tree) -> Run:
        """The closure of an argument that is not always reached."""
        return self.compile_later(tree, self.names)

    def all(self, arguments: Trees) -> RunAll:
        """The values of all arguments; one that leads to answers, alone, stands for every one of them."""
        if len(arguments) == 1 and (values := self._led(arguments[0])):
            return values
        runs = [self.compiled(argument) for argument in arguments]
        return lambda here: [run(here) for run in runs]

    def every(self, arguments: Trees) -> RunAll:
        """The answers that the first argument leads to, which must be a reference."""
        values = self._led(arguments[0])
        if values is None:
            raise ExpressionWrong(sentence("Between these brackets a reference to a question must stand."))
        return values

    def _led(self, tree: Tree) -> RunAll | None:
        match tree:
            case Reference() | Path():
                return self.names.every(tree)
            case Call("randomize", (_,) | (_, _)):
                return self.randomized(tree.arguments)
            case _:
                return None

    def randomized(self, arguments: Trees) -> RunAll:
        """randomize(): what the first argument leads to, in another order; with a seed always in the same."""
        values = self.every(arguments)
        if len(arguments) == 1:
            return lambda here: shuffled(values(here), float(here.world.chance.getrandbits(31)))
        seed = self.compiled(arguments[1])
        return lambda here: shuffled(values(here), _seed(seed(here)))


def _seed(value: Value) -> Value:
    """Half a character, as a damaged text may end with, is none."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


Make = Callable[[Trees, Site], Run]


@dataclass(frozen=True, slots=True)
class Special:
    """How many arguments it takes, and how a call is compiled."""

    least: int
    most: int
    make: Make


def _if(arguments: Trees, site: Site) -> Run:
    test, (then, otherwise) = site.compiled(arguments[0]), map(site.later, arguments[1:])
    return lambda here: then(here) if to_bool(test(here)) else otherwise(here)


def _coalesce(arguments: Trees, site: Site) -> Run:
    first, second = site.compiled(arguments[0]), site.later(arguments[1])

    def coalesce(here: Here) -> Value:
        value = first(here)
        return second(here) if is_empty(value) else value

    return coalesce


def _once(arguments: Trees, site: Site) -> Run:
    so_far, run = site.names.so_far(), site.compiled(arguments[0])

    def once(here: Here) -> Value:
        known = so_far(here)
        return run(here) if is_empty(known) else known

    return once


def _over(work: Callable[[Sequence[Value]], Value], gather: Callable[[Site, Trees], RunAll]) -> Make:
    """A function of many values."""

    def made(arguments: Trees, site: Site) -> Run:
        values = gather(site, arguments)
        return lambda here: work(values(here))

    return made


def _join(arguments: Trees, site: Site) -> Run:
    divider, values = site.compiled(arguments[0]), site.all(arguments[1:])
    return lambda here: texts.joined(to_text(divider(here)), values(here))


def _checklist(arguments: Trees, site: Site) -> Run:
    least, most = map(site.compiled, arguments[:2])
    factors = site.all(arguments[2:])
    return lambda here: functions.checklist(least(here), most(here), factors(here))


def _weighted(arguments: Trees, site: Site) -> Run:
    least, most = map(site.compiled, arguments[:2])
    factors, weights = site.all(arguments[2::2]), site.all(arguments[3::2])
    return lambda here: functions.weighted_checklist(least(here), most(here), factors(here), weights(here))


def _geofence(arguments: Trees, site: Site) -> Run:
    point, shape = site.compiled(arguments[0]), site.all(arguments[1:])
    return lambda here: earth.within(point(here), shape(here))


def _of_myself(name: str) -> Make:
    """A function that, without an argument, is about the very question it belongs to."""
    run = functions.FUNCTIONS[name].run
    return lambda _, site: functions.run_plain(run, [site.names.myself()])


def _position(arguments: Trees, site: Site) -> Run:
    match arguments:
        case ():
            return site.names.position(None)
        case (Reference() | Path() as leading,):
            return site.names.position(leading)
        case _:
            raise ExpressionWrong(sentence("Between these brackets a reference to a question must stand."))


def _randomize(arguments: Trees, site: Site) -> Run:
    values = site.randomized(arguments)
    return lambda here: the_one(values(here))


def _dated(work: Callable[[Value, Here], Value]) -> Make:
    """A function of one value that needs to know the zone."""

    def made(arguments: Trees, site: Site) -> Run:
        run = site.compiled(arguments[0])
        return lambda here: work(run(here), here)

    return made


def _format_date(arguments: Trees, site: Site) -> Run:
    if isinstance(arguments[1], Literal):
        dates.check_pattern(arguments[1].text)
    run, pattern = map(site.compiled, arguments)
    return lambda here: dates.write_date(run(here), to_text(pattern(here)), here.world.zone, here.world.language)


def _uuid(arguments: Trees, site: Site) -> Run:
    if not arguments:
        return lambda here: here.world.uuid()
    length = site.compiled(arguments[0])
    return lambda here: "".join(
        here.world.chance.choice(_SIGNS) for _ in range(min(to_index(length(here)), _UUID_LIMIT))
    )


SPECIAL: Final[Mapping[str, Special]] = {
    "if": Special(3, 3, _if),
    "coalesce": Special(2, 2, _coalesce),
    "once": Special(1, 1, _once),
    "concat": Special(0, _MANY, _over(lambda values: texts.joined("", values), Site.all)),
    "join": Special(1, _MANY, _join),
    "max": Special(1, _MANY, _over(functions.largest, Site.all)),
    "min": Special(1, _MANY, _over(functions.smallest, Site.all)),
    "sum": Special(1, 1, _over(functions.total, Site.every)),
    "count": Special(1, 1, _over(lambda values: float(len(values)), Site.every)),
    "count-non-empty": Special(1, 1, _over(lambda values: float(sum(value != "" for value in values)), Site.every)),
    "checklist": Special(2, _MANY, _checklist),
    "weighted-checklist": Special(2, _MANY, _weighted),
    "distance": Special(1, _MANY, _over(earth.distance, Site.all)),
    "area": Special(1, 1, _over(earth.area, Site.all)),
    "enclosed-area": Special(1, 1, _over(earth.area, Site.all)),
    "geofence": Special(2, 2, _geofence),
    "string-length": Special(0, 0, _of_myself("string-length")),
    "normalize-space": Special(0, 0, _of_myself("normalize-space")),
    "string": Special(0, 0, _of_myself("string")),
    "position": Special(0, 1, _position),
    "randomize": Special(1, 2, _randomize),
    "indexed-repeat": Special(3, 11, lambda arguments, site: site.names.indexed(arguments)),
    "jr:choice-name": Special(2, 2, lambda arguments, site: site.names.choice_label(*arguments)),
    "pulldata": Special(4, 4, lambda arguments, site: site.names.pulled(arguments)),
    "today": Special(0, 0, lambda _, __: lambda here: here.world.today()),
    "now": Special(0, 0, lambda _, __: lambda here: here.world.now()),
    "date": Special(1, 1, _dated(lambda value, here: dates.to_date(value, here.world.zone, keep_time=False))),
    "date-time": Special(1, 1, _dated(lambda value, here: dates.to_date(value, here.world.zone, keep_time=True))),
    "decimal-date-time": Special(1, 1, _dated(lambda value, here: dates.days(value, here.world.zone))),
    "decimal-time": Special(1, 1, _dated(lambda value, here: dates.time_part(value, here.world.zone))),
    "format-date": Special(2, 2, _format_date),
    "format-date-time": Special(2, 2, _format_date),
    "random": Special(0, 0, lambda _, __: lambda here: here.world.chance.random()),
    "uuid": Special(0, 1, _uuid),
    "version": Special(0, 0, lambda _, __: lambda here: here.world.version),
}
