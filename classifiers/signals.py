"""Signals that must not be missed, by wording: theft going on, a withdrawal that can be stopped, a threat to life.

Each signal has patterns in ten languages (`data/signals.txt`) and a learned scorer that weighs them together with all
words of the text. Whether a mail is urgent at all is learned from all urgent texts at once and decided first; which of
the signals it shows comes second. Quoted text does not count; a negation in the same clause takes a match away. Every
signal comes with the span that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
import re2
from numpy.typing import NDArray

from classifiers.base import Sample
from classifiers.language import identify
from classifiers.text import bounded, same_length_fold

PATTERNS = Path(__file__).parent / "data" / "signals.txt"
NAMES = (
    "ongoing_theft", "cancellable_withdrawal", "self_harm_threat", "regulator_or_legal",
    "repeat_contact", "time_critical", "over_24h", "impersonation_suspected",
)  # fmt: skip
MUST_NOT_MISS = ("ongoing_theft", "cancellable_withdrawal", "self_harm_threat")
LIFE = "self_harm_threat"
URGENT = "urgent"
SCORED = (*NAMES, "urgent_intent", URGENT)
"""What the scorer tells apart: the signals; texts whose intent is urgent by itself; all that is urgent for a reason."""
SPOKEN = frozenset({"over_24h", "time_critical", "repeat_contact", "regulator_or_legal"})
"""Signals that are said in words: without a match of a pattern, likeness alone is no evidence of them."""
DOUBT = 3.0
"""By how much (log-odds) likeness must pass its bar where the text says that it is not so, or jests."""
_ALWAYS = ("en",)
_UNSPACED = frozenset({"zh", "ja", "ko"})
"""Where words are not set apart, or grow together; in other languages a wording begins where a word does, or "he" would
be found in "the" and a rope in Europe."""
_BORDER = r"(?:^|[^\pL\d_])"
_EVIDENCE = 160
_DAY = 24.0


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal, where the text shows it (begin and end, in characters), and the words there.

    `standing`: "guessed" where the text sounds urgent and this is only the likeliest reason; "sure" where the text says
    in words why it must be so, whatever it is taken for.
    """

    name: str
    span: tuple[int, int]
    evidence: str
    standing: Literal["guessed", "shown", "sure"] = "shown"


@runtime_checkable
class Scorer(Protocol):
    """The learned half: log-odds of all that is `SCORED`, and the bar that each signal and urgency must pass."""

    signal_bars: dict[str, float]

    def signal_scores(self, samples: Sequence[Sample], hits: Any) -> Any:
        """Log-odds (samples by `SCORED`) from the words and the pattern hits (samples by `NAMES`)."""
        ...

    def word_scores(self, samples: Sequence[Sample]) -> Any:
        """The same for pieces of a text, by their words alone."""
        ...


def detect(text: str, language: str = "", scorer: Scorer | None = None) -> tuple[Signal, ...]:
    """The signals of one text. `scorer` is the model to weigh with; without one, the model of the wheel."""
    return detect_all([Sample(text, language)], scorer)[0]


def detect_all(samples: Sequence[Sample], scorer: Scorer | None = None) -> list[tuple[Signal, ...]]:
    """The signals of each sample, in order. What is urgent gets a reason, a guessed one where none passes its bar."""
    if scorer is None:
        from classifiers.linear import LinearClassifier

        scorer = LinearClassifier.default()
    own = [own_words(sample.text) for sample in samples]
    found = [matches(text, sample.language) for text, sample in zip(own, samples, strict=True)]
    blank = [Sample(text, sample.language, sample.features) for text, sample in zip(own, samples, strict=True)]
    scores = scorer.signal_scores(blank, hits_of(found))
    urgent, said = urgency(scores).tolist(), np.asarray(scores).tolist()
    shown, guesses = [], []
    for row, sample in enumerate(blank):
        reasons, guessed = _reasons(said[row], urgent[row], found[row], scorer.signal_bars)
        shown.append(_decide(sample, found[row], said[row], reasons, scorer.signal_bars))
        guesses.append(reasons if guessed else set())
    unsaid = [(row, name) for row, names in enumerate(shown) for name in names if name not in found[row]]
    for (row, name), span in zip(unsaid, _likest([(own[row], name) for row, name in unsaid], scorer), strict=True):
        found[row][name] = span
    return [
        tuple(
            Signal(name, span := found[row][name], own[row][slice(*span)], _standing(sample, name, guesses[row]))
            for name in names
        )
        for row, (sample, names) in enumerate(zip(blank, shown, strict=True))
    ]


def _standing(sample: Sample, name: str, guesses: Collection[str]) -> Literal["guessed", "shown", "sure"]:
    if name in guesses:
        return "guessed"
    return "sure" if _says(sample, name, "+") else "shown"


