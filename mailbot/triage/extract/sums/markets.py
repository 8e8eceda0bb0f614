"""Instruments, coins and networks."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from mailbot.triage.extract.lexicon import Hit, word_set
from mailbot.triage.extract.numbers.shapes import MOST_TOKENS
from mailbot.triage.extract.source import Source
from mailbot.triage.extract.sums.carriers import carriers
from mailbot.triage.extract.sums.coins import AMBIGUOUS, COINS
from mailbot.triage.sieve import sieved

_OWN_CHAIN = frozenset({"BTC", "LTC", "DOGE", "XRP", "XLM", "SOL", "TON", "BCH", "ETC"})
"""Coins whose name is that of their only usual chain."""

_QUOTES = "USDT|USDC|USDE|USD|BTC|ETH|EUR|TRY|BRL|AUD|SGD|AED|OKB|DAI"
_PAIR = sieved(
    rf"(?<![A-Za-z0-9])([A-Za-z0-9]{{1,10}}?)\s?([-/_])\s?({_QUOTES})(?:[-_ ]?(SWAP|PERP|PERPETUAL|"
    rf"FUTURES))?((?:-\d{{6}}(?:-\d{{2,7}}-[CP])?))?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_GLUED = sieved(
    r"(?<![A-Za-z0-9])([A-Z]{2,6}|[a-z]{2,6})(USDT|usdt|USDC|usdc|USD|usd)(?:[-_]?(SWAP|swap|PERP"
    r"|perp))?(?![A-Za-z0-9])"
)
_SWAP = re.compile(
    r"\s?の?(?:永续|永續|合约|合約|perp|swap|futures|perpetual|無期限|선물|무기한|фьючерс|бессрочн|vĩnh viễn|"
    r"vinh vien|hợp đồng|perpetuo|futuros|vadeli|sürekli|perpétuo)",
    re.IGNORECASE,
)
_CONTRACT = re.compile(
    r"\s?の?(?:永续|永續|合约|合約|perp\b|perps\b|perpetual|swap\b|futures|無期限|無期限契約|パーペチュアル|선물|"
    r"무기한|бессроч|фьючерс|vĩnh cửu|vinh cuu|vĩnh viễn|vinh vien|perpetuo|perpetual|sürekli|surekli|vadeli|"
    r"perpétuo)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:永续|永續|合约|合約|\bperps?\b|\bperpetual(?: swap)?|\bswap|\bfutures|無期限(?:契約)?|パーペチュアル"
    r"|先物|무기한|선물|бессроч\w{1,5}|фьючерс\w{0,3}|vinh cuu|vinh vien|hop dong(?: tuong lai)?|\bperpetu[oa]s?"
    r"|\bfuturos?|\bsurekli|\bvadeli|sonsuz vadeli)(?: (?:on|of|in|de|del|do|da|em|en|cua|по|на|с|contract"
    r"|контракт\w{0,3}|islem\w{0,4}|long|short|лонг\w?|шорт\w?|pozisyon\w{0,4}))?[\s:：的「\"(（]{0,3}$"
)
"""A word for a perpetual contract right before a pair (folded)."""
_PERPETUAL = re.compile(
    r"(?:永续|永續|\bperps?|\bperpetual(?: swap)?|無期限|무기한|бессроч\w{1,5}|vinh cuu|vinh vien"
    r"|\bperpetu[oa]|\bsurekli)"
    r"(?: ?(?:on|of|de|em|en|по|на|contract|контракт\w{0,3}|合约|合約|契約|の|long|short|лонг\w?|шорт\w?))?"
    r"\s?[:：]?\s?$"
)
"""The same before a coin (folded)."""
_INVERSE = re.compile(
    r"币本位|幣本位|\bcoin-?\s?m(?:argin(?:ed)?)?\b|\binverse\b|コイン(?:建て|証拠金|マージン)|코인 ?(?:마진|기반)|"
    r"в монете|монетн\w{1,3} марж|обратн\w{1,3} (?:контракт|бессроч|фьючерс)|ky quy (?:bang )?coin|"
    r"margen en (?:cripto|moneda|monedas)|margem em (?:cripto|moeda)|invers[oa]\b|coin (?:marjli|teminatli)"
)
"""A contract whose margin is the coin itself, which is quoted in dollars (folded)."""
_U = re.compile(r"(?<![A-Za-z0-9])[Uu](?![A-Za-z0-9'’.])(?=[\s\u4e00-\u9fff，。、]|$)")
_WRITES_U = re.compile(r"[\u4e00-\u9fffăđơưạ]")
_EXAMPLE = re.compile(
    r"(?:如|例如|比如|e\.?g\.?|such as|for example|など|등|напр|например|ví dụ|vi du|p\. ?ej|por ejemplo|ör[nğ]|"
    r"orn|ex\.|por exemplo)[\s.:,（(]{0,3}(?:[A-Za-z0-9]{2,8}[\s,、或/和orили ou veya hoặc o]{1,6}){0,2}$",
    re.IGNORECASE,
)
_RISKY = word_set(
    "sol ton dot ada apt link near uni sui eos atom pepe jup inj kas stx xem arb fil dai crv trx sei tia icp base"
    " pix swift fps stellar cosmos optimism vet eter pi avalanche lightning ripple medio op dong"
)

_SENT = re.compile(
    r"(?:\b(?:sen[dt]|sending|transferr?(?:ed|ing)?|withdrew|withdraw(?:ing|n)?|deposit(?:ed|ing)?|moved|bought|sold|"
    r"swapped|"
    r"staked|bridged|mande|envie|transferi|retire|deposite|compre|mandei|enviei|saquei|depositei|comprei|"
    r"отправи\w{1,3}|"
    r"перев[её]л\w?|вывел\w?|закинул\w?|купил\w?|gui|chuyen|rut|nap|mua|gonderdim|yolladim|cektim|yatirdim|aldim)|"
    r"提了?|充了?|转了?|轉了?|发了?|送った|보낸|보냈)"
    r"\s?(?:(?:my|some|the|all|of|a|few|mi|mis|unos|meu|meus|uns|мой|мои|свои|свой|cai|dong|het|benim|我的|"
    r"一些)\s){0,3}$"
)
"""Who sends something names it next (folded)."""
_SENDABLE = word_set(
    "sol ton dot sui apt atom eos xem inj kas arb fil trx dai uni jup pepe tia sei icp stx crv vet ada near"
)
"""Of the words that may be others: those that stand for a coin right after a verb of sending."""
_BASE = sieved(r"(?<![\w.@/&-])(?:Base|BASE)(?![A-Za-z0-9_-]|\.\w|\s(?:[A-Z]|64|url|rate|fee))")
"""The chain, by its capital letter in the midst of a sentence."""
_BASE_BEFORE = re.compile(r"\s?(?:로|에서|で|経由|网络|链|網路|鏈|上|uzerinden|agi)")
_BASE_OVER = re.compile(
    r"\b(?:on|over|via|through|using|chose|selected|picked|was|red|rede|por|pela|en la|na|em|mang|qua|tren|chon|через|"
    r"по|сети|на|выбрал\w?) $|[用走选選在经經通过過]\s?$|[「(（/]$|instead of $|not $"
)
"""What stands before the chain where another is named as well (folded)."""
_BASE_AFTER = re.compile(r"(?:[a-zà-ỹа-яё0-9,(（]|[\u3041-\u9fff\uac00-\ud7a3])\s?[(（]?$")


_PAID_BY = re.compile(r"\b(?:um|o|por|via|do|no|pelo|chave|meu|seu|fiz|mandei|paguei|este|esse|by|con|de) $")
"""What stands before the name of a way to pay ("por pix", "fiz um pix")."""


def read_instruments(page: Source) -> None:
    """Trading pairs and contracts, as ``BTC-USDT`` and ``BTC-USDT-SWAP``."""
    symbols = COINS.keys()
    for found in islice(_PAIR.finditer(page.text), MOST_TOKENS):
        base, mark, quote = found.group(1).upper(), found.group(2), found.group(3).upper()
        if (
            not page.free(*found.span())
            or base.isdigit()
            or base == quote
            or base in {"AND", "OR", "TRC20", "ERC20", "BEP20"}
        ):
            continue
        if mark != "-" and base not in symbols and not found.group(1).isupper():
            continue
        if mark == "-" and not (found.group(1).isupper() or base in symbols):
            continue
        if mark == "/" and {base, quote} <= {"USDT", "USDC", "USD", "EUR"}:
            continue
        swap = "-SWAP" if found.group(4) or _is_contract(page, *found.span()) else ""
        page.add("instrument", f"{base}-{quote}{swap}{(found.group(5) or '').upper()}", *found.span())
    for found in islice(_GLUED.finditer(page.text), MOST_TOKENS):
        base = found.group(1).upper()
        if page.free(*found.span()) and base in symbols:
            swap = "-SWAP" if found.group(3) or _is_contract(page, *found.span()) else ""
            if found.group(2).upper() != "USD" or swap:
                page.add("instrument", f"{base}-{found.group(2).upper()}{swap}", *found.span())


def _is_contract(page: Source, start: int, end: int) -> bool:
    """Whether a word beside a pair says that it is a perpetual contract."""
    return bool(_SWAP.match(page.text, end) or _BEFORE.search(page.folded, max(0, start - 40), start))


def read_contracts(page: Source) -> None:
    """A coin right before a word for a perpetual contract ("BTC永续"): ``BTC-USDT-SWAP``, or ``BTC-USD-SWAP`` where the
    sentence says that the coin is its margin."""
    for hit in page.hits:
        coin = hit.value("coin")
        if not coin or coin in {"USDT", "USDC"} or re.search(r"\d\s?$", page.text[max(0, hit.start - 3) : hit.start]):
            continue
        follows = _CONTRACT.match(page.folded, hit.end)
        end = follows.end() if follows else hit.end
        if page.free(hit.start, end) and (follows or _PERPETUAL.search(page.folded, max(0, hit.start - 30), hit.start)):
            quote = "USD" if _INVERSE.search(page.folded, *page.sentence(hit.start)) else "USDT"
            page.add("instrument", f"{coin}-{quote}-SWAP", hit.start, end, confidence=0.8)


def read_coins_and_networks(page: Source) -> None:
    """Every coin and network that is named; an example in our own question ("such as TRC20") is none."""
    for entity in [e for e in page.entities if e.kind == "amount"]:
        unit = entity.value.partition(" ")[2]
        if unit in COINS:
            page.entities.append(replace(entity, kind="coin", value=unit))
    for hit in page.hits:
        if hit.value("network") or hit.value("coin"):
            _named(page, hit)
    _slang(page)
    _base(page)
    _carried(page)
    if not any(e.kind == "network" for e in page.entities):
        for hit in page.tagged("explorer"):
            if network := hit.value("explorer"):
                page.add("network", network, hit.start, hit.end, confidence=0.6, take=False)
    if not (page.tagged("network") or page.tagged("explorer")):
        for entity in [e for e in page.entities if e.kind == "coin" and e.value in _OWN_CHAIN]:
            page.entities.append(replace(entity, kind="network", confidence=0.5, note="the coin's own chain"))


def _named(page: Source, hit: Hit) -> None:
    word = page.text[hit.start : hit.end]
    counted = _beside_number(page, hit.start)
    paid = word == "pix" and _PAID_BY.search(page.folded, max(0, hit.start - 12), hit.start) is not None
    sent = word in _SENDABLE and _SENT.search(page.folded, max(0, hit.start - 32), hit.start) is not None
    if not page.free(hit.start, hit.end) or (word.islower() and word in _RISKY and not (counted or paid or sent)):
        return
    if page.place(hit.start) == "quoted" and _EXAMPLE.search(page.folded[max(0, hit.start - 30) : hit.start]):
        return
    if network := hit.value("network"):
        page.add("network", network, hit.start, hit.end, take=False)
        return
    coin = hit.value("coin") or ""
    if not hit.value("currency") and (coin not in AMBIGUOUS or sent or (word.isupper() and counted)):
        page.add("coin", coin, hit.start, hit.end, take=False)


def _base(page: Source) -> None:
    """ "over Base", "USDC (Base)": the chain, in a text that names a coin."""
    if not any(e.kind == "coin" for e in page.entities):
        return
    others = any(e.kind == "network" for e in page.entities)
    for found in islice(_BASE.finditer(page.text), 5):
        start, end = found.span()
        if others and not _BASE_OVER.search(page.folded, max(0, start - 14), start):
            continue
        if page.free(start, end) and (
            _BASE_AFTER.search(page.text, max(0, start - 4), start) or _BASE_BEFORE.match(page.folded, end)
        ):
            page.add("network", "BASE", start, end, confidence=0.7, take=False)
            return


def _carried(page: Source) -> None:
    """Chains by their short names, in a text that names a coin."""
    if not any(e.kind in {"coin", "instrument"} for e in page.entities):
        return
    known = {e.value for e in page.entities if e.kind == "network"}
    for start, end, network in carriers(page.folded):
        if network not in known and page.free(start, end):
            known.add(network)
            page.add("network", network, start, end, confidence=0.7, take=False)


def _slang(page: Source) -> None:
    """A bare U for USDT, as Chinese and Vietnamese customers write."""
    if not _WRITES_U.search(page.text[:2000]):
        return
    for found in islice(_U.finditer(page.text), 5):
        beside = page.text[found.start() - 1 : found.start()]
        if page.free(*found.span()) and (found.group() == "U" or "\u4e00" <= beside <= "\u9fff"):
            page.add("coin", "USDT", *found.span(), confidence=0.7, take=False)
            return


def _beside_number(page: Source, start: int) -> bool:
    return re.search(r"\d\s?$", page.text[max(0, start - 3) : start]) is not None
