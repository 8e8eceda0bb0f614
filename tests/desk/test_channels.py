"""Other systems and leads hear of what happens: by webhook and by mail."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mailbot.config.settings import ChannelSettings, Secret
from tests.desk.story import Story, story, text_of
from tests.services.httpsink import HttpSink
from tests.services.smtpsink import SmtpSink

PENDING = "My withdrawal of 500 USDT over TRC20 has been pending since yesterday 10:00. UID 688430215577091234."


@pytest.fixture
def hook():
    with HttpSink() as started:
        yield started


@pytest.fixture
def told(tmp_path, hook):
    with SmtpSink() as sink, story(tmp_path, sink) as desk:
        channels = {
            "chat": ChannelSettings(
                webhook=Secret(hook.url), secret=Secret("s3cret"), events=frozenset({"ticket_opened", "escalated"})
            ),
            "lead": ChannelSettings(mail="lead@desk.example", events=frozenset({"escalated"})),
        }
        desk.app.settings = replace(desk.app.settings, channels=channels)
        yield desk


def test_a_new_ticket_is_told_once_signed_and_without_the_customers_words(told: Story, hook: HttpSink):
    number = told.write(PENDING, subject="withdrawal", name="Lin Customer")
    (call,) = hook.calls
    told_of = json.loads(call.body)
    assert (told_of["event"], told_of["ticket"]["number"]) == ("ticket_opened", number)
    assert number in told_of["text"]
    assert call.headers["x-mailbot-signature"].startswith("t=")
    for private in (b"lin@mail.example", b"688430215577091234", b"Lin Customer", b"pending since"):
        assert private not in call.body
    told.run()
    assert len(hook.calls) == 1


def test_an_escalation_reaches_the_chat_and_the_lead(told: Story, hook: HttpSink):
    number = told.write(PENDING, subject="withdrawal")
    told.at("3d")
    assert [json.loads(c.body)["event"] for c in hook.calls] == ["ticket_opened", "escalated"]
    (mail,) = [m for m in told.mails if m.rcpt_to == ("lead@desk.example",)]
    assert number in text_of(mail)
    assert "withdrawal_pending" in text_of(mail)


def test_a_channel_that_a_rule_names_is_told(told: Story, hook: HttpSink):
    chat = replace(told.app.settings.channels["chat"], events=frozenset())
    policy = told.app.settings.policy
    rules = tuple(
        replace(r, effects=(*r.effects, *_notify(policy, "chat"))) if r is policy.ruleset.rules[-1] else r
        for r in policy.ruleset.rules
    )
    policy = replace(policy, ruleset=replace(policy.ruleset, rules=rules))
    told.app.settings = replace(told.app.settings, channels={"chat": chat}, policy=policy)
    told.write(PENDING, subject="withdrawal")
    assert len(hook.calls) == 1


def _notify(policy, channel):
    from mailbot.rules import actions

    names = {**policy.vocabulary.names, "channel": (channel,)}
    effects, faults = actions.build({"notify": [channel]}, ("then",), replace(policy.vocabulary, names=names))
    assert faults == []
    return effects


def test_a_system_that_is_away_is_told_later_and_nothing_else_waits(told: Story, hook: HttpSink):
    hook.answers = [(503, {}, b"down")] * 3
    number = told.write(PENDING, subject="withdrawal")
    assert told.templates(number), "the customer is answered all the same"
    told.at("1h")
    assert len(hook.calls) == 4
    assert len({c.headers["x-mailbot-delivery"] for c in hook.calls}) == 1
    with told.app.tools.db.read() as t:
        assert [w.state for w in t.webhooks.find()] == ["sent"]


def test_what_was_refused_is_on_the_ticket_and_can_be_told_again(told: Story, hook: HttpSink):
    hook.answers = [(410, {}, b"gone")]
    number = told.write(PENDING, subject="withdrawal")
    assert "webhook_failed" in told.events(number)
    with told.app.tools.db.write() as t:
        (failed,) = t.webhooks.find(state="failed")
        assert "gone" in failed.response
        assert t.webhooks.retry([failed.id], told.now) == 1
    told.run()
    first, again = hook.calls
    assert first.body == again.body
    with told.app.tools.db.read() as t:
        assert [w.state for w in t.webhooks.find()] == ["sent"]


def test_a_channel_that_is_gone_from_the_configuration_is_given_up(told: Story, hook: HttpSink):
    hook.answers = [(503, {}, b"down")]
    told.write(PENDING, subject="withdrawal")
    told.app.settings = replace(told.app.settings, channels={})
    told.at("1h")
    with told.app.tools.db.read() as t:
        assert [w.state for w in t.webhooks.find()] == ["failed"]


def test_mail_from_before_the_first_start_tells_nobody(told: Story, hook: HttpSink):
    told.write(PENDING, subject="withdrawal", history=True)
    assert hook.calls == []
