"""Which of several the mail means: "the second one is stuck", 第二单有问题, "the smaller one came".

Orders, transfers and sums of one unit are lists in the order of the text. Of a table's rows those that went well are
left out beside one that did not, with the sums that stand outside it. A pointer with words of trouble leaves the
others out; one with words of a good end leaves that one out, and so do words of a good end right behind a sum or a
number ("100 XRP arrived, 250 XRP did not"). Where nobody would be left, nothing is done.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter

from mailbot.model.findings import Entity
from mailbot.triage.extract.story.mentions import Page

MOST_POINTERS, LONGEST_LIST, FARTHEST = 20, 8, 240
"""How many words that point are read; how long a list of which one is meant; how far a sentence is read for it."""

MOST_ROWS, _BESIDE_FACTS = 40, 40
"""How many rows of tables are read; how many characters of a row are none of its facts."""

_FINE_ROW = re.compile(
    r"已完成|完成|成功|已放行|已到|到[账帳賬]|没问题|沒問題|正常|済|着金|問題なし|도착|완료|정상"
    r"|в порядке|норм|зачислен|приш|получ|recebid|creditad|recibid|acreditad|lleg[oó]|chegou|caiu"
    r"|geldi|tamam|gecti|thanh cong|da nhan|da ve|xong"
    r"|\b(?:ok|okay|done|fine|completed?|credited|received|released|arrived|settled|paid|came)\b"
)
_ILL_ROW = re.compile(
    r"[?？]|未(?!済)|没到|沒到|审核|審核|处理中|處理中|失敗|失败|まだ|待ち|処理中|미도착|안 |아직|대기|보류|처리"
    r"|n't\b|\b(?:not?|never|nao|nunca|не|нет|chua)\b|pending|problem|stuck|fail|missing|review|processing"
    r"|пробл|в обработке|ожида|pendente|pendiente|falta|bekl|islem|hic|gelme|dang"
)
"""How a row of a table says that it ended (folded)."""

_KINDS = ("order_id", "withdrawal_id", "tx_hash", "algo_id")
_BAD = frozenset({"missing", "blow", "ill"})
_START = attrgetter("start")
_PART = re.compile(r"[\w.,/:-]")
_GOES_ON = re.compile(r"[\w/:-]|[.,]\d")
"""What makes a figure part of a longer one."""
_NOT = re.compile(
    r"(?:\b(?:not|neither|never|no|nor|none|nothing|if|when|once|until|should|supposed|would|will|yet|isn't|hasn't|wasn't|"
    r"не|нет|ни|если|когда|пока|должн\w+|chua|khong|neu|khi|nao|nunca|nem|se|quando|si|cuando|nada|ni|hasta|deberia\w?|"
    r"devia\w?|eger|hic)|n't)\b[^.;\n]{0,14}$|(?:没|沒|未|不|若|等|还没|還沒|没有|沒有|才能|转|轉|提|充|打|发|發|寄|送)$"
)
"""Right before a word of a good end: it is not so, not yet, or it is the way and not the end (folded)."""


def left_out(pages: Sequence[Page]) -> set[tuple[str, str]]:
    """(kind, value) of what stands in a list of which the mail points at others."""
    gone: set[tuple[str, str]] = set()
    for page in pages:
        well, bad = _by_rows(page)
        gone |= {(k, v) for k, v in well if k == "event_time"}
        lists = {key: tuple(values) for key, values in _lists(page.spots).items() if len(values) > 1}
        if not lists:
            continue
        fine, ill = (well, bad) if bad else _pointed(page, lists)
        figures = {v for (kind, _), values in lists.items() if kind == "amount" for v in values}
        came, missing = _named_bare(page, figures)
        ill |= missing
        if not page.theft:
            fine |= _came(page) | came
        for (kind, _), values in lists.items():
            marked = {v for k, v in ill if k == kind} & set(values)
            passed = {v for k, v in fine if k == kind} & set(values) - marked
            out = (set(values) - marked) if marked else passed
            if len(out) < len(values):
                gone.update((kind, value) for value in out)
                gone.update(("event_time", day) for day in _days_of(page, kind, out))
    return gone


def _days_of(page: Page, kind: str, out: Collection[str]) -> Iterator[str]:
    """The days beside what is left out, in sentences that name others as well, and never beside one of these."""
    near: dict[str, set[bool]] = defaultdict(set)
    for start, _, day in page.spots if out else ():
        if day.kind == "event_time":
            listed = [
                (abs(a - start), e.value in out)
                for a, _, e in page.around(start, *page.source.sentence(start))
                if e.kind == kind
            ]
            alone = len({passed for _, passed in listed}) < 2
            near[day.value[:10]].add(not alone and min(listed)[1])
    yield from (day for day, passed in near.items() if passed == {True})


def _by_rows(page: Page) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(kind, value) of the rows of a table that went well, and of those that did not; neither where all are alike."""
    fine: set[tuple[str, str]] = set()
    ill: set[tuple[str, str]] = set()
    rows = [] if page.theft else list(_rows(page))
    ended = [
        bool(_FINE_ROW.search(f)) and not _ILL_ROW.search(f)
        for low, high in rows
        for f in [page.source.folded[low:high]]
    ]
    if len(set(ended)) < 2:
        return fine, ill
    for (low, high), well in zip(rows, ended, strict=True):
        for _, _, entity in page.around(low, low, high):
            value = entity.value[:10] if entity.kind == "event_time" else entity.value
            (fine if well else ill).add((entity.kind, value))
    return fine - ill, ill


