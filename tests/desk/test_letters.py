"""What customers are told beyond the first answer: articles, a rating, that it is open again; the desk's own words."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from mailbot.config.settings import ArticlesSettings, Settings
from mailbot.desk import tickets
from mailbot.desk.articles import Articles
from mailbot.desk.tools import utc_now
from mailbot.model.articles import Article
from mailbot.store import Database
from tests.desk.story import Story, story, text_of
from tests.desk.test_stories import COMPLETE, INCOMPLETE
from tests.intake.test_feed import Server
from tests.services.smtpsink import Delivered, SmtpSink

ARTICLES = (
    Article(title="充值未到账怎么办", url="https://help.example/zh/1?a=1&b=2", language="zh"),
    Article(title="Why has my deposit not been credited?", url="https://help.example/en/1", language="en"),
    Article(title="如何购买加密货币", url="https://help.example/zh/2", language="zh"),
)


def html_of(mail: Delivered) -> str:
    part = message_from_bytes(mail.raw, policy=default).get_body(("html",))
    return str(part.get_content()) if part else ""


def told_by(tmp_path, sink, **more):
    def change(settings: Settings) -> Settings:
        return replace(settings, **{name: value(settings) for name, value in more.items()})

    return story(tmp_path, sink, change=change)


def test_an_acknowledgement_names_the_articles_that_fit_in_text_and_html(tmp_path):
    with SmtpSink() as sink, told_by(tmp_path, sink, articles=lambda _: ArticlesSettings(listed=ARTICLES)) as desk:
        desk.write(COMPLETE, subject="充值没有到账")
        assert "- 充值未到账怎么办：https://help.example/zh/1?a=1&b=2" in text_of(desk.mail)
        assert 'href="https://help.example/zh/1?a=1&amp;b=2"' in html_of(desk.mail)
        assert "购买" not in text_of(desk.mail)
        assert "/en/" not in text_of(desk.mail)


def test_who_must_act_at_once_is_not_sent_to_read(tmp_path):
    articles = ArticlesSettings(listed=ARTICLES, at_least=0.0)
    with SmtpSink() as sink, told_by(tmp_path, sink, articles=lambda _: articles) as desk:
        number = desk.write("我的账户被盗，有人正在提币，请马上冻结！充值未到账怎么办", subject="紧急")
        assert desk.ticket(number).priority == "P1"
        assert "help.example" not in text_of(desk.mail)


def test_a_feed_is_fetched_in_the_background_and_outlives_its_server_and_the_daemon(tmp_path):
    server = Server()
    server.body = server.body.replace(b"http://help.example/4", b"https://help.example/4")
    articles = ArticlesSettings(feeds=((server.url, ""),), at_least=0.4)
    with SmtpSink() as sink:
        with told_by(tmp_path, sink, articles=lambda _: articles) as desk:
            desk.write(COMPLETE, subject="充值没有到账")
            assert "help.example" not in text_of(desk.mail)
            desk.app.look_outside()
            desk.app.look_outside()
            assert server.asked == 1, "not before its time"
            desk.write(COMPLETE.replace("7451", "7452"), sender="b@mail.example", subject="充值没有到账")
            assert "https://help.example/1?a=1&b=2" in text_of(desk.mail)
            desk.at("6h")
            desk.app.look_outside()
            assert (server.asked, server.whole) == (2, 1), "asked whether it has changed"
            server.close()
            desk.at("6h")
            desk.app.look_outside()
            desk.write(COMPLETE.replace("7451", "7453"), sender="c@mail.example", subject="充值没有到账")
            assert "https://help.example/1?a=1&b=2" in text_of(desk.mail)
        with told_by(tmp_path, sink, articles=lambda _: articles) as again:
            again._uid = 100
            again.write(COMPLETE.replace("7451", "7454"), sender="d@mail.example", subject="充值没有到账")
            assert "https://help.example/1?a=1&b=2" in text_of(again.mail)


def test_a_daemon_fetches_its_feeds_by_a_clock_that_goes_on(tmp_path):
    server = Server()
    try:
        with Database(f"sqlite:///{tmp_path}/mailbot.db") as database:
            database.migrate()
            articles = Articles(database, lambda: ArticlesSettings(feeds=((server.url, ""),)), utc_now)
            assert articles.refresh()
            assert not articles.refresh()
            assert articles.suggest("zh", "", ["充值未到账 怎么办"])
    finally:
        server.close()


@pytest.fixture
def rated(tmp_path):
    def letters(settings: Settings):
        return replace(settings.letters, rating_url="https://rate.example/?t={token}")

    with SmtpSink() as sink, told_by(tmp_path, sink, letters=letters) as desk:
        yield desk


def test_a_resolved_ticket_is_told_and_rated_a_day_later(rated: Story):
    number = rated.write(COMPLETE, subject="充值没有到账")
    rated.agent(number, "已经到账，请查看。")
    tickets.set_status(rated.app.tools, number, "resolved", "ming")
    rated.at("23h")
    assert rated.templates(number)[-1] == "reply"
    rated.at("2h")
    assert rated.templates(number)[-1] == "resolved"
    token = str(rated.mail.message["Reply-To"]).partition("+")[2].partition("@")[0]
    assert f"https://rate.example/?t={token}" in text_of(rated.mail)
    assert f'href="https://rate.example/?t={token}"' in html_of(rated.mail)
    assert rated.mail.message["Auto-Submitted"] == "auto-notified"
    before = len(rated.mails)
    tickets.set_status(rated.app.tools, number, "resolved", "ming")
    rated.at("3d")
    assert len(rated.mails) == before, "once"


def test_what_was_opened_again_is_not_called_resolved(rated: Story):
    number = rated.write(COMPLETE, subject="充值没有到账")
    tickets.reply(rated.app.tools, number, "已经到账。", "ming", then="resolved")
    rated.run()
    rated.at("2h")
    assert rated.write("还是没有到账，请再查一下", answers=rated.mail) == number
    assert rated.ticket(number).status == "open"
    assert rated.templates(number)[-1] == "reopened"
    rated.at("30h")
    assert "resolved" not in rated.templates(number)
    assert {"nudged"} <= set(rated.events(number)), "and the desk's clock runs again"


def test_who_never_heard_from_us_is_not_told_that_it_is_resolved(rated: Story):
    number = rated.write(COMPLETE, subject="充值没有到账", history=True)
    tickets.set_status(rated.app.tools, number, "resolved", "ming")
    rated.at("3d")
    assert rated.mails == []


def test_a_closed_ticket_that_is_answered_is_said_to_be_open_again_and_asks_for_what_lacks(tmp_path):
    with SmtpSink() as sink, story(tmp_path, sink) as desk:
        number = desk.write(INCOMPLETE, subject="提币")
        first = desk.mail
        desk.at("8d")
        assert desk.ticket(number).status == "closed"
        assert desk.write("你们为什么关掉了？我一直在等", answers=first) == number
        assert desk.templates(number)[-1] == "reopened"
        assert "UID" in text_of(desk.mail)


def test_the_desks_own_template_takes_the_place_of_ours_and_the_rest_stays(tmp_path):
    own = tmp_path / "own"
    (own / "zh").mkdir(parents=True)
    (own / "zh" / "ack_complete.j2").write_text(
        '{% extends "zh/_common.j2" %}{% block subject %}收到{% endblock %}'
        "{% block body %}\n{{ marker() }}\n\n自己的话：{{ ticket }}\n\n{{ foot() }}{% endblock %}"
    )
    with SmtpSink() as sink, told_by(tmp_path, sink, letters=lambda s: replace(s.letters, templates=own)) as desk:
        number = desk.write(COMPLETE, subject="充值没有到账")
        assert f"自己的话：{number}" in text_of(desk.mail)
        desk.write(INCOMPLETE, sender="b@mail.example", subject="提币")
        assert "UID" in text_of(desk.mail)


def test_a_server_without_subaddresses_gets_plain_ones(tmp_path):
    with SmtpSink() as sink, told_by(tmp_path, sink, letters=lambda s: replace(s.letters, subaddressing=False)) as desk:
        number = desk.write(INCOMPLETE, subject="提币")
        assert desk.mail.mail_from == "support@desk.example"
        assert "support@desk.example" in str(desk.mail.message["Reply-To"])
        assert desk.write("UID 688430215577091234，1500 USDT，TRC20", answers=desk.mail) == number


@pytest.mark.parametrize(("domain", "answered"), [("gmail.com", 230), ("one.example", 200)])
def test_customers_of_a_large_provider_are_not_taken_for_one_sender(tmp_path, domain, answered):
    with SmtpSink() as sink, story(tmp_path, sink) as desk:
        desk.bring_many(
            [
                (
                    f"From: c{n}@{domain}\r\nTo: support@desk.example\r\nSubject: withdrawal\r\n"
                    f"Message-ID: <{n}@{domain}>\r\n\r\nMy withdrawal {n} of {100 + n} USDT over TRC20 is pending. "
                    f"UID 6884302155770{n:05d}\r\n"
                ).encode()
                for n in range(230)
            ]
        )
        assert sum(m.message["Auto-Submitted"] == "auto-replied" for m in sink.mails) == answered
        assert ("cap_reached" in desk.events()) == (answered < 230)
