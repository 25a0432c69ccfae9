"""The tree of errors: each says whose turn it is.

    FieldappError
    ├── Mistake    hers: the person can mend it; shown beside what she did
    │   └── Refused    a rule says no (no consent, not her space); nothing was done
    └── Trouble    the world's: disk, network, lock, a damaged file; what was saved is safe

Anything else that is raised is a bug of ours: it is logged without personal data and told as such.

Each carries a `Sentence`, so that it can be said in the language of whoever reads it.
"""

from __future__ import annotations

from fieldapp.words import Sentence


class FieldappError(Exception):
    """An error with a sentence for the person in front of the screen."""

    def __init__(self, text: str | Sentence, **values: object) -> None:
        """`text` is the English sentence as written in `words.sentence(...)`, `values` what is filled into it."""
        self.sentence = text if isinstance(text, Sentence) else Sentence(text, values)
        super().__init__(str(self.sentence))


class Mistake(FieldappError):
    """The person can mend it herself; nothing was changed."""


class Refused(Mistake):
    """A rule of the programme says no: consent is missing, or the record is not hers to change."""


class Trouble(FieldappError):
    """Something around us failed. What was saved before is safe, and she may try again."""
