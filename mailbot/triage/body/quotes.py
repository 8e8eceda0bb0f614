"""Where quoted and forwarded history stands in a text: attribution lines, heads of quoted mails, separators, ``>``.

Everything is found by marks that mail programs leave, in the languages of `phrases`; a stretch without such a mark is
the customer's.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from mailbot.model.mail import Fold, FoldKind
from mailbot.triage import linear
from mailbot.triage.body.phrases import FORWARDS, LABELS, OPENERS, SEPARATORS, VERBS

_EDGE = r"[\-_=*#~\s>|·•—–]"
_BEFORE = r"[\s>)\]\"'：:，,、0-9\p{Han}\p{Hangul}\p{Katakana}\p{Hiragana}]"
_LABEL = linear.compile(
    r"(?im)^[ \t>|*#]*\*?("
    + "|".join(f"(?P<{role}>{words})" for role, words in LABELS.items())
    + r")[ \t]*\*?[ \t]*[:：][ \t]*\*?(?P<value>.*)$"
)
_SEPARATOR = linear.compile(
    rf"(?im)^(?:[ \t>]*[\-_=*#~—–]{{2,}}{_EDGE}*(?P<original>{SEPARATORS}|\{{\}}){_EDGE}*|"
    rf"[ \t>]*[\-_=*#~—–]{{2,}}{_EDGE}*(?P<forward>{FORWARDS}){_EDGE}*[:：]?|"
    rf"[ \t>]*(?P<apple>{FORWARDS})[ \t]*[:：])[ \t]*$"
)
_MARKER = linear.compile(r"(?m)^.*##-.+-##.*$")
_VERB = linear.compile(rf"(?i)(?:^|{_BEFORE})(?:{VERBS})(?:[\s:：.,]|$)")
_VERB_END = linear.compile(rf"(?i)(?:^|{_BEFORE}|\p{{Latin}})(?:{VERBS})\s*[:：]?[\s\-]*$")
_DASHED = linear.compile(rf"(?i)^-{{2,}}.+\s(?:{VERBS})\s*-{{2,}}$")
_DATE = linear.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b(?:19|20)\d\d\b|\d{4}\s?[年년]|\d{1,2}[月월]|\d{1,2}[:h.]\d{2}"
)
_ADDRESS = linear.compile(r"[^\s<>@\"'()（）]+@[^\s<>@\"'()（）]+")
_OPENER = linear.compile(rf"(?i)^[\s\-*>(（]*(?:(?:{OPENERS})[\s.,，]|在|于|於|\d{{1,4}}[./\-:年년 ,]|\d{{1,2}}\s)")
_ENDS = linear.compile(r"(?im)(?:[:：]|wrote|-{2,}|[>)])[ \t]*$")
_QUOTED = linear.compile(r"^[ \t]{0,4}[>＞](?:[ \t]|[>＞]|[^\s<]|$)")
_BROKEN_END = linear.compile(rf"(?i)^>\s*(?:{VERBS})?\s*[:：]\s*$")
_TICKS = linear.compile(r"^>>>\s+>>>")
_SHARED = linear.compile(rf"(?i)((?:[\s.!?]|-{{2,}}\s*)on\s.+(?:{VERBS})\s*[:：])\s*$")
_DECORATION = linear.compile(r"^[\-_=*~\s>|]*$")


@dataclass(slots=True)
class Lines:
    """A text by lines, with where each begins."""

    text: str
    lines: list[str] = field(init=False)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self.starts = []
        at = 0
        for line in self.lines:
            self.starts.append(at)
            at += len(line) + 1

    def of(self, position: int) -> int:
        """The line that a position lies in."""
        return max(0, bisect_right(self.starts, position) - 1)

    def end(self, line: int) -> int:
        """Where a line ends, before its LF."""
        return self.starts[line] + len(self.lines[line])

    def filled(self, line: int, step: int = 1) -> int | None:
        """The next line that is not blank, from a line on; None where there is none."""
        while 0 <= line < len(self.lines):
            if self.lines[line].strip():
                return line
            line += step
        return None


def quotes(page: Lines, marked: list[Fold], blocks: list[tuple[int, int]]) -> list[Fold]:
    """The stretches that are not new. ``marked`` are what the markup said; ``blocks`` its plain blockquotes, which are
    quotes below an attribution only."""
    found = [f for f in marked if f.end > f.start]
    found += _prefixed(page)
    rest = _rest(page)
    for first, last, start in _attributions(page):
        found.append(Fold(start=start, end=page.end(last), kind="quote"))
        below = page.filled(last + 1)
        if below is None:
            continue
        if _is_quoted(page.lines[below]) or any(abs(f.start - page.starts[below]) <= 2 for f in found[:-1]):
            continue
        block = next((b for b in blocks if abs(b[0] - page.starts[below]) <= 2), None)
        if block is not None:
            found.append(Fold(start=block[0], end=block[1], kind="quote"))
        elif (rest is None or start < rest.start) and (
            page.filled(first - 1, -1) is not None or start > page.starts[first]
        ):
            rest = Fold(start=start, end=len(page.text), kind="quote")
    if rest is not None:
        found.append(rest)
    return found


def _is_quoted(line: str) -> bool:
    if not line or line.lstrip(" \t")[:1] not in {">", "＞"}:
        return False
    return _QUOTED.match(line) is not None and not _TICKS.match(line) and not _BROKEN_END.match(line)


def _prefixed(page: Lines) -> list[Fold]:
    """Runs of lines that begin with ``>``; a blank line between two of them goes along."""
    if ">" not in page.text and "＞" not in page.text:
        return []
    found: list[Fold] = []
    begin = last = -1
    for number, line in enumerate(page.lines):
        if _is_quoted(line) or (begin >= 0 and last == number - 1 and line.strip() and _goes_on(page.lines, number)):
            begin = number if begin < 0 else begin
            last = number
        elif line.strip():
            if begin >= 0:
                found.append(Fold(start=page.starts[begin], end=page.end(last), kind="quote"))
            begin = -1
    if begin >= 0:
        found.append(Fold(start=page.starts[begin], end=page.end(last), kind="quote"))
    return found


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether an unmarked line is the broken-off end of the quoted line above: it goes on in mid-sentence, closes its
    bracket, or is a bare link between quoted lines."""
    line, above = lines[number].strip(), lines[number - 1].rstrip()
    if len(line) < 80 and len(above) >= 60 and line[0].islower() and above[-1] not in ".?!:;。？！：；>":
        return True
    if not any(_is_quoted(after) for after in lines[number + 1 : number + 2]):
        return False
    opened = above.count("(") > above.count(")") or above.count("<") > above.count(">")
    return (opened and line[-1] in ")>" and " " not in line) or _BARE_LINK.match(line) is not None


