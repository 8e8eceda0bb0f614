"""Recovery phrases (BIP-39): runs of words of one of its word lists, however they are laid out.

Numbered, one word per line, separated by commas, with a word wrong or missing. The checksum proves a phrase; a run
of the right length, or one that the text calls a recovery phrase, is masked without it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import groupby, islice, pairwise

from mnemonic import Mnemonic

from mailbot.triage.extract.lexicon import word_set
from mailbot.triage.extract.normalise import fold
from mailbot.triage.extract.secrecy.slips import one_slip
from mailbot.triage.sieve import sieved

LENGTHS = frozenset({12, 15, 18, 21, 24})
MOST_WORDS = 40_000
"""How many words of a text are looked at."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_GAP = re.compile(r"[\s>|,;、，;/#*•·._\-–—:)(\]\[\"'0-9]{0,14}")
_STOP = re.compile(r"[.:!?]\s")
_STATED = re.compile(r"[:：=\"“«-]\s{0,2}$")
_ROW = re.compile(r"(?<![a-z'])[a-z]{3,9}(?:[ ,]{1,2}[a-z]{3,9}){10,60}(?![a-z'])")
_STUMPS = re.compile(r"(?<![a-z'])[a-z]{3,4}(?:[ ,.\d\n)-]{1,5}[a-z]{3,4}){10,40}(?![a-z'])")
_GRAMMAR = word_set(
    "the and are was were for with you your have has this that not but they from what when then will can please any"
    " all"
    " our its did does que los las por con una para del pero como minha meu uma não nao sao son bir icin ama cok"
    " cua khong"
    " cho duoc roi"
)
_JOINING = word_set(
    "about above across after again all almost already also always among another any around away before behind below"
    " between beyond both can come could do done each either else enough even every few first for good have help here"
    " hold how into is just keep know last less like long look make many matter may maybe me meet merge mind more"
    " must"
    " my need never next no not now of off often old once one only open or other our out over own people please put"
    " ready same still such sure take talk tell than that then there they thing this time to too try turn under until"
    " up upon use very wait want way we what when where which while who why will with you young your case month today"
    " tomorrow medio abajo arriba haut milieu bas dernier meio baixo cima topo mezzo"
)
_LEAST_NAMED, _LEAST, _LEAST_SIGNS, _LEAST_PART = 5, 11, 8, 4
_WALLET = sieved(
    r"wallet|phrase|\bwords\b|钱包|錢包|[词詞]|ウォレット|フレーズ|지갑|단어|кошел|слов|\bvi\b|billetera|monedero|palabras|cuzdan|kelime"
    r"|carteira|palavras"
)
"""Words of a mail whose short runs of listed words may be the parts of a phrase (folded)."""
_SPACED_CJK = sieved(r"(?:[\u3400-\u9fff][\s,、，.\d)]{1,6}){9}")
_GLUED_CJK = sieved(
    r"(?<![\u3400-\u9fff])(?:(?:[\u3400-\u9fff]{3}){4,6}|[\u3400-\u9fff]{21}|[\u3400-\u9fff]{24})(?![\u3400-\u9fff])"
)
"""As many signs in a row as a phrase has words."""
_GROUPED_CJK = sieved(
    r"(?<![\u3400-\u9fff])(?:"
    + "|".join(
        rf"[\u3400-\u9fff]{{{size}}}(?:[\s,、，/|-]{{1,3}}[\u3400-\u9fff]{{{size}}}){{{least - 1},{24 // size - 1}}}"
        for size, least in ((2, 6), (3, 4), (4, 3))
    )
    + r")(?![\u3400-\u9fff])"
)
"""Signs in groups of one size, of together as many as a phrase has words, or about."""
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of text that reads as a recovery phrase. ``proven``: its checksum holds."""

    start: int
    end: int
    proven: bool


@cache
def _lists() -> Mapping[str, Mapping[str, int]]:
    """language → folded word → its number. Latin lists without diacritics, since people leave them out."""
    lists = {}
    for language in Mnemonic.list_languages():
        words = Mnemonic(language).wordlist
        lists[language] = {fold(unicodedata.normalize("NFC", w)): n for n, w in enumerate(words)}
    return lists


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    """folded word → the lists that hold it."""
    table: dict[str, tuple[str, ...]] = {}
    for language, words in _lists().items():
        for word in words:
            table[word] = (*table.get(word, ()), language)
    return table


def proven(numbers: list[int]) -> bool:
    """Whether the last bits of a phrase, given by word numbers, are the checksum of the others (ENT / 32 bits)."""
    if len(numbers) not in LENGTHS:
        return False
    bits = 0
    for number in numbers:
        bits = bits << 11 | number
    check = len(numbers) // 3
    entropy = (bits >> check).to_bytes(len(numbers) * 4 // 3, "big")
    return sha256(entropy).digest()[0] >> (8 - check) == bits & ((1 << check) - 1)


def phrases(folded: str, named: list[int]) -> list[Phrase]:
    """The recovery phrases of a folded text. ``named``: where words such as "seed phrase" stand."""
    found: list[Phrase] = []
    if not named and not any(p.search(folded) for p in (_SPACED_CJK, _GLUED_CJK, _GROUPED_CJK)):
        known = _languages()
        if sum(map(known.__contains__, islice(_WORD.findall(folded), MOST_WORDS))) < _LEAST - 2:
            return found
    runs = list(_runs(folded))
    if parts := _parts(folded, runs):
        return parts
    for run in runs:
        if len(run) < _LEAST_NAMED:
            continue
        phrase = _judged(folded, run if _itemised(folded, run) else _longest(folded, run), named)
        if phrase:
            found.append(_with_slips(folded, phrase, _language(run)))
    if named and not any(p.proven for p in found):
        found = _joined([*found, *_likely(folded, named), *_abbreviated(folded, named)])
    return found


def _parts(folded: str, runs: list[list[tuple[int, int, str]]]) -> list[Phrase]:
    """A phrase told in parts: "the first six … the last six …", the rows of a note; together they have its length."""
    parts = [r for r in runs if len(r) < _LEAST and all(len(t[2]) > 1 and t[2] not in _JOINING for t in r)]
    rows = [row for run in runs for row in _rows(run)]
    if len({len(row) for row in rows}) == 1:
        parts = rows
    if len(parts) < 2 or sum(map(len, parts)) not in LENGTHS or len({_language(r) for r in parts}) > 1:
        return []
    if not all(_spaced_out(folded, r) for r in parts) or not _WALLET.search(folded):
        return []
    return [Phrase(r[0][0], r[-1][1], False) for r in parts]


def _rows(run: list[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """What stands between the words of a run that lead from one row to the next ("…, the middle one …")."""
    told = groupby(run, lambda token: len(token[2]) > 1 and token[2] not in _JOINING)
    return (row for said, tokens in told if said and len(row := list(tokens)) >= _LEAST_PART)


def _with_slips(folded: str, phrase: Phrase, language: str) -> Phrase:
    """With the word before it and the one behind it, where each is one slip of the pen away from a listed one."""
    start, end = phrase.start, phrase.end
    after = next(_WORD.finditer(folded, end, end + 40), None)
    if (
        after
        and ":" not in folded[end : after.start()]
        and _GAP.fullmatch(folded, end, after.start())
        and _slipped(after.group(), language)
    ):
        end = after.end()
    before = list(_WORD.finditer(folded, max(0, start - 40), start))
    if (
        before
        and ":" not in folded[before[-1].end() : start]
        and _GAP.fullmatch(folded, before[-1].end(), start)
        and _slipped(before[-1].group(), language)
    ):
        start = before[-1].start()
    return Phrase(start, end, phrase.proven)


@lru_cache(1000)
def _slipped(word: str, language: str) -> bool:
    return 5 <= len(word) <= 10 and any(
        abs(len(word) - len(listed)) <= 1 and one_slip(word, listed)
        for listed in _lists()[language]
        if listed[0] == word[0] or listed[1:2] == word[1:2]
    )


def _joined(found: list[Phrase]) -> list[Phrase]:
    """Stretches that lie over each other as one."""
    out: list[Phrase] = []
    for phrase in sorted(found, key=lambda p: p.start):
        if out and phrase.start < out[-1].end:
            out[-1] = Phrase(out[-1].start, max(out[-1].end, phrase.end), False)
        else:
            out.append(phrase)
    return out


def _longest(folded: str, run: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The longest part of a run in which no sentence ends."""
    parts: list[list[tuple[int, int, str]]] = [[]]
    for word in run:
        if parts[-1] and _STOP.search(folded, parts[-1][-1][1], word[0]):
            parts.append([])
        parts[-1].append(word)
    return max(parts, key=len)


def _likely(folded: str, named: list[int]) -> Iterator[Phrase]:
    """Eleven to twenty-six plain words near "seed phrase", half of them listed and no word of grammar among them."""
    known = _languages()
    for match in islice(_ROW.finditer(folded), 20):
        words = list(_WORD.finditer(folded, *match.span()))
        while words and words[0].group() in _GRAMMAR:
            del words[0]
        stop = next((at for at, w in enumerate(words) if w.group() in _GRAMMAR), len(words))
        words = words[:stop]
        listed = sum("english" in known.get(w.group(), ()) for w in words)
        if 11 <= len(words) <= 26 and listed * 2 >= len(words) and any(-400 <= match.start() - n <= 400 for n in named):
            yield Phrase(words[0].start(), words[-1].end(), False)


def _abbreviated(folded: str, named: list[int]) -> Iterator[Phrase]:
    """The first four letters of each word, which tell it (BIP-39), near "seed phrase"."""
    stumps = {word[:4] for word in _lists()["english"]}
    for match in islice(_STUMPS.finditer(folded), 20):
        words = list(_WORD.finditer(folded, *match.span()))
        while words and words[0].group() not in stumps:
            del words[0]
        while words and words[-1].group() not in stumps:
            del words[-1]
        listed = sum(w.group() in stumps for w in words)
        if (
            11 <= len(words) <= 26
            and listed * 6 >= len(words) * 5
            and any(-400 <= match.start() - n <= 400 for n in named)
        ):
            yield Phrase(words[0].start(), words[-1].end(), False)


def _tokens(folded: str) -> Iterator[tuple[int, int]]:
    """Words. A Chinese character is one where it stands alone, or in a row or groups as long as a phrase is; prose is
    not."""
    grouped = [g.span() for g in islice(_GROUPED_CJK.finditer(folded), 20)]
    for found in islice(_WORD.finditer(folded), MOST_WORDS):
        start, end = found.span()
        if _CJK.match(folded, start) and (
            end - start == 1 or end - start in LENGTHS or any(low <= start and end <= high for low, high in grouped)
        ):
            yield from ((at, at + 1) for at in range(start, end))
        else:
            yield start, end


def _runs(folded: str) -> Iterator[list[tuple[int, int, str]]]:
    """Stretches of listed words; a single foreign word between many listed ones belongs to it (a slip of the pen)."""
    known = _languages()
    run: list[tuple[int, int, str]] = []
    slip = False
    for start, end in _tokens(folded):
        word = folded[start:end]
        linked = not run or (start - run[-1][1] <= 14 and _GAP.fullmatch(folded, run[-1][1], start) is not None)
        if linked and len(run) >= 5 and start > run[-1][1] and run[-1][1] - run[-5][0] == 5:
            linked = False  # prose in Chinese signs, before a list of them
        if linked and word in known:
            run.append((start, end, word))
            slip = False
        elif linked and run and not slip and (len(word) == 1) == (len(run[-1][2]) == 1):
            run.append((start, end, ""))
            slip = True
        else:
            yield from _trimmed(run)
            run = [(start, end, word)] if word in known else []
            slip = False
    yield from _trimmed(run)


def _trimmed(run: list[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    while run and not run[-1][2]:
        run = run[:-1]
    slips = [at for at, (_, _, word) in enumerate(run) if not word]
    tail = [word for _, _, word in run[slips[-1] + 1 :]] if slips else []
    if slips and (len(tail) < 2 or (len(tail) < 3 and not _JOINING.isdisjoint(tail))) and len(run) not in LENGTHS:
        run = run[: slips[-1]]
    if len(run) >= _LEAST_PART:
        yield run


def _judged(folded: str, run: list[tuple[int, int, str]], named: list[int]) -> Phrase | None:
    if len(run) < _LEAST_NAMED:
        return None
    language = _language(run)
    run = _trim(run, lambda word: word not in _lists()[language])  # prose of another language
    start, end = run[0][0], run[-1][1]
    listed = [t for t in run if t[2] in _lists()[language]]
    if len(listed) < len(run) * 0.85 or len({t[2] for t in listed}) < len(listed) * 0.6:
        return None
    spaced = _spaced_out(folded, run)
    if language == "english" and spaced and _talk(run) and not _itemised(folded, run):
        return None
    window = _proven_window(listed, language) if len(listed) == len(run) else None
    if window and not spaced and language.startswith("chinese") and not _prose(window, language, 600):
        return Phrase(start, end, True)
    if window and (spaced or any(0 <= start - n <= 24 for n in named)):
        whole = _itemised(folded, run) or any(start - 80 <= n <= start for n in named)
        inside = len(run) > len(window) + 3 and not whole
        part = (_pure(run, language) if spaced else None) or window
        first, last = min(part[0][0], window[0][0]), max(part[-1][1], window[-1][1])
        return Phrase(first, last, True) if inside else Phrase(start, end, True)
    near = any(0 <= start - n <= 160 or 0 <= n - end <= 60 for n in named)
    if not spaced:
        return None
    if near and _STATED.search(folded, max(0, start - 3), start) and not _talk(run):
        return Phrase(start, end, False)
    if near and len(run) >= _LEAST_NAMED and (len(run) >= 8 or _itemised(folded, run)):
        return Phrase(start, end, False)
    if _prose(run, language):
        return None
    signs = language.startswith("chinese")
    if len(run) >= (_LEAST_SIGNS if signs else _LEAST) and _itemised(folded, run):
        first = (
            start - 2
            if signs and start > 1 and folded[start - 1] in ",、，" and folded[start - 2] in _lists()[language]
            else start
        )
        return Phrase(first, end, False)
    if pure := _pure(run, language):
        return Phrase(pure[0][0], pure[-1][1], False)
    return Phrase(start, end, False) if len(run) in LENGTHS else None


def _pure(run: list[tuple[int, int, str]], language: str) -> list[tuple[int, int, str]] | None:
    """The part of a run that no prose is: eleven words or more of which hardly one joins others. In most languages'
    lists no such words are."""
    run = _trim(run, lambda word: not word or word in _JOINING)
    joining = sum(word in _JOINING for _, _, word in run)
    return run if len(run) >= _LEAST and (language != "english" or joining * 8 <= len(run)) else None


def _trim(run: list[tuple[int, int, str]], idle: Callable[[str], bool]) -> list[tuple[int, int, str]]:
    """Without the words at its beginning and its end of which that is true."""
    first = next((at for at, token in enumerate(run) if not idle(token[2])), len(run))
    last = next((at for at in range(len(run), first, -1) if not idle(run[at - 1][2])), first)
    return run[first:last]


def _talk(run: list[tuple[int, int, str]]) -> bool:
    """Whether English words are a sentence: a third of them are those that join others, one in thirty in the list."""
    return sum(word in _JOINING for _, _, word in run) * 10 >= len(run) * 3


def _prose(run: list[tuple[int, int, str]], language: str, rare: int = 400) -> bool:
    """Whether signs that stand apart are common ones: the Chinese lists are sorted by how often a sign is used, and
    half of a phrase's signs lie beyond the first fifth of them."""
    if not language.startswith("chinese"):
        return False
    numbers = sorted(_lists()[language].get(word, 0) for _, _, word in run)
    return numbers[len(numbers) // 2] < rare


def _language(run: list[tuple[int, int, str]]) -> str:
    counts: dict[str, int] = {}
    for _, _, word in run:
        for language in _languages().get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    return max(counts, key=lambda name: counts[name])


def _proven_window(run: list[tuple[int, int, str]], language: str) -> list[tuple[int, int, str]] | None:
    """The first stretch of a legal length whose checksum holds."""
    numbers = [_lists()[language][word] for _, _, word in run[:120]]
    for size in sorted(LENGTHS, reverse=True):
        for at in range(len(numbers) - size + 1):
            if proven(numbers[at : at + size]):
                return run[at : at + size]
    return None


def _spaced_out(folded: str, run: list[tuple[int, int, str]]) -> bool:
    """Whether something stands between the words: Chinese prose has nothing there."""
    touching = sum(a[1] == b[0] for a, b in pairwise(run))
    return touching <= len(run) // 6


def _itemised(folded: str, run: list[tuple[int, int, str]]) -> bool:
    """Whether most gaps hold a number, a comma or a new line: a list and no prose."""
    gaps = [folded[a[1] : b[0]] for a, b in pairwise(run)]
    return sum(g.strip(" ") != "" for g in gaps) >= len(gaps) * 0.7
