"""Where words stand in a picture: tiles of a long one, and boxes put together to rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TILE, OVERLAP = 1600, 160
"""Pixels of height: a screenshot of a whole conversation is read in pieces, or its letters would be made too small."""
_LONG = 2400


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A piece of a picture, in pixels from the top; ``first`` to ``last`` is what no other piece has."""

    top: int
    bottom: int
    first: float
    last: float

    def owns(self, y: float) -> bool:
        """Whether a box with this middle is this piece's."""
        return self.first <= y < self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Words and the rectangle around them."""

    left: float
    top: float
    bottom: float
    text: str

    @classmethod
    def around(cls, corners: Sequence[tuple[float, float]], text: str) -> Box:
        """The rectangle around four corners."""
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return cls(left=min(xs), top=min(ys), bottom=max(ys), text=text)

    @property
    def middle(self) -> float:
        """Half its height down."""
        return (self.top + self.bottom) / 2


def tiles(width: int, height: int) -> list[Tile]:
    """The pieces of a picture, from the top; a usual one is one piece."""
    if height <= max(_LONG, width * 2):
        return [Tile(top=0, bottom=height, first=0, last=height + 1)]
    step = TILE - OVERLAP
    tops = list(range(0, height - OVERLAP, step))
    found = []
    for top in tops:
        bottom = height if top == tops[-1] else top + TILE
        first = 0 if top == 0 else top + OVERLAP / 2
        last = height + 1 if top == tops[-1] else bottom - OVERLAP / 2
        found.append(Tile(top=top, bottom=bottom, first=first, last=last))
    return found


def rows(boxes: Sequence[Box]) -> list[str]:
    """The words, a row to a line: label and value of a row stand side by side again."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: b.middle):
        row = lines[-1] if lines else []
        if row and box.middle < row[0].bottom and row[0].middle > box.top:
            row.append(box)
        else:
            lines.append([box])
    return ["  ".join(b.text for b in sorted(row, key=lambda b: b.left)) for row in lines]
