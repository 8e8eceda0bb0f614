"""Screenshots drawn by the tests: a row of text below the other, as an app shows them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont


def screenshot(rows: Sequence[str | tuple[str, str]], *, dark: bool = False, size: int = 26, width: int = 720) -> bytes:
    """A PNG. A row is one text, or a label and its value at some distance."""
    paper, ink = ("#101014", "#e8e8e8") if dark else ("#ffffff", "#202020")
    line = size * 2
    image = Image.new("RGB", (width, max(200, line * len(rows) + 60)), paper)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    for number, row in enumerate(rows):
        label, value = (row, "") if isinstance(row, str) else row
        draw.text((30, 30 + number * line), label, fill=ink, font=font)
        if value:
            draw.text((width // 4, 30 + number * line), value, fill=ink, font=font)
    return png(image)


def png(image: Image.Image) -> bytes:
    """Its octets."""
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
