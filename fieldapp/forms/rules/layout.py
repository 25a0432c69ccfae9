"""Where everything of a form stands: each question, group and repeat gets a number, a parent and a scope.

A scope is a place where values live: the record itself (0), or a repeat (its number), whose rows hold them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import Form, Item, Question, Repeat

#: The record itself, as a node and as a scope.
ROOT: Final = 0


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A question, group or repeat, or the whole form. `scope`: whose rows hold its value or its relevance."""

    index: int
    item: Item | None
    parent: int
    scope: int
    children: dict[str, int] = field(default_factory=dict)

    @property
    def inner(self) -> int:
        """The scope of what stands inside it."""
        return self.index if self.item is None or isinstance(self.item, Repeat) else self.scope


class Layout:
    """The nodes of a form, found by number, by place and by name."""

    def __init__(self, form: Form) -> None:
        self.nodes: list[Node] = [Node(ROOT, None, ROOT, ROOT)]
        self.by_id: dict[tuple[int, FieldId], int] = {}
        self.by_name: dict[str, list[int]] = {}
        self.inside: dict[int, list[int]] = {ROOT: []}
        for item in form.children:
            self._add(item, self.nodes[ROOT])

    def _add(self, item: Item, parent: Node) -> None:
        node = Node(len(self.nodes), item, parent.index, parent.inner)
        self.nodes.append(node)
        self.by_id[node.scope, item.id] = node.index
        self.by_name.setdefault(item.name, []).append(node.index)
        self.inside[node.scope].append(node.index)
        parent.children.setdefault(item.name, node.index)
        if isinstance(item, Repeat):
            self.inside[node.index] = []
        if not isinstance(item, Question):
            for child in item.children:
                self._add(child, node)

    def item(self, node: int) -> Item:
        """What stands at a node other than the root."""
        item = self.nodes[node].item
        if item is None:
            raise KeyError(node)
        return item

    def question(self, node: int) -> Question | None:
        """The question at a node, None for anything else."""
        item = self.nodes[node].item
        return item if isinstance(item, Question) else None

    def questions(self, scope: int) -> Iterator[tuple[int, Question]]:
        """The questions whose values the rows of a scope hold, in the order of the form."""
        for node in self.inside[scope]:
            item = self.nodes[node].item
            if isinstance(item, Question):
                yield node, item

    def outer(self, scope: int) -> int:
        """The scope around a repeat's; the record's own for the record's."""
        return self.nodes[scope].scope

    def chain(self, scope: int) -> tuple[int, ...]:
        """The repeats from the record down to this scope; () for the record's own."""
        chain: list[int] = []
        while scope != ROOT:
            chain.append(scope)
            scope = self.outer(scope)
        return tuple(reversed(chain))

    def shallower(self, one: int, other: int) -> int:
        """Of two scopes, one of which lies within the other, the outer one."""
        return one if len(self.chain(one)) <= len(self.chain(other)) else other

    def parents(self, node: int) -> Iterator[int]:
        """The groups and repeats around a node, from the nearest to the root."""
        while node != ROOT:
            node = self.nodes[node].parent
            yield node
