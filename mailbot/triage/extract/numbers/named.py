"""Values that only a word before them makes what they are: client order ids, sub-accounts, tickets, police cases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.numbers.asked import by_form
from mailbot.triage.extract.numbers.cases import of_another_house, read_cases
from mailbot.triage.extract.numbers.levels import read_levels
from mailbot.triage.extract.numbers.patterns import Identifiers
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{2,39}")
_GAP = re.compile(
    r"[\s:：=#№\"'“”‘’«»「」『』(（\[【<>/.,，*`]{0,6}(?:(?:(?:no|nr|number|id|is|named|called|name|numarasi|"
    r"numarali|nolu|"
    r"numero|номер|la|el|es|e|o|en|acaba|de|em|con|in question|chamad[ao]|llamad[ao]|denominad[ao]|adli|isimli"
    r"|ten la|ten|"
    r"por nome|"
    r"под названием|под именем|с именем|имя)(?![^\W_])|이름[은이]?|名为|名字?是?|叫|是|为|為|は|が|の|은|는|이|가"
    r"|名称|名稱"
    r"|名前は)"
    r"[\s:：=#№.,\"'“‘「]{0,3}){0,2}"
)
_BRACKETED = re.compile(
    r"[\[［【(（]\s{0,2}#?\s{0,2}((?:[^\W\d_]{1,8}\s?#?:?\s?)?[A-Z]{0,6}-?\d{3,12}(?:-\d{2,10}){0,3})\s{0,2}[\]］】)）]"
)
_HASHED = re.compile(r"(?<![A-Za-z0-9_/#&])#\s?([A-Z]{0,5}-?\d{5,14})(?![A-Za-z0-9_])")
TICKET_IN_SUBJECT = re.compile(
    r"[\[［【(（]\s{0,2}#?[A-Z]{0,6}-?\d{4,12}[\]］】)）]|#\s?[A-Z]{0,5}-?\d{5,14}|(?i:ticket|case|工单|工單|"
    r"案件編號)\s?#?\d{4}"
)
_TICKET = re.compile(
    r"(?:[A-Z]{1,6}[-_ ]?)?(?:\d{2,14})(?:[-/]\d{2,12}){0,3}(?:-[A-Z]{1,3})?|[A-Z]{1,5}-[A-Z0-9]{4,10}"
)
_POLICE_CN = sieved(
    r"[^\W\d_a-zA-Z是为為的号號第书書证證单單案了]{0,2}公[\u4e00-\u9fff（()）]{0,14}[〔［\[【(（]\s?20\d\d\s?[〕］\]】)）]\s?第?\s?\d{1,8}\s?[号號]|"
    r"第\s?[A-Z0-9][A-Z0-9-]{4,24}\s?[号號]|제\s?\d[\d-]{4,20}\s?호|"
    r"(?<![A-Za-z0-9])[AJ]\d{20,24}(?!\d)|(?:令和|平成)\d{1,2}年\s?(?:\([^()\n]{1,4}\)\s?)?第?\s?\d{1,8}\s?[号號]"
)
"""The file number of a Chinese police station: its place, what kind of file, year, number."""
_POLICE = re.compile(
    r"(?:[A-ZА-Я]{1,8}[ /_.-]{0,2}){0,3}(?<![^\W_]令)\d{1,5} [A-Z][a-z]{1,3} \d{1,6}/\d{2,4}|"
    r"(?:[A-ZА-Я]{1,8}[ /_.-]{0,2}){0,3}(?<![^\W_]令)\d[\dA-ZĐ/_.-]{2,24}[\dA-ZĐ]|"
    r"\d{4}-[가-힣]{2,8}-\d{3,8}|[令平]\d{1,2}[-–]\d{2,8}|"
    r"[A-Z]{2,6}\d{5,20}"
)
_REGISTER = re.compile(r"(?:КУСП|УД|FIR|BO|NIA|RUV|CR|No|Nr)\.? ")
"""Names of registers before a number: they say where it stands and are no part of it."""
_OF_BOOK = re.compile(r"\b(?:КУСП|КУП|УД|FIR|GD|CSR)\.?\s{0,2}(?:(?:№|No\.?|no\.?|#|:)\s{0,2})?$")
"""A book in which every station counts from one: without its name such a number says nothing."""
_OF_COURT = re.compile(
    r"(?i:diligencias (?:previas|urgentes)|procedimiento abreviado|sumario)\s{0,2}(?:(?:nº|n\.º|núm\.?)\s?)?$"
)
"""What a court counts for itself."""
_REFERENCE = sieved(
    r"(?i:our ref(?:erence)?|case (?:no|number|ref)|reference|ref|investigation|inquiry|enquiry|proceedings|"
    r"дел[оау]|расследовани[еюи]|soruşturma|investigación|diligencias|procedimiento|inquérito|processo|vụ án|"
    r"수사|사건|捜査|侦查案件|偵查案件)\.?\s?(?i:is|:|no\.?|nº|№)?\s?"
    r"([A-Z]{2,8}(?:[/-][A-Z]{1,6}){0,3}[/-]\d{2,6}(?:[/-]\d{2,8}){0,2})"
)
_SERIES = re.compile(r"(?<![\w.@/-])([A-Za-z][A-Za-z_-]{2,18})\d{1,3}(?![\w@-]|\.\w)")
_SERIES_REACH = 400
"""Characters after a word for sub-accounts in which their names stand."""
_WELL = re.compile(
    r"\bfine\b|works? (?:well|normally)|no (?:problem|issue)|\bok\b|без (?:замечан|проблем|ошибок)|в порядке|"
    r"нормальн|正常|没问题|沒問題|問題な|정상|문제.?없|sin (?:problema|novedad)|funciona bien|funciona bem|"
    r"sem problema|"
    r"sorunsuz|binh thuong|khong (?:sao|loi)"
)
"""What is said of the one that nothing ails (folded)."""
_AUTHORITY = sieved(
    r"police|detective|constable|crime unit|economic crime|prosecutor|investigat|警|检察|檢察|경찰|검찰|полиц"
    r"|следовател|comisar|policia|delegacia|savci|cong an"
)
_OURS = re.compile(r"(?:\bour|我方|我局|我们的|本局|当方|нашего|наше|nuestr[ao]|noss[ao]|chung toi)\s?$")
"""Whose case it is where an authority writes (folded)."""
_CODES = frozenset({"client_order_id", "sub_account"})


def read_named(page: Source, identifiers: Identifiers, *, verification: bool) -> None:
    """Take the values that a cue announces. ``verification``: the mail is about it, so that "level 2" is one."""
    for found in islice(_POLICE_CN.finditer(page.text), 5):
        if page.free(*found.span()) and ("公" in found.group() or _of_police(page, found.start())):
            page.add("police_case_no", page.raw[slice(*page.normal.span(*found.span()))], *found.span())
    for hit in page.tagged("cue"):
        kind = hit.value("cue")
        if kind in _CODES and page.free(hit.start, hit.end):
            _code(page, identifiers, hit, kind or "")
        elif kind == "ticket_id" and page.free(hit.start, hit.end):
            _ticket(page, hit)
        elif kind == "police_case_no" and page.free(hit.start, hit.end):
            _police(page, hit)
    _sub_accounts(page, identifiers)
    _references(page)
    if verification:
        read_levels(page)


def _references(page: Source) -> None:
    """The file number of an authority that writes, and the ticket number in a subject."""
    if _AUTHORITY.search(page.folded):
        for found in islice(_REFERENCE.finditer(page.text), 5):
            if page.free(*found.span(1)):
                page.add("police_case_no", found.group(1), *found.span(1), confidence=0.75)
    if page.where != "subject":
        return
    for pattern in (_BRACKETED, _HASHED):
        for found in islice(pattern.finditer(page.text), 5):
            value = re.sub(r"^[^\W\d_]{2,8}[\s#:]{1,3}", "", found.group(1)).strip()
            if page.free(*found.span(1)) and not re.fullmatch(r"(?:19|20)\d\d", value):
                page.add("ticket_id", value, found.end(1) - len(value), found.end(1), confidence=0.85)


def _linked(page: Source, hit: Hit) -> int | None:
    """Where the value of a cue begins; None where other words stand between."""
    gap = _GAP.match(page.folded, hit.end)
    return gap.end() if gap else None


def _code(page: Source, identifiers: Identifiers, hit: Hit, kind: str) -> None:
    at = _linked(page, hit)
    found = _TOKEN.match(page.text, at) if at is not None else None
    if found is None or not page.free(*found.span()):
        return
    value = found.group().rstrip("-_")
    gap = page.text[hit.end : found.start()]
    marked = any(c in gap for c in "=\"'“«「`")
    odd = any(c.isdigit() for c in value) or "_" in value or (value != value.lower() and value[1:] != value[1:].lower())
    spec = identifiers.fits(kind, value)
    if (
        spec
        and (odd or marked)
        and not (value.isdigit() and kind == "sub_account" and len(value) > 12)
        and not re.fullmatch(r"(?i)uids?\d*|trc20|erc20|[\d.,]+u|2fa|api\w?", value)
    ) and (
        not any(h.value("coin") or h.value("currency") for h in page.hits_in(found.end(), found.end() + 2))
        or not value.isdigit()
    ):
        page.add(kind, value, found.start(), found.start() + len(value))


def _sub_accounts(page: Source, identifiers: Identifiers) -> None:
    """Several that are told only after a word for them: names alike but for their number. One of which the sentence
    says that it runs well is none of the case, where another is left."""
    cue = next((h.end for h in page.hits if h.value("cue") == "sub_account"), None)
    if cue is None or any(e.kind == "sub_account" for e in page.entities):
        return
    named = list(islice(_SERIES.finditer(page.text, cue, min(len(page.text), cue + _SERIES_REACH)), 20))
    stems = [m[1].lower() for m in named]
    alike = [
        m
        for m in named
        if stems.count(m[1].lower()) > 1 and page.free(*m.span()) and identifiers.fits("sub_account", m[0])
    ]
    if len({m[0] for m in alike}) < 2:
        return
    ill = [m for m in alike if not _WELL.search(page.folded, m.end(), page.sentence(m.start())[1])]
    for m in ill or alike:
        page.add("sub_account", m[0], *m.span(), confidence=0.7)


def _ticket(page: Source, hit: Hit) -> None:
    at = _linked(page, hit)
    found = _TICKET.match(page.text, at) if at is not None else None
    if found is None or not page.free(*found.span()) or sum(c.isdigit() for c in found.group()) < 4:
        return
    value = found.group()
    if any(h.value(t) for h in page.hits_in(found.end(), found.end() + 2) for t in ("coin", "currency", "time")):
        return
    if re.fullmatch(r"20\d\d(?:[-/]\d{1,2}[-/]\d{1,2})?", value) or of_another_house(page, hit.start):
        return
    ours = _OURS.search(page.folded, max(0, hit.start - 8), hit.start) and _AUTHORITY.search(page.folded)
    kind = "police_case_no" if ours or _of_police(page, hit.start) else "ticket_id"
    page.add(kind, value, *found.span())


def read_plain_cases(page: Source) -> None:
    """Take the cases that plain words name, before their numbers are held against words that stand farther away."""
    for word, start, end in read_cases(page):
        if page.free(start, end):
            kind = "police_case_no" if _of_police(page, word) else "ticket_id"
            page.add(kind, page.text[start:end].upper(), start, end, confidence=0.85)


def _of_police(page: Source, at: int) -> bool:
    low, high = page.sentence(at)
    return (
        any(h.value("cue") == "police_case_no" for h in page.hits_in(low, high))
        or re.search(
            r"警|立案|报案|報案|派出所|公安|刑侦|police|polic|полиц|경찰|수사|công an|cong an|"
            r"cyber ?(?:crime|cell|portal)|"
            r"comisaria",
            page.folded[max(low, at - 60) : min(high, at + 60)],
        )
        is not None
    )


def _police(page: Source, hit: Hit) -> None:
    for found in islice(_POLICE.finditer(page.text, hit.end, min(len(page.text), hit.end + 64)), 3):
        gap = page.folded[hit.end : found.start()]
        value = _REGISTER.sub("", found.group().strip(".,/"), count=1)
        shift = found.group().find(value)
        digits = sum(c.isdigit() for c in value)
        if any(h.value("cue") == "phone" for h in page.hits_in(hit.end, found.start())):
            return
        if len(gap) > 36 or re.search(r"[。！？!?;；\n]|[.]\s", gap.removeprefix(".")) or not page.free(*found.span()):
            return
        if digits < (3 if "/" in value and not value[-1].isdigit() else 4) or re.fullmatch(
            r"(?:19|20)\d\d(?:[-/.]\d{1,2}(?:[-/.]\d{1,2})?)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}/\d{1,2}", value
        ):
            continue
        if any(
            h.value(t)
            for h in page.hits_in(found.end(), found.end() + 2)
            for t in ("coin", "currency", "time", "scale")
        ):
            return
        start, end = found.start() + shift, found.start() + shift + len(value)
        book = (_OF_BOOK if value.isdigit() else _OF_COURT).search(page.text, max(0, start - 24), start)
        start = book.start() if book else start
        page.add("police_case_no", page.text[start:end], start, end)
        return


def bare(page: Source, left: list[tuple[int, int, str]], asked: Iterable[str], identifiers: Identifiers) -> None:
    """The answer to what was asked for: a number that nothing names, in a short answer. What the answer names by
    itself is not looked for again."""
    fresh = [n for n in left if page.place(n[0]) != "quoted" and page.free(n[0], n[1]) and not counted(page, n[1])]
    told = {e.kind for e in page.entities if e.where != "quoted"}
    for kind in dict.fromkeys(asked):
        for start, end, text in fresh if kind not in told else ():
            value = text.replace(" ", "").replace("-", "") if text.count("-") < 4 else text
            if page.free(start, end) and identifiers.fits(kind, value):
                page.add(kind, value, start, end, confidence=0.85)
                break


def alone(page: Source, left: list[tuple[int, int, str]], identifiers: Identifiers) -> None:
    """The only number of a reply that says next to nothing else: what its form says."""
    fresh = [n for n in left if page.place(n[0]) != "quoted" and page.free(n[0], n[1])]
    if len(fresh) != 1 or any(e.where != "quoted" for e in page.entities):
        return
    start, end, text = fresh[0]
    for kind in by_form(text):
        if identifiers.fits(kind, text):
            page.add(kind, text, start, end, confidence=0.6)


def counted(page: Source, end: int) -> bool:
    """Whether a unit follows a number: then it is an amount or a time."""
    after = page.hits_in(end, end + 2)
    return any(h.value(tag) for h in after for tag in ("coin", "currency", "scale", "time", "unit"))
