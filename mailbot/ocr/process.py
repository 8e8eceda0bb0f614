"""The process that reads pictures: `python -m mailbot.ocr.process PIXELS MEMORY [ahead]`.

A frame is four octets of length (big endian) and as many octets. In: pictures, one frame each. Out: one empty-handed
frame when the models are loaded, then for each picture JSON with ``text`` and ``problem``. It ends with its input.
"""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from typing import Any, BinaryIO

from mailbot.ocr.layout import Box, rows, tiles

_LENGTH = struct.Struct(">I")
_MOST_CHARS = 20_000
_LEAST_SIDE = 24
"""Pixels of the shorter side below which nothing legible is in a picture."""
_MOST_SIDE = 40_000


def main() -> None:
    """Read pictures until the input ends."""
    pixels, memory = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # people and mail go first
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    engine = _engine()
    if "ahead" in sys.argv[3:]:
        _lines(engine, _sample(), pixels)  # the first picture costs twice what the others do
    _put(answers, b"ready")
    while octets := _get(sys.stdin.buffer):
        try:
            said = {"text": "\n".join(_lines(engine, octets, pixels))[:_MOST_CHARS], "problem": ""}
        except Exception as error:  # noqa: BLE001 - hostile octets end no process that can go on
            why = str(error) if isinstance(error, ValueError) else type(error).__name__
            said = {"text": "", "problem": why[:200]}
        _put(answers, json.dumps(said).encode())


def _get(stream: BinaryIO) -> bytes:
    head = stream.read(_LENGTH.size)
    return stream.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""


def _put(stream: BinaryIO, octets: bytes) -> None:
    stream.write(_LENGTH.pack(len(octets)) + octets)
    stream.flush()


def _engine() -> Any:
    """PP-OCR on one thread, with the models of the wheel: nothing is fetched."""
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    return RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.use_cls": False,  # a screenshot stands upright
            "Global.log_level": "critical",
        }
    )


def _sample() -> bytes:
    """A picture with a word in it."""
    from io import BytesIO

    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (480, 96), "white")
    ImageDraw.Draw(picture).text((20, 24), "UID 0123456789", fill="black", font_size=36)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _lines(engine: Any, octets: bytes, pixels: int) -> list[str]:
    """The rows of a picture, top to bottom. Raises whatever a broken picture breaks."""
    import numpy as np

    picture = _opened(octets, pixels)
    if min(picture.size) < _LEAST_SIDE:
        return []
    found: list[Box] = []
    for tile in tiles(*picture.size):
        part = np.asarray(picture.crop((0, tile.top, picture.width, tile.bottom)))
        read = engine(part[:, :, ::-1])
        if read.txts is None:
            continue
        for corners, text in zip(read.boxes, read.txts, strict=True):
            box = Box.around([(float(x), float(y) + tile.top) for x, y in corners], text)
            if tile.owns(box.middle):
                found.append(box)
    return rows(found)


def _opened(octets: bytes, pixels: int) -> Any:
    """The picture in RGB, upright. Its size is known before a pixel is unpacked, so that no bomb goes off."""
    from io import BytesIO

    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = pixels
    with Image.open(BytesIO(octets), formats=("PNG", "JPEG", "WEBP", "GIF", "BMP")) as picture:
        width, height = picture.size
        if width * height > pixels or max(width, height) > _MOST_SIDE:
            raise ValueError(f"{width} × {height} is more than {pixels} pixels")
        picture.seek(0)
        upright = ImageOps.exif_transpose(picture)
        if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
            shown = upright.convert("RGBA")
            paper = Image.new("RGBA", shown.size, "white")
            return Image.alpha_composite(paper, shown).convert("RGB")
        return upright.convert("RGB")


if __name__ == "__main__":
    main()
