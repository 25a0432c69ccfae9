"""Pictures as they are kept: nothing in them but what one sees, and no larger than was asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QImage

from tests.ui.attached_form import a_photo, a_picture
from ui.pictures import LONGEST, NotAPicture, PhotoTellsPlace, SeveralPictures, encoded, is_picture, made_neutral, shown

pytestmark = pytest.mark.usefixtures("qapp")


def saved(folder: Path, name: str, image: QImage | None = None) -> bytes:
    """The picture as another program would have written it."""
    assert (image or a_picture()).save(str(folder / name))
    return (folder / name).read_bytes()


def opened(content: bytes) -> QImage:
    return QImage.fromData(QByteArray(content))


def test_the_place_where_a_photo_was_taken_is_not_in_what_is_kept(tmp_path: Path) -> None:
    photo = a_photo(tmp_path).read_bytes()
    assert b"GPSLatitude 42.8746" in photo

    found = made_neutral(photo, "Справка.jpg", LONGEST)

    assert found is not None
    content, name = found
    assert name == "Справка.jpg"
    assert not [word for word in (b"GPS", b"42.87", b"Exif", b"canary", b"ICC_PROFILE") if word in content]
    assert opened(content).size() == QSize(1600, 1200)


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.webp", "a.tif", "a.jpeg"])
def test_no_text_that_stands_in_a_picture_of_any_kind_is_kept(tmp_path: Path, name: str) -> None:
    found = made_neutral(saved(tmp_path, name), name, LONGEST)

    assert found is not None
    assert opened(found[0]).textKeys() == []
    assert found[1] == ("a.png" if name in ("a.png", "a.bmp") else "a.jpg")


def test_a_picture_is_made_as_small_as_the_form_asks(tmp_path: Path) -> None:
    found = made_neutral(saved(tmp_path, "a.jpg"), "a.jpg", 800)

    assert found is not None
    assert opened(found[0]).size() == QSize(800, 600)


def test_a_picture_lying_on_its_side_is_stood_up(tmp_path: Path) -> None:
    content = saved(tmp_path, "a.jpg", a_picture(40, 20))
    turned = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    content = content[:2] + b"\xff\xe1" + (len(turned) + 2).to_bytes(2, "big") + turned + content[2:]

    found = made_neutral(content, "a.jpg", LONGEST)

    assert found is not None
    assert opened(found[0]).size() == QSize(20, 40)


def test_a_drawing_stays_exact_and_a_large_one_becomes_a_photo() -> None:
    drawing, name = encoded(a_picture(), "drawing.png", LONGEST)
    noise = QImage(os.urandom(800 * 800 * 4), 800, 800, QImage.Format.Format_RGB32)
    photo, other = encoded(noise, "noise.png", LONGEST)

    assert (name, drawing[:4]) == ("drawing.png", b"\x89PNG")
    assert (other, photo[:2]) == ("noise.jpg", b"\xff\xd8")


def test_what_one_could_see_through_is_white_in_a_photo() -> None:
    clear = QImage(10, 10, QImage.Format.Format_ARGB32)
    clear.fill(QColor(0, 0, 0, 0))

    content, name = encoded(clear, "a.webp", LONGEST, exact=False)

    assert name == "a.png", "a small one keeps that one sees through it"
    assert opened(content).pixelColor(5, 5).alpha() == 0


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 ...", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"MZ" * 99])
def test_what_is_no_picture_is_left_to_whoever_asked(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)

    assert made_neutral(content, "a.jpg", LONGEST) is None
    assert not is_picture(tmp_path / "a.jpg")
    assert shown(content, QSize(100, 100)) is None


def test_a_picture_is_known_by_how_it_begins_and_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(saved(tmp_path, "a.png"))

    assert is_picture(tmp_path / "letter.pdf")
    assert not is_picture(tmp_path / "gone.pdf")


@pytest.mark.parametrize(
    ("name", "content"), [("a.heic", b"whatever"), ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0"), ("a.NEF", b"II*\0")]
)
def test_a_photo_that_cannot_be_drawn_anew_is_refused_because_it_tells_the_place(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    assert is_picture(tmp_path / name)
    with pytest.raises(PhotoTellsPlace, match="may tell where the photo was taken"):
        made_neutral(content, name, LONGEST)


@pytest.mark.parametrize("name", ["a.gif", "a.tiff"])
def test_several_pictures_in_one_file_are_refused_and_none_is_lost_in_silence(tmp_path: Path, name: str) -> None:
    pages = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    pages[0].save(tmp_path / name, save_all=True, append_images=pages[1:])

    with pytest.raises(SeveralPictures, match="only one could be kept"):
        made_neutral((tmp_path / name).read_bytes(), name, LONGEST)


def test_a_damaged_picture_and_one_that_would_fill_the_memory_are_told(tmp_path: Path) -> None:
    whole = saved(tmp_path, "a.png", a_picture(64, 64))
    huge = whole[:16] + (60_000).to_bytes(4, "big") + (60_000).to_bytes(4, "big") + whole[24:]

    for content in (whole[:60], huge):
        with pytest.raises(NotAPicture, match="Save it as JPEG or PNG"):
            made_neutral(content, "a.png", LONGEST)


def test_of_what_a_colleague_sends_only_our_own_kinds_are_shown(tmp_path: Path) -> None:
    assert shown(saved(tmp_path, "a.tif"), QSize(100, 100)) is None
    found = shown(saved(tmp_path, "a.png"), QSize(100, 30))
    assert found is not None
    assert found.size() == QSize(40, 30)
