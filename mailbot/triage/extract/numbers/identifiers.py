"""Numbers and their names: which of a mail's numbers is the UID, the order, the tag, and whose they are.

Every number is held against the words around it: the nearest one that names it decides, before it ("UID: 1234") or
after it ("1234 is my UID"); the shape must allow it. Whose it is, the words between decide: the counterparty's UID,
another exchange's order and a bank's reference are none of ours (domain document, sections 1.1 and 1.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from mailbot.triage.extract.lexicon import Hit, word_set
from mailbot.triage.extract.numbers.corrections import Stretch, alike, amended, superseded
from mailbot.triage.extract.numbers.patterns import Identifiers
from mailbot.triage.extract.numbers.shapes import MOST_TOKENS
from mailbot.triage.extract.numbers.spec import IdentifierSpec
from mailbot.triage.extract.numbers.validators import CHECKS
from mailbot.triage.extract.persons.owners import Reading, lists, made_of, own_ones, owner_of, relatives
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_NUMBER = sieved(
    r"(?<![0-9.,_])(?<!\d-)(?:\d{1,3}(?:,\d{3}){4,6}|\d{6}(?: \d{6}){2}|(?<=[º°№#] )\d{1,3}(?:\.\d{3}){2}"
    r"|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\d{5,20}|"
    r"\d{3,9}(?:-\d{5,9}){2}|\d{4,5}(?:[ -]\d{3,5}){2,4}(?:[ -]\d{1,3})?|\d{3}(?: \d{3}){4,6})"
    r"(?![0-9A-Za-z_]|[.,]\d|-\d)"
)
_TWO_RUNS = re.compile(r"\d{5,14} \d{4,13}(?![0-9A-Za-z_]|[.,]\d|-\d| \d)")
_PARTED = (17, 19)
"""Digits of a number that a space may have parted."""
_TOKEN = re.compile(r"[A-Za-z0-9]{2,40}(?:[-_][A-Za-z0-9]{2,20}){0,5}")
_ORDINAL = re.compile(r"\s*(?:numarali|nolu|no'lu|no lu|号|號|番の|番|번|号的|号单)")
_ANNOUNCES = re.compile(r"[\s:：=#是]{0,3}\d{5}")
"""After a cue: a number of its own, so that the one before the comma is none of its."""
_FULL_STOP = re.compile(r"[.…]\s")
_LINKS = word_set(
    "is are was no nr nro num number numero numara of the this id below as it follows should have been be would"
    " yes ref and main called here hor lah n o a"
    " e es era son el la mi sao so cua minh toi em ma nha do da u meu minha мой моя это номер у вас с бот от"
    " under for with you my mine own principal kodu"
    " olan benim benimki olarak eski p2p spot limit grid c2c nos nums s m le de del мои id's old new following as"
    " hi thi nay d la: lai ser seria deberia debia"
    " era olmali idi должен быть был nen phai c al on by at in by"
)
_DENSE_LINKS = frozenset(
    "是为為的就应应該该號号在は:がのもを番号は은는이가예요입니다도번호제내여기와과아래です"
    "私我如下分别分別別でした有叫做写寫填乃即係系应該本人个個"
)
_AFTERS = word_set(
    "is are was my mine our the that this as es mi el la e o a meu minha sao benim это мой моя p2p for de do da"
    " numarali nolu no lu spot limit usdt okx"
    " here s cua minh toi em c2c của numaralı moy bu у меня"
)
_DENSE_AFTERS = frozenset("是这這我的就为為私のが내제이가は号単이乃即係系这个這個単")
_ID_OF = re.compile(
    r"(?:(提币|提幣|提现|提現|提领|提領|出金|withdraw\w{0,3}|출금|вывод\w{0,2}|rut tien|\brut|retiro|retirada|cekim|"
    r"saque)|"
    r"(订单|訂單|委托|委託|order|注文|주문|ордер\w{0,2}|lenh|don hang|orden|pedido|emir|ordem)|"
    r"(策略|网格|網格|机器人|strategy|\bbot|grid|戦略|전략|봇|стратеги\w|бот\w?|chien luoc|estrategia|strateji))"
    r"\s?(?:的)?(?:id|编号|編號|番号|번호|no|№|#)[\s:：=是为#.]{0,4}$"
)
_ID_KINDS = ("withdrawal_id", "order_id", "algo_id")
"""What the word right before "id" says that the number is of (folded)."""
_SPOKEN_OF = re.compile(
    r"(提币|提幣|提现|提現|提领|提領|提了|出金|withdr[ae]w\w{0,3}|출금|вывод\w{0,2}|выв[её]л\w?|rut tien|\brut|"
    r"retir\w{1,3}|"
    r"cekim|cektim|saque\w{0,2}|saquei)|"
    r"(订单|訂單|委托|委託|order|注文|주문|ордер\w{0,2}|lenh|don hang|orden|pedido|emir|ordem)|"
    r"(策略|网格|網格|机器人|strategy|\bbot|grid|戦略|전략|봇|стратеги\w|бот\w?|chien luoc|estrategia|strateji)"
)
"""What a number in brackets may be the number of (folded), in the order of `_ID_KINDS`."""
_REQUEST = re.compile(
    r"受付(?:番号|no\.?)|受理(?:编号|編號)|접수 ?번호|request number|protocolo|solicitud|numero de solicitud"
    r"|talep no|basvuru no"
    r"|yeu cau so|номер запроса|номер заявки"
)
_IN_APP = re.compile(
    r"\b(?:in|on|from) (?:your|the) (?:app|site|side|page|end)|\bokx\b|欧易|歐易|アプリ|앱|приложени|en (?:la"
    r"|su|tu) app|no app"
    r"|na plataforma|uygulama|tren app|trong app"
)
"""Where a reference is shown that is the desk's own (folded)."""
_WITHDREW = re.compile(
    r"提币|提幣|提现|提現|提领|提領|出金|withdr[ae]w|출금|вывод|вывел|rut tien|\brut\b|\bretir[oaeé]|cekim"
    r"|cektim|\bsaque"
)
_OF_WITHDRAWAL = re.compile(
    r"(?:提币|提幣|提现|提現|提领|提領|出金|引き?出し?|출금|withdrawal|вывод\w{0,2}|rut(?: tien)?|retiro"
    r"|retirada|cekim\w{0,3}|saque)"
    r"\s?(?:の|的|de|do|da|of)?\s?[(（\[:：]?\s?$"
)
"""A withdrawal right before a word for a request (folded)."""
_NEW_ONE = re.compile(
    r"(?:\b(?:the )?(?:new|other|second|current) (?:one|account)(?: is)?|新的?(?:号|號|账号|帳號)?是?"
    r"|另一?[个個](?:是|账号)?|新しい(?:方|の)は"
    r"|새 ?(?:것|계정)[은이]|нов(?:ый|ая)(?: аккаунт)?|друг(?:ой|ая)|втор(?:ой|ая)|(?:la |el )?nuev[oa](?: es)?"
    r"|(?:la |el )?otr[oa](?: es)?"
    r"|(?:o |a )?nov[oa](?: e)?|(?:o |a )?outr[oa](?: e)?|yenisi|digeri|(?:cai |acc |tai khoan )?(?:moi"
    r"|kia)(?: la)?)[\s:：—-]{0,3}$"
)
"""Another account of the customer's, right before its number (folded)."""
_NUMBERED = re.compile(
    r"[(（]\s?(?:no|nr|nº|n°|n\.º|id|№|#|编号|編號|单号|單號|番号|번호|номер|so|ma|ref)[\s.:：#]{0,3}$"
)
_MOBILE = re.compile(r"1[3-9]\d{9}|0\d{8,10}|[78]9\d{9}")
"""What looks like a telephone, where nothing but "my" names it."""
_LOOSE = 6.0
"""Cost from which other words than links stand between a cue and its number."""
FAR = 48
"""How many characters may stand between a cue and its number."""

