"""One record being filled in: what is asked, what was answered, what is wrong with it, what there is to save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from fieldapp.domain.answers import Answer, Answers
from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import ChangeId, RecordId
from fieldapp.forms.model import Choice, Form, Text
from fieldapp.forms.places import Fault, Place, RecordDelta, SavedRow, State, Touched
from fieldapp.words import Language


class FormSession:
    """A form with answers, always consistent: after each `set` all that depends on it has been worked out again.

    Deterministic: the clock, chance, the user's name and the device's come in. Nothing is saved from here.
    """

    def __init__(  # noqa: PLR0913 - all by name
        self,
        form: Form,
        *,
        clock: Clock,
        user: str,
        device: str,
        language: Language,
        answers: Answers | None = None,
        rows: Sequence[SavedRow] = (),
        after: frozenset[ChangeId] = frozenset(),
        chance: Random | None = None,
    ) -> None:
        """A new record (`answers` None: defaults are filled in), or a saved one with its rows and heads."""
        raise NotImplementedError

    @classmethod
    def resume(
        cls,
        form: Form,
        draft: str,
        *,
        clock: Clock,
        user: str,
        device: str,
        language: Language,
        chance: Random | None = None,
    ) -> FormSession:
        """Go on with what `draft_json` wrote, of this or another version of the form."""
        raise NotImplementedError

    def speak(self, language: Language) -> Touched:
        """Switch the language in place."""
        raise NotImplementedError

    def set(self, place: Place, answer: Answer | None) -> Touched:
        """Give an answer or take it back. Raises `NotAnAnswer` (a Mistake) for what the question cannot take at all.

        An answer that breaks the form's constraint is taken, so that she sees it beside `State.error`; it stands in
        `problems()`. So: "impossible" keeps the record from being saved, "unlikely" only asks.
        """
        raise NotImplementedError

    def state(self, place: Place) -> State:
        """How a question, group or repeat stands now."""
        raise NotImplementedError

    def choices(self, place: Place) -> tuple[Choice, ...]:
        """The choices that this select offers now, in the order of the sheet."""
        raise NotImplementedError

    def label(self, place: Place) -> str:
        """The label in the session's language, with other answers filled in."""
        raise NotImplementedError

    def hint(self, place: Place) -> str:
        """The hint in the session's language, with other answers filled in."""
        raise NotImplementedError

    def text(self, place: Place, text: Text) -> str:
        """Any text of the form (a choice's label, the guidance) as it reads at this place."""
        raise NotImplementedError

    def rows(self, repeat: Place) -> tuple[RecordId, ...]:
        """The rows of a repeat, in order."""
        raise NotImplementedError

    def add_row(self, repeat: Place, at: int | None = None) -> tuple[RecordId, Touched]:
        """A new row with its defaults, last or at that position."""
        raise NotImplementedError

    def remove_row(self, row: RecordId) -> Touched:
        """Take a row away, with the rows inside it."""
        raise NotImplementedError

    def move_row(self, row: RecordId, to: int) -> Touched:
        """Give a row another position among its siblings."""
        raise NotImplementedError

    def asked(self) -> Iterator[Place]:
        """All questions that she may answer now (relevant, not read-only), in order, row by row."""
        raise NotImplementedError

    def missing(self) -> tuple[Place, ...]:
        """Required questions without an answer: "incomplete: 4". They do not keep it from being saved."""
        raise NotImplementedError

    def unanswered(self) -> tuple[Place, ...]:
        """All questions that she may answer and has not."""
        raise NotImplementedError

    def problems(self) -> tuple[Place, ...]:
        """Relevant questions whose answer is impossible; each `state` says why."""
        raise NotImplementedError

    def faults(self) -> tuple[Fault, ...]:
        """Rules of the form that could not be worked out."""
        raise NotImplementedError

    def calculated(self, row: RecordId | None = None) -> Answers:
        """What the form works out in the record or a row; never saved, so asked for after each merge."""
        raise NotImplementedError

    def name(self) -> str:
        """What the setting `instance_name` makes of the answers, "" without one."""
        raise NotImplementedError

    def delta(self) -> tuple[RecordDelta, ...]:
        """What to save: the record itself first, then rows (parents before children). () when nothing differs."""
        raise NotImplementedError

    def draft_json(self) -> str:
        """All that `resume` needs: answers as they stand, those at opening, rows, heads."""
        raise NotImplementedError
