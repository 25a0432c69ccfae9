"""A desk as a process of its own: hands that act only where a person could, and a book of what it told as saved."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.folder import Folder, NotOurs
from tests.demo.process import Stuck
from tests.demo.stage import Stage
from tests.demo.story.beginning import make_desk


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    folder = Folder(tmp_path / "demo")
    folder.prepare()
    played = Stage(folder, "en", None, random.Random(1))
    yield played
    played.close()


def test_a_person_makes_a_desk_loses_power_and_unlocks_it_again(stage: Stage) -> None:
    desk = make_desk(stage, "swallow", "join")
    first = desk.pid
    desk.kill()
    desk.start()
    with desk.measured("unlocking"):
        desk.write("passphrase", stage.keys["swallow"].passphrase)
        desk.key("Return")
        desk.see(name="topbar")

    assert desk.pids == [first, desk.pid]
    assert desk.measures[0].keys == len(stage.keys["swallow"].passphrase) + 1
    assert not stage.album.faults
    assert len(list(stage.folder.pictures.iterdir())) == stage.album.taken
    with pytest.raises(Stuck, match="there is no save to be seen"):
        desk.click("save", patience=0)


def test_a_folder_with_something_of_ones_own_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()

    with pytest.raises(NotOurs, match="letters"):
        Folder(tmp_path).prepare()
