"""The identifiers of a desk, compiled: shapes (RE2, so linear) and one lexicon of all the words that matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from mailbot.triage import linear
from mailbot.triage.extract import errors
from mailbot.triage.extract.days import timewords
from mailbot.triage.extract.lexicon import Lexicon
from mailbot.triage.extract.numbers import context
from mailbot.triage.extract.numbers.presets import OKX, POLICE_CUES, PRESETS, UUID
from mailbot.triage.extract.numbers.spec import IdentifierSpec
from mailbot.triage.extract.persons import contacts, messengers, suspectwords
from mailbot.triage.extract.secrecy import secretwords
from mailbot.triage.extract.sums import amounts_text, coins, networks

__all__ = ["DEFAULT", "PRESETS", "IdentifierSpec", "Identifiers"]

_HASH_CUES = (
    "hash tx_hash txhash txid tx_id transaction_hash transaction_id tx signature message_hash 哈希 哈希值"
    " 交易哈希 交易hash 交易id 雜湊 交易雜湊 トランザクション"
    " トランザクションid トランザクションハッシュ ハッシュ 해시 트랜잭션 해시값 хеш* хэш* транзакци* mã_giao_dịch"
    " mã_hash hash_giao_dịch id_de_transacción işlem_hash'i"
    " id_da_transação"
)
_ADDRESS_CUES = (
    "address wallet deposit_address wallet_address destination 地址 收款地址 提币地址 充值地址 钱包 錢包 アドレス"
    " 送付先 送金先 入金先 주소 받는_곳 адрес* кошел* кошель*"
    " địa_chỉ ví dirección direccion billetera cartera adres* cüzdan* endereço carteira"
)


_OWN = re.compile(
    r"\b(?:my|mi|minha|meu|мой|em|mình|tôi)\b(?! (?:cuenta|conta) (?:bancaria|de))|^(?:我|私|제 |主|母)"
    r"|main |master |мастер|okx |欧易|with you"
)
"""What says in the name of an account that it is the customer's."""
_NO_NUMBERS = frozenset({"client_order_id", "sub_account", "ticket_id"})
"""Kinds that a word before them announces, whatever they look like (`named`)."""


def _has_letters(pattern: str) -> bool:
    """Whether a pattern allows letters: its own, or a class of them; escapes such as ``\\d`` do not count."""
    return any(c.isalpha() for c in re.sub(r"\\[A-Za-z]|\(\?[:a-z]+", "", pattern).replace(UUID, ""))


class Identifiers:
    """The compiled identifiers of a desk. Raises ValueError for a pattern that RE2 refuses or a lone ``*`` cue."""

    __slots__ = ("_compiled", "lettered", "lexicon", "numbers", "specs")

    def __init__(self, specs: Iterable[IdentifierSpec]) -> None:
        self.specs = tuple(specs)
        compiled: list[tuple[IdentifierSpec, Any]] = []
        for spec in self.specs:
            try:
                compiled.append((spec, linear.compile(spec.pattern)))
            except linear.error as error:
                raise ValueError(f"identifier {spec.kind}: pattern {spec.pattern!r}: {error}") from error
        self._compiled = tuple(compiled)
        self.numbers = frozenset(s.kind for s in self.specs) - _NO_NUMBERS
        """Kinds that numbers are held against."""
        self.lettered = frozenset(s.kind for s in self.specs if _has_letters(s.pattern)) & self.numbers
        """Those of them whose values may hold letters."""
        self.lexicon = Lexicon(self._words())

    def fits(self, kind: str, value: str) -> IdentifierSpec | None:
        """The first spec of a kind whose pattern the whole value matches."""
        return next((s for s, p in self._compiled if s.kind == kind and p.fullmatch(value)), None)

    def alone(self) -> Iterator[tuple[IdentifierSpec, Any]]:
        """The specs whose shape is proof enough, with their compiled patterns."""
        return ((s, p) for s, p in self._compiled if s.alone)

    def _words(self) -> Iterator[tuple[str, str, str]]:
        for spec in self.specs:
            for words in spec.cues.values():
                yield from ((word, "cue", spec.kind) for word in words if word.strip("* "))
                if spec.kind == "uid":  # the longer word hides the shorter
                    yield from ((word, "own", "own") for word in words if _OWN.search(word))
        for words in POLICE_CUES.values():
            yield from ((word, "cue", "police_case_no") for word in words)
        for kind, cues in (("tx_hash", _HASH_CUES), ("address", _ADDRESS_CUES)):
            yield from ((word.replace("_", " "), "cue", kind) for word in cues.split())
        for room in (
            context,
            coins,
            contacts,
            messengers,
            networks,
            errors,
            secretwords,
            suspectwords,
            timewords,
            amounts_text,
        ):
            yield from room.words()


DEFAULT = Identifiers(OKX)
