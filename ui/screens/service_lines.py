"""What lists and pages say of a service, in the language spoken now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldapp.forms.model import Form
from fieldapp.words import say, spoken
from fieldapp.work.answered import choices
from fieldapp.work.directory import Service
from ui import times


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """Puts what is stored into words; `today` tells what is too old to be relied on."""

    form: Form
    today: date

    def name(self, service: Service) -> str:
        """What it is called."""
        return service.name

    def kinds(self, service: Service) -> str:
        """Which help it gives."""
        return self._chosen("service_type", service.kinds)

    def languages(self, service: Service) -> str:
        """What is spoken there."""
        return self._chosen("language", service.languages)

    def place(self, service: Service) -> str:
        """Where, as far as a list may say it: a secret address is seen on the page of the service alone."""
        return ", ".join(filter(None, (self.oblast(service), "" if service.secret else service.address)))

    def oblast(self, service: Service) -> str:
        """In which oblast."""
        return choices(self.form, "oblast", spoken()).get(service.oblast, service.oblast)

    def checked(self, service: Service) -> str:
        """When somebody last asked there, in few words."""
        if service.closed:
            return say("closed down")
        if not service.needs_a_call(self.today):
            return times.day(service.checked_on)
        return say("{day}: call first", day=times.day(service.checked_on)) if service.checked_on else say("call first")

    def checked_aloud(self, service: Service) -> str:
        """The same as a sentence."""
        if service.closed or not service.needs_a_call(self.today):
            return self.checked(service)
        return say("Call first: nobody has asked there for half a year.")

    def _chosen(self, names: str, values: tuple[str, ...]) -> str:
        words = choices(self.form, names, spoken())
        return ", ".join(words.get(value, value) for value in values)


def key(service: Service) -> str:
    """Services are told apart by their records."""
    return service.record
