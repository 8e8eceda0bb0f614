"""Keys to a wallet that somebody hands to the desk: covered for everybody, and yet a matter of their own."""

from __future__ import annotations

import pytest
from mnemonic import Mnemonic

from classifiers.cascade import CascadeClassifier
from mailbot.triage.classify import sample
from mailbot.triage.extract.secrecy.masking import mask
from tests.triage.extract.reading import letter, read

PHRASE = Mnemonic("english").to_mnemonic(bytes(range(16)))
HANDED = [
    f"I wiped my tablet and the wallet is at zero now. Can you put it back for me? {PHRASE}",
    f"重装以后钱包空了，麻烦技术帮我弄回来：{PHRASE}",
    f"機種変更のあと残高がゼロです。そちらで戻してください。{PHRASE}",
    f"Borré la aplicación y ahora sale cero, ¿me lo arreglan ustedes? {PHRASE}",
    f"Удалил приложение, теперь пусто. Верните, пожалуйста: {PHRASE}",
]


@pytest.mark.parametrize("text", HANDED)
def test_the_classifier_is_told_what_the_mask_covers(text: str) -> None:
    found = read(text)
    shown = sample(mask(letter(text), found.secrets), found, "")
    assert "seed phrase" in shown.text
    assert not any(f"{a} {b}" in shown.text for a, b in zip(PHRASE.split(), PHRASE.split()[1:], strict=False))


def test_most_of_them_are_a_matter_of_their_own_and_all_are_of_security() -> None:
    found = [(letter(text), read(text)) for text in HANDED]
    told = CascadeClassifier.load().predict([sample(mask(mail, seen.secrets), seen, "") for mail, seen in found])
    assert {p.category for p in told} == {"security"}
    assert sum(p.intent == "secret_exposed" for p in told) >= 4


def test_a_mail_without_a_key_is_shown_as_it_is() -> None:
    text = "My deposit of 200 USDT has not arrived, my login password is Kestrel!84 if you need it."
    found = read(text)
    assert [s.kind for s in found.secrets] == ["password"]
    shown = sample(mask(letter(text), found.secrets), found, "")
    assert shown.text.strip().splitlines() == [text.replace("Kestrel!84", "•" * 10)]
