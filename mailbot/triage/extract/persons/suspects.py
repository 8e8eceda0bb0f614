"""What a fraud comes by: links, addresses and numbers of those whom the customer reports."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from mailbot.model.findings import Entity
from mailbot.model.mail import Address
from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.normalise import fold
from mailbot.triage.extract.numbers.shapes import DOMAIN, EMAIL, MOST_TOKENS, URL
from mailbot.triage.extract.persons.defanged import defanged, spelt_mails
from mailbot.triage.extract.persons.messengers import HANDLE
from mailbot.triage.extract.persons.people import in_their_words, near, people, strangers
from mailbot.triage.extract.persons.receivers import received
from mailbot.triage.extract.source import Source
from mailbot.triage.extract.sums import networks
from mailbot.triage.sieve import sieved

_FROM = re.compile(
    r"(?:\b(?:from|desde(?: el)?|del|do|da|с|со|номера|tu so|từ số|numara)|来自|來自|自)\s?"
    r"(?:the |number |numero |номера |telefone |telefono )?[(（]?$"
)
"""What stands right before a number that something came from."""
_AFTER_FROM = re.compile(
    r"\s?(?:numarasindan|numarasından|nolu|로부터|에서|번에서|번으로|号打来|號打來|打来|打來|打电话|打電話|から)"
)
_NAMESAKE = re.compile(r"okx|0kx|okex|ok-x|欧易|歐易")
"""What carries the desk's name without being the desk's."""
_OURS = re.compile(r"[@.](?:okx|okex)\.(?:com|example)$")
_OFFICE = re.compile(
    r"secur|support|service|dep(?:t|artment)|team|complian|risk|official|admin|helpdesk|audit|风控|客服|安全|官方|"
    r"審計|审计|"
    r"中心|サポート|セキュリティ|運営|보안|고객|지원|безопас|поддержк|служб|bao mat|ho tro|cskh|segur|soporte|suporte|"
    r"atendimento|guvenlik|destek|ekibi|kefu|fengkong|guanfang|専員|专员|專員|\d"
)
"""What a sender calls himself who means to be the desk (folded)."""
_CLAIM = re.compile(
    r"(?:this is|we are|i am (?:from|with)|on behalf of|message from) the (?:\w{2,12} )?(?:security|compliance|risk|"
    r"fraud|audit)"
    r" (?:department|dept|team|division|office)\b(?! (?:of|at) )|(?:这里是|我们是|本邮件来自|這裡是|我們是)(?:贵司|"
    r"你们|平台|公司|内部|內部|okx|欧易)?"
    r"(?:安全|风控|風控|合规|合規|审计|審計)(?:部|中心)|это (?:служба|отдел) безопасности(?! банка)|"
    r"somos el (?:departamento|"
    r"equipo) de seguridad"
    r"(?! del? )|somos (?:o departamento|a equipe) de seguranca(?! d[oa] )|guvenlik departmaniyiz|"
    r"セキュリティ部門です|보안팀입니다|"
    r"chung toi la (?:phong|bo phan) (?:an ninh|bao mat)"
)
"""Who says so of himself in the letter (folded): an office of nobody's, which only the desk's own could be."""
_KNOWN = re.compile(
    r"(?:^|[./@])(?:okx\.com|okex\.com|oklink\.com|google\.[a-z.]{2,6}|gmail\.com|apple\.com|microsoft\.com|"
    r"youtube\.com|youtu\.be|imgur\.com|dropbox\.com|github\.com|icloud\.com|outlook\.com|hotmail\.com|qq\.com|"
    r"163\.com|126\.com|"
    r"binance\.com|bybit\.com|kraken\.com|coinbase\.com|bitget\.com|upbit\.com|facebook\.com|twitter\.com|x\.com|"
    r"instagram\.com|linkedin\.com|wikipedia\.org|gov|gov\.[a-z]{2}|okx\.example)(?:[/:?]|$)",
    re.IGNORECASE,
)
_HELPER = re.compile(
    r"(?:accountant|bookkeeper|tax advis[eo]r|contabilista|contador\w?|contable|gestor\w?|asesor\w? fiscal|"
    r"бухгалтер\w{0,2}|"
    r"ke toan|muhasebeci\w{0,4}|mali musavir\w{0,4}|会计师?|會計師?|税务师|稅務師|税理士|会計士|세무사|회계사|"
    r"세무 대리인|"
    r"copy (?:to|in)|\bcc(?: to)?|copia a|com copia|copia para|копи[юя]|抄送|副本|写し|참조로|ban sao cho|"
    r"kopyasin\w{1,3})"
    r"[^.。!?\n]{0,40}$"
)
"""Who is to read along (folded)."""
_NOT = re.compile(r"(?:\bnot|别|不是|не|\bno|nao|khong phai)\s?$")
_QUOTED = re.compile(
    r"['\"“‘「『]([A-Za-z][A-Za-z0-9_.-]{3,31}(?:#\d{4})?)['\"”’」』]\s?"
    r"(?:이?라는|という|に(?:騙|だま)|adlı|adında|isimli|named|по имени|tên là|llamad[oa]|chamad[oa]|的人|这个人)"
)
"""What somebody is called, in quotation marks."""
_AT = sieved(r"(?<![\w.@/])@[A-Za-z][A-Za-z0-9_]{2,31}(?:\.[A-Za-z0-9_]{1,20}){0,4}(?![\w@])")
"""A user name of any messenger."""
_NICK = sieved(
    r"(?i)(?<![a-z])(?:id|username|user|nick(?:name)?|handle|ник\w{0,4}|usuario|usuário|kullanıcı adı|帳號|账号|帐号|"
    r"아이디|アカウント)"
    r"[\s:：=是はが은는\"'“「]{1,4}@?([A-Za-z][A-Za-z0-9_.-]{4,31})(?![A-Za-z0-9_@])"
)
"""A name that somebody goes by at a messenger, without its @."""
_LOOKALIKE = sieved(r"(?<![\w.@/-])(?=\w{0,24}(?:okx|okex|0kx))[a-z0-9]{1,24}(?:_[a-z0-9]{1,24}){1,4}(?![\w@]|[.]\w)")
"""A user name with the desk's in it (folded)."""
_FILE = re.compile(r"\.(?:png|jpe?g|pdf|docx?|xlsx?|csv|zip|rar|mp4|mov|txt|html?|py|js|eml|gif)$", re.IGNORECASE)


