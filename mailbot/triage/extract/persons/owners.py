"""Whose a number is: the customer's, their kin's whose account the letter is about, or somebody else's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.triage.extract.lexicon import Hit, word_set
from mailbot.triage.extract.persons.people import both, concerned, near, people, well
from mailbot.triage.extract.source import Source

_WORD = re.compile(r"[^\W_]+")
_LISTS = word_set(
    "and y e und ve va и or o hoac ile or또는 그리고 voi com con avec maybe perhaps possibly either else quizas tal vez"
    " talvez может быть или либо возможно co the belki veya ya da 아마 아니면 또는 혹은 もしくは または あるいは"
)
_DENSE_LISTS = frozenset("和与與及とや와과跟或同者是还還可能也许許")


@dataclass(slots=True)
class Reading:
    """A number with what it was read as."""

    start: int
    end: int
    value: str
    kind: str = ""
    cue: Hit | None = None
    owner: str = ""
    """"own" where words say so, "kin" for a relative's, "other" for somebody else's, "" where nothing is said."""
    confidence: float = 0.9


def made_of(gap: str, words: frozenset[str], characters: frozenset[str]) -> bool:
    """Whether a gap holds nothing but such words and characters, and punctuation that ends no sentence."""
    if any(c in "。！？!?;；" for c in gap):
        return False
    return all(w in words or all(c in characters for c in w) for w in _WORD.findall(gap))


def lists(gap: str) -> bool:
    """Whether a gap joins two things of one kind; a short remark in brackets after the first may stand in it."""
    gap = re.sub(r"^\s?[(（][^()（）\d]{1,24}[)）]", "", gap)
    return bool(gap.strip()) and len(gap) <= 16 and made_of(gap, _LISTS, _DENSE_LISTS)


FARTHEST = 600
"""How far from a number a word still tells whose it is, in a clause without end."""


_AT = re.compile(r"\b(?:on|at|in|na|no|en|em|tren|ben|на|в|у)\s$|在$")
"""A place follows (folded)."""
_FROM = re.compile(r"(?:\b(?:from|из|с|со|desde|de|da|do|della|tu)(?: (?:my|mi|minha|meu|моего))?|从|從|由|自)\s?$")
_FROM_AFTER = re.compile(r"\s?(?:から|より|에서|'?[dt][ae]n\b)")
"""What says that something left a place, before and after its name (folded)."""
_INVITED = re.compile(
    r"\b(?:invited|referred|signed up|brought)\b|邀请了?|邀請了?|拉了|推荐了|推薦了|招待し|紹介し|초대|추천|пригла[сш]|"
    r"\bmoi\b(?! (?:ngay|ve|sang|gui))|gioi thieu|\binvit[eéo]|referi\b|convid|indiquei|\bdavet"
)
"""The customer brought people in (folded)."""


def owner_of(page: Source, number: Reading, floor: int) -> str:
    """Whose a number is, by the nearest word of its clause that says so; "" where none does."""
    anchor = min(number.start, number.cue.start if number.cue else number.start)
    low, high = page.clause(anchor)
    low = max(low, floor)
    if number.cue and number.cue.start >= number.end:
        high = max(high, page.clause(number.cue.start)[1])
    else:
        high = max(high, page.clause(number.start)[1])
    low, high = max(low, anchor - FARTHEST), min(high, number.end + FARTHEST)
    told: list[tuple[int, str]] = []
    for hit in page.hits_in(low, high):
        tag = next((t for t in _WHOSE if hit.value(t)), None)
        if tag is None or number.start <= hit.start < number.end or not _speaks_of(page, number, hit, tag):
            continue
        if tag == "there" and _begins_own(page, hit):
            return "other"
        told.append((_distance(page, number, anchor, hit, tag), _WHOSE[tag]))
    if any(whose == "there" for _, whose in told) and not (min(told)[1] == "own" and min(told)[0] <= 1):
        return "other"
    if told:
        return min(told)[1]
    return _sent_there(page, number) or _apposition(page, number, low)


_WHOSE = {"own": "own", "desk": "own", "other": "other", "exchange": "other", "there": "there"}
"""Tag → whose a number is beside such a word."""


def _speaks_of(page: Source, number: Reading, hit: Hit, tag: str) -> bool:
    """Whether a word that tells whose something is can be said of this number."""
    if tag == "there":
        return _mentions_exchange(page, number)
    if tag == "other":
        return number.kind == "uid" and hit.start < number.end
    return not (tag == "exchange" and hit.start >= number.end and _of_the_next(page, hit))


def _distance(page: Source, number: Reading, anchor: int, hit: Hit, tag: str) -> int:
    far = anchor - hit.end if hit.end <= anchor else 30 + hit.start - number.end if hit.start >= number.end else 0
    if tag == "exchange" and _AT.search(page.folded, max(0, hit.start - 8), hit.start):
        far -= 12  # "on Bybit my ID is"
    return far + (tag == "desk")


def _sent_there(page: Source, number: Reading) -> str:
    """A withdrawal of which the sentence said before that it left another house: "withdrawn from Bybit, id 1"."""
    low = page.sentence(number.start)[0] if number.kind == "withdrawal_id" else number.start
    return (
        "other"
        if any(
            h.value("exchange")
            and (_FROM.search(page.folded, max(low, h.start - 12), h.start) or _FROM_AFTER.match(page.folded, h.end))
            for h in page.hits_in(max(low, number.start - FARTHEST), number.start)
        )
        else ""
    )


def _begins_own(page: Source, hit: Hit) -> bool:
    """Whether a place is said right before "my": "there my UID is"."""
    return any(h.value("own") for h in page.hits_in(hit.end, hit.end + 3))


def _of_the_next(page: Source, hit: Hit) -> bool:
    """Whether an exchange's name is said of a number that follows: "… my uid 1 币安的uid是2"."""
    after = page.hits_in(hit.end, hit.end + 8)
    return any(h.value("cue") and re.search(r"\d", page.text[h.end : h.end + 8]) for h in after)


