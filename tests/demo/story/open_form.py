"""A form on a desk's screen, filled in as a person does: question after question, page after page."""

from __future__ import annotations

from tests.demo.process import DeskProcess, Stuck

_MOST_PAGES = 15


class OpenForm:
    """The form that is open at a desk. Pages are turned by Ctrl+Enter until the question is seen."""

    def __init__(self, desk: DeskProcess) -> None:
        self.desk = desk
        desk.see(name="save")

    def write(self, question: str, text: str) -> None:
        """Type an answer over what stands there."""
        self.reach(question)
        self.desk.write(question, text, afresh=True)

    def tick(self, question: str, *values: str) -> None:
        """Take these of its choices."""
        for value in values:
            self.reach(f"{question}={value}")
            self.desk.click(f"{question}={value}")

    def pick(self, question: str, value: str) -> None:
        """Search one of its many choices."""
        self.reach(question)
        self.desk.pick(question, value)

    def reach(self, name: str) -> None:
        """Turn pages until it is seen."""
        for _ in range(_MOST_PAGES):
            if self.desk.there(name):
                return
            if not self.desk.there("next"):
                break
            self.desk.key("Ctrl+Return")
        raise Stuck(f"{self.desk.name}: no page asks {name}\n{self.desk.seen()}")

    def is_refused(self, question: str, text: str, picture: str) -> str:
        """Type something impossible and go on: words beside the field say so. What they say."""
        self.reach(question)
        before = self.desk.see(name=f"question={question}")
        self.write(question, text)
        self.desk.key("Tab")
        said = self.desk.read(f"question={question}", instead_of=before)
        self.desk.picture(picture)
        return said

    def save(self) -> None:
        """Ctrl+S, and wait until the form is put away."""
        saves = self.desk.saves
        self.desk.key("Ctrl+S")
        self.desk.unseen(name="save")
        if self.desk.saves == saves:
            raise Stuck(f"{self.desk.name}: a form was put away, and no save was told\n{self.desk.seen()}")
