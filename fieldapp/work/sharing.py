"""Give a form to all colleagues, and take one in that came: a form is theirs only after each has looked at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FormId, RecordId, SpaceId
from fieldapp.domain.spaces import MAY_SHARE_FORMS, SpaceKind
from fieldapp.forms.encoding import form_to_json
from fieldapp.forms.library import form_ids
from fieldapp.forms.model import Form
from fieldapp.forms.versions.mapping import Renames
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened
from fieldapp.storage.write import Write
from fieldapp.words import Language, Sentence, sentence
from fieldapp.work.desk import Desk
from fieldapp.work.filling import GoneMeanwhile
from fieldapp.work.importing import BroughtIn, bring_in, digest_here, form_here, is_older
from fieldapp.work.people import people, role_of
from fieldapp.work.previewing import Preview, preview
from fieldapp.work.shared_forms import SharedForm, shared_forms, to_send
from fieldapp.work.versions import accepted_names, digest_of, was_here


class Sent(Enum):
    """What became of a form that was to go to all colleagues."""

    SENT = "sent"
    NOT_HERS = "not hers"
    ALONE = "alone"
    TOO_BIG = "too big"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedForm:
    """A form, or a version of one, that came and was not brought in yet. `before`: the version that is here."""

    record: RecordId
    form: FormId
    title: str
    version: str
    before: str | None
    who: str | Sentence
    when: Moment


@dataclass(frozen=True, slots=True)
class Arrival:
    """An arrived form, and what it changes."""

    form: ArrivedForm
    preview: Preview


def bring_in_for_all(desk: Desk, form: Form, accepted: Renames | None = None) -> tuple[BroughtIn, Sent]:
    """Bring it in here, and send it to colleagues if she is one of those who may. Raises what `bring_in` raises."""
    brought = bring_in(desk, form, accepted)
    sent, happened = share(desk, form.id)
    return replace(brought, happened=brought.happened | happened), sent


def share(desk: Desk, form: FormId) -> tuple[Sent, Happened]:
    """Give the form as it is here to all colleagues. One that they were given already is not sent again."""
    here = desk.library.form(form)
    compiled = form_to_json(here)
    digest, when = digest_of(compiled), desk.clock.now()
    space = next((each.space for each in desk.memberships() if each.kind is SpaceKind.ORGANISATION), None)

    def write(writing: Write) -> tuple[Sent, Happened]:
        refused = _refused(desk, writing, space)
        if refused is not None or space is None:
            return refused or Sent.ALONE, Happened()
        if any(each.digest == digest for each in shared_forms(writing, form)):
            return Sent.SENT, Happened()
        change = to_send(here, compiled, digest, accepted_names(writing, form), space)
        if change is None:
            return Sent.TOO_BIG, Happened()
        return Sent.SENT, writing.save([change], desk.worker, when)

    return desk.store.write_now(write)


def can_be_shared(desk: Desk, form: FormId) -> bool:
    """Whether she may give this form to colleagues, and they do not have it in this version."""
    space = next((each.space for each in desk.memberships() if each.kind is SpaceKind.ORGANISATION), None)
    with desk.store.read() as reader:
        if _refused(desk, reader, space) is not None:
            return False
        digest = digest_here(reader, form)
        return digest != "" and all(each.digest != digest for each in shared_forms(reader, form))


def arrived_forms(desk: Desk) -> tuple[ArrivedForm, ...]:
    """What came from colleagues and was not brought in: of each form the latest."""
    found: dict[FormId, SharedForm] = {}
    with desk.store.read() as reader:
        for each in shared_forms(reader):
            here = form_here(desk, each.form)
            if each.form in form_ids() or role_of(reader, each.who) not in MAY_SHARE_FORMS:
                continue
            if here is not None and each.digest == digest_here(reader, each.form):
                found.pop(each.form, None)  # what came before it is older
            elif not _is_behind(reader, each, here, found.get(each.form)):
                found[each.form] = each
                desk.library.forget_lineage(each.form)
        called = people(reader, desk.worker).called
        return tuple(_arrived(desk, each, called(each.who)) for each in found.values())


def look_at_arrived(desk: Desk, record: RecordId, language: Language) -> Arrival:
    """What it changes here. Raises GoneMeanwhile, NotUnpacked, and what `refuse` raises."""
    with desk.store.read() as reader:
        shared = _shared(reader, record)
        who = people(reader, desk.worker).called(shared.who)
    return Arrival(_arrived(desk, shared, who), preview(desk, shared.unpacked(), language, decided=shared.names))


def take_arrived(desk: Desk, record: RecordId) -> BroughtIn:
    """She has seen what it changes. Raises what `look_at_arrived` raises."""
    with desk.store.read() as reader:
        shared = _shared(reader, record)
    return bring_in(desk, shared.unpacked(), shared.names)


def _refused(desk: Desk, reader: Reader, space: SpaceId | None) -> Sent | None:
    if space is None:
        return Sent.ALONE
    return None if role_of(reader, desk.worker) in MAY_SHARE_FORMS else Sent.NOT_HERS


def _is_behind(reader: Reader, each: SharedForm, here: Form | None, latest: SharedForm | None) -> bool:
    """Whether it was here before, or is older than what is here or came."""
    if was_here(reader, each.form, each.digest) or (here is not None and is_older(each.version, here.version)):
        return True
    return latest is not None and is_older(each.version, latest.version)


def _shared(reader: Reader, record: RecordId) -> SharedForm:
    found = next((each for each in shared_forms(reader) if each.record == record), None)
    if found is None:
        raise GoneMeanwhile(sentence("This record is not here any more. It may have been deleted meanwhile."))
    return found


def _arrived(desk: Desk, each: SharedForm, who: str | Sentence) -> ArrivedForm:
    here = form_here(desk, each.form)
    return ArrivedForm(
        record=each.record,
        form=each.form,
        title=each.title,
        version=each.version,
        before=None if here is None else here.version,
        who=who,
        when=each.when,
    )
