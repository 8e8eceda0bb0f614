"""A back-test and a candidate in the shadow: what would change, and nothing does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import typer
from typer.testing import CliRunner

from mailbot.cli import backtest as command
from mailbot.config.load import load_text
from mailbot.desk import backtest as use
from mailbot.model.codec import from_plain
from mailbot.model.effects import Context
from mailbot.rules.evaluate import decide
from mailbot.triage import route
from mailbot.triage.replay import premises, replay
from tests.desk.story import START, story
from tests.services.smtpsink import SmtpSink

LATE = "提币一直在审核，昨天晚上9点提的 USDT，到现在还没有到账。"
P2P = "The P2P seller does not release my coins although I paid 5000 CNY two hours ago."
API = "Since this morning the order endpoint of the REST API returns 50011 too many requests."


@pytest.fixture
def told(tmp_path):
    with SmtpSink() as sink, story(tmp_path, sink) as desk:
        desk.write(LATE, subject="提币")
        desk.write(P2P, sender="ana@mail.example", subject="P2P")
        desk.write(API, sender="dev@mail.example", subject="API")
        yield desk


def policy(told, text: str = ""):
    loaded = load_text(text)
    assert loaded.settings is not None, loaded.problems
    return loaded.settings.with_token_key(told.app.settings.policy.token_key).policy


def run(told, new, **arguments):
    summary = use.Summary()
    changes = list(use.backtest(told.app.tools, new, START - timedelta(days=1), summary, **arguments))
    return summary, changes


def ticket_of(told, sender: str):
    return next(t for t in told.tickets() if t.requester == sender)


def test_a_policy_against_itself_changes_nothing(told):
    summary, changes = run(told, policy(told))
    assert (summary.mails, summary.changed, summary.failed, changes) == (3, 0, 0, [])
    assert not summary.reread


def test_what_the_rules_were_asked_about_can_be_told_from_what_is_kept(told, monkeypatch):
    """The short way, without plan and parsing, sees exactly the facts that the whole way saw."""
    told.write("Any news? I still wait.", sender="dev@mail.example", subject="API")
    told.write(f"{LATE} UID 74512093886610001, 12000 USDT", subject="提币", sender="li@mail.example")
    seen = []

    def noted(facts, ruleset, base):
        seen.append((facts, base))
        return decide(facts, ruleset, base)

    monkeypatch.setattr(route, "decide", noted)
    policy_now = told.app.settings.policy
    with told.app.tools.db.read() as t:
        decisions = t.messages.decided_between(START - timedelta(days=1), 1, 100)
        raws = t.spool.heads([d.raw for d in decisions])
    assert len(decisions) == 5
    assert {d.analysis["threading"]["kind"] for d in decisions} >= {"new", "chaser"}
    for d in decisions:
        raw = raws[d.raw]
        replay(d.analysis, raw, from_plain(Context, d.context), policy_now)
        told_from = premises(d.analysis, d.context, raw.source.mailbox, raw.size, policy_now.catalogue,
                             policy_now.ruleset.hours_of)  # fmt: skip
        assert told_from == seen.pop()


def test_the_short_way_and_the_whole_way_find_the_same(told, monkeypatch):
    rules = (
        "rules:\n  - {name: API, when: {intent: api_subaccount}, then: {team: frontline, deadline: 5m}}\n"
        "  - {name: money, when: {category: deposit_withdrawal, language: zh}, then: {follow_up: quiet, tags: [a]}}\n"
        "  - {name: everything else, then: {acknowledge: auto}}\n"
    )
    short = run(told, policy(told, rules))
    asked = []
    monkeypatch.setattr(use.Comparison, "_same_outcome", lambda *_: asked.append(1))
    whole = run(told, policy(told, rules))
    assert len(asked) == 3
    assert short[1]
    assert (short[1], short[0].moves) == (whole[1], whole[0].moves)


def test_the_replay_of_facts_agrees_with_the_whole_way(told):
    """Under a policy that reads mail otherwise everything is read again, and still nothing else changes."""
    summary, changes = run(told, policy(told, "limits: {text_chars: 900000}\n"))
    assert summary.reread
    assert (summary.mails, changes, dict(summary.reasons)) == (3, [], {})


def test_another_priority_of_an_intent_is_a_move(told):
    ticket = ticket_of(told, "ana@mail.example")
    other = "P1" if ticket.priority != "P1" else "P4"
    summary, changes = run(told, policy(told, f"intents: {{{ticket.intent}: {{priority: {other}}}}}\n"))
    assert [c.ticket for c in changes] == [ticket.id]
    assert f"priority: {ticket.priority} → {other}" in changes[0].differences
    assert summary.moves[f"priority: {ticket.priority} → {other}"] == 1
    assert summary.share == pytest.approx(1 / 3)


def test_another_rule_names_itself_as_the_reason(told):
    rules = (
        "rules:\n  - {name: all P2P, when: {category: fiat_p2p}, then: {team: frontline, tags: [p2p], "
        "acknowledge: none}}\n  - {name: everything else, then: {acknowledge: auto}}\n"
    )
    summary, changes = run(told, policy(told, rules))
    change = next(c for c in changes if c.subject == "P2P")
    assert "team: p2p_ops → frontline" in change.differences
    assert any(d.startswith("acknowledgement: ack_") and d.endswith("→ none") for d in change.differences)
    assert "now: all P2P" in change.because
    assert summary.failed == 0


def test_another_required_fact_is_asked_for(told):
    ticket = ticket_of(told, "dev@mail.example")
    text = f"intents: {{{ticket.intent}: {{required: [uid, amount]}}}}\n"
    _, changes = run(told, policy(told, text))
    assert [c.ticket for c in changes] == [ticket.id]
    assert any(d.startswith("missing: ") and d.endswith("uid, amount") for d in changes[0].differences)


def test_another_follow_up_plan_is_seen(told):
    catalogue = policy(told).catalogue
    plans = {k: replace(v, remind_after=v.remind_after * 2) if v.remind_after else v
             for k, v in catalogue.follow_ups.items()}  # fmt: skip
    assert plans != catalogue.follow_ups
    new = replace(policy(told), catalogue=replace(catalogue, follow_ups=plans))
    _, changes = run(told, new)
    assert "follow-up remind_first: later" in changes[0].differences


def test_nothing_is_written(told):
    before = (told.events(), list(told.tickets()))
    run(told, policy(told, "rules:\n  - {name: all, then: {team: frontline, acknowledge: none}}\n"))
    assert (told.events(), told.tickets()) == before


def test_two_processes_find_what_one_finds(told, monkeypatch):
    monkeypatch.setattr(use, "_SMALL", 1)
    monkeypatch.setattr(use, "PAGE", 1)
    new = policy(told, "rules:\n  - {name: all, then: {team: frontline, acknowledge: none}}\n")
    one, two = run(told, new), run(told, new, processes=2)
    assert one[1]
    assert (two[1], two[0].moves, two[0].mails) == (one[1], one[0].moves, one[0].mails)
    assert told.tickets(), "the parent's connections live on"


def test_what_cannot_be_decided_again_is_counted_with_its_reason(told):
    with told.app.tools.db.write() as t:
        t.connection.exec_driver_sql("UPDATE decision SET analysis = '{}' WHERE raw = 1")
    summary, _ = run(told, policy(told, "intents: {p2p_not_released: {priority: P1}}\n"))
    assert (summary.mails, summary.failed) == (3, 1)
    assert list(summary.reasons) == ["KeyError: 'decision'"]


def test_the_command_prints_json_and_refuses_too_many_changes(told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    command.register(app)
    (tmp_path / "config.yaml").write_text(f"store: {{folder: {tmp_path}}}\n")
    (tmp_path / "new.yaml").write_text("rules:\n  - {name: all, then: {team: frontline, acknowledge: none}}\n")

    def call(*more: str):
        return CliRunner().invoke(app, ["--against", "new.yaml", "--since", "500w", *more])

    done = call("--json", "--picture", "moves.svg")
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    assert (data["mails"], data["changed"], data["failed"]) == (3, 3, 0)
    assert all(c["because"].endswith("now: all") for c in data["changes"])
    assert "3 of 3 decisions would change" in (tmp_path / "moves.svg").read_text()
    refused = call("--max-changed", "50")
    assert refused.exit_code == 1
    assert "100.0 % of the decisions change, more than 50 %" in refused.output
    assert call("--since", "soon").exit_code == 2
