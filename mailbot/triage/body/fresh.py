"""What is new in a mail's text: quotes, forwarded history, signatures and footers folded away, never lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.model.mail import Fold
from mailbot.triage.body.quotes import Lines, quotes
from mailbot.triage.body.signature import signatures

REPLY_MARKER = "##- Please type your reply above this line -##"
"""Stands on its own line above what we quote in our own mails; everything below it in an answer is ours."""

_NAME_BREAK = re.compile(r"[\s,.()（）|/_·・-]+")
_LOOKED_AT = 200_000
"""Characters that are searched for marks; what a mail says below them is kept."""
_RANK = {"forward": 0, "quote": 1, "footer": 2, "signature": 3}


@dataclass(frozen=True, slots=True)
class Fresh:
    """The new words, and the stretches of the text that are not new (in order, not overlapping)."""

    text: str
    folds: tuple[Fold, ...]


def fresh(text: str, marked: Sequence[Fold] = (), blocks: Sequence[tuple[int, int]] = (), sender: str = "") -> Fresh:
    """The new words of a text.

    ``marked`` are stretches that its markup called quoted or that were forwarded as mails, ``blocks`` its plain
    blockquotes, ``sender`` the display name of who wrote it. Where everything would be folded, the words that were
    passed on without comment are kept.
    """
    if not text.strip():
        return Fresh("", ())
    attached = [f for f in marked if f.kind == "forward"]
    own = Lines(text[: min([_LOOKED_AT, *(f.start for f in attached)])])
    found = quotes(own, [f for f in marked if f.kind != "forward"], list(blocks))
    folds = _merged([*found, *attached], len(text))
    folds = _merged([*folds, *_signatures(own, folds, _names(sender))], len(text))
    words = _outside(text, folds)
    if not words and any(f.kind == "forward" for f in folds):
        folds = tuple(f for f in folds if f.kind != "forward")
        words = _outside(text, folds)
    return Fresh(words, folds)


def _names(sender: str) -> frozenset[str]:
    """The ways in which a person may sign: the whole display name and its words."""
    name = sender.strip().strip("\"'").casefold()
    words = [w for w in _NAME_BREAK.split(name) if w]
    found = {name, " ".join(words), " ".join(reversed(words)), *words}
    for word in words:
        if 2 <= len(word) <= 4 and all("一" <= c <= "鿿" for c in word):
            found |= {word[0], word[1:]}  # surname, given name
    return frozenset(w for w in found if len(w) <= 40 and "@" not in w and (len(w) > 1 or w > "\u2e80"))


def _signatures(page: Lines, folds: Sequence[Fold], names: frozenset[str]) -> list[Fold]:
    """Signatures at the end of each stretch that is not folded yet."""
    found: list[Fold] = []
    at = 0
    seen_words = False
    for begin, end in [*((f.start, f.end) for f in folds), (len(page.text), len(page.text))]:
        start = min(begin, len(page.text))
        stretch = page.text[at:start]
        if stretch.strip():
            first, last = page.of(at + len(stretch) - len(stretch.lstrip())), page.of(max(at, start - 1))
            if last >= first and page.end(last) > start:
                last -= 1  # a line shared with a quote is the customer's
            if last >= first:
                found += signatures(page, first, last, names, whole=not seen_words)
            seen_words = True
        at = max(at, end)
    return found


def _merged(folds: Sequence[Fold], size: int) -> tuple[Fold, ...]:
    """In order, without overlaps; neighbours of one kind become one."""
    out: list[Fold] = []
    for fold in sorted(folds, key=lambda f: (f.start, -f.end, _RANK[f.kind])):
        start, end = max(0, fold.start), min(size, fold.end)
        if out and start < out[-1].end:
            if end <= out[-1].end:
                continue
            start = out[-1].end
        if end <= start:
            continue
        if out and out[-1].kind == fold.kind and start - out[-1].end <= 1:
            out[-1] = Fold(start=out[-1].start, end=end, kind=fold.kind)
        else:
            out.append(Fold(start=start, end=end, kind=fold.kind))
    return tuple(out)


def _outside(text: str, folds: Sequence[Fold]) -> str:
    """The text without its folds; at most one blank line in a row where something was taken out."""
    pieces: list[str] = []
    at = 0
    for fold in [*folds, None]:
        piece = text[at : fold.start if fold else len(text)]
        if piece.strip():
            pieces.append(piece.strip("\n") if pieces or piece.startswith("\n") else piece.rstrip("\n"))
        at = fold.end if fold else at
    return "\n\n".join(p.rstrip() for p in pieces).strip()
