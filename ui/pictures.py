"""Pictures as they may be kept: drawn anew, so that nothing but what one sees is in them, and no larger than needed.

A photo tells where it was taken, when, and with whose camera. All of that goes: what is kept is made of the dots alone.
Everything here may run in the background.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from fieldapp.errors import Mistake
from fieldapp.words import sentence

#: The longer side of a picture where the form does not say how long: handwriting on a sheet can still be read.
LONGEST: Final = 2048
#: What is read, by how the file begins, whatever its name says. None of these can call another file or a program.
_READ: Final = frozenset(("bmp", "gif", "jpeg", "jpg", "jfif", "png", "tif", "tiff", "webp"))
#: Drawn rather than photographed: kept dot for dot, unless that takes too much room.
_EXACT: Final = frozenset(("bmp", "gif", "png"))
_EXACT_LIMIT: Final = 1024 * 1024
#: What we keep ourselves, and so all that is shown of what a colleague sends.
_SHOWN: Final = frozenset(("jpeg", "png"))
_QUALITY: Final = 85
#: More dots than any camera has: a small file may unfold to gigabytes.
_MOST_DOTS: Final = 120_000_000
#: Photos and scans that cannot be drawn anew here, by the end of their names.
_CLOSED: Final = frozenset((".heic", ".heif", ".avif", ".dng", ".nef", ".cr2", ".cr3", ".arw", ".orf", ".rw2", ".jxl"))


class NotAPicture(Mistake):
    """The question asks for a picture, and this cannot be read as one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence("“{name}” cannot be read as a picture. Save it as JPEG or PNG, then choose that."), name=name
        )


class PhotoTellsPlace(Mistake):
    """A photo from which the place cannot be taken out, since it cannot be drawn anew."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence(
                "“{name}” may tell where the photo was taken, and this cannot be removed from such a file. "
                "Save it as JPEG or PNG, then choose that."
            ),
            name=name,
        )


class SeveralPictures(Mistake):
    """One file with more than one picture in it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence(
                "There are several pictures in “{name}”, and only one could be kept. "
                "Save the one you need as JPEG or PNG, or all of them as PDF."
            ),
            name=name,
        )


def made_neutral(content: bytes, name: str, longest: int) -> tuple[bytes, str] | None:
    """The picture in these bytes drawn anew, and its name; None where they are no picture.

    `longest`: of its longer side, in dots. Raises PhotoTellsPlace, SeveralPictures, NotAPicture for a damaged one.
    """
    if PurePath(name).suffix.lower() in _CLOSED or _is_closed(content):
        raise PhotoTellsPlace(name)
    with _reading(content) as reader:
        kind = _kind(reader)
        if kind not in _READ:
            return None
        if reader.imageCount() > 1:
            raise SeveralPictures(name)
        image = _read(reader, longest)
    if image is None:
        raise NotAPicture(name)
    return encoded(image, name, longest, exact=kind in _EXACT)


def is_picture(path: Path) -> bool:
    """Whether the file begins as a picture does, whatever its name says."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    return _kind(reader) in _READ or path.suffix.lower() in _CLOSED or _is_closed(_beginning(path))


def encoded(image: QImage, name: str, longest: int, *, exact: bool = True) -> tuple[bytes, str]:
    """The picture in bytes, made of its dots alone, and its name with the right ending."""
    if max(image.width(), image.height()) > longest:
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    clean = _dots_alone(image)
    stem = PurePath(name).stem or "picture"
    if exact or clean.hasAlphaChannel():
        content = _written(clean, b"PNG", -1)
        if len(content) <= _EXACT_LIMIT:
            return content, f"{stem}.png"
    return _written(_on_white(clean), b"JPEG", _QUALITY), f"{stem}.jpg"


def shown(content: bytes, size: QSize) -> QImage | None:
    """The picture no larger than `size`, if these bytes are one such as is kept here."""
    with _reading(content) as reader:
        image = _read(reader, max(size.width(), size.height())) if _kind(reader) in _SHOWN else None
    if image is None or (image.width() <= size.width() and image.height() <= size.height()):
        return image
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


@contextmanager
def _reading(content: bytes) -> Iterator[QImageReader]:
    """The reader lets go of the bytes before they go: Qt's own code for TIFF looks at them once more at its end."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    try:
        yield reader
    finally:
        reader.setFileName("")


def _kind(reader: QImageReader) -> str:
    return bytes(reader.format().data()).decode("ascii", "replace")


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(16)
    except OSError:
        return b""


def _is_closed(content: bytes) -> bool:
    """Whether this begins as HEIC and AVIF files do."""
    return content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif", b"avis")


def _read(reader: QImageReader, longest: int) -> QImage | None:
    """Made smaller while it is read, where the format can: a large photo never lies whole in memory."""
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_DOTS:
        return None
    if max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def _dots_alone(image: QImage) -> QImage:
    """The same dots in a picture that never had a text, a colour profile or a thumbnail."""
    image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    alpha = image.hasAlphaChannel()
    clean = QImage(image.size(), QImage.Format.Format_ARGB32 if alpha else QImage.Format.Format_RGB32)
    clean.fill(Qt.GlobalColor.transparent if alpha else Qt.GlobalColor.white)
    painter = QPainter(clean)
    painter.drawImage(0, 0, image)
    painter.end()
    return clean


def _on_white(image: QImage) -> QImage:
    if not image.hasAlphaChannel():
        return image
    white = QImage(image.size(), QImage.Format.Format_RGB32)
    white.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(white)
    painter.drawImage(0, 0, image)
    painter.end()
    return white


def _written(image: QImage, kind: bytes, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(quality)
    if not writer.write(image):
        raise RuntimeError(f"Qt cannot write {kind.decode()}: {writer.errorString()}")
    return bytes(buffer.data().data())