_CALLED = sieved(
    r"(?:名叫|名字[是叫]|昵[称稱][是叫为為]?|叫做|署名|[备備][注註]名?[是叫]?|\bnamed|\bcalled|\bname was"
    r"|名前は|이름[은이]|\bимя|под именем|ten la|llamad[oa]|chamad[oa]|adli|adiyla)[\s:：是“\"「『«'(（]{0,4}"
    r"((?:okx|okex|欧易|歐易)[-_· ]?(?=[^\s，,。.]{0,20}(?:风控|風控|客服|专员|專員|官方|安全|supp|secur|agent|service"
    r"|サポート|고객|поддерж|ho tro|sopor|supor|destek))[\w-]{2,24})"
)
"""What somebody calls himself who means to be of the desk (folded)."""


def suspicious(pages: list[Source]) -> bool:
    """Whether the customer speaks of a fraud at all, or names an address that only looks like the desk's."""
    return (
        any(p.tagged("suspicion") for p in pages)
        or (any(p.tagged("entered") for p in pages) and any(_unknown_pages(p) for p in pages))
        or any(
            _imitates(found.group()) and not _KNOWN.search(found.group())
            for page in pages
            for found in islice(EMAIL.finditer(page.folded), 20)
            if page.where == "text"
            and (page.fold_at(found.start()) == "forward" or _NAMESAKE.search(found.group().rpartition("@")[2]))
        )
        or any(
            _NAMESAKE.search(m.group())
            for p in pages
            for m in islice(HANDLE.finditer(p.folded), 20)
            if _OFFICE.search(m.group()) or _dealt_with(p, m.start())
        )
        or any(
            _NAMESAKE.search(_host(found.group())) and not _KNOWN.search(_host(found.group()))
            for page in pages
            for pattern in (URL, DOMAIN)
            for found in islice(pattern.finditer(page.folded), 20)
        )
        or any(_NAMESAKE.search(name) for p in pages for _, _, name in defanged(p.folded))
        or any(strangers(p) for p in pages)
    )


def _unknown_pages(page: Source) -> bool:
    """Whether a text names a page that is none of the desk's, of an explorer's or of a well-known house."""
    links = (_host(m.group()) for pattern in (URL, DOMAIN) for m in islice(pattern.finditer(page.folded), 20))
    return any(not _KNOWN.search(host) and networks.explorer(host) is None and not _FILE.search(host) for host in links)


def _dealt_with(page: Source, at: int) -> bool:
    """Whether the sentence around a name, or the next, tells what somebody did with the customer."""
    low, high = page.sentence(at)
    _, high = page.sentence(min(high + 1, len(page.text)))
    return bool(near(people(page), low, high, "came", "stranger", "asks", "give", "posed", "thief"))


def _host(link: str) -> str:
    """The host of a link or domain, with the @ that stands before it in an address."""
    return link.split("://", 1)[-1].split("/", 1)[0]


def _named(link: str) -> str:
    """A link as it is told: without a path, its host says it all."""
    scheme, found, rest = link.partition("://")
    host, _, path = rest.partition("/")
    return host if found and not path and "?" not in host and scheme.lower() in {"http", "https"} else link


