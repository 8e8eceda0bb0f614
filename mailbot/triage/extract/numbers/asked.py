"""What the letter asks for that a customer answers: read from the quote below or between the lines of the answer.

A reply often holds nothing but a number ("867061736765009595, that one"). Where its ticket is known, so is what was
asked; where it is not, the question still stands in the quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.triage import linear
from mailbot.triage.extract.source import Source

KINDS = frozenset({"uid", "order_id", "algo_id", "withdrawal_id", "memo_tag", "ticket_id"})
"""Kinds of number that a word in a question can mean."""

_ASKING = linear.compile(
    r"(?i)\?|？|please|kindly|could you|can you|we need|send us|reply (?:to this e-?mail )?with|provide|let us know|"
    r"what is|which|missing|请|請|补充|補充|提供|告知|需要|回覆|回复|お知らせ|ご連絡|教えて|ご返信|ください|必要|"
    r"알려|보내|"
    r"회신|필요|기재|부탁|укажите|пришлите|сообщите|напишите|нужн|требуется|ответьте|cho biết|bổ sung|cung cấp|gửi|"
    r"vui lòng|"
    r"bo sung|cung cap|responda|indique|envíe|envie|necesitamos|facilite|faltan?|proporcion|ileti|yanıtla|gönder|"
    r"paylaş|"
    r"belirt|gerek|informe|precisamos|forneça|preciso"
)
"""What says that something is wanted, anywhere in the letter."""
_ITEM = re.compile(r"[>\s]{0,8}(?:[-•*·–]|\d{1,2}[.)])\s")
"""The beginning of a line that is one of a list."""
_VALUE = linear.compile(r"^[^\n]{0,24}\d{5}")
_TOLD = linear.compile(
    r"(?i)^[^\n?？]{0,16}(?:is verified|has been|was|received|verified|已|通过|收到|確認|확인되|получен|đã nhận|"
    r"recibid|alındı|"
    r"recebid)"
)
"""What follows something that the letter tells and does not ask for."""
_MOST = 6


def asked(page: Source) -> tuple[str, ...]:
    """The kinds of number that the quoted letters ask for, in the order of the questions."""
    found: dict[str, None] = {}
    for fold in page.folds:
        if fold.kind != "quote":
            continue
        if len(found) >= _MOST:
            break
        start, end = page.within(fold.start, fold.end)
        if end <= start:
            continue
        asks = _ASKING.search(page.folded[start:end]) is not None
        for hit in page.hits_in(start, end):
            kind = hit.value("cue") or ""
            follows = page.folded[hit.end : min(end, hit.end + 40)]
            if not asks and not _ITEM.match(page.text, page.text.rfind("\n", 0, hit.start) + 1):
                continue
            if kind in KINDS and not _VALUE.match(follows) and not _TOLD.match(follows):
                found.setdefault(kind)
    return tuple(found)[:_MOST]


def by_form(value: str) -> Iterator[str]:
    """What a long number alone in an answer most likely is. Order numbers of this desk have 19 digits, or begin with
    the time (domain document, section 1.1); other numbers of 15 digits and more are the account's."""
    if not 15 <= len(value) <= 20 or not value.isdigit():
        return
    dated = re.match(r"2[0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d", value)
    yield "order_id" if len(value) >= 19 or dated else "uid"
