"""One record being filled in: what is asked, what was answered, what is wrong with it, what there is to save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random, SystemRandom

from fieldapp.domain.answers import Answer, Answers, Json
from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import ChangeId, RecordId
from fieldapp.forms.expressions.here import World
from fieldapp.forms.expressions.rows import LostRow, Row
from fieldapp.forms.expressions.values import to_text
from fieldapp.forms.filling.asking import Asking
from fieldapp.forms.filling.beginning import Beginning
from fieldapp.forms.filling.counting import RowsCounted, give_keys
from fieldapp.forms.filling.course import Course, What
from fieldapp.forms.filling.drafts import read_draft, write_draft
from fieldapp.forms.filling.engine import Engine
from fieldapp.forms.filling.judging import Judge
from fieldapp.forms.filling.opening import NONE_STRANGE, Strange, fill, note_opening, place_rows, resume_rows
from fieldapp.forms.filling.saving import deltas, kept_answers
from fieldapp.forms.filling.tally import Tally
from fieldapp.forms.filling.written import Written, written
from fieldapp.forms.model import Choice, Form, Item, Question, Repeat, Text
from fieldapp.forms.places import Fault, Kept, Place, RecordDelta, SavedRow, State, Touched
from fieldapp.forms.rules.layout import ROOT
from fieldapp.forms.rules.plan import Aspect, plan_of
from fieldapp.forms.typed import NotAnAnswer, check_answer
from fieldapp.words import Language, sentence


class FormSession:
    """A form with answers, always consistent: after each `set` all that depends on it has been worked out again.

    Deterministic: the clock, chance, the user's name and the device's come in. Nothing is saved from here.
    `strange`: saved answers, by record, whose question was of another kind when they were given. `lost` are rows that
    this version of the form has no repeat for; they are left as they are.
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
        strange: Strange = NONE_STRANGE,
        last_saved: Answers | None = None,
        chance: Random | None = None,
    ) -> None:
        """A new record (`answers` None: defaults are filled in), or a saved one with its rows and heads.

        `last_saved`: what the record of this form that she saved last says.
        """
        self.form = form
        self._clock = clock
        world = World(clock, chance or SystemRandom(), form.version, language, last_saved or {})
        self._engine = Engine(plan_of(form), world, Beginning(clock.now(), user, device))
        self._asking = Asking(self._engine)
        self._judge = Judge(self._engine, self._asking)
        self._tally = Tally(self._engine, self._asking, self._judge)
        self._course = Course(self._engine.plan.layout, clock, form.audit)
        self._course.begin(What.START if answers is None else What.RESUME)
        self._removed: list[Row] = []
        root = self._engine.root
        root.after, root.opened = after, answers
        if answers is None:
            self._engine.beginning.begin(self._engine.plan.layout, root)
        else:
            fill(self._engine, root, answers, strange)
        unplaced = place_rows(self._engine, rows, strange)
        self.lost = tuple(LostRow(row, row.answers, row.order) for row in unplaced)
        self._engine.begin(list(root.within()))
        if answers is None:
            self._engine.run_defaults(root)
            self._engine.settle()
        else:
            note_opening(root)
        self._engine.take_touched()

    @classmethod
    def resume(  # noqa: PLR0913 - all by name
        cls,
        form: Form,
        draft: str,
        *,
        clock: Clock,
        user: str,
        device: str,
        language: Language,
        strange: Strange = NONE_STRANGE,
        last_saved: Answers | None = None,
        chance: Random | None = None,
    ) -> FormSession:
        """Go on with what `draft_json` wrote, of this or another version of the form. Raises DraftUnreadable."""
        kept = read_draft(draft, form.id)
        first, *others = kept.rows
        session = cls(
            form,
            clock=clock,
            user=user,
            device=device,
            language=language,
            answers=first.answers,
            rows=[row.saved() for row in others if not row.gone],
            after=first.after,
            strange=strange,
            last_saved=last_saved,
            chance=chance,
        )
        by_record = {row.record: row for row in others}
        session.lost = tuple(
            LostRow(lost.saved, by_record[lost.saved.record].opened, by_record[lost.saved.record].opened_order)
            for lost in session.lost
        )
        session._removed = resume_rows(session._engine, kept.rows)
        session._engine.seed = session._engine.seed if kept.seed is None else kept.seed
        session._course.begin(What.RESUME, kept.course)
        return session

    @property
    def language(self) -> Language:
        """The language in which it speaks."""
        return self._engine.world.language

    def speak(self, language: Language) -> Touched:
        """Switch the language in place."""
        self._engine.world.language = language
        self._engine.forget_all()
        return self._touched()

    def set(self, place: Place, answer: Answer | None) -> Touched:
        """Give an answer or take it back. Raises `NotAnAnswer` (a Mistake) for what the question cannot take at all.

        An answer that breaks the form's constraint is taken, so that she sees it beside `State.error`; it stands in
        `problems()`. So: "impossible" keeps the record from being saved, "unlikely" only asks.
        """
        row, node, question = self._asked(place)
        self._course.stand(row, node)
        if answer == "":
            answer = None
        if question.calculated or not question.kept:
            raise NotAnAnswer(sentence("Nobody answers this: the form works it out."))
        if answer is not None:
            check_answer(question, answer)
        if row.answers.get(node) != answer:
            if answer is None:
                del row.answers[node]
            else:
                row.answers[node] = answer
            row.hidden_at_opening -= {node}
            self._engine.answered(row, node)
        return self._touched()

    def state(self, place: Place) -> State:
        """How a question, group or repeat stands now."""
        return self._judge.state(*self._spot(place))

    def is_relevant(self, place: Place) -> bool:
        """Whether a question, group or repeat is there for these answers; nothing of a row beyond its count is."""
        if place.row not in self._engine.by_record:
            return False
        row, node = self._spot(place)
        return node not in row.hidden

    def choices(self, place: Place) -> tuple[Choice, ...]:
        """The choices that this select offers now, in the order of the sheet."""
        return self._asking.choices(*self._spot(place))

    def label(self, place: Place) -> str:
        """The label in the session's language, with other answers filled in."""
        return self.text(place, self._item(place).label)

    def hint(self, place: Place) -> str:
        """The hint in the session's language, with other answers filled in."""
        return self.text(place, self._item(place).hint)

    def text(self, place: Place, text: Text) -> str:
        """Any text of the form (a choice's label, the guidance) as it reads at this place."""
        row, node = self._spot(place)
        return self._judge.text(row, node, text)

    def rows(self, repeat: Place) -> tuple[RecordId, ...]:
        """The rows of a repeat, in order."""
        row, node = self._spot(repeat)
        return tuple(inner.record for inner in row.rows.get(node, ()) if inner.record is not None)

    def may_add(self, repeat: Place) -> bool:
        """Whether she adds and takes away rows of this repeat herself; where the form counts them, nobody does."""
        item = self._item(repeat)
        return isinstance(item, Repeat) and not item.count

    def add_row(self, repeat: Place, at: int | None = None) -> tuple[RecordId, Touched]:
        """A new row with its defaults, last or at that position. Raises RowsCounted."""
        parent, node = self._spot(repeat)
        if not self.may_add(repeat):
            raise RowsCounted
        siblings = parent.rows.setdefault(node, [])
        place = len(siblings) if at is None else max(0, min(at, len(siblings)))
        row = self._engine.new_row(parent, node)
        self._engine.insert(row, place)
        give_keys(siblings, place)
        self._course.point(What.ADD, row, node)
        return RecordId(str(row.record)), self._touched()

    def remove_row(self, row: RecordId) -> Touched:
        """Take a row away, with the rows inside it. Raises RowsCounted."""
        gone = self._engine.by_record[row]
        if self._engine.plan.is_counted(gone.scope):
            raise RowsCounted
        self._removed += [inner for inner in gone.all_within() if inner.opened is not None]
        self._course.point(What.REMOVE, gone, gone.scope)
        self._engine.remove(gone)
        return self._touched()

    def move_row(self, row: RecordId, to: int) -> Touched:
        """Give a row another position among its siblings."""
        moved = self._engine.by_record[row]
        if moved.parent is None:
            raise KeyError(row)
        siblings = moved.parent.rows[moved.scope]
        siblings.remove(moved)
        place = max(0, min(to, len(siblings)))
        siblings.insert(place, moved)
        give_keys([*siblings, *moved.parent.aside.get(moved.scope, ())], place)
        self._engine.rows_changed(moved.parent, moved.scope)
        return self._touched()

    def asked(self) -> Iterator[Place]:
        """All questions that she may answer now (relevant, not read-only), in order, row by row."""
        for row, node, question in self._asking.walk():
            if self._judge.open(row, node, question):
                yield Place(row.record, question.id)

    def missing(self) -> tuple[Place, ...]:
        """Required questions without an answer: "incomplete: 4". They do not keep it from being saved."""
        return self._tally.missing()

    def unanswered(self) -> tuple[Place, ...]:
        """All questions that she may answer and has not."""
        return tuple(place for place in self.asked() if self.answer(place) is None)

    def problems(self) -> tuple[Place, ...]:
        """Relevant questions whose answer is impossible, and repeats with too many rows; each `state` says why."""
        return self._tally.problems()

    def answer(self, place: Place) -> Answer | None:
        """What was answered or calculated at this place, relevant or not."""
        row, node, question = self._asked(place)
        return self._judge.answer(row, node, question)

    def faults(self) -> tuple[Fault, ...]:
        """Rules of the form that could not be worked out."""
        return tuple(
            Fault(self._place(row, node), reason)
            for (row, node, _), reason in self._engine.faults.items()
            if self._engine.is_here(row)
        )

    def calculated(self, row: RecordId | None = None) -> Answers:
        """What the form works out in the record or a row; never saved, so asked for after each merge."""
        within = self._engine.by_record.get(row)
        if within is None:  # beyond the count of its repeat
            return {}
        return {
            question.id: self._judge.calculated(within, node, question)
            for node, question in self._engine.plan.layout.questions(within.scope)
            if question.calculated and node not in within.hidden
        }

    def name(self) -> str:
        """What the setting `instance_name` makes of the answers, "" without one."""
        name = self._engine.outcome(self._engine.root, ROOT, Aspect.NAME)
        return "" if name is None else to_text(name)

    def delta(self) -> tuple[RecordDelta, ...]:
        """What to save: the record itself first, then rows (parents before children). () when nothing differs."""
        return deltas(self._engine, self._removed, self.lost, self._clock.now())

    def stand_at(self, place: Place) -> None:
        """She is at this question now: for the course of the interview, where the form asks for it."""
        if place.row in self._engine.by_record:
            self._course.stand(*self._spot(place))

    def course(self) -> Json:
        """The course of the interview until now, to be saved with the record; None where the form does not ask."""
        return self._course.ended()

    def written(self) -> tuple[Written, ...]:
        """What the record writes into lists that other forms choose from."""
        return written(self._engine)

    def draft_json(self) -> str:
        """All that `resume` needs: answers as they stand, those at opening, rows, heads."""
        return write_draft(self._engine, self._removed, self.lost, self._course.to_json())

    def kept(self) -> tuple[Kept, ...]:
        """Saved answers that have no place in this version, or not the whole of them: record first, then row by row."""
        return kept_answers(self._engine, self.lost)

    def _spot(self, place: Place) -> tuple[Row, int]:
        row = self._engine.by_record[place.row]
        return row, self._engine.plan.layout.by_id[row.scope, place.field]

    def _place(self, row: Row, node: int) -> Place:
        return Place(row.record, self._engine.plan.layout.item(node).id)

    def _item(self, place: Place) -> Item:
        return self._engine.plan.layout.item(self._spot(place)[1])

    def _asked(self, place: Place) -> tuple[Row, int, Question]:
        row, node = self._spot(place)
        question = self._engine.plan.layout.question(node)
        if question is None:
            raise KeyError(place)
        return row, node, question

    def _touched(self) -> Touched:
        places: set[Place] = set()
        repeats: set[Place] = set()
        touched = self._engine.take_touched()
        self._tally.look_again(touched, self._engine.take_entered())
        for row, node in touched:
            if node == ROOT:
                continue  # the name of the record, which stands nowhere in the form
            item = self._engine.plan.layout.item(node)
            (repeats if isinstance(item, Repeat) else places).add(Place(row.record, item.id))
        return Touched(frozenset(places), frozenset(repeats))
