"""Words from names and narratives stand nowhere in clear: on no disk, on no wire, and on no paper that had to withhold
them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pypdf import PdfReader

from tests.demo.folder import Canary, Folder
from tests.demo.verify.checks import Check, check
from tests.demo.verify.needles import Needle, found_in, needles
from tests.demo.verify.reopened import Reopened
from tests.fieldapp.papers.looking import hidden_in


def leaks(folder: Folder, desks: Mapping[str, Reopened], scratch: Path) -> Iterator[Check]:
    """Also that the search finds what is there."""
    canaries = folder.canaries()
    words = [canary.word for canary in canaries]
    secrets = [each for keys in folder.keys().values() for each in (keys.passphrase, keys.recovery)]
    wanted = tuple(needle for word in (*words, *secrets) for needle in needles(word))
    yield check("the search finds each word in every dress", _overlooked(wanted, scratch), f"{len(wanted)} dresses")
    yield check(
        "each word was typed and kept: it is in its desk's unsealed store",
        [f"{each.word} is not at {each.desk}" for each in canaries if each.desk and not _kept(each, desks[each.desk])],
        f"{len(canaries)} words",
    )
    left = [(each.word, name) for each in canaries for name in desks if name in each.gone or not each.desk]
    yield check(
        "a word that has left a desk is not in its unsealed store any more",
        [f"{word} is at {name}" for word, name in left if found_in(desks[name].everything(), needles(word))],
        f"{len(left)} words",
    )
    for what, paths in _places(folder).items():
        on = f"{len(paths)} files, {sum(path.stat().st_size for path in paths)} bytes"
        yield check(f"no word in clear in {what}", _in_files(wanted, paths, folder), on)
    papers = sorted(folder.printed.glob("*.pdf"))
    yield check("no paper shows a word that it had to withhold", _on_papers(canaries, papers), f"{len(papers)} papers")
    yield check("papers show the words they may show", _lost_on_papers(canaries, folder))


def _places(folder: Folder) -> dict[str, list[Path]]:
    files = [path for path in folder.homes.rglob("*") if path.is_file()]
    kinds: dict[str, list[Path]] = {
        "databases": [],
        "write-ahead logs and what stands beside them": [],
        "logs": [],
        "temporary folders": [],
        "all else on the laptops": [],
        "the server's folder and log": [
            path for path in (*folder.server.rglob("*"), folder.path / "server.log") if path.is_file()
        ],
        "what went over the wire": [path for path in folder.wire.iterdir() if path.is_file()],
        "what was carried on a stick": [path for path in folder.stick.rglob("*") if path.is_file()],
    }
    for path in files:
        kinds[_kind(path, folder)].append(path)
    return kinds


def _kind(path: Path, folder: Folder) -> str:
    if folder.laptop(path.relative_to(folder.homes).parts[0]).temporary in path.parents:
        return "temporary folders"
    if path.name.endswith((".db-wal", ".db-shm", ".db-journal")):
        return "write-ahead logs and what stands beside them"
    if path.suffix == ".db":
        return "databases"
    return "logs" if path.name.endswith(("log", "log.txt", ".log.1")) else "all else on the laptops"


def _in_files(wanted: tuple[Needle, ...], paths: Iterable[Path], folder: Folder) -> Iterator[str]:
    for path in paths:
        for needle in found_in(path.read_bytes(), wanted):
            yield f"{needle.word} as {needle.dress} in {path.relative_to(folder.path)}"


def _overlooked(wanted: tuple[Needle, ...], scratch: Path) -> Iterator[str]:
    """Lay a decoy with every dress in it, and search it as the others are searched."""
    decoy = scratch / "decoy"
    decoy.write_bytes(b"\x00\xff".join((b"", *(needle.raw for needle in wanted), b"")))
    found = set(found_in(decoy.read_bytes(), wanted))
    yield from (f"{needle.word} as {needle.dress}" for needle in wanted if needle not in found)


def _kept(canary: Canary, desk: Reopened) -> bool:
    return canary.word.encode() in desk.everything()


def _on_papers(canaries: Iterable[Canary], papers: Iterable[Path]) -> Iterator[str]:
    for path in papers:
        hay = _all_in(path)
        for canary in canaries:
            if path.name not in canary.papers:
                yield from (
                    f"{canary.word} as {needle.dress} on {path.name}" for needle in found_in(hay, needles(canary.word))
                )


def _lost_on_papers(canaries: Iterable[Canary], folder: Folder) -> Iterator[str]:
    for canary in canaries:
        for name in canary.papers:
            if canary.word.encode() not in _all_in(folder.printed / name):
                yield f"{canary.word} is not on {name}"


def _all_in(path: Path) -> bytes:
    """Its text, with and without spaces between, and every stream in it unpacked."""
    pdf = path.read_bytes()
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return b"\n".join((hidden_in(pdf), text.encode(), "".join(text.split()).encode()))
