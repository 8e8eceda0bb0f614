"""What leaves the house: header fields, threads, both bodies, and what they say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from mailbot.compose import Composer
from mailbot.compose.samples import samples
from mailbot.model.mail import RawMail, Source
from mailbot.triage import token
from mailbot.triage.body.fresh import REPLY_MARKER
from mailbot.triage.mime import parse
from mailbot.triage.screen import screen
from mailbot.triage.screen.settings import ScreenSettings
from tests.compose.conftest import KEY, LANGUAGES, NOW, outgoing
from tests.compose.letters import Tags, composed, part, read


def test_the_octets_are_the_same_at_every_call_and_in_every_process(composer: Composer, templates: Path) -> None:
    again = Composer(
        templates, domain="desk.example", from_address="support@desk.example", from_name="交易所客服", token_key=KEY
    )
    for language in LANGUAGES:
        assert composed(composer, language=language) == composed(again, language=language)


def test_the_message_id_is_the_one_announced_and_leads_back_to_the_ticket(composer: Composer) -> None:
    mail = composed(composer)
    assert mail.message_id == composer.message_id("ack:one", 71)
    assert read(mail)["Message-ID"] == f"<{mail.message_id}>"
    assert token.find(f"<{mail.message_id}>", KEY) == ("t", 71)
    assert mail.message_id.endswith("@desk.example")
    assert composer.message_id("ack:two", 71) != mail.message_id != composer.message_id("ack:one", 72)


def test_answers_and_bounces_come_back_to_signed_addresses(composer: Composer) -> None:
    mail = composed(composer)
    reply_to = read(mail)["Reply-To"].addresses[0].addr_spec
    assert token.find(reply_to, KEY) == ("t", 71)
    assert token.find(mail.mail_from, KEY) == ("b", 71)
    assert reply_to.startswith("support+")
    assert reply_to.endswith("@desk.example")
    assert mail.mail_from.startswith("support+")
    assert mail.rcpt_to == ("wang@customer.example",)
    assert token.find(mail.mail_from.replace("+b", "+t"), KEY) is None


def test_it_stands_in_the_customers_thread(composer: Composer) -> None:
    message = read(composed(composer, references=("zero@customer.example", "first@customer.example")))
    assert message["In-Reply-To"] == "<first@customer.example>"
    assert message["References"].split() == ["<zero@customer.example>", "<first@customer.example>"]
    assert message["Subject"] == "Re: 提币未到账 [#26110071]"
    assert message["Date"].datetime == NOW


def test_long_chains_keep_the_first_and_the_latest(composer: Composer) -> None:
    chain = tuple(f"{'x' * 60}{n}@customer.example" for n in range(80))
    mail = composed(composer, references=chain, in_reply_to=chain[-1])
    kept = read(mail)["References"].split()
    assert kept[0] == f"<{chain[0]}>"
    assert kept[-1] == f"<{chain[-1]}>"
    assert len(kept) == 20
    assert all(len(line) <= 78 + 20 for line in mail.content.split(b"\r\n\r\n")[0].split(b"\r\n"))
    assert b"=?" not in mail.content.split(b"References:")[1].split(b"Auto-")[0]


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ("Re: 提币未到账 [#26110071]", "Re: 提币未到账 [#26110071]"),
        ("RE: Re: 回复：提币未到账", "Re: 提币未到账 [#26110071]"),
        ("Fwd: old [#26110001] case", "Re: old case [#26110071]"),
        ("  two\r\n lines\t", "Re: two lines [#26110071]"),
        ("[#26110071]", "A few details are still needed [#26110071]"),
        ("", "A few details are still needed [#26110071]"),
        ("x" * 900, f"Re: {'x' * 149}… [#26110071]"),
    ],
)
def test_the_subject_is_theirs_with_one_prefix_and_one_tag(composer: Composer, theirs: str, expected: str) -> None:
    mail = composed(composer, subject=theirs)
    assert mail.subject == expected
    assert str(read(mail)["Subject"]) == expected


@pytest.mark.parametrize(
    ("kind", "automatic", "submitted"),
    [
        ("acknowledgement", True, "auto-replied"),
        ("reminder", True, "auto-notified"),
        ("status", True, "auto-notified"),
        ("reply", False, None),
    ],
)
def test_robots_are_told_what_is_automatic(
    composer: Composer, kind: str, automatic: bool, submitted: str | None
) -> None:
    message = read(composed(composer, kind=kind, automatic=automatic))
    assert message["Auto-Submitted"] == submitted
    assert message["X-Auto-Response-Suppress"] == ("All" if automatic else None)
    assert message["X-Mailbot-Loop"] == composer.instance
    assert not [name for name in message if name.lower().startswith("list-")]


def test_the_instance_tells_desks_apart_and_not_their_key(templates: Path, composer: Composer) -> None:
    other = Composer(
        templates, domain="desk.example", from_address="support@desk.example", from_name="x", token_key=b"another"
    )
    assert other.instance != composer.instance
    assert KEY.hex() not in composer.instance


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_seven_bit_with_short_lines_and_says_the_same_twice(composer: Composer, language: str) -> None:
    mail = composed(composer, language=language)
    assert mail.content.isascii()
    assert b"\n" not in mail.content.replace(b"\r\n", b"")
    assert max(map(len, mail.content.split(b"\r\n"))) <= 78
    text = part(mail, "plain")
    assert text.replace("\r\n", "\n").strip() == mail.text.strip()
    html = "".join("".join(Tags(part(mail, "html")).words).split())
    for line in mail.text.splitlines():
        assert "".join(line.removeprefix("- ").split()) in html


def test_the_line_to_write_above_comes_first(composer: Composer) -> None:
    for language in LANGUAGES:
        assert composed(composer, language=language).text.splitlines()[0] == REPLY_MARKER


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("quote", ["", "> "])
def test_an_answer_above_our_letter_is_read_without_it(composer: Composer, language: str, quote: str) -> None:
    answer = "UID 698827017768230914, TRC20"
    ours = "".join(f"{quote}{line}\r\n" for line in composed(composer, language=language).text.splitlines())
    head = b"From: wang@customer.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    mail = parse(head + f"{answer}\r\n\r\n{ours}".encode())
    assert mail.fresh_text.strip() == answer


def test_a_person_in_danger_is_asked_for_nothing(composer: Composer) -> None:
    for language in LANGUAGES:
        mail = composed(composer, language=language, template="ack_human")
        assert "UID" not in mail.text
        assert REPLY_MARKER not in mail.text
        assert len(mail.text) < 800


def test_only_what_is_missing_or_doubtful_is_asked_for(composer: Composer) -> None:
    def fact(name: str) -> dict[str, str]:
        return {"fact": name, "label": f"the {name}", "how_to_find": f"where {name} stands", "value": "v"}

    context = {
        **samples("en")[0],
        "missing": [fact("network")],
        "doubtful": [fact("address")],
        "present": [fact("amount"), fact("coin")],
    }
    for template in ("ack_incomplete", "ack_urgent", "ack_secret", "ack_received", "status", "reopened"):
        text = composed(composer, template=template, context=context).text
        assert "- the network\n  where network stands" in text, template
        assert "- the address\n  where address stands" in text, template
        assert "amount" not in text
        assert "coin" not in text


def test_an_agents_words_are_kept_as_written(composer: Composer) -> None:
    body = "Dear Wang,\n\n1. first\n2. <second> & **third**\n\nhttps://desk.example/a?b=1&c=2 – bye"
    mail = composed(composer, template="reply", context={**samples("en")[0], "body": body})
    assert body in mail.text
    html = part(mail, "html")
    assert 'href="https://desk.example/a?b=1&amp;c=2"' in html
    assert "&lt;second&gt;" in html.replace("&#60;", "&lt;").replace("&#62;", "&gt;")
    assert "<strong>third" not in html


def test_a_promise_that_has_passed_is_not_made_again(composer: Composer) -> None:
    due = samples("en")[0]["answer_due"]
    before = composed(composer, template="status", context={**samples("en")[0], "missing": []})
    later = composer.compose(
        outgoing(template="status", context={**samples("en")[0], "missing": []}),
        ticket=71,
        number="26110071",
        now=NOW + timedelta(days=9),
    )
    assert due
    assert "24 November 2026, 14:30 (UTC+8)" in before.text
    assert "sorry" in later.text
    assert "sorry" not in before.text
    assert "You will hear from" not in later.text


def test_a_language_without_templates_is_answered_in_a_relative_or_english(composer: Composer) -> None:
    assert "Здравствуйте" in composed(composer, language="uk").text
    english = composed(composer, language="de")
    assert "Hello" in english.text
    assert read(english)["Content-Language"] == "en"


def test_a_server_without_subaddressing_gets_plain_addresses(templates: Path) -> None:
    plain = Composer(
        templates,
        domain="desk.example",
        from_address="support@desk.example",
        from_name="",
        token_key=KEY,
        subaddressing=False,
    )
    mail = composed(plain)
    assert mail.mail_from == "support@desk.example"
    assert read(mail)["Reply-To"].addresses[0].addr_spec == "support@desk.example"
    assert token.find(f"<{mail.message_id}>", KEY) == ("t", 71)


def test_the_desk_knows_its_own_mail_again(composer: Composer) -> None:
    settings = ScreenSettings(token_key=KEY)
    renamed = composed(composer).content.replace(b"Message-ID: <t", b"Message-ID: <x")
    for content in (composed(composer).content, renamed):
        raw = RawMail(content=content, sha256="0", received_at=NOW, source=Source(mailbox="support"))
        assert screen(raw, parse(content), settings).verdict == "drop"


def test_what_is_no_address_gets_no_mail(composer: Composer) -> None:
    for address in ("", "nobody", "a b@c.example", "a@b.example>\r\nBcc: c@d.example", "a@b.example,c@d.example"):
        with pytest.raises(ValueError, match="no address"):
            composed(composer, to=address)


def test_a_from_address_without_room_for_a_token_is_refused(templates: Path) -> None:
    for address in ("@desk.example", "desk.example", "x" * 34 + "@desk.example"):
        with pytest.raises(ValueError, match="cannot bear a token"):
            Composer(templates, domain="desk.example", from_address=address, from_name="", token_key=KEY)


def test_a_name_that_lacks_is_an_error_and_no_gap(composer: Composer) -> None:
    context = {k: v for k, v in samples("en")[0].items() if k != "missing"}
    with pytest.raises(UndefinedError):
        composed(composer, context=context)


def test_a_rating_is_asked_for_only_where_there_is_a_page(templates: Path, composer: Composer) -> None:
    rated = Composer(
        templates,
        domain="desk.example",
        from_address="support@desk.example",
        from_name="",
        token_key=KEY,
        rating_url="https://desk.example/rate/{token}",
    )
    context = {k: v for k, v in samples("en")[0].items() if k != "rating_url"}
    link = f"https://desk.example/rate/{token.sign(71, KEY)}"
    assert link in composed(rated, template="resolved", context=context).text
    assert "https://" not in composed(composer, template="resolved", context=context).text
