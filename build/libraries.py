"""The libraries that Qt takes from a Linux system: which are missing, and what Debian calls them.

The wheels of PySide6 bring Qt itself but not these; without one, the import of a window ends in
"libEGL.so.1: cannot open shared object file". tests/rules holds this table against the wheels.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Final

import debian

#: Needed even where nobody looks: Qt's modules and the platform without a screen.
ALWAYS: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

#: Needed for windows on a screen (X11 and Wayland) and for printers.
SCREEN: Final = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libcups.so.2": "libcups2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def ensure(*, screen: bool, say: Callable[[str], None]) -> None:
    """Have all of them when this returns; raises Stop with the names of the packages where we may not install."""
    needed = ALWAYS | SCREEN if screen else ALWAYS
    if absent := list(missing(needed)):
        debian.install([needed[name] for name in absent], "Qt's windows", say)
        if still := list(missing(needed)):
            raise debian.Stop(f"The system still lacks {', '.join(still)}, without which Qt opens no window.")


def missing(needed: dict[str, str]) -> Iterator[str]:
    """Those that this system cannot load."""
    for name in needed:
        try:
            ctypes.CDLL(name)
        except OSError:
            yield name
