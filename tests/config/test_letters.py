"""What customers read, as it is configured: taken over, and each mistake in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.config.load import load_all

GOOD = """\
version: 1
desk: {name: Desk, domain: desk.example, default_language: zh}
delivery: {capture: out, per_minute: 100, per_minute_to: {gmail.com: 7}}
letters: {templates: own, rating_url: "https://rate.example/{token}", subaddressing: false}
answers: {resolved_after: null}
articles:
  list:
    - {title: 充值, url: "https://help.example/1", words: [没到账]}
    - {title: Deposits, url: "https://help.example/2", language: en, intents: [deposit_not_arrived]}
  feeds: [{url: "https://help.example/feed", language: en}, {url: "http://127.0.0.1:8000/feed"}]
  refresh: 30m
rules:
  - {name: everything else, then: {acknowledge: auto}}
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "config.yaml"
    file.write_text(text)
    return [str(p) for p in load_all(file).problems]


def test_it_is_taken_over(tmp_path: Path) -> None:
    from mailbot.config import load_default

    intent = next(iter(load_default().policy.catalogue.intents))
    file = tmp_path / "config.yaml"
    file.write_text(GOOD.replace("deposit_not_arrived", intent))
    loaded = load_all(file)
    assert loaded.problems == ()
    settings = loaded.settings
    assert settings is not None
    assert settings.letters.templates == tmp_path / "own"
    assert (settings.letters.rating_url, settings.letters.subaddressing) == ("https://rate.example/{token}", False)
    assert settings.policy.catalogue.resolved_after is None
    assert [(a.language, a.words, a.intents) for a in settings.articles.listed] == [
        ("zh", ("没到账",), ()),
        ("en", (), (intent,)),
    ]
    assert settings.articles.feeds == (("https://help.example/feed", "en"), ("http://127.0.0.1:8000/feed", ""))
    assert settings.articles.refresh_minutes == 30
    assert settings.delivery.per_minute == {"": 100, "gmail.com": 7}
    assert {"gmail.com", "qq.com", "naver.com", "mail.ru"} <= settings.policy.catalogue.shared_domains


@pytest.mark.parametrize(
    ("good", "bad", "line", "said"),
    [
        ("https://rate", "http://rate", 4, "wants an https address"),
        ("https://help.example/1", "javascript:alert(1)", 8, "wants an https address"),
        ("https://help.example/feed", "ftp://help.example/feed", 10, "wants an https address"),
        ("language: en, intents", "language: xx, intents", 9, "xx"),
        ("deposit_not_arrived", "no_such_intent", 9, "no_such_intent"),
        ("refresh: 30m", "refresh: often", 11, "duration"),
        ("per_minute: 100", "per_minute: -1", 3, "at least 0"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, good: str, bad: str, line: int, said: str) -> None:
    from mailbot.config import load_default

    assert good in GOOD
    text = GOOD.replace(good, bad).replace("deposit_not_arrived", next(iter(load_default().policy.catalogue.intents)))
    (found,) = problems(tmp_path, text)
    assert f"config.yaml:{line}:" in found
    assert said in found
