"""Nothing that a customer wrote adds a field, a tag, a link or a line to what leaves the house."""

from __future__ import annotations

import shutil
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.compose import Composer, fields
from mailbot.compose.composer import greetable
from mailbot.compose.samples import samples
from mailbot.triage.wording import wording
from tests.catalogue import catalogue
from tests.compose.conftest import KEY
from tests.compose.letters import Tags, composed, part, read


def test_nothing_is_fetched_and_nothing_runs_when_a_mail_is_opened(composer: Composer) -> None:
    tags = Tags(part(composed(composer, template="reply"), "html")).tags
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
    assert {t for t, _ in Tags(part(mail, "html")).tags} <= {t for t, _ in Tags(part(plain, "html")).tags}
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
    shape = [t for t, _ in Tags(part(mail, "html")).tags]
    # one list item instead of the sample's two, and its hint where there is one
    usual = [
        t
        for t, _ in Tags(
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
