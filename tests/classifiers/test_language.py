"""Language identification on our own texts, mixed mails and texts without words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers import corpus
from classifiers.language import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("提币卡住了", "zh"),
        ("我的提幣一直沒有到帳，請幫忙處理", "zh-Hant"),
        ("出金がまだ届きません", "ja"),
        ("출금이 안 돼요", "ko"),
        ("вывод завис, помогите", "ru"),
        ("toi rut tien ma chua thay ve vi", "vi"),
        ("Tôi không đăng nhập được", "vi"),
        ("param hala gelmedi yardim edin", "tr"),
        ("no me llega el codigo para entrar", "es"),
        ("meu saque não caiu até agora", "pt"),
        ("my withdrawal is stuck", "en"),
        ("мої гроші не надійшли, що робити і де їх шукати", "uk"),
        ("Bonjour, je n'arrive plus à me connecter à mon compte depuis hier, pouvez-vous m'aider ?", "fr"),
    ],
)
def test_a_text_is_known_by_script_letters_or_function_words(text: str, language: str) -> None:
    assert identify(text)[0] == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我点提现就报错 Your request could not be completed. Please try again later，怎么办？试了很多次", "zh"),
        ("我的 BTC USDT ETH SOL TRC20 ERC20 都提不出来 withdrawal suspended", "zh"),
        ("ログインしようとすると Device authorization failed. Please contact support と出ます", "ja"),
        ("출금하면 Withdrawal rejected by risk control 이라고 나옵니다. 왜 그런가요", "ko"),
        ("Пишет Verification failed, please try again later. Что делать?", "ru"),
        ("I bought from a seller called 小王 and he never released my coins, please help", "en"),
    ],
)
def test_a_quoted_sentence_in_another_language_does_not_flip_a_mail(text: str, language: str) -> None:
    assert identify(text)[0] == language


def test_identifiers_links_and_addresses_are_no_language() -> None:
    noise = "https://www.okx.example/es/ayuda a.b@correo.example 0x" + "ab" * 20
    assert identify(f"提现没到账 {noise} TXyz12345678901234567890abcdefgh1")[0] == "zh"


@pytest.mark.parametrize(("text", "hint"), [("", "ko"), ("123456", "tr"), ("???", "zh-Hant"), ("急急急", "zh-Hant")])
def test_the_hint_decides_where_the_text_does_not(text: str, hint: str) -> None:
    assert identify(text, hint)[0] == hint


@given(st.text(max_size=400))
def test_any_text_gets_a_tag_and_a_probability(text: str) -> None:
    tag, sure = identify(text)
    assert tag
    assert 0 <= sure <= 1


@pytest.mark.skipif(not corpus.HELDBACK.exists(), reason="the held-back texts are not there")
def test_our_heldback_texts_are_told_apart() -> None:
    rows = corpus.read(corpus.HELDBACK)
    right = sum(identify(row.whole)[0] == row.language for row in rows)
    assert right / len(rows) >= 0.98
