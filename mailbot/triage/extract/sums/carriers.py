"""Chains by names that are other words as well (base, op, arb, optimism, sol, тон): only where the words beside say
that coins went over one, "via base", "用op网络", "op的充值地址", "в сети тон", "ağ olarak avalanche"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from mailbot.triage.sieve import sieved

_CHAINS: Mapping[str, str] = {
    "BASE": "base базе бейс бэйс 베이스 ベース",
    "OPTIMISM": "op optimism 옵티미즘 оптимизм оптимизме",
    "ARBITRUM": "arb arbitrum арб арбе арбитрум 아비트럼",
    "LIGHTNING": "lightning ln лайтнинг 라이트닝",
    "AVAXC": "avalanche авакс 아발란체 アバランチ",
    "POLYGON": "poly polygon 폴리곤",
    "XLM": "stellar стеллар",
    "COSMOS": "cosmos космос",
    "APTOS": "aptos",
    "ERC20": "ethereum",
    "TRC20": "tron",
}
"""network → names that no coin has that people count in (folded)."""
_COINS: Mapping[str, str] = {
    "TON": "ton тон тону тоне 톤 トン",
    "SOL": "sol solana солана солану солане соланы сол 솔라나 솔 ソラナ",
    "AVAXC": "avax",
    "POLYGON": "matic pol",
    "ERC20": "eth erc ether эфир эфире эфиру эфириум 이더리움 이더 イーサリアム イーサ 以太",
    "BEP20": "bnb bsc bep",
    "TRC20": "trx trc трон троне трону 트론 トロン",
    "XLM": "xlm",
    "APTOS": "apt",
    "SUI": "sui",
    "BTC": "btc bitcoin биткоин 비트코인 ビットコイン",
    "KASPA": "kas kaspa",
}
"""network → names that are those of coins too: more must be said beside them (folded)."""
_NETWORKS = {name: network for table in (_CHAINS, _COINS) for network, names in table.items() for name in names.split()}


def _any(*tables: Mapping[str, str]) -> str:
    names = {name for table in tables for row in table.values() for name in row.split()}
    return "(?P<chain>" + "|".join(sorted(names, key=lambda name: (-len(name), name))) + ")"


_ENDS = r"(?![a-z0-9а-яё_@/-]|\.\w|['’]s\b)"
_OVER = sieved(
    r"(?:\b(?:on|over|via|through|thru|using|used|from|chose|selected|picked|por|pela|pelo|en|em|na|no|qua|tren|chon|"
    r"через|по|в|на|с|выбрал\w?)(?: (?:the|la|el|a|o))? [\"'«(]?|[走用选選挑从從由][了的]?\s?)" + _any(_CHAINS) + _ENDS
)
"""Before a chain, what says that something went over it (folded)."""
_NETWORK_IS = sieved(
    r"(?:\b(?:via|through|network|chain|network (?:is|was)|supports?|supported|accepts?|red|rede|mang|mang la"
    r"|qua|ag|ag olarak|agi|сет[ьи]|сетью|"
    r"через)(?: (?:the|la|is|was|era|foi|была|—|-|:))?:? ?[\"'«(]?"
    r"|走[了的]?\s?|(?:网络|網路|链|鏈|链路|主网)(?:是|用的?是?|选的?是?|選的?是?|走的?是?|为|為|:|：)\s?"
    r"|ネットワーク[はをに:：]\s?|네트워크[는를은]?\s?:?\s?)" + _any(_CHAINS, _COINS) + _ENDS
)
"""Before a chain or a coin, what says that a network is meant (folded)."""
_CAME_OVER = sieved(
    r"(?<=[从從由经經走])" + _any(_CHAINS) + r"(?=上?(?:转|轉|提|充|冲|沖|打|发|發|过来|過來|过去|過去|来的|來的))"
)
_SENT_OVER = sieved(_any(_CHAINS) + r"(?=로 (?:\S{2,6} )?(?:보[냈내]|송금|전송|출금|입금|옮)| ?경유)")
"""A chain and what comes over it (folded)."""
_ITS = sieved(
    r"(?<![a-z0-9_.@/&-])" + _any(_CHAINS, _COINS) + r"(?=\s?(?:链|鏈|网络|網路|主网|主網)"
    r"|\s?的?(?:充值|充币|充幣|入金|收款|提币|提幣|存款)?地址"
    r"| (?:chain|network|blockchain|mainnet|l2|layer ?2)\b"
    r"|\s?(?:ネットワーク|チェーン|メインネット|経由|の(?:入金)?アドレス)"
    r"|\s?(?:네트워크|체인|메인넷|망|주소)"
    r"| (?:agi|agini|aginda|agindan|uzerinden|zinciri\w{0,3})\b|[ -](?:сет[ьи]|адрес\w{0,2})\b)"
)
"""A chain or a coin, and what only a network has (folded)."""
_NONE = re.compile(
    r"\b(?:en|com|na|no|a|sobre la) base(?: (?:a|d[eoa]s?|em|para)\b|$)|\bon base (?:of|salary|pay|price|rate)|no op\b"
)
"""Words that only look alike (folded)."""
_MOST = 20


def carriers(folded: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, network) of every chain that is named so in a folded text."""
    for pattern in (_OVER, _NETWORK_IS, _CAME_OVER, _SENT_OVER, _ITS):
        for found in islice(pattern.finditer(folded), _MOST):
            start, end = found.span("chain")
            if not _NONE.search(folded, max(0, start - 8), min(len(folded), end + 6)):
                yield start, end, _NETWORKS[found["chain"]]