_GONE = "superseded"
"""The kind of a number that another one was written for."""
_OWNED = frozenset({"uid", "order_id", "withdrawal_id", "algo_id", "ticket_id"})


def read_identifiers(page: Source, identifiers: Identifiers) -> list[tuple[int, int, str]]:
    """Take the identifiers of a text. Gives back (start, end, digits) of the numbers that nothing names."""
    _alone(page, identifiers)
    _lettered(page, identifiers)
    numbers = [
        Reading(start=m.start(), end=m.end(), value=m.group())
        for m in _parted(page, islice(_NUMBER.finditer(page.text), MOST_TOKENS))
        if page.free(*m.span()) and _stands_alone(page, m.start())
    ]
    for at, number in enumerate(numbers):
        if not _in_brackets(page, identifiers, number):
            _name(page, identifiers, numbers, at, number)
    _corrected(page, numbers)
    relatives(page, numbers)
    own_ones(page, numbers)
    left = []
    for number in numbers:
        ours = number.kind in identifiers.numbers
        spec = identifiers.fits(number.kind, _compact(number.value)) if ours and number.owner != "other" else None
        if spec:
            _add(page, spec, number)
        elif number.kind in {"", "phone"}:
            left.append((number.start, number.end, number.value))
        elif ours or number.kind in {"reference", "other_id", _GONE}:
            page.take(number.start, number.end)
    return left


