"""What leaves the house: header fields, threads, and nothing that a customer could smuggle into them."""

from __future__ import annotations

import shutil
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from mailbot.compose import Composed, Composer, fields
from mailbot.compose.composer import greetable
from mailbot.compose.samples import samples
from mailbot.model.mail import RawMail, Source
from mailbot.triage import token
from mailbot.triage.body.fresh import REPLY_MARKER
from mailbot.triage.mime import parse
from mailbot.triage.screen import screen
from mailbot.triage.screen.settings import ScreenSettings
from mailbot.triage.wording import wording
from tests.catalogue import catalogue
from tests.compose.conftest import KEY, LANGUAGES, NOW, outgoing


def composed(composer: Composer, **values: object) -> Composed:
    return composer.compose(outgoing(**values), ticket=71, number="26110071", now=NOW)


def read(mail: Composed) -> EmailMessage:
    return message_from_bytes(mail.content, policy=policy.default)


def part(mail: Composed, subtype: str) -> str:
    found = read(mail).get_body((subtype,))
    assert found is not None
    return str(found.get_content())


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


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
    html = "".join("".join(_Tags(part(mail, "html")).words).split())
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


def test_nothing_is_fetched_and_nothing_runs_when_a_mail_is_opened(composer: Composer) -> None:
    tags = _Tags(part(composed(composer, template="reply"), "html")).tags
    assert not {"img", "script", "iframe", "form", "object", "link", "base"} & {t for t, _ in tags}
    assert all(a.get("href", "").startswith("https://") for t, a in tags if t == "a")  # type: ignore[union-attr]
    assert "url(" not in part(composed(composer), "html")


HOSTILE = [
    "x\r\nBcc: victim@other.example",
    "x\nSubject: other",
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% include 'x' %}",
    "**bold** - item\n\n! call-out\n\n1. step",
    "\u202eevil\u2066\u200b\x00\x1b[31m",
    "=?utf-8?q?x?=\r\n =?utf-8?b?Cg==?=",
    "a\u2028b\u2029c\x85d",
    "\ud800",
    "'\"><a href=javascript:alert(1)>x</a>",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_a_customer_wrote_stays_a_word(composer: Composer, value: str) -> None:
    fact = {"fact": "uid", "label": value, "how_to_find": value, "value": value, "because": value}
    everywhere = {
        k: value if isinstance(v, str) and k not in {"opened_at", "answer_due", "closes_at", "zone"} else v
        for k, v in samples("en")[0].items()
    }
    context = {**everywhere, "missing": [fact], "present": [fact], "doubtful": [fact]}
    plain = composed(composer)
    mail = composed(composer, subject=value, to_name=value, context=context, in_reply_to=value, references=(value,))
    allowed = set(read(plain).keys())
    assert set(read(mail).keys()) <= allowed
    assert len(read(mail).keys()) <= len(read(plain).keys())
    assert {t for t, _ in _Tags(part(mail, "html")).tags} <= {t for t, _ in _Tags(part(plain, "html")).tags}
    assert "49" not in mail.text
    assert not set("\u202e\u2066\u200b\x00\x1b") & set(mail.text + mail.subject)


@given(name=st.text(max_size=80), subject=st.text(max_size=200), label=st.text(max_size=80))
def test_no_text_adds_a_field_a_tag_or_a_line(composer: Composer, name: str, subject: str, label: str) -> None:
    context = {
        **samples("en")[0],
        "name": name,
        "missing": [{"fact": "uid", "label": label, "how_to_find": label}],
    }
    mail = composed(composer, subject=subject, to_name=name, context=context)
    message = read(mail)
    assert message.keys() == read(composed(composer)).keys()
    assert message["To"].addresses[0].addr_spec == "wang@customer.example"
    shape = [t for t, _ in _Tags(part(mail, "html")).tags]
    # one list item instead of the sample's two, and its hint where there is one
    usual = [
        t
        for t, _ in _Tags(
            part(
                composed(composer, context={**context, "missing": [{"fact": "uid", "label": "x", "how_to_find": "y"}]}),
                "html",
            )
        ).tags
    ]
    assert set(shape) <= set(usual)
    assert len(shape) <= len(usual)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王伟", "王伟"),
        ("  Ana  María ", "Ana María"),
        ("win at https://evil.example", ""),
        ("cheap-coins.example", ""),
        ("call 8613800000000", ""),
        ("me@customer.example", ""),
        ("x" * 61, ""),
        ('"Kim, Min-su"', "Kim, Min-su"),
        ("J. Smith", "J. Smith"),
    ],
)
def test_a_forged_name_cannot_have_us_carry_an_advertisement(name: str, shown: str) -> None:
    assert greetable(name) == shown


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


def test_what_is_there_is_repeated_shortly_and_never_a_link(templates: Path, tmp_path: Path) -> None:
    shutil.copytree(templates, tmp_path / "templates")
    (tmp_path / "templates" / "en" / "closing.j2").write_text(
        '{% extends "en/_common.j2" %}{% block subject %}x{% endblock %}'
        "{% block body %}{% for f in present %}{{ f.label }}={{ f.value }};{% endfor %}{% endblock %}"
    )
    own = Composer(
        tmp_path / "templates", domain="desk.example", from_address="s@desk.example", from_name="", token_key=KEY
    )
    given = (
        ("uid", "698827017768230914"),
        ("network", "TRC20"),
        ("event_time", "2026-11-20T08:15"),
        ("evidence", "screen.png"),
        ("instrument", "https://evil.example"),
        ("amount", "y" * 41),
    )
    told = wording(catalogue(), "en", intent="", team="", present=given)["present"]
    said = composed(own, template="closing", context={**samples("en")[0], "present": told}).text.strip().split(";")
    values = [each.partition("=")[2] for each in said]
    assert values == ["69…0914", "TRC20", "2026-11-20 08:15", "", "", "", ""]
    assert not [each for each in said if "(" in each]


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


@given(
    name=st.text(max_size=200),
    kind=st.sampled_from(["image/png", "text/plain", "message/rfc822", "multipart/mixed", "x", "", "a/b; c=d\r\nX: y"]),
    content=st.binary(min_size=1, max_size=300),
)
@settings(max_examples=60, deadline=None)
def test_files_go_along_whole_whatever_their_name(name: str, kind: str, content: bytes):
    body = fields.with_files(fields.alternative("hello", "<p>hello</p>", "s"), [(name, kind, content)] * 2, "s")
    assert all(len(line) <= 998 for line in body.split(b"\r\n"))
    mail = message_from_bytes(b"MIME-Version: 1.0\r\n" + body, policy=policy.default)
    files = list(mail.iter_attachments())
    assert [f.get_payload(decode=True) for f in files] == [content, content]
    assert mail.defects == []
    assert all(f.get_filename() and "\n" not in str(f.get_filename()) for f in files)
    told = mail.get_body(("plain",))
    assert told is not None
    assert told.get_content().strip() == "hello"
