"""Hashes and addresses: whole, wrapped, hidden in links, mistyped."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.mail import Fold
from mailbot.triage.extract import extract
from mailbot.triage.extract.normalise import fold, normalise
from mailbot.triage.extract.numbers.patterns import DEFAULT
from mailbot.triage.extract.numbers.validators import address, bech32, eip55, luhn
from tests.triage.extract.reading import found, letter, read

HASH = "77f9579cf70865fb6c0993be299785e60d2153f75a3843bf0e41acae67df316d"
SIGNATURE = "2rLsN4QjGip9FFe1TFAsNV5tc1nfFfhmWYPutFhTXWGakTVQYr76NNZGYVA3ciq4ysrWiQbViTNQbVjVYEKsJjf7"

HASHES = [
    (f"hash {HASH}", [HASH]),
    (f"哈希：0x{HASH}。", [f"0x{HASH}"]),
    (f"{HASH[:30]}\n{HASH[30:]}", [HASH]),
    (f"> {HASH[:40]}\n> {HASH[40:]}", [HASH]),
    (f"0x{HASH[:22]} {HASH[22:44]} {HASH[44:]}", [f"0x{HASH}"]),
    (f"{HASH[:20]}\u200b{HASH[20:41]}\u00ad{HASH[41:]}", [HASH]),
    (f"https://tronscan.org/#/transaction/{HASH}?lang=zh", [HASH]),
    (f"见https://etherscan.io/tx/0x{HASH}#eventlog", [f"0x{HASH}"]),
    (f"https://solscan.io/tx/{SIGNATURE}", [SIGNATURE]),
    (f"Signature: {SIGNATURE}", [SIGNATURE]),
    ("Message hash: JlQkyn6HSvQ6a5A2u6QQ0FlLt92pPngG7WBRXrt4ILg=", ["JlQkyn6HSvQ6a5A2u6QQ0FlLt92pPngG7WBRXrt4ILg="]),
    ("1" * 64, []),
    (f"tx {HASH[:40]} only half", []),
]


@pytest.mark.parametrize(("text", "wanted"), HASHES, ids=[t[:40] for t, _ in HASHES])
def test_transaction_hashes(text: str, wanted: list[str]) -> None:
    assert found(text, "tx_hash") == wanted


def test_a_hash_with_foreign_letters_is_shown_and_never_repaired() -> None:
    broken = HASH.replace("a", "а", 1)
    entity = read(f"хеш {broken}").entities[0]
    assert (entity.kind, entity.value, entity.valid) == ("tx_hash", broken, False)
    assert "alphabet" in entity.note


def test_of_a_replaced_hash_only_the_new_one_counts() -> None:
    other = HASH[::-1]
    assert found(f"第一次的 {other} 被我用RBF替换掉了。后来的是 {HASH}", "tx_hash") == [HASH]


ADDRESSES = [
    ("TUk3cpgyJTPuL5r6KyzV75bAe3TwrX1rvu", "tron", True),
    ("TSEGwm3AYtaPAwyurx4w6vuSULyoQo6U35", "tron", False),
    ("1PwcT6PbkTDDECgBGJQz2KXSZRRAsp9qyY", "btc", True),
    ("3CvpdAg1bAQgHtFQk8ft5ndmfRoDakaVoZ", "btc", True),
    ("bc1physq7n9rhgw2fv5zxfw7j5wlt3nrheyws7yy8qe7ze9swf9n4uaqwwle6s", "btc", True),
    ("BC1QWNMGFXT5FKSR573M2TMNSWKHAU3CHRA4LXXAYA", "btc", True),
    ("ltc1qe4g44xgt4sfunltwqf3r9yuj4qv884rwl9a8g8", "ltc", True),
    ("DSsKyZoEqivk1uyLRzvEuhMtMYaGyHkws5", "doge", True),
    ("rEhr2N2n2TKbj7BET75evYwJFiWiL1cjH2", "xrp", True),
    ("0xeaFd2B2E6B7064fd244E8E0F99B986B4Fb272504", "evm", True),
    ("0x409aD3fA66c501CF1ba1135D311Db25d95846653", "evm", False),
    ("0x49c118c1f9dbf170434a0d98b87d9be88e1bae65", "evm", None),
    ("EQAE2HhJcNTo0wtDFhlPETQX71RX33_b7vXwlmyM76xaVj89", "ton", True),
    ("7NbY6fKCtFpcMTC4BMnAXZbSbSNL839AmyQB8NamQjAU", "sol", None),
]


@pytest.mark.parametrize(("value", "family", "valid"), ADDRESSES)
def test_addresses_by_form_and_checksum(value: str, family: str, valid: bool | None) -> None:
    assert address(value) == (family, valid)
    entity = next(e for e in read(f"打到 {value} 了").entities if e.kind == "address")
    assert (entity.value, entity.valid) == (value, valid)
    assert bool(entity.note) == (valid is False)


@pytest.mark.parametrize(("value", "family", "valid"), [row for row in ADDRESSES if row[2]])
def test_one_changed_letter_fails_the_check(value: str, family: str, valid: bool) -> None:
    at = len(value) // 2
    other = "2" if value[at] != "2" else "3"
    if family == "evm":
        other = value[at].swapcase() if value[at].isalpha() else value[at]
    changed = value[:at] + other + value[at + 1 :]
    known = address(changed)
    assert changed == value or known is None or known[1] is False


def test_the_published_vectors_hold() -> None:
    # EIP-55, BIP 173 and BIP 350 give these.
    assert eip55("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed") is True
    assert eip55("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed") is False
    assert bech32("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4") == ("bc", 0)
    assert bech32("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0") == ("bc", 1)
    assert bech32("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5") is None
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")


def test_an_address_of_another_network_is_marked() -> None:
    entities = read("TRC20, 0xeaFd2B2E6B7064fd244E8E0F99B986B4Fb272504").entities
    note = next(e.note for e in entities if e.kind == "address")
    assert "TRC20" in note


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_span_is_its_raw_words(text: str) -> None:
    mail = letter(text, subject=text[:40])
    for entity in read(text, subject=text[:40]).entities:
        source = {"text": mail.text, "quoted": mail.text, "subject": mail.subject}.get(entity.where)
        if source is not None:
            assert source[slice(*entity.span)] == entity.raw


PIECES = [
    HASH,
    "UID ",
    "１２３４５６７８",
    "\u200b",
    "昨天",
    " 1,200 USDT",
    "@",
    "\n> ",
    "0x",
    "“",
    "密码：",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mixture_of_known_pieces_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    for entity in read(text).entities:
        assert text[slice(*entity.span)] == entity.raw


@given(st.text(max_size=200))
def test_normalising_keeps_the_way_back(text: str) -> None:
    normal = normalise(text)
    assert len(fold(normal.text)) == len(normal.text)
    for at in range(len(normal.text)):
        start, end = normal.span(at, at + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "7",
        "a",
        "0x",
        "1,",
        "1 ",
        "0.",
        "a.",
        "a@",
        "[1,",
        "eyJ",
        "12:",
        "昨",
        "abandon ",
        "UID ",
        "{",
        "@a",
        "密码",
        "1-",
        "T",
        "((",
        "“",
    ],
)
def test_ten_megabytes_of_anything_take_bounded_time(piece: str) -> None:
    text = piece * (10_000_000 // len(piece))
    mail = letter(text, folds=(Fold(start=5, end=50, kind="quote"),))
    start = time.process_time()
    extract(mail, DEFAULT, received_at=datetime(2026, 3, 12, tzinfo=UTC))
    assert time.process_time() - start < 2


def test_the_raw_form_of_a_ton_address_is_no_hash() -> None:
    text = f"哈希{HASH[::-1]} 地址是 0:{HASH}"
    assert found(text, "tx_hash") == [HASH[::-1]]
    assert found(text, "address") == [f"0:{HASH}"]