def impostor(sender: Address | None, pages: list[Source]) -> bool:
    """Whether somebody writes in the desk's own name, or as "the security department", from an address that is not
    the desk's: then all addresses of the mail are theirs."""
    if sender is None or _OURS.search("@" + sender.address.lower().rpartition("@")[2]):
        return False
    name = fold(sender.name)
    as_desk = _NAMESAKE.search(name) is not None and _OFFICE.search(name) is not None
    return as_desk or any(_CLAIM.search(p.folded, 0, min(len(p.folded), 600)) for p in pages if p.where == "text")


def writer(address: str) -> Entity:
    """The address that such a mail came from, as the suspect that it is."""
    return Entity(kind="suspect", value=address, raw=address, where="from", span=(0, len(address)), confidence=0.8)


def read_mails_and_links(
    page: Source, links: list[tuple[int, int, str]], sender: str, *, desk: str, fraud: bool, theirs: bool = False
) -> None:
    """E-mail addresses, and in a mail about a fraud the links and domains that it names. ``desk`` is the desk's own
    domain, ``theirs`` says that the mail itself is the fraud."""
    _read_addresses(page, sender, desk=desk, fraud=fraud, theirs=theirs)
    if not fraud:
        return
    for start, end, link in links:
        host = link.split("://", 1)[-1].split("/", 1)[0]
        if not _KNOWN.search(host) and networks.explorer(host) is None:
            page.add("suspect", _named(link), start, end, confidence=0.85)
    for start, end, name in defanged(page.folded):
        if page.free(start, end) and not _KNOWN.search(name.split("/")[0]) and networks.explorer(name) is None:
            page.add("suspect", name, start, end, confidence=0.75)
    for found in islice(DOMAIN.finditer(page.folded), MOST_TOKENS):
        start, end = found.span()
        name = page.text[start:end].rstrip(".,;:)\"'")
        if (
            page.free(start, end)
            and not _KNOWN.search(name.split("/")[0])
            and networks.explorer(name) is None
            and not _FILE.search(name)
            and page.fold_at(start) != "signature"
        ):
            page.add("suspect", name, start, start + len(name), confidence=0.75)


def _read_addresses(page: Source, sender: str, *, desk: str, fraud: bool, theirs: bool) -> None:
    """E-mail addresses: the customer's, or in a mail about a fraud theirs who are reported."""
    for start, end, address in spelt_mails(page.folded):
        if page.free(start, end) and not _desk(address):
            own = not fraud or (not theirs and not _theirs(page, start, end, sender))
            page.add("email" if own else "suspect", address, start, end, confidence=0.8)
    for found in islice(EMAIL.finditer(page.text), MOST_TOKENS):
        start, end = found.span()
        if not page.free(start, end):
            continue
        if fraud and (theirs or _theirs(page, start, end, sender)):
            page.add("suspect", found.group(), start, end, confidence=0.8)
        elif page.fold_at(start) == "footer" or _of_a_helper(page, start) or (not fraud and received(page, start, end)):
            page.take(start, end)
        elif not _desk(found.group()) and not (desk and found.group().lower().endswith(f"@{desk}")):
            page.add("email", found.group(), start, end, confidence=0.95)
        else:
            page.take(start, end)


def _of_a_helper(page: Source, start: int) -> bool:
    """Whether an address is that of somebody who shall get a copy, so that it is no address of the account."""
    low, _ = page.sentence(start)
    before = page.folded[max(low, start - 70) : start]
    return _HELPER.search(before) is not None and not any(
        h.value("registered") for h in page.hits_in(max(low, start - 40), start)
    )


def _desk(address: str) -> bool:
    """Our own mailboxes, written out by the customer."""
    local, _, domain = address.lower().partition("@")
    named = re.fullmatch(r"(?:support|service|help|no-?reply|feedback|cs)[\w.-]{0,12}", local)
    return named is not None and _OURS.search("@" + domain) is not None


def _theirs(page: Source, start: int, end: int, sender: str) -> bool:
    address = page.folded[start:end]
    if sender and address == sender.lower():
        return False
    low, high = page.sentence(start)
    near = page.hits_in(max(low, start - 60), min(high, end + 40))
    if any(h.value("own") or h.value("registered") for h in near if abs(h.start - start) < 40):
        return False
    if _imitates(address) or any(h.value("them") or h.value("suspicion") == "suspicion" for h in near):
        return True
    return any(h.value("suspicion") for h in near) and _came_from(page, start, end)


def _imitates(address: str) -> bool:
    domain = address.rpartition("@")[2]
    return bool(re.search(r"okx|0kx|okex|ok-x|binance|secur|official", domain)) and not _KNOWN.search("@" + domain)


