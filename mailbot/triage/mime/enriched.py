"""text/enriched (RFC 1896): rich text of the nineties, still sent by a few clients."""

from __future__ import annotations

import re

_RICH = re.compile(r"(<<|</?[A-Za-z-]{1,60}>)")


_ONE_LF = re.compile(r"(?<!\n)\n(?!\n)")


def enriched(text: str) -> str:
    """text/enriched (RFC 1896): commands off, single line ends are spaces."""
    words: list[str] = []
    inside = False
    for piece in _RICH.split(text):
        if piece == "<<":
            words.append("<")
        elif _RICH.fullmatch(piece):
            inside = piece.lower() == "<param>" or (inside and piece.lower() != "</param>")
        elif not inside:
            words.append(piece)
    return _ONE_LF.sub(" ", "".join(words))
