"""Articles fit where the customer's words cover their titles, in the customer's language, and never otherwise."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.articles import Article
from mailbot.triage.articles import Shelf


def article(title: str, language: str = "en", **more: tuple[str, ...]) -> Article:
    return Article(title=title, url=f"https://help.example/{abs(hash(title))}", language=language, **more)


SHELF = Shelf(
    [
        article("Why has my deposit not been credited?"),
        article("How to reset your authenticator app"),
        article("How to withdraw crypto to another wallet"),
        article("What are trading fees?"),
        article("充值未到账怎么办", "zh"),
        article("如何重置谷歌验证器", "zh"),
        article("提币一直处理中的原因", "zh"),
        article("Почему не зачислен депозит", "ru"),
        article("Как вывести криптовалюту", "ru"),
        article("Tại sao tiền nạp chưa vào tài khoản", "vi"),
        article("출금이 지연되는 이유", "ko"),
        article("出金が反映されない場合", "ja"),
    ]
)


def titles(language: str, *texts: str, intent: str = "", at_least: float = 0.5, most: int = 3) -> list[str]:
    return [f.article.title for f in SHELF.suggest(language, intent, texts, at_least=at_least, most=most)]


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("en", "Hi, my DEPOSIT has not been credited yet.", "Why has my deposit not been credited?"),
        ("en", "please reset my authenticator, the app is on my old phone", "How to reset your authenticator app"),
        ("zh", "你好，昨天充值一直没有到账，怎么办", "充值未到账怎么办"),
        ("zh", "我的提币一直显示处理中", "提币一直处理中的原因"),
        ("zh-Hant", "提币一直處理中", "提币一直处理中的原因"),
        ("ru", "Здравствуйте! Мой депозит не зачислен второй день", "Почему не зачислен депозит"),
        ("vi", "tai sao tien nap chua vao tai khoan cua toi", "Tại sao tiền nạp chưa vào tài khoản"),
        ("ko", "출금이 계속 지연되고 있습니다. 이유가 뭔가요", "출금이 지연되는 이유"),
        ("ja", "昨日の出金がまだ反映されません", "出金が反映されない場合"),
    ],
)  # fmt: skip
def test_the_words_of_a_mail_find_their_article(language: str, text: str, first: str) -> None:
    assert titles(language, text)[:1] == [first]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hello, thank you, goodbye"),
        ("en", "I want to buy a house and my wallet is leather"),
        ("en", ""),
        ("zh", "你们是骗子"),
        ("es", "my deposit has not been credited"),
        ("tr", "出金が反映されない場合"),
    ],
)
def test_what_does_not_fit_or_is_in_another_language_is_not_shown(language: str, text: str) -> None:
    assert titles(language, text) == []


def test_what_was_understood_counts_too() -> None:
    assert titles("zh", "昨天的 200U 呢") == []
    assert titles("zh", "昨天的 200U 呢", "充值未到账") == ["充值未到账怎么办"]


def test_at_most_so_many_and_the_best_first() -> None:
    text = "deposit not credited, reset my authenticator app, how to withdraw crypto to a wallet, trading fees"
    assert len(titles("en", text, at_least=0.1)) == 3
    assert len(titles("en", text, at_least=0.1, most=1)) == 1
    found = SHELF.suggest("en", "", [text], at_least=0.1, most=3)
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)


def test_an_article_for_an_intent_is_shown_for_it_and_for_no_other() -> None:
    shelf = Shelf([article("Networks", intents=("deposit_missing",)), article("Other words", words=("lost coins",))])
    assert [f.article.title for f in shelf.suggest("en", "deposit_missing", ["?"], at_least=0.5, most=3)] == [
        "Networks"
    ]
    assert shelf.suggest("en", "kyc", ["networks networks"], at_least=0.5, most=3) == []
    assert [f.article.title for f in shelf.suggest("en", "", ["I lost my coins"], at_least=0.5, most=3)] == [
        "Other words"
    ]


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_gives_a_score_between_nothing_and_one(title: str, text: str) -> None:
    shelf = Shelf([article(title or "x", "zh"), article(text or "y", "zh")])
    for fitting in shelf.suggest("zh", "", [text, title], at_least=0.0, most=3):
        assert 0 <= fitting.score <= 1


def test_thousands_of_articles_and_a_long_mail_are_no_hurry() -> None:
    shelf = Shelf([article(f"How to do thing number {n} with coin {n % 97}") for n in range(5000)])
    began = time.perf_counter()
    shelf.suggest("en", "", ["coin thing number " * 100_000], at_least=0.5, most=3)
    assert time.perf_counter() - began < 2