def read_suspects(page: Source) -> None:
    """In a mail about a fraud: numbers and messenger names of those who called. After `contacts` read the own ones."""
    who = people(page)
    _theirs_of_the_known(page, who)
    for found in islice(_NICK.finditer(page.text), MOST_TOKENS):
        start, end = found.span(1)
        if (
            page.free(start, end)
            and not _KNOWN.search(found.group(1))
            and (
                _NAMESAKE.search(found.group(1).lower())
                or (_telling(found.group(1)) and _called(page, who, start, end))
            )
        ):
            start -= page.text[start - 1] == "@"
            page.add("suspect", page.text[start:end], start, end, confidence=0.7)
    for found in islice(_QUOTED.finditer(page.text), MOST_TOKENS):
        if page.free(*found.span(1)) and _telling(found.group(1)) and _called(page, who, *found.span(1)):
            page.add("suspect", found.group(1), *found.span(1), confidence=0.6)
    for found in islice(_CALLED.finditer(page.folded), MOST_TOKENS):
        if page.free(*found.span(1)):
            page.add("suspect", page.text[slice(*found.span(1))], *found.span(1), confidence=0.7)
    for found in islice(_AT.finditer(page.text), MOST_TOKENS):
        if page.free(*found.span()) and _called(page, who, *found.span()):
            page.add("suspect", found.group(), *found.span(), confidence=0.7)
    for found in islice(_LOOKALIKE.finditer(page.folded), MOST_TOKENS):
        name = page.text[slice(*found.span())]
        if page.free(*found.span()) and not name.isupper():
            page.add("suspect", name, *found.span(), confidence=0.7)


def _theirs_of_the_known(page: Source, who: list[Hit]) -> None:
    """Make suspects of the numbers and names that were read as the customer's and are not."""
    kept = []
    for entity in page.entities:
        if (
            entity.kind in {"phone", "contact"}
            and entity.span != (0, 0)
            and _called(page, who, *page.within(*entity.span))
        ):
            value = entity.value if entity.kind == "phone" else entity.raw
            kept.append(replace(entity, kind="suspect", value=value, confidence=0.75))
        else:
            kept.append(entity)
    page.entities[:] = kept


def _telling(name: str) -> bool:
    """Whether something is a name and no word: by its digits or underscores."""
    return any(c.isdigit() or c == "_" for c in name)


def _called(page: Source, who: list[Hit], start: int, end: int) -> bool:
    """Whether a number or name at a stretch is that of those whom the customer reports. ``who``: the people."""
    handle = page.text[start:end].lower()
    if _NAMESAKE.search(handle) and handle.lstrip("@") not in {"okx", "okxofficial"}:
        return True
    if in_their_words(page, start):
        return True
    low, high = page.sentence(start)
    before = page.hits_in(max(low, start - 70), start)
    after = page.hits_in(end, min(high, end + 60))
    if any(h.value("reach_me") for h in page.hits_in(max(0, start - 28), start)) or any(
        h.value("own") and start - h.end <= 12 and not re.search("[，,、]", page.text[h.end : start]) for h in before
    ):
        return False
    ours = [h for h in (*before, *after) if h.value("reach_me")]
    if page.fold_at(start) == "forward" or (not ours and _came_from(page, start, end)):
        return True
    theirs = [h for h in (*before, *after) if _of_them(h) and not _kin(page, who, h) and not _denied(page, h)]
    tags = ("stranger", "came", "posed", "thief", *(("asks", "lure", "give") if handle.startswith("@") else ()))
    theirs += near(who, max(low, start - 70), min(high, end + 60), *tags)
    return bool(theirs) and not (ours and min(map(_gap(start, end), ours)) < min(map(_gap(start, end), theirs)))


def _kin(page: Source, who: list[Hit], hit: Hit) -> bool:
    """ "my wife's phone": somebody of the customer's own."""
    if any(h.end > hit.start for h in near(who, max(0, hit.start - 12), hit.end, "kin")):
        return True
    return bool(hit.value("other")) and any(
        h.value("own") and h.end + 1 >= hit.start for h in page.hits_in(max(0, hit.start - 12), hit.start)
    )


def _denied(page: Source, hit: Hit) -> bool:
    """ "ring me, not her"."""
    return _NOT.search(page.folded, max(0, hit.start - 6), hit.start) is not None


def _of_them(hit: Hit) -> bool:
    return bool(hit.value("them") or hit.value("suspicion") == "suspicion" or hit.value("other"))


def _gap(start: int, end: int) -> Callable[[Hit], int]:
    """How far a word stands from a stretch."""
    return lambda hit: start - hit.end if hit.end <= start else hit.start - end


def _came_from(page: Source, start: int, end: int) -> bool:
    """ "a text from +44 …": what precedes or follows a number says that something came from it."""
    before = page.folded[max(0, start - 24) : start]
    return _FROM.search(before) is not None or _AFTER_FROM.match(page.folded, end) is not None
