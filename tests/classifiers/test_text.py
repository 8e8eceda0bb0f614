"""Texts to canonical form and to hashes."""

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers import text as texts
from classifiers.features import Batch, Table, hash_text, ngrams
from classifiers.text import MAX_CHARS, canonical, same_length_fold


@pytest.mark.parametrize(
    ("raw", "token"),
    [
        ("see https://okx.example/a?b=1 please", "urltok"),
        ("write to me.too@mail.example", "mailtok"),
        ("hash 0x" + "ab" * 32, "hashtok"),
        ("to TXyz12345678901234567890abcdefgh1", "addrtok"),
        ("UID 698827017768230914", "idtok"),
        ("UID：１２３４５６７８", "numtok"),
        ("1,450.50 U", "amounttok"),
        ("5000USDT", "amounttok"),
        ("on 2025-10-09 at", "datetok"),
        ("since 21:40", "clocktok"),
    ],
)
def test_an_identifier_becomes_its_type(raw: str, token: str) -> None:
    assert f" {token} " in canonical(raw)


def test_short_numbers_and_terms_with_digits_stay() -> None:
    assert canonical("2FA after 24 hours, TRC20") == " 2fa after 24 hours trc20 "


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("提幣沒到帳", "提币没到账"),
        ("không rút được tiền", "KHONG RUT DUOC TIEN"),
        ("çekim işlemi", "cekim islemi"),
        ("ＵＳＤＴ提币", "usdt 提币"),
        ("can’t", "can't"),
        ("ещё", "еще"),
    ],
)
def test_the_same_words_fold_to_the_same_form(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@given(st.text(max_size=300))
def test_canonical_never_raises_and_keeps_single_spaces(raw: str) -> None:
    folded = canonical(raw)
    assert folded.startswith(" ")
    assert folded.endswith(" ")
    assert "  " not in folded.strip(" ")


@given(st.text(max_size=300))
def test_the_fold_for_spans_moves_no_character(raw: str) -> None:
    assert len(same_length_fold(raw)) == len(raw)


@pytest.mark.parametrize("piece", ["a1", "a@", "1,", "a", "1:", "a-", "https://", "_a1+/="])
def test_hostile_texts_take_linear_time(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MAX_CHARS", 10**7)

    def seconds(count: int) -> float:
        began = time.process_time()
        canonical(piece * count)
        return time.process_time() - began

    seconds(10)
    assert seconds(80_000) < 2.5


def test_a_long_text_keeps_its_head_and_its_tail() -> None:
    kept = texts.bounded("begin " + "x" * 10_000 + " end")
    assert len(kept) == MAX_CHARS + 1
    assert kept.startswith("begin")
    assert kept.endswith("end")


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_the_hash_of_a_word_is_the_same_wherever_it_stands(raws: list[str]) -> None:
    folded = [canonical(raw) for raw in raws]
    batch = Batch.of(folded)
    for begin, end in zip(batch.starts.tolist(), batch.ends.tolist(), strict=True):
        word = "".join(folded)[begin:end]
        assert int(batch.hashes(np.array([begin]), np.array([end]))[0]) == hash_text(word)


@given(st.lists(st.text(max_size=80), min_size=2, max_size=5))
def test_a_text_has_the_same_ngrams_alone_and_in_a_batch(raws: list[str]) -> None:
    folded = [canonical(raw) for raw in raws]
    together = ngrams(Batch.of(folded))
    for row, alone in enumerate(folded):
        for (text_of, hashes), (_, own) in zip(together, ngrams(Batch.of([alone])), strict=True):
            assert sorted(hashes[text_of == row].tolist()) == sorted(own.tolist())


@given(st.lists(st.integers(0, 2**64 - 1), unique=True, max_size=400), st.integers(0, 2**64 - 1))
def test_a_table_finds_its_keys_and_nothing_else(keys: list[int], other: int) -> None:
    table = Table(np.array(keys, np.uint64))
    assert table.find(np.array(keys, np.uint64)).tolist() == list(range(len(keys)))
    if other not in keys:
        assert table.find(np.array([other], np.uint64)).tolist() == [-1]


def test_a_table_loses_no_key_however_many_share_a_place() -> None:
    spread = pow(0xD6E8FEB86659FD93, -1, 1 << 64)
    keys = np.array([k * spread % 2**64 for k in range(50)], np.uint64)
    assert Table(keys).find(keys).tolist() == list(range(50))
    assert Table(np.zeros(0, np.uint64)).find(np.array([0, 7], np.uint64)).tolist() == [-1, -1]


def test_neighbouring_words_form_pairs_within_one_text_only() -> None:
    (text_of, _), _ = ngrams(Batch.of([" a b c ", " d "]))
    assert text_of.tolist().count(0) == 3 + len(list(pairwise("abc")))
    assert text_of.tolist().count(1) == 1
