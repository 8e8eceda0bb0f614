"""Keys and codes that somebody gave away: covered for everybody, and yet a matter of their own."""

from __future__ import annotations

import pytest
from mnemonic import Mnemonic

from classifiers.base import Prediction
from classifiers.cascade import CascadeClassifier
from mailbot.triage.classify import finding, given_away, sample
from mailbot.triage.extract.secrecy.masking import mask
from tests.catalogue import policy
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


REPORTED = [
    ("en", "+1 202 555 0118 rang as OKX security and I read him the code, {}. Was that you? Balance is there."),
    ("zh", "有个自称欧易客服的打来，让我念验证码，我念了 {}。是你们的人吗？余额还在。"),
    ("es", "Me llamó uno de OKX seguridad y le leí el código de verificación {}. ¿Eran ustedes? El saldo sigue."),
    ("ru", "Звонили от имени OKX, я назвал код из СМС {}. Это вы? Деньги на месте."),
]


def settled(text: str, intent: str = "phishing_report") -> str:
    catalogue = policy().catalogue
    told = Prediction(
        language="en", intents=((intent, 0.9), ("secret_exposed", 0.05)), categories=(("security", 1.0),),
        secondary=(), abstained=False, familiarity=1.0, because=(), classifier="written", version="1",
    )  # fmt: skip
    return given_away(finding(told, catalogue), read(text), catalogue).intent


@pytest.mark.parametrize(("language", "text"), REPORTED)
def test_a_report_of_a_fraud_with_the_code_in_it_tells_that_the_code_was_given(language: str, text: str) -> None:
    assert settled(text.format("481 207")) == "secret_exposed"
    assert settled(text.format("481 207"), "login_access") == "login_access"


@pytest.mark.parametrize(
    "text",
    [
        "Is this link yours? https://okx-verify.example/r?session=4601899926aa77c1b2 I did not open it.",
        "A man rang and wanted my code, I hung up at once.",
    ],
)
def test_a_report_of_a_fraud_that_came_to_nothing_stays_one(text: str) -> None:
    assert settled(text) == "phishing_report"
