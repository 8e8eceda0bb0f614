"""How long the rules take: a mail against 50 and 1,000 rules, and the check of 1,000.

python benchmarks/rules.py
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

from mailbot.config.check import report
from mailbot.config.load import Loaded, load_default, load_text
from mailbot.model.findings import Decision
from mailbot.rules.evaluate import decide
from mailbot.rules.facts import Facts
from mailbot.rules.ruleset import Ruleset

INTENTS = tuple(load_default().policy.catalogue.intents)
TEAMS = tuple(load_default().policy.catalogue.teams)


def rules(count: int, *, by_intent: bool = True, seed: int = 7) -> str:
    """A configuration with rules as an admin would write them: on intents, and each on an amount, words, a sender or
    the like. Without ``by_intent`` they are about any intent, which is the dearest case."""
    chance = random.Random(seed)
    lines = ["rules:"]
    for number in range(count - 1):
        when = [f"intent: [{', '.join(chance.sample(INTENTS, 2))}]"] if by_intent else []
        when += chance.choice([
            [f"amount_usd: {{gte: {chance.randrange(1, 90) * 1000}}}"],
            [f"language: {chance.choice(['zh', 'en', 'ja'])}"],
            [f"missing: [{chance.choice(['uid', 'tx_hash', 'network'])}]"], [f"sender: '*@vip{number}.example'"],
            [f"confidence: {{gte: 0.{chance.randrange(3, 9)}}}"],
            [f"subject: {{matches: '(?i)urgent|紧急|case {number}'}}"],
            [f"text: [chargeback{number}, 拒付{number}]"], ["any: [{abstained: true}, {signal: large_amount}]"],
        ])  # fmt: skip
        chance.shuffle(when)
        lines += [f"  - name: rule {number}", f"    when: {{{', '.join(when)}}}",
                  f"    then: {{team: {chance.choice(TEAMS)}, tags: [t{number}]}}"]  # fmt: skip
    return "\n".join([*lines, "  - name: everything else", "    then: {acknowledge: auto}"]) + "\n"


def facts(count: int, seed: int = 11) -> list[Facts]:
    """Mails as triage sees them."""
    chance = random.Random(seed)
    words = ["我的提币一直没有到账", "my", "withdrawal", "is still", "pending", "please check", "订单", "hash"]
    return [
        Facts(
            now=datetime(2026, 11, 20, 8, tzinfo=UTC), intent=chance.choice(INTENTS), category="deposit_withdrawal",
            intent_confidence=chance.random(), language=chance.choice(["zh", "en", "ja", "ru"]),
            sender=f"user{n}@mail{n % 90}.example", domain=f"mail{n % 90}.example",
            missing=tuple(chance.sample(["uid", "tx_hash", "network", "amount"], 2)),
            amount_usd=chance.choice([None, 500.0, 25_000.0]), subject=" ".join(chance.sample(words, 5)),
            text=" ".join(chance.choices(words, k=160)),
        )
        for n in range(count)
    ]  # fmt: skip


def measure(ruleset: Ruleset) -> float:
    """CPU milliseconds a mail, the best of five rounds of other mails each; the first round is not counted."""
    base = Decision(category="other", intent="unclear", priority="P3", team="frontline")
    best = float("inf")
    for number in range(6):
        mails = facts(300, seed=number)
        start = time.process_time()
        for mail in mails:
            decide(mail, ruleset, base)
        if number:
            best = min(best, (time.process_time() - start) / len(mails) * 1000)
    return best


def loaded(count: int, *, by_intent: bool = True) -> Loaded:
    """A configuration of so many rules, compiled."""
    found = load_text(rules(count, by_intent=by_intent), "rules.yaml")
    assert found.ruleset is not None, found.problems[:3]
    return found


def main() -> None:
    """Print the figures."""
    for count, goal in ((50, 0.1), (1000, 2.0)):
        start = time.process_time()
        found = loaded(count)
        compiled = time.process_time() - start
        assert found.ruleset is not None
        cost = measure(found.ruleset)
        print(
            f"{count:5} rules: {cost:.3f} ms a mail (goal {goal}), {count / cost * 1000:,.0f} rules/s, "
            f"loaded in {compiled:.2f} s"
        )
        bare = loaded(count, by_intent=False).ruleset
        assert bare is not None
        print(f"{'':5} about any intent: {measure(bare):.3f} ms a mail")
        start = time.process_time()
        problems = report(found).problems
        print(f"{'':5} check: {time.process_time() - start:.2f} s, {len(problems)} findings")


if __name__ == "__main__":
    main()