def _rows(page: Page) -> Iterator[tuple[int, int]]:
    """The lines of tables: each with a sum, a day or a number beside it, and little else; two at least, one below the
    other."""
    text, block = page.source.text, list[tuple[int, int]]()
    amounts = sorted({text.rfind("\n", 0, at) + 1 for at, _, e in page.spots if e.kind == "amount"})[:MOST_ROWS]
    for low in (*amounts, -1):
        high = len(text) if (end := text.find("\n", low)) < 0 else end
        facts = page.around(low, low, high) if low >= 0 else []
        rest = high - low - sum(b - a for a, b, _ in facts)
        row = len({e.kind for _, _, e in facts}) > 1 and rest <= _BESIDE_FACTS
        if not row or (block and text[block[-1][1] : low].strip()):
            if len(block) > 1:
                yield from block
            block = []
        if row:
            block.append((low, high))


def _unit(entity: Entity) -> str:
    return entity.value.rpartition(" ")[2] if entity.kind == "amount" else ""


def _lists(spots: Iterable[tuple[int, int, Entity]]) -> Mapping[tuple[str, str], list[str]]:
    """The numbers of a kind, and the sums of a unit, each once, in the order of the text."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for _, _, entity in spots:
        if entity.kind in _KINDS or entity.kind == "amount":
            values = found[entity.kind, _unit(entity)]
            if entity.value not in values and len(values) <= LONGEST_LIST:
                values.append(entity.value)
    return found


def _pointed(
    page: Page, lists: Mapping[tuple[str, str], Sequence[str]]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """What words that point say went well, and what they say did not."""
    fine: set[tuple[str, str]] = set()
    ill: set[tuple[str, str]] = set()
    pointers = list(islice((h for h in page.hits if h.value("nth")), MOST_POINTERS))
    starts = [*(h.start for h in pointers[1:]), len(page.source.text)]
    for index, hit in enumerate(pointers):
        low, high = page.source.sentence(hit.start)
        low, high = max(low, hit.start - FARTHEST), min(high, hit.end + FARTHEST, starts[index])
        end = verdict(page, hit.end, high)
        if not end and not (index and pointers[index - 1].end > low) and not _lists(page.around(low, low, hit.start)):
            end = verdict(page, low, hit.start)
        if not end or _own_facts(page, hit.end, high, lists):
            continue
        codes = max((len(v) for (k, _), v in lists.items() if k != "amount"), default=0)
        for (kind, _), values in lists.items():
            if kind == "amount" and codes > 1 and len(values) != codes:
                continue
            if value := _nth(values, hit.value("nth") or ""):
                (fine if end == "fine" else ill).add((kind, value))
    return fine, ill


def _nth(values: Sequence[str], which: str) -> str:
    """The value that is pointed at, "" where the list has no such one."""
    if len(values) > LONGEST_LIST:
        return ""
    if which in {"large", "small"}:
        figures = [v.partition(" ")[0] for v in values]
        if not all(f.replace(".", "", 1).isdigit() for f in figures) or not _units_alike(values):
            return ""
        return (max if which == "large" else min)(values, key=lambda v: float(v.partition(" ")[0]))
    if which == "last":
        return values[-1]
    return values[int(which) - 1] if int(which) <= len(values) else ""


def _units_alike(values: Iterable[str]) -> bool:
    units = {v.rpartition(" ")[2] for v in values if " " in v}
    return len(units) == 1


def _own_facts(page: Page, low: int, high: int, lists: Mapping[tuple[str, str], Sequence[str]]) -> bool:
    """Whether sums or numbers right behind a pointer are its own, and not the whole list that it points into."""
    behind = _lists(page.around(low, low, high))
    return bool(behind) and not any(len(behind.get(key, ())) == len(values) for key, values in lists.items())


def verdict(page: Page, low: int, high: int) -> str:
    """ "ill", "fine", or "" where a stretch says nothing of how it ended."""
    tags = page.tags(low, high)
    if tags & _BAD:
        return "ill"
    return "fine" if tags & {"settled", "aside", "fine"} or arrival(page, low, high) else ""


def arrival(page: Page, low: int, high: int) -> bool:
    """Whether a stretch says that something arrived, and neither that it did not nor that it shall."""
    folded = page.source.folded
    came = [h for h in page.hits_between(low, high) if h.value("came")]
    return any(_NOT.search(folded, max(0, h.start - 24), h.start) is None for h in came)


def _came(page: Page) -> set[tuple[str, str]]:
    """The sums and numbers right behind which a sentence says that they arrived."""
    counted = [(a, b, e) for a, b, e in page.spots if e.kind in _KINDS or e.kind == "amount"]
    ends: dict[tuple[str, str], list[bool]] = defaultdict(list)
    starts = [*(a for a, _, _ in counted[1:]), len(page.source.text)]
    for (_, end, entity), following in zip(counted, starts, strict=False):
        beyond = page.source.clause(page.source.clause(end)[1])[1]
        high = min(page.source.sentence(end - 1)[1], following, beyond, end + 60)
        whole = page.tags(end, min(page.source.sentence(end - 1)[1], following))  # "completed, but never came"
        high = _cut(page, end, high)
        fine = high > end and verdict(page, end, high) == "fine"
        ends[entity.kind, entity.value].append(fine and (arrival(page, end, high) or not whole & _BAD))
    return {key for key, told in ends.items() if any(told) and len(told) <= 2}


def _named_bare(page: Page, sums: Collection[str]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The sums that the text names again by their figure alone: which came ("the 400 came at once"), and which did not
    ("only the 300 is missing")."""
    came: set[tuple[str, str]] = set()
    missing: set[tuple[str, str]] = set()
    if not 1 < len(sums) <= LONGEST_LIST:
        return came, missing
    source = page.source
    for value in sums:
        figure = value.partition(" ")[0]
        for at, end in islice(_standing(figure, source.text), 4):
            high = min(source.sentence(at)[1], end + 60)
            high = _cut(page, end, min([high, *(a for a, _, _ in page.around(end, end, high))]))
            fresh = not any(a <= at < b for a, b, _ in page.around(at, at - 40, end))
            low = max(source.clause(at)[0], at - 24)
            beside = min(high, max(end, source.clause(end)[1]))
            if fresh and (page.tags(end, beside) & _BAD or "missing" in page.tags(low, at)):
                missing.add(("amount", value))
            elif fresh and arrival(page, end, high):
                came.add(("amount", value))
    return came, missing


def _standing(figure: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a figure stands that is no part of a longer one."""
    at = text.find(figure)
    while at >= 0:
        end = at + len(figure)
        if not (at and _PART.match(text, at - 1)) and not _GOES_ON.match(text, end):
            yield at, end
            at = end - 1
        at = text.find(figure, at + 1)


def _cut(page: Page, low: int, high: int) -> int:
    """Where a stretch ends at a word that turns the sentence, or at one that points at another."""
    at = bisect_left(page.hits, low, key=_START)
    for hit in page.hits[at:]:
        if hit.start >= high:
            break
        if hit.value("turn") or hit.value("nth"):
            return hit.start
    return high
