"""The line above the pages of a form: what is seen, what the star means, and how the form is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.forms.model import Form
from fieldapp.words import Language, Sentence
from ui.forms.language_switch import LanguageSwitch
from ui.theme.sizes import NEAR, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.said import quiet, section, show_if


class PageHead(QWidget):
    """`whole` puts the form on one page or on several again; `language` switches its language."""

    def __init__(self, form: Form, *, several: bool) -> None:
        """`several`: it has pages to be put on one."""
        super().__init__()
        self._form = form
        self.title = section()
        self.legend = quiet(Sentence("* must be answered"))
        self.whole = quiet_button(Sentence("On one page"), name="whole")
        self.language = LanguageSwitch(form)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(NEAR))
        row.addWidget(self.title, 1)
        for part in (self.legend, self.whole, self.language):
            row.addWidget(part)
        show_if(self.whole, several)
        show_if(self.language, self.language.needed)

    def say(self, title: str, language: Language, *, asks: bool) -> None:
        """What is seen, in which language; `asks`: something on it must be answered."""
        self.title.say(title)
        self.legend.setVisible(asks)
        self.language.show_language(language, self._form.default_language)

    def offer_pages(self, *, whole: bool) -> None:
        """All of it is on one page now, or not any more."""
        self.whole.say(Sentence("By pages") if whole else Sentence("On one page"))