BANK = re.compile(
    r"sort code|routing|\biban|swift|\bbic\b|\bbank\b|银行|銀行|은행|банк|ngan hang|\bbanco|\bbanka|agencia"
    r"|vietcombank|\bchase\b"
    r"|techcombank|bidv|agribank|mb ?bank|tpbank|vpbank|sacombank|\bacb\b|\bstk\b|so tai khoan|sort code|\biban"
    r"|revolut|monzo|barclays|ミズホ|みずほ|三菱|口座|ゆうちょ|계좌|국민은행|sberbank|сбер|тинькофф|расчетн|р/с|к/с"
    r"|建行|工行|农行|農行|招行|中行|卡号|卡號|\bcbu\b|\bclabe\b|\bnubank|\bitau|bradesco|garanti|ziraat|akbank"
    r"|\b(?:инн|инн/кпп|огрн|снилс|cif|nif|nit|rut|rfc|cnpj|cpf|vkn|vergi no|mst|ma so thue|tax id|vat|gstin|pan)\b"
    r"|统一编号|統一編號|税号|稅號|사업자|법인번호|登録番号"
)
"""What names a bank, or a number of the tax office (folded)."""


def _of_a_bank(page: Source, number: Reading) -> bool:
    """Whether a number that only "account" names is one at a bank."""
    if not number.cue or len(number.value) > 14 or "uid" in page.folded[number.cue.start : number.cue.end]:
        return False
    low, _ = page.sentence(number.start)
    return BANK.search(page.folded, max(low, number.start - 40), number.end + 24) is not None


def _mentions_exchange(page: Source, number: Reading) -> bool:
    low, high = page.sentence(number.start)
    return any(h.value("exchange") for h in page.hits_in(low, high))


def _apposition(page: Source, number: Reading, low: int) -> str:
    """A name of somebody right before: ``the seller "Joe", UID 1234``, ``买家（昵称 甲，UID 5）`` and
    ``币安那边的单号 1，UID 2``."""
    if number.kind != "uid" or low == 0:
        return ""
    first, _ = page.clause(low - 1)
    start, _ = page.sentence(number.start)
    stretch = page.text[max(first, start) : low]
    hits = page.hits_in(max(first, start), low)
    if any(h.value("other") for h in hits) and re.search(r"[\"“”'‘«「『]", stretch) and low - first < 60:
        return "other"
    bracket = max(page.text.rfind(b, start, low) for b in "(（")
    if bracket >= 0 and not re.search(r"[)）]", page.text[bracket:low]):
        told = any(h.value("other") for h in page.hits_in(max(start, bracket - 12), bracket))
        return "other" if told or _INVITED.search(page.folded, start, bracket) else ""
    scope = page.hits_in(start, low)
    there = [h.start for h in scope if h.value("there")]
    if there and any(h.value("exchange") for h in scope) and not _back_here(page, there[-1], number):
        return "other"
    return ""


