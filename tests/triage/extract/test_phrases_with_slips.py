"""Phrases that no checksum proves: invented words of every list, with a slip of the pen, one short, in many layouts."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest
from mnemonic import Mnemonic

from mailbot.triage.extract import mask
from mailbot.triage.extract.normalise import fold
from tests.triage.extract.reading import letter, read

LEADS = {
    "english": ["can you restore this {} i lost my phone", "The man on the phone asked so I typed {} into his page"],
    "spanish": ["la billetera no abre {} ayuda", "le pasé {} por whatsapp"],
    "french": ["voici les mots {} merci", "mon portefeuille : {}"],
    "italian": ["ho scritto {} ma non va"],
    "portuguese": ["passei {} para ele"],
    "czech": ["mám tohle {} prosím"],
    "russian": ["я ему продиктовал {} и всё"],
    "turkish": ["ona {} yazdım"],
    "japanese": ["メモには {} と書いてあります"],
    "korean": ["종이에 {} 적혀 있어요"],
    "chinese_simplified": ["我抄的是 {} 帮我看看"],
    "chinese_traditional": ["錢包裡是 {} 幫我看看"],
}
LAYOUTS: tuple[Callable[[list[str]], str], ...] = (
    " ".join,
    ", ".join,
    "\n".join,
    " - ".join,
    lambda words: "\n".join(f"{n}. {w}" for n, w in enumerate(words, 1)),
    lambda words: "\n".join(f"{n}) {w}" for n, w in enumerate(words, 1)),
)


def _slip(random: Random, word: str) -> str:
    """One letter left out or doubled, or two changed in their order; signs of Chinese are left."""
    if len(word) < 4:
        return word
    at = random.randrange(1, len(word) - 1)
    return random.choice(
        (word[:at] + word[at + 1 :], word[:at] + word[at - 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    )


@pytest.mark.parametrize("language", LEADS)
@pytest.mark.parametrize("seed", range(4))
def test_no_two_neighbours_of_a_phrase_are_left(language: str, seed: int) -> None:
    random = Random(f"{language} {seed}")
    listed = Mnemonic(language).wordlist
    for lead in LEADS[language]:
        for layout in LAYOUTS:
            words = [unicodedata.normalize("NFC", random.choice(listed)) for _ in range(random.choice((11, 12, 24)))]
            if seed % 2:
                wrong = random.randrange(2, len(words) - 2)
                words[wrong] = _slip(random, words[wrong])
            text = lead.replace("{}", layout(words))
            shown = "".join(fold(mask(letter(text), read(text).secrets).text).split())
            assert [a for a, b in pairwise(words) if fold(a + b) in shown] == [], text


@pytest.mark.parametrize(
    "text",
    [
        "Please help me to open this account again, I want to check what is still there before the month ends",
        "Can you check the order and explain what the problem is, because there is no reason to wait another month",
        "我想问一下这个订单为什么一直没有完成，已经等了三天了，请尽快处理",
        "La orden no aparece, pero el saldo tampoco cambia; espero una respuesta antes del lunes por favor",
        "O pedido não aparece e o saldo também não muda; espero uma resposta antes de segunda por favor",
    ],
)
def test_prose_is_none(text: str) -> None:
    assert not read(text).secrets


@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("between", [" ", "，", "\n", " / "])
@pytest.mark.parametrize("lead", ["助记词：{}", "他要我发助记词，我就复制给他了：{} 就这些字。"])
def test_signs_in_groups_are_a_phrase(size: int, between: str, lead: str) -> None:
    words = Mnemonic("chinese_simplified").generate(128).split()
    groups = ["".join(words[at : at + size]) for at in range(0, 12, size)]
    text = lead.replace("{}", between.join(groups))
    shown = mask(letter(text), read(text).secrets).text
    assert not [g for g in groups if g in shown], shown
