"""Step 1: nobody is connected. An organisation is founded, and its people get desks; papers go by stick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.demo.process import DeskProcess
from tests.demo.stage import COORDINATOR, PASSPHRASE, SUPERVISOR, TRAINER, WORKER, Stage, Step


@dataclass(frozen=True, slots=True)
class Hired:
    """Somebody who is invited: what she is called at work, her role, and the space that she opens."""

    name: str
    role: str
    opens: str = ""
    title: str = ""


#: What the coordinator is called at work.
FOUNDER: Final = "Coordinator Mapleplace"
HIRED: Final = {
    SUPERVISOR: Hired("Supervisor Blueplace", "supervisor"),
    WORKER: Hired("Worker Swallowplace", "outreach", "caseload", "Naryn 2"),
    TRAINER: Hired("Trainer Appleplace", "trainer", "programme", "Ak-Suu 1"),
}


def coordinator_founds(stage: Stage) -> None:
    """A coordinator sets up an organisation: a desk, a recovery code, the root key on three papers, two typed back."""
    desk = make_desk(stage, COORDINATOR, "found")
    desk.write("organisation", "Arcade" if stage.language == "en" else "Аркада")
    desk.write("my-name", stage.secret(COORDINATOR, FOUNDER))
    desk.write("server-address", f"http://127.0.0.1:{stage.wire.port}")
    desk.picture("set up an organisation")
    desk.click("go-on")
    papers: list[tuple[str, str]] = []
    for _ in range(3):
        number = desk.read("paper-number", instead_of=papers[-1][0] if papers else "")
        papers.append((number, " ".join(desk.read("groups").split())))
        desk.click("print")
        desk.picture(f"root paper {len(papers)}")
        desk.click("go-on")
    asked = ""
    for paper in (0, 2):
        asked = desk.read("rehearsal", instead_of=asked)
        desk.write("typed-back-1", papers[paper][1])
        desk.picture(f"root paper {paper + 1} typed back")
        desk.click("go-on")
    desk.see(name="founded")
    desk.click("go-on")
    desk.choose_file(stage.folder.stick / "organisation.kit")
    desk.picture("organisation founded")


def coordinator_invites(stage: Stage) -> None:
    """She invites a supervisor, an outreach worker with a caseload, a trainer with a programme: three codes."""
    desk = stage.desk(COORDINATOR)
    desk.click("colleagues")
    for nickname, hired in HIRED.items():
        invite(stage, nickname, hired)
        desk.picture(f"code for {hired.role}")
        desk.click("print")
        desk.click("save-invitation")
        desk.choose_file(stage.folder.stick / f"invitation-{nickname}.paper")
        desk.click("done")
        desk.see(name="colleagues-list", text=hired.name)
    desk.picture("colleagues invited")


def supervisor_joins(stage: Stage) -> None:
    """A supervisor makes a desk and joins: code typed, request and welcome by stick, six groups compared."""
    _join(stage, SUPERVISOR)


def worker_joins(stage: Stage) -> None:
    """An outreach worker does the same."""
    _join(stage, WORKER)


def trainer_joins(stage: Stage) -> None:
    """A trainer does the same."""
    _join(stage, TRAINER)


def invite(stage: Stage, nickname: str, hired: Hired) -> None:
    """The coordinator makes a code for her, from the list of colleagues."""
    desk = stage.desk(COORDINATOR)
    desk.see(name="colleagues-list")
    desk.click("invite")
    desk.write("colleague-name", stage.secret(COORDINATOR, hired.name))
    desk.click(f"role={hired.role}")
    if hired.opens:
        desk.click(f"opens={hired.opens}")
        desk.write("space-title", hired.title)
        desk.select("others=", HIRED[SUPERVISOR].name)
    desk.picture(f"invite {hired.role}")
    desk.click("make-code")
    stage.codes[nickname] = desk.read("code-groups")


def make_desk(stage: Stage, name: str, way: str) -> DeskProcess:
    """A new desk, to the page that follows the recovery code."""
    desk, passphrase = stage.desk(name), PASSPHRASE.format(name=name)
    desk.see(name="go-on")
    desk.click(f"way={way}")
    desk.picture("first start")
    desk.click("go-on")
    desk.write("nickname", name)
    desk.write("new-passphrase", passphrase, afresh=True)
    desk.picture("new desk")
    desk.click("make")
    keep_recovery_code(stage, desk, passphrase)
    return desk


def keep_recovery_code(stage: Stage, desk: DeskProcess, passphrase: str) -> None:
    """Write it down and type it back; the desk is open then."""
    groups = desk.see(name="recovery").splitlines()[-8:]
    stage.keep_key(desk.name, passphrase, "-".join(groups))
    desk.picture("recovery code")
    desk.click("go-on")
    desk.write("typed-back", "-".join(groups))
    desk.click("go-on")
    desk.see(name="topbar")


def _join(stage: Stage, name: str) -> None:
    desk, first, stick = make_desk(stage, name, "join"), stage.desk(COORDINATOR), stage.folder.stick
    desk.write("my-name", HIRED[name].name)
    desk.write("code-1", stage.codes[name])
    desk.picture("join")
    desk.click("join-now")
    mark = desk.read("fingerprint")
    desk.picture("waits to be let in")
    desk.click("read-file")
    desk.choose_file(stick / f"invitation-{name}.paper")
    desk.click("save-request")
    desk.choose_file(stick / f"request-{name}.paper")

    first.click("read-request")
    first.choose_file(stick / f"request-{name}.paper")
    first.see(name="fingerprint", text=mark)
    first.picture(f"let in {HIRED[name].role}")
    first.click("let-in")
    first.click("save-welcome")
    first.choose_file(stick / f"welcome-{name}.paper")
    first.click("done")

    desk.click("read-file")
    desk.choose_file(stick / f"welcome-{name}.paper")
    desk.unseen(name="fingerprint")
    desk.picture("joined")
    desk.click("go-on")
    desk.see(name="start")
    desk.picture("first day")


STEPS: Final[tuple[Step, ...]] = (
    coordinator_founds,
    coordinator_invites,
    supervisor_joins,
    worker_joins,
    trainer_joins,
)