def _back_here(page: Source, there: int, number: Reading) -> bool:
    """Whether the sentence comes back from another house to the desk before a number: "there … 1) to you, UID 2"."""
    return any(h.value("desk") or h.value("own") for h in page.hits_in(there, number.start) if h.start > there + 12)


def relatives(page: Source, numbers: list[Reading]) -> None:
    """Keep the UIDs of the customer's kin whose accounts the letter is about."""
    for number in numbers:
        if number.kind == "uid" and _of_a_bank(page, number):
            number.owner = "other"
    uids = [n for n in numbers if n.kind == "uid"]
    _without_subs(page, uids)
    own = any(n.owner == "own" for n in uids)
    for number in uids:
        if number.owner == "other" or (own and not number.owner):
            before = page.hits_in(max(page.clause(number.start)[0], number.start - FARTHEST // 12), number.start)
            if not any(h.value("other") == "receiver" for h in before) and concerned(page, number.start, own_told=own):
                number.owner = "kin"
    if near(people(page), 0, len(page.text), "kin"):
        named = [n for n in uids if n.owner != "other"]
        ailing = [n for n in named if not well(page, n.end)]
        for number in named:
            if ailing and number not in ailing:
                number.owner = "other"
    if any(n.owner == "kin" for n in uids) and not both(page):
        for number in uids:
            number.owner = number.owner if number.owner == "kin" else "other"


def _without_subs(page: Source, uids: list[Reading]) -> None:
    """Where the account's own UID is told, those of its sub-accounts are not asked for."""
    mains = [n for n in uids if n.owner != "other" and not _of_sub_accounts(page, n)]
    for number in uids:
        if mains and number not in mains:
            number.owner = "other"


def _of_sub_accounts(page: Source, number: Reading) -> bool:
    """Whether a UID is called a sub-account's."""
    if number.cue is None or number.cue.start > number.start:
        return False
    before = page.hits_in(max(0, number.cue.start - 24), number.cue.start)
    return any(h.value("cue") == "sub_account" and number.cue.start - h.end <= 2 for h in before)


def own_ones(page: Source, numbers: list[Reading]) -> None:
    """Where somebody says which UID is theirs, the others are not; and a signature's does not outrank the letter's."""
    uids = [n for n in numbers if n.kind == "uid" and n.owner != "other"]
    fresh = [n for n in uids if page.fold_at(n.start) == ""]
    if any(n.owner == "own" for n in fresh):
        for number in uids:
            if number.owner not in {"own", "kin"} and not _listed(page, numbers, number):
                number.owner = "other" if page.place(number.start) != "quoted" else number.owner
    closing = _closing(page.text)
    body = [n for n in fresh if n.start < closing]
    for number in uids:
        if body and number not in body and page.place(number.start) != "quoted":
            number.owner = "other"


def _closing(text: str) -> int:
    """Where a block of short lines at the end begins that gives a name and a telephone: a signature."""
    at = text.rstrip().rfind("\n\n") + 2
    lines = text[at:].strip().split("\n") if at > 1 else []
    short = 2 <= len(lines) <= 6 and all(len(line) <= 40 for line in lines)
    return (
        at
        if short and re.search(r"(?i)(?:^|\n)\s*(?:tel|phone|mob|cell|手机|电话|電話|전화|тел|sdt|đt)", text[at:])
        else len(text)
    )


def _listed(page: Source, numbers: list[Reading], number: Reading) -> bool:
    at = numbers.index(number)
    near = [n for n in (numbers[at - 1 : at] + numbers[at + 1 : at + 2]) if n.kind == "uid" and n.owner == "own"]
    return any(lists(page.folded[min(n.end, number.end) : max(n.start, number.start)]) for n in near)
