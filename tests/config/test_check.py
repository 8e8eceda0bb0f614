from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.config.check import check, report
from mailbot.config.load import load_text
from mailbot.config.trial import run
from tests.catalogue import policy
from tests.rules.shop import BASE

LAST = "  - {name: everything else, then: {acknowledge: auto}}\n"


def found(text: str, level: str = "warning") -> list[str]:
    loaded = load_text(text)
    assert loaded.settings is not None, loaded.problems
    return [f"{p.mark}: {p.what}" for p in report(loaded).problems if p.level == level]


def test_rules_that_never_matter_are_found_with_their_places():
    text = (
        "rules:\n"
        "  - {name: wide, when: {category: trading}, then: {team: kyc}, stop: true}\n"
        "  - {name: behind, when: {intent: order_issue}, then: {team: frontline}}\n"
        "  - {name: never, when: {intent: order_issue, category: security}, then: {tags: x}}\n" + LAST
    )
    assert found(text) == [
        "config.yaml:3:5: rule 'behind' is never reached",
        "config.yaml:4:19: rule 'never' can never match",
    ]


def test_pointless_patterns_are_found_where_they_stand():
    text = (
        "conditions:\n  odd: {subject: {matches: 'x?'}}\n"
        "rules:\n  - {name: a, when: {text: {matches: [ok, 'a^b']}}, then: {tags: x}}\n"
        "  - {name: b, when: {use: odd}, then: {tags: y}}\n" + LAST
    )
    assert found(text) == [
        "config.yaml:2:19: pattern 'x?' matches every text",
        "config.yaml:4:43: pattern 'a^b' can never match",
    ]


def test_words_that_a_language_lacks():
    said = found("intents: {custody: {category: other, team: kyc, priority: P3, label: {en: custody, zh: 托管}}}\n")
    assert said == ["config.yaml:1:11: intents custody: no words in zh-Hant, ja, ko, ru, vi, es, tr, pt"]
    two = "intents: {custody: {category: other, team: kyc, priority: P3, label: {en: custody, zh: 托管}}}\n"
    assert found("desk: {languages: [en, zh]}\n" + two) == []


def test_words_that_built_in_entries_lack_are_told_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("mailbot.config.references.languages_offered", lambda: ("de", "en"))
    (said,) = found("desk: {languages: [en, de]}\n")
    assert said.startswith("config.yaml:1:24: no words in de for ")


def test_a_mistake_hides_neither_oddities_nor_mails_that_are_not_there():
    text = (
        "rules:\n  - {name: never, when: {intent: order_issue, category: security}, then: {tags: x}}\n"
        "  - {name: odd, when: {text: {matches: 'a^b'}}, then: {team: nobody}}\n" + LAST +
        "tests:\n  - {name: t, mail: none.eml, expect: {team: kyc}}\ntoken_key: ${NOT_SET}\n"
    )  # fmt: skip
    assert [(p.level, p.what.split(" (")[0]) for p in report(load_text(text)).problems if p.level != "note"] == [
        ("warning", "rule 'never' can never match"),
        ("warning", "pattern 'a^b' can never match"),
        ("error", "unknown team 'nobody'"),
        ("error", "there is no file none.eml"),
        ("warning", "the environment variable NOT_SET is not set"),
    ]


def test_a_desk_that_sends_under_the_examples_name():
    (said,) = found("delivery: {smtp: {host: smtp.exchange.example}}\n")
    assert said.endswith("the domain is still desk.example")


def test_a_failing_test_is_an_error():
    text = "tests:\n  - {name: wrong, given: {intent: login_access}, expect: {team: kyc}}\n"
    assert found(text, "error") == ["config.yaml:2:5: test 'wrong' fails: team is account_ops, not kyc"]


def test_a_secret_that_is_not_there_is_only_a_warning(tmp_path: Path):
    file = tmp_path / "config.yaml"
    file.write_text("desk: {domain: x.example}\ntoken_key: ${NOT_SET}\n")
    result = check(file, {})
    assert [(p.level, p.what) for p in result.problems if p.level != "note"] == [
        ("warning", "the environment variable NOT_SET is not set")
    ]
    assert result.status == 1
    assert check(file, {"NOT_SET": "x"}).status == 0


