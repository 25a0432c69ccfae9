"""What the desk needs is loaded while she types, and nothing of Qt in another thread than the windows'."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_BESIDE = """
import sys
from ui.warming import load_all_but_screens
before = set(sys.modules)
load_all_but_screens()
print(*sorted(set(sys.modules) - before))
"""
_ON_THE_GUI_THREAD = """
import linecache, sys, threading
from importlib import abc
from PySide6.QtCore import QCoreApplication, QTimer
from ui.jobs import Jobs
from ui.warming import Warming
class Watch(abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in ("ui", "PySide6") and threading.current_thread() is not threading.main_thread():
            print("beside the windows:", name)
sys.meta_path.insert(0, Watch())
app = QCoreApplication([])
jobs = Jobs()
Warming(jobs)
def look():
    if "ui.desk" in sys.modules and not linecache.cache:
        app.quit()
timer = QTimer()
timer.timeout.connect(look)
timer.start(5)
QTimer.singleShot(60_000, app.quit)
app.exec()
jobs.close()
print("loaded, with", len(linecache.cache), "sources kept")
"""


def said_by(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert not done.returncode, done.stderr
    return done.stdout


def test_beside_the_windows_the_forms_and_the_courier_are_loaded_and_no_screen() -> None:
    loaded = said_by(_BESIDE).split()

    assert {"fieldapp.work.opening", "fieldapp.papers.referral", "sync.client.talk.courier"} <= set(loaded)
    assert not [name for name in loaded if name.split(".")[0] in {"ui", "PySide6", "shiboken6"}]


def test_every_screen_is_loaded_on_the_gui_thread_by_itself_and_no_source_of_a_module_is_kept() -> None:
    assert said_by(_ON_THE_GUI_THREAD).split("\n")[:-1] == ["loaded, with 0 sources kept"]