_BARE_LINK = linear.compile(r"^[(<]?https?://\S+[)>]?\s*>?$")


def _rest(page: Lines) -> Fold | None:
    """From the first separator, reply marker or head of a quoted mail to the end."""
    starts: list[tuple[int, FoldKind, int]] = []
    for found in _SEPARATOR.finditer(page.text):
        line = page.of(found.start())
        if _is_quoted(page.lines[line]):
            continue
        kind: FoldKind = "quote" if found.group("original") else "forward"
        starts.append((line, kind, line))
        break
    if marker := _MARKER.search(page.text):
        line = page.of(marker.start())
        if not _is_quoted(page.lines[line]):
            starts.append((line, "quote", line))
    if head := _head(page):
        starts.append((head[0], "quote", head[1]))
    if not starts:
        return None
    line, kind, last = min(starts)
    above = page.filled(line - 1, -1)
    while above is not None and _DECORATION.match(page.lines[above]):
        line = above
        above = page.filled(line - 1, -1)
    if above is None:  # nothing of the customer's above: only the head is taken off
        heads = _head(page)
        last = max(last, heads[1]) if heads and heads[0] <= last + 3 else last
        return Fold(start=page.starts[line], end=page.end(last), kind=kind)
    return Fold(start=page.starts[line], end=len(page.text), kind=kind)


def _head(page: Lines) -> tuple[int, int] | None:
    """The first and last line of the head of a quoted mail: From, Sent, To, Subject in any order and language."""
    run: list[tuple[int, str, str]] = []
    tested = 0
    for found in _LABEL.finditer(page.text):
        line = page.of(found.start())
        if _is_quoted(page.lines[line]):
            continue
        role = next(name for name in LABELS if found.group(name))
        if run and (line - run[-1][0] > 4 or not _only_folds(page, run[-1][0], line)):
            if whole := _convincing(run):
                return whole
            run = []
        run.append((line, role, found.group("value")))
        tested += 1
        if len(run) > 12 or tested > 1000:
            break
    return _convincing(run)