def test_errors_have_status_two():
    loaded = load_text("desk: {zone: Nowhere}\n")
    assert report(loaded).status == 2


def listed(given: str, expect: str) -> tuple[str, ...]:
    loaded = load_text(f"tests:\n  - {{name: t, given: {given}, expect: {expect}}}\n")
    assert loaded.settings is not None, loaded.problems
    (test,) = loaded.settings.tests
    return run(test, loaded.settings.policy).failures


GIVEN = [
    ("{}", "{category: other, intent: unclear, priority: P3, acknowledge: auto}", ()),
    ("{intent: scam_victim}", "{team: security_response, priority: P2}", ()),
    ("{intent: scam_victim, signal: ongoing_theft}", "{priority: P1, signals: ongoing_theft}", ()),
    ("{value: {coin: BTC}, entity: [uid], missing: [tx_hash], invalid: address}", "{tags: check_address}", ()),
    ("{secret: seed_phrase}", "{rules: secret in the mail, not_rules: large amount}", ()),
    ("{secret: seed_phrase}", "{not_rules: secret in the mail}", ("rule 'secret in the mail' matched",)),
    ("{}", "{rules: [large amount]}", ("rule 'large amount' did not match",)),
    ("{}", "{tags: [x]}", ("tags is none, not x",)),
    ("{signal: self_harm_threat}", "{deadline: 15m, escalate: true}", ()),
    ("{}", "{taem: x}", ("expect: unknown 'taem', did you mean 'team'?",)),
    ("{intnt: x}", "{team: x}", ("given: unknown fact 'intnt', did you mean 'intent'?",)),
    ("{intent: loginaccess}", "{team: x}", ("given: unknown intent 'loginaccess', did you mean 'login_access'?",)),
    ("{amount_usd: lots}", "{team: x}", ("given: amount_usd wants a number, not 'lots'",)),
    ("{abstained: maybe}", "{team: x}", ("given: abstained wants true or false, not 'maybe'",)),
    ("{language: [zh]}", "{team: x}", ("given: language wants a word, not a list",)),
    ("{signal: [1]}", "{team: x}", ("given: signal wants a word or a list of words, not a list",)),
    ("{now: noon}", "{team: x}", ("given: now wants a time such as 2026-11-20T22:00+08:00, not 'noon'",)),
    ("{priority: P9}", "{team: x}", ("given: unknown priority 'P9'",)),
]


@pytest.mark.parametrize(("given", "expect", "failures"), GIVEN)
def test_what_a_test_may_say(given, expect, failures):
    assert listed(given, expect) == failures


def test_a_test_may_say_the_time():
    text = (
        "teams: {kyc: {hours: {zone: Asia/Shanghai, weekdays: [mon, tue, wed, thu, fri], calendar: CN}}}\n"
        "rules:\n  - {name: closed, when: {working_hours: {team: kyc, open: false}}, then: {tags: closed}}\n" + LAST +
        "tests:\n"
        "  - {name: at work, given: {now: 2026-11-20T10:00+08:00}, expect: {tags: []}}\n"
        "  - {name: at night, given: {now: 2026-11-20T22:00+08:00}, expect: {tags: closed}}\n"
        "  - {name: national day, given: {now: 2026-10-01T10:00+08:00}, expect: {tags: closed}}\n"
    )  # fmt: skip
    loaded = load_text(text)
    assert loaded.settings is not None, loaded.problems
    for test in loaded.settings.tests:
        assert run(test, loaded.settings.policy).failures == (), test.name


def test_a_test_with_a_mail_needs_somebody_who_reads_it(tmp_path: Path):
    file = tmp_path / "config.yaml"
    file.write_text("tests:\n  - {name: t, mail: a.eml, expect: {team: kyc}}\n")
    result = check(file, {})
    assert any("there is no file" in p.what for p in result.problems)
    (tmp_path / "a.eml").write_bytes(b"Subject: x\n\nhello\n")
    settings = check(file, {}).loaded.settings
    assert settings is not None
    (test,) = settings.tests
    assert run(test, policy()).failures == ("mails are triaged by `mailbot test` only",)
    seen = []

    def triaged(content: bytes):
        seen.append(content)
        return BASE

    assert run(test, policy(), triaged).failures == ("team is chain, not kyc",)
    assert seen == [b"Subject: x\n\nhello\n"]