def _parted(page: Source, found: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The numbers; two runs of digits with a space between, right after a word for an account or an order, are one
    where they are as long as such numbers are."""
    done = 0
    for match in found:
        if match.start() < done:
            continue
        whole = _TWO_RUNS.match(page.text, match.start())
        if whole and _PARTED[0] < len(whole.group()) <= _PARTED[1] + 1:
            named = [h for h in page.hits_in(max(0, match.start() - 12), match.start()) if h.value("cue")]
            gap = page.folded[named[-1].end : match.start()] if named else ""
            if named and named[-1].value("cue") in {"uid", "order_id"} and made_of(gap, _LINKS, _DENSE_LINKS):
                match, done = whole, whole.end()  # noqa: PLW2901 - one value stands for the other
        yield match


def _corrected(page: Source, numbers: list[Reading]) -> None:
    """What the customer takes back is nobody's; what stands for it is of its kind."""
    stretches = [Stretch(start=n.start, end=n.end, digits=_compact(n.value)) for n in numbers]
    for before, after in superseded(page, stretches, lambda b, a: _may_stand_for(numbers[b], numbers[a])).items():
        wrong, right = numbers[before], numbers[after]
        right.kind, right.cue, right.owner = wrong.kind, right.cue or wrong.cue, wrong.owner
        wrong.kind = _GONE
    for at, number in enumerate(numbers):
        if number.kind in _OWNED and number.owner != "other":
            ceiling = numbers[at + 1].start if at + 1 < len(numbers) else len(page.text)
            number.value = amended(page, stretches[at], ceiling) or number.value


def _may_stand_for(wrong: Reading, right: Reading) -> bool:
    fits = wrong.kind in _OWNED and wrong.value != right.value and right.kind in {"", "phone", "reference", wrong.kind}
    return fits and (right.owner != "other" or alike(wrong.value, right.value))


def _stands_alone(page: Source, start: int) -> bool:
    """A number glued to letters counts only where those letters name it ("UID12345678")."""
    before = page.text[start - 1 : start]
    if not before.isascii() or not before.isalpha():
        return True
    return any(h.end == start and h.value("cue") for h in page.hits_in(max(0, start - 24), start))


def _alone(page: Source, identifiers: Identifiers) -> None:
    """Values whose shape is proof enough at this desk."""
    for spec, pattern in identifiers.alone():
        for found in islice(pattern.finditer(page.text), MOST_TOKENS):
            start, end = found.span()
            around = page.text[max(0, start - 1) : start] + page.text[end : end + 1]
            if page.free(start, end) and not any(c.isascii() and c.isalnum() for c in around):
                _add(page, spec, Reading(start=start, end=end, value=found.group(), kind=spec.kind))


def _lettered(page: Source, identifiers: Identifiers) -> None:
    """Values with letters in them, right after the word that names them ("booking AB123456")."""
    for hit in page.hits if identifiers.lettered else ():
        kind = hit.value("cue") or ""
        if kind not in identifiers.lettered:
            continue
        for found in islice(_TOKEN.finditer(page.text, hit.end, min(len(page.text), hit.end + FAR)), 3):
            if not made_of(page.folded[hit.end : found.start()], _LINKS, _DENSE_LINKS):
                break
            spec = identifiers.fits(kind, found.group())
            if spec and not found.group().isdigit() and page.free(*found.span()):
                number = Reading(start=found.start(), end=found.end(), value=found.group(), kind=kind, cue=hit)
                if owner_of(page, number, 0) != "other":
                    _add(page, spec, number)
                break


def _add(page: Source, spec: IdentifierSpec, number: Reading) -> None:
    value = {
        "compact": _compact(number.value),
        "upper": number.value.upper(),
        "lower": number.value.lower(),
        "asis": number.value,
    }[spec.normalise]
    check = CHECKS.get(spec.check)
    valid = check(value) if check else None
    note = "its check digits do not fit" if valid is False else ""
    page.add(number.kind, value, number.start, number.end, valid=valid, confidence=number.confidence, note=note)


def _compact(value: str) -> str:
    """Without the separators that people put into a long number; a UUID keeps its hyphens, and so does a code."""
    return re.sub(r"[ .,-]", "", value) if re.fullmatch(r"[\d .,-]+", value) else value


def _name(page: Source, identifiers: Identifiers, numbers: list[Reading], at: int, number: Reading) -> None:
    """Find the cue that names a number."""
    floor = numbers[at - 1].end if at else 0
    ceiling = numbers[at + 1].start if at + 1 < len(numbers) else len(page.text)
    before = _before(page, number, max(floor, number.start - FAR))
    after = _after(page, number, min(ceiling, number.end + FAR))
    options = sorted((o for o in (*before, *after)), key=lambda o: o[0])
    for cost, hit, named in options:
        kind = _any_id(page, number) if named == "id" else _request_of(page, hit, number) or named
        if kind == "phone" and sum(c.isdigit() for c in number.value) > 13:
            continue  # "numaram", "my number": of the account, then
        if kind == "uid" and cost >= _LOOSE and _MOBILE.fullmatch(number.value):
            continue  # "my account is locked 139…": a telephone
        if kind in {"reference", "other_id", "phone", "ticket_id", "police_case_no", "client_order_id", "sub_account"}:
            number.kind, number.cue = kind, hit
            break
        if identifiers.fits(kind, _compact(number.value)):
            number.kind, number.cue = kind, hit
            number.confidence = max(0.6, 0.98 - cost / 100)
            break
    if not number.kind and at and lists(page.folded[numbers[at - 1].end : number.start]):
        earlier = numbers[at - 1]
        if earlier.kind in identifiers.numbers and identifiers.fits(earlier.kind, _compact(number.value)):
            number.kind, number.cue, number.owner = earlier.kind, earlier.cue, earlier.owner
            return
    for earlier in reversed(numbers[max(0, at - 2) : at]):
        if not number.kind:
            _as_before(page, identifiers, earlier, number)
    if number.kind in _OWNED and not number.owner:
        number.owner = owner_of(page, number, floor)


def _in_brackets(page: Source, identifiers: Identifiers, number: Reading) -> bool:
    """ "a withdrawal of 5 ETH (no. 190048112)": a number in brackets is that of what the sentence speaks of last."""
    opened = _NUMBERED.search(page.folded, max(0, number.start - 16), number.start)
    if opened is None or page.folded[number.end : number.end + 1] not in {")", "）"}:
        return False
    low, _ = page.sentence(opened.start())
    told = list(_SPOKEN_OF.finditer(page.folded, max(low, opened.start() - 120), opened.start()))
    kind = next(k for k, group in zip(_ID_KINDS, told[-1].groups(), strict=True) if group) if told else ""
    if not kind or not identifiers.fits(kind, _compact(number.value)):
        return False
    number.kind, number.confidence = kind, 0.8
    return True


def _any_id(page: Source, number: Reading) -> str:
    """What a bare "id" means: that of the bot, order or withdrawal that the sentence is about, else the account's."""
    told = _ID_OF.search(page.folded, max(0, number.start - 32), number.start)
    if told:
        return next(kind for kind, group in zip(_ID_KINDS, told.groups(), strict=True) if group)
    low, _ = page.sentence(number.start)
    kinds = [h.value("cue") for h in page.hits_in(low, number.start)]
    return (
        next((k for k in reversed(kinds) if k in {"algo_id", "order_id", "withdrawal_id", "ticket_id"}), "uid") or "uid"
    )


def _request_of(page: Source, hit: Hit, number: Reading) -> str:
    """What a plain word for a request stands for right after a withdrawal ("出金(受付番号…"), and a reference that the
    app shows for one."""
    if _REQUEST.fullmatch(page.folded, hit.start, hit.end):
        told = _OF_WITHDRAWAL.search(page.folded, max(0, hit.start - 24), hit.start)
        return "withdrawal_id" if told else ""
    if hit.value("cue") == "reference" and _IN_APP.search(page.folded, hit.end, number.start):
        return "withdrawal_id" if _WITHDREW.search(page.folded, max(0, hit.start - 600), hit.start) else ""
    return ""


def _as_before(page: Source, identifiers: Identifiers, earlier: Reading, number: Reading) -> None:
    """ "His UID is 1, mine is 2", "at Bybit my ID is 1, at OKX it is 2": the second is named by the first."""
    gap = page.hits_in(earlier.end, number.start)
    whose = [h for h in gap if any(h.value(tag) for tag in ("own", "desk", "exchange", "other"))]
    near = whose and number.start - whose[-1].end <= 12 and number.start - earlier.end < 60
    near = near and not _MOBILE.fullmatch(number.value)
    if earlier.kind == "uid" and _NEW_ONE.search(page.folded, earlier.end, number.start):
        number.kind, number.cue, number.owner = "uid", earlier.cue, earlier.owner
    elif earlier.kind == "uid" and near and identifiers.fits("uid", _compact(number.value)):
        number.kind, number.cue = "uid", earlier.cue
        number.owner = "own" if whose[-1].value("own") or whose[-1].value("desk") else "other"


def _before(page: Source, number: Reading, floor: int) -> list[tuple[float, Hit, str]]:
    found = []
    for hit in page.hits_in(floor, number.start):
        kind = hit.value("cue")
        if kind is None or hit.end > number.start:
            continue
        gap = page.folded[hit.end : number.start]
        linked = made_of(gap, _LINKS, _DENSE_LINKS)
        if not linked and (len(gap) > 24 or re.search(r"[。！？!?;；]|[.…]\s|\n\s*\n", gap)):
            continue
        cost = len(gap.strip()) / 2 if linked else 4.0 + len(gap)
        found.append((cost, hit, kind))
    return found


def _after(page: Source, number: Reading, ceiling: int) -> list[tuple[float, Hit, str]]:
    found: list[tuple[float, Hit, str]] = []
    if page.folded[number.end : number.end + 1] in {"]", "】", "］"}:
        return found  # "[#20418840] Withdrawal": what follows is another matter
    ordinal = _ORDINAL.match(page.folded, number.end)
    for hit in page.hits_in(number.end, ceiling):
        kind = hit.value("cue")
        if kind is None:
            continue
        gap = page.folded[number.end : hit.start]
        if "\n" in gap.strip(" ") and not ordinal:
            break
        if _ANNOUNCES.match(page.folded, hit.end) and any(c in gap for c in ",，、;；/|"):
            break
        if kind == "police_case_no" and "," in gap:
            break
        tight = made_of(gap, _AFTERS, _DENSE_AFTERS) and not _FULL_STOP.search(gap)
        if (
            tight
            and not (hit.value("negated"))
            and not any(h.value("negated") for h in page.hits_in(number.end, hit.start))
        ):
            found.append((7.0 + len(gap.strip()) / 2 + (8.0 if "," in gap or "、" in gap else 0), hit, kind))
        elif ordinal and len(gap) <= 32 and not re.search(r"[.。;；]\s", gap):
            found.append((9.0 + len(gap) / 4, hit, kind))
        break
    return found
