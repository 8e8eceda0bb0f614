"""The head lines of quoted letters: who wrote when to whom. They are no facts of the case.

"On Tue, Nov 17, 2026 at 10:00 Support <…> wrote:" names no time at which something happened, and "To: …" no registered
address. The subject line stays: it may name the ticket.
"""

from __future__ import annotations

import re

from mailbot.triage.extract.source import Source

_HEAD = re.compile(
    r"[>\s|*]{0,12}\*?(?:from|to|cc|bcc|sent|date|reply-to|发件人|收件人|发送时间|发件时间|抄送|时间|日期|寄件者|"
    r"寄件人|收件者|收件人|寄件日期|"
    r"傳送時間|副本|差出人|宛先|送信日時|送信日|日時|보낸 ?사람|받는 ?사람|보낸 ?날짜|보낸 ?시간|날짜|참조|от|"
    r"от кого|кому|дата|отправлено|копия|"
    r"tu|gui|den|ngay|nguoi gui|nguoi nhan|de|para|enviado(?: el)?|enviada em|fecha|data|cc|gonderen|kime|gonderildi|"
    r"gonderme tarihi|"
    r"gonderim tarihi|tarih|alici|bilgi)\*?\s{0,2}[:：][^\n]{1,300}"
)
"""One line of a mail's head, in ten languages (folded)."""
_INTRODUCED = re.compile(r"[>\s|*]{0,8}[^\n]{6,200}(?:\n[^\n]{0,80})?[:：](?=\s*(?:\n|$))")
_TELLS_WHO = re.compile(r"@|\d{4}|\d{1,2}[:.h]\d{2}")


def pass_over(page: Source) -> None:
    """Take the head lines of quoted letters, so that nobody reads a fact in them."""
    for fold in page.folds:
        if fold.kind != "quote":
            continue
        start, end = page.within(fold.start, fold.end)
        first = _INTRODUCED.match(page.folded, start, end)
        if first and _TELLS_WHO.search(first.group()):
            page.take(*first.span())
        at = start
        while 0 <= at < end:
            stop = page.folded.find("\n", at, end)
            stop = end if stop < 0 else stop
            if _HEAD.match(page.folded, at, stop):
                page.take(at, stop)
            at = stop + 1
