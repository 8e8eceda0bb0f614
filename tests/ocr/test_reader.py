"""The reader of pictures: real words from real pixels, and what hostile pictures cannot do to it."""

from __future__ import annotations

import random
import struct
import sys
import time
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image

from mailbot.ocr import Bounds, PictureReader
from mailbot.ocr.layout import Box, rows, tiles
from tests.ocr.drawing import png, screenshot

TX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.fixture(scope="module")
def reader() -> Iterator[PictureReader]:
    reading = PictureReader(Bounds(pixels=12_000_000))
    yield reading
    reading.close()


def read(reader: PictureReader, octets: bytes):
    future = reader.submit(octets)
    assert future is not None
    return future.result(timeout=180)


@pytest.mark.parametrize("dark", [False, True])
def test_a_label_and_its_value_come_back_on_one_line(reader, dark):
    said = read(reader, screenshot([("UID", "745120938866123790"), ("Order", "680123456789012345")], dark=dark))
    assert [line.split() for line in said.text.splitlines()] == [
        ["UID", "745120938866123790"],
        ["Order", "680123456789012345"],
    ]


def test_a_long_screenshot_is_read_in_pieces_each_row_once(reader):
    lines = [f"Row {n} of the conversation" for n in range(60)]
    said = read(reader, screenshot(lines, size=24))
    assert said.text.splitlines() == lines


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims a size: a few octets that would unpack to gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(2_000_000))) + chunk(b"IEND", b"")  # fmt: skip  # noqa: E501


HOSTILE = {
    "a bomb": bomb(60_000, 60_000),
    "a bomb just over the limit": bomb(4000, 3001),
    "a ribbon": bomb(100_000, 20),
    "cut off": screenshot(["UID 745120938866123790"])[:900],
    "no picture": b"GIF89a" + random.Random(1).randbytes(4000),
    "a PDF": b"%PDF-1.7\n" + bytes(2000),
    "nothing at all": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_told_and_the_next_one_is_read(reader, name):
    said = read(reader, HOSTILE[name])
    assert (said.text, said.again) == ("", False)
    assert said.problem
    assert "745120938866123790" in read(reader, screenshot(["UID 745120938866123790"])).text


def test_a_picture_without_words_and_a_tiny_one_say_nothing(reader):
    for picture in (Image.new("RGB", (600, 400), "white"), Image.new("RGB", (16, 16), "red")):
        said = read(reader, png(picture))
        assert (said.text, said.problem) == ("", "")


def test_octets_over_the_limit_are_not_even_handed_over():
    reading = PictureReader(Bounds(octets=1000))
    assert "1000 octets" in read(reading, bytes(1001)).problem
    reading.close()


def script(*lines: str) -> tuple[str, ...]:
    """A process in the reader's place."""
    start = ("import os, struct, sys, time", "os.write(1, struct.pack('>I', 5) + b'ready')")
    return (sys.executable, "-c", "\n".join((*start, *lines)))


def test_a_picture_that_takes_too_long_is_given_up_and_the_process_replaced():
    reading = PictureReader(Bounds(timeout_s=0.5), command=script("time.sleep(600)"))
    began = time.monotonic()
    for octets in (b"one", b"two"):
        assert "0.5 s" in read(reading, octets).problem
    assert time.monotonic() - began < 60
    reading.close()


def test_a_picture_that_kills_the_process_is_given_up():
    reading = PictureReader(command=script("sys.stdin.buffer.read(4)", "os.kill(os.getpid(), 9)"))
    said = read(reading, b"one")
    assert said.problem
    assert not said.again
    reading.close()


def test_a_process_that_does_not_start_is_none_of_the_pictures_doing():
    reading = PictureReader(command=(sys.executable, "-c", "raise SystemExit(1)"))
    assert read(reading, b"one").again
    reading.close()


def test_the_queue_is_bounded_and_the_same_picture_is_read_once():
    reading = PictureReader(Bounds(queue=2, timeout_s=60), command=script("time.sleep(600)"))
    futures = [reading.submit(b"%d" % n) for n in range(8)]
    assert futures[0] is reading.submit(b"0")
    assert None in futures
    reading.close()
    assert all(f is None or f.result(timeout=30).again for f in futures), "what is left is to be asked again"
    assert reading.submit(b"new") is None


@pytest.mark.parametrize("height", [100, 2400, 2401, 5000, 20_000])
def test_tiles_cover_every_pixel_once(height):
    pieces = tiles(700, height)
    assert pieces[0].top == 0
    assert pieces[-1].bottom == height
    for y in range(height):
        assert sum(piece.owns(y + 0.5) for piece in pieces) == 1


def test_boxes_of_one_row_stand_in_their_order():
    boxes = [
        Box(left=300, top=12, bottom=38, text="7451"),
        Box(left=10, top=10, bottom=40, text="UID"),
        Box(left=10, top=60, bottom=90, text="next"),
    ]
    assert rows(boxes) == ["UID  7451", "next"]


def test_models_are_loaded_ahead_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbot.ocr.reader.IDLE_S", 0.1)
    reading = PictureReader()
    try:
        assert reading.pid is None
        reading.preload(after_s=0.0)
        end = time.monotonic() + 120
        while not reading.loaded and time.monotonic() < end:
            time.sleep(0.1)
        first = reading.pid
        assert reading.loaded
        time.sleep(1.0)  # idle for longer than a process that came with a picture may stay
        assert reading.pid == first
        assert "745120938866123790" in read(reading, screenshot(["UID 745120938866123790"])).text
        assert reading.pid == first
    finally:
        reading.close()
    assert reading.pid is None


def test_nothing_is_loaded_before_its_time() -> None:
    reading = PictureReader()
    reading.preload(after_s=60.0)
    time.sleep(0.6)
    assert reading.pid is None
    reading.close()


def test_a_process_that_does_not_start_ahead_is_tried_again_with_a_picture() -> None:
    reading = PictureReader(command=[sys.executable, "-c", "raise SystemExit(1)"])
    reading.preload(after_s=0.0)
    time.sleep(1.5)
    said = read(reading, screenshot(["UID 1"]))
    assert said.again
    assert not reading.loaded
    reading.close()