def _only_folds(page: Lines, first: int, last: int) -> bool:
    """Whether the lines between two labels can be the rest of a long address list or subject, or blank."""
    between = [page.lines[n] for n in range(first + 1, last)]
    words = [line for line in between if line.strip()]
    return len(words) <= 3 and all(len(line) < 200 for line in words) and (len(between) <= 2 or "@" in "".join(words))


def _convincing(run: list[tuple[int, str, str]]) -> tuple[int, int] | None:
    """The lines of a run of labels that is a mail's head: who or when, and a mailbox or a subject; a transfer from and
    to a wallet has neither."""
    for first in range(len(run) - 1):
        rest = run[first:]
        roles = {role for _, role, _ in rest}
        mailbox = any(role in {"from", "to", "cc"} and _ADDRESS.search(value) for _, role, value in rest)
        titled = {"subject", "from"} <= roles and len(roles) >= 3
        if rest[0][1] in {"from", "date", "subject", "to"} and roles & {"from", "date"} and (mailbox or titled):
            return rest[0][0], rest[-1][0]
    return None


def _attributions(page: Lines) -> list[tuple[int, int, int]]:
    """Attribution lines: (first line, last line, where it begins), outside of ``>`` quotes."""
    found: list[tuple[int, int, int]] = []
    after = -1
    tested = 0
    for end in _ENDS.finditer(page.text):
        last = page.of(end.start())
        if last <= after or tested >= 400:
            continue
        line = page.lines[last]
        if not line.strip() or len(line) > 500 or _is_quoted(line):
            continue
        tested += 1
        below = page.filled(last + 1)
        quoted_below = below is not None and _is_quoted(page.lines[below])
        start = _attribution(page, last, after, quoted_below=quoted_below)
        if start is not None:
            found.append((page.of(start), last, start))
            after = last
    return found


def _attribution(page: Lines, last: int, after: int, *, quoted_below: bool) -> int | None:
    """Where the attribution that ends on a line begins; None where that line ends none."""
    joined = ""
    weak: int | None = None
    for first in range(last, max(after, last - 4), -1):
        line = page.lines[first].strip()
        if not line or (first < last and _is_quoted(page.lines[first])):
            break
        joined = f"{line} {joined}".strip()
        if len(joined) > 500:
            break
        if first < last and joined.count(": ") > 2:
            break
        if not _attributes(joined, quoted_below=quoted_below):
            continue
        if _OPENER.match(joined) or joined.startswith("--"):
            return page.starts[first]
        if weak is None:
            weak = first
    if weak is None:
        if quoted_below and (shared := _SHARED.search(page.lines[last])):
            return page.starts[last] + int(shared.start(1))
        return None
    line = page.lines[weak]
    if quoted_below and (shared := _SHARED.search(line)):
        return page.starts[weak] + int(shared.start(1))
    return page.starts[weak]


def _attributes(joined: str, *, quoted_below: bool) -> bool:
    """Whether one line (already joined) says who wrote when."""
    dated = _DATE.search(joined) is not None
    address = _ADDRESS.search(joined) is not None
    if _DASHED.match(joined):
        return True
    verb = _VERB.search(joined) is not None
    colon = joined.endswith((":", "："))
    if colon and dated and address:
        return verb or joined.rstrip(":： ").endswith((">", ")", "]", "）")) or quoted_below
    if colon and verb and quoted_below and len(joined) < 200:
        return True
    if (colon or _VERB_END.search(joined)) and verb:
        opener = _OPENER.match(joined) is not None or _HAN_DATE.search(joined) is not None
        if address and (dated or joined.endswith((">:", ":"))):
            return True
        return dated and (quoted_below or (opener and _CLOCK.search(joined) is not None))
    return quoted_below and dated and address and _OPENER.match(joined) is not None


_HAN_DATE = linear.compile(r"[于於在]\s?\d{4}\s?[年/-]")
_CLOCK = linear.compile(r"\d{1,2}[:h]\d{2}|\d{1,2}[时時시点點]")
