"""Compiles the forms of all packs (resources/packs/*/forms/*.md) into what the program opens (compiled/*.json).

Run it with the project's Python: `python build/compile_packs.py`. What has not changed is left alone, which is told
from a hash of each form and of the program that reads it; so a second run takes a moment and imports nothing.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PACKS: Final = ROOT / "resources" / "packs"
_STAMPS: Final = "stamps.txt"


def main(packs: Path = PACKS) -> int:
    """Compile what changed; 1 if a form has problems, each printed with its place."""
    reader = _digest(*sorted((ROOT / "fieldapp" / "forms").rglob("*.py")))
    failed = False
    for pack in sorted(path.parent for path in packs.glob("*/forms")):
        failed = not _compile_pack(pack, reader) or failed
    return 1 if failed else 0


def _compile_pack(pack: Path, reader: str) -> bool:
    target = pack / "compiled"
    target.mkdir(exist_ok=True)
    sources = {path.stem: path for path in sorted((pack / "forms").glob("*.md"))}
    wanted = {name: f"{reader}:{_digest(path)}" for name, path in sources.items()}
    made = _stamps(target)
    for gone in target.glob("*.json"):
        if gone.stem not in sources:
            gone.unlink()
    stale = [name for name in sources if made.get(name) != wanted[name] or not (target / f"{name}.json").exists()]
    if not stale:
        return True
    broken = [name for name in stale if not _compile(sources[name], target / f"{name}.json")]
    kept = {name: stamp for name, stamp in wanted.items() if name not in broken}
    _write(target / _STAMPS, json.dumps(kept, indent=1, sort_keys=True))
    print(f"{pack.name}: {len(stale) - len(broken)} of {len(sources)} forms compiled")
    return not broken


def _compile(source: Path, target: Path) -> bool:
    sys.path.insert(0, str(ROOT))
    from fieldapp.errors import Mistake  # noqa: PLC0415 - only when something is to be compiled
    from fieldapp.forms.encoding import form_to_json  # noqa: PLC0415
    from fieldapp.forms.problems import FormRefused  # noqa: PLC0415
    from fieldapp.forms.xlsform import read_xlsform  # noqa: PLC0415

    try:
        form = read_xlsform(source)
    except FormRefused as refused:
        for line in refused.problems:
            print(f"{source.parents[1].name}/{source.name}: {line.told()}", file=sys.stderr)
        return False
    except Mistake as wrong:
        print(f"{source.parents[1].name}/{source.name}: {wrong}", file=sys.stderr)
        return False
    if form.id != source.stem:
        print(f"{source.parents[1].name}/{source.name}: its form_id is {form.id}", file=sys.stderr)
        return False
    _write(target, form_to_json(form))
    return True


def _stamps(target: Path) -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads((target / _STAMPS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(_contents(paths))).hexdigest()[:32]


def _contents(paths: tuple[Path, ...]) -> Iterator[bytes]:
    for path in paths:
        yield path.read_bytes().replace(b"\r\n", b"\n")


def _write(path: Path, text: str) -> None:
    half = path.with_suffix(".half")
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(path)


if __name__ == "__main__":
    sys.exit(main())