def hits_of(found: Sequence[dict[str, tuple[int, int]]]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Pattern hits as a matrix, texts by signals."""
    return np.array([[name in hits for name in NAMES] for hits in found], np.float32).reshape(len(found), len(NAMES))


def urgency(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """How urgent texts are (log-odds, texts by `SCORED`): what all urgent texts share, and the likest single reason."""
    reasons = [SCORED.index(name) for name in (*MUST_NOT_MISS, "urgent_intent")]
    return np.asarray(scores[:, SCORED.index(URGENT)] + scores[:, reasons].max(axis=1), np.float64)


def _decide(
    sample: Sample, found: Collection[str], scores: Sequence[float], reasons: set[str], bars: Mapping[str, float]
) -> list[str]:
    """The signals that a text shows; `found` are those it says in words, `reasons` why it is urgent."""
    unsaid = {n for n in reasons - set(found) if scores[NAMES.index(n)] < bars[n] + DOUBT}
    reasons = reasons - {name for name in unsaid if _says(sample, name, "~!")}
    return [
        name
        for place, name in enumerate(NAMES)
        if (
            name in reasons
            if name in MUST_NOT_MISS
            else scores[place] >= bars[name] and (name not in SPOKEN or name in found)
        )
    ]


def _reasons(
    scores: Sequence[float], urgent: float, found: Collection[str], bars: Mapping[str, float]
) -> tuple[set[str], bool]:
    """Why a text is urgent, and whether that is guessed: the likeliest reason where none passes its own bar. Nothing
    where it is not urgent, but for a threat to life that is said in words (`found`); it is never guessed."""
    own = {name: scores[NAMES.index(name)] for name in MUST_NOT_MISS}
    shown = {name for name in MUST_NOT_MISS if own[name] >= bars[name]}
    if urgent < bars[URGENT]:
        return shown & {LIFE} & set(found), False
    return (shown, False) if shown else ({max(own, key=lambda name: own[name])} - {LIFE}, True)


def _likest(wanted: Sequence[tuple[str, str]], scorer: Scorer) -> list[tuple[int, int]]:
    """For each text and signal the clause that scores highest by its words alone."""
    spans = [[(b, e) for b, e in clauses_of(text) if text[b:e].strip()] or [(0, len(text))] for text, _ in wanted]
    pieces = [Sample(text[b:e]) for (text, _), some in zip(wanted, spans, strict=True) for b, e in some]
    scores = scorer.word_scores(pieces) if pieces else None
    found, first = [], 0
    for (text, name), some in zip(wanted, spans, strict=True):
        own = np.asarray(scores)[first : first + len(some), NAMES.index(name)]
        begin, end = some[int(np.argmax(own))]
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        found.append((begin, min(end, begin + _EVIDENCE)))
        first += len(some)
    return found


_QUOTE_LINE = re.compile(r"^[ \t]*[>|＞].*$", re.MULTILINE)
_QUOTED = re.compile(
    r"“[^“”]{30,1500}”|«[^«»]{40,1500}»|„[^„“”]{40,1500}[“”]|「[^「」]{20,1500}」|『[^『』]{20,1500}』"
    r"|(?<!\w)\"[^\"\n]{40,1500}\"|(?<!\w)'[^'\n]{40,1500}'(?!\w)"
)
_FORWARDED = re.compile(
    r"^[ \t]*(?:-{2,}[^\n]{0,40}(?:original message|forwarded message|原始邮件|原始郵件|转发|轉寄|轉發|"
    r"元のメッセージ|전달된|원본|пересла|исходное|reenviado|encaminhada|iletilen|chuyển tiếp)[^\n]{0,40}"
    r"|begin forwarded message:?)[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^.!?。！？;；\n,，、…]+(?:[.,](?=\d)[^.!?。！？;；\n,，、…]+)*")


def own_words(text: str) -> str:
    """The text with quotations blanked out, every other character at its place; bounded in length."""
    text = bounded(text)
    if (forwarded := _FORWARDED.search(text)) and text[: forwarded.start()].strip():
        text = text[: forwarded.start()] + _blank(text[forwarded.start() :])
    for quotation in (_QUOTE_LINE, _QUOTED):
        text = quotation.sub(lambda match: _blank(match[0]), text)
    return text


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def clauses_of(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text begin and end."""
    return [match.span() for match in _CLAUSE.finditer(text)]


def matches(text: str, language: str = "") -> dict[str, tuple[int, int]]:
    """The first match of each signal's patterns that no negation in its clause takes away."""
    folded = same_length_fold(text)
    language = (language or identify(text)[0]).partition("-")[0]
    found: dict[str, tuple[int, int]] = {}
    rules = _rules()
    for name in NAMES:
        for tongue in dict.fromkeys((language, *_ALWAYS)):
            span = _first(folded, rules.get((name, tongue)), rules.get((name, "~" + tongue)))
            if span and name not in found:
                found[name] = span
    if span := _long_wait(folded):
        found.setdefault("over_24h", span)
    return found


def _first(folded: str, pattern: Any, negation: Any) -> tuple[int, int] | None:
    if pattern is None:
        return None
    for match in pattern.finditer(folded):
        begin, end = match.span()
        begin += not folded[begin].isalnum()  # the border of the word is no part of it
        if negation is None or not negation.search(folded, *_around(folded, begin, end)):
            return begin, min(end, begin + _EVIDENCE)
    return None


def _says(sample: Sample, name: str, signs: str) -> bool:
    """Whether the text has, anywhere, the wording of these signs: `~!` for what denies a signal or jests, after which
    likeness alone is hardly evidence; `+` for what makes it sure."""
    folded = same_length_fold(sample.text)
    tongue = (sample.language or identify(sample.text)[0]).partition("-")[0]
    tags = dict.fromkeys((tongue, *_ALWAYS))
    wordings = (_rules().get((name, sign + tag)) for tag in tags for sign in signs)
    return any(pattern is not None and pattern.search(folded) for pattern in wordings)


def _around(folded: str, begin: int, end: int) -> tuple[int, int]:
    """The clause that holds the match, with the mark of punctuation before it, where its first word begins."""
    marks = ".!?。！？;；\n,，、…"
    left = max(0, *(folded.rfind(mark, 0, begin) for mark in marks))
    ends = [at for mark in marks if (at := folded.find(mark, end)) >= 0]
    return left, min(ends, default=len(folded))


@cache
def _rules() -> dict[tuple[str, str], Any]:
    parts: dict[tuple[str, str], list[str]] = {}
    for name, language, pattern in parse(PATTERNS.read_text("utf-8").splitlines()):
        parts.setdefault((name, language), []).append(pattern)
    options = re2.Options()
    options.max_mem = 64 << 20
    options.never_capture = True  # nobody asks for groups, and finding them costs more than the search
    return {
        (name, tag): re2.compile(("" if tag[-2:] in _UNSPACED else _BORDER) + f"(?:{'|'.join(listed)})", options)
        for (name, tag), listed in parts.items()
    }


def parse(lines: Iterable[str]) -> list[tuple[str, str, str]]:
    """(signal, language, pattern) of each line. Raises ValueError naming the line that cannot be read."""
    rules = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.strip().split(" ", 2)
        if len(parts) != 3 or parts[0] not in NAMES:
            raise ValueError(f"signals line {number}: a line reads `signal language pattern`, with a known signal")
        rules.append((parts[0], parts[1], _unicode(_folded(parts[2]))))
    return rules


def _folded(pattern: str) -> str:
    """Patterns meet folded text: their own letters (all that is not syntax is beyond ASCII) are folded alike, or a
    Japanese 殺 would never meet the Simplified 杀 that it becomes."""
    return re.sub(r"[^\x00-\x7f]+", lambda run: same_length_fold(run[0]), pattern)


def _unicode(pattern: str) -> str:
    """RE2's \\w and \\b know ASCII only; write them out for all scripts."""
    return pattern.replace(r"\w", r"[\pL\d_]").replace(r"\b", r"(?:$|[^\pL\d_])")


_NUMBERS = {
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
}  # fmt: skip
_WAIT = re.compile(_folded(
    r"(?<![a-z\d.,:])(?P<n>\d{1,3}|[一二两三四五六七八九十]|\b(?:one|two|three|four|five|six|seven|ten))[ +]{0,2}"
    r"(?:(?P<week>(?:多)?个?(?:星期|周|礼拜)|weeks?|週間|주일?|недел|tuan|semanas?|hafta|(?:个|か|ヶ|カ)月|months?|달|месяц|thang|mes|ay\b)"
    r"|(?P<day>(?:多|整)?天(?!\d)|日(?=[間间経经た目も以了过多未无仍])|days?\b|d\b"
    r"|일(?= ?(?:째|간|이나|동안|전|넘|지|됐|되|기다|만|이상|내내|도))|дн|день|дня|сут|ngay|hom\b|dias?\b|gun)"
    r"|(?P<hour>多?个?(?:多)?(?:小时|钟头)|hours?|hrs?|h\b|時間|시간|час|ч\b|tieng|gio|horas?|saat|sa\b))"
))  # fmt: skip


def _long_wait(folded: str) -> tuple[int, int] | None:
    """A written duration of a day or more."""
    for match in _WAIT.finditer(folded):
        number = float(_NUMBERS.get(match["n"]) or match["n"])
        hours = number * (168 if match["week"] else _DAY if match["day"] else 1)
        if hours >= _DAY and number < 400:
            return match.span()
    return None
