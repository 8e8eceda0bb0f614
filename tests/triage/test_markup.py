"""The HTML of a mail, for people to look at."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mailbot.triage.mime import Limits
from mailbot.triage.mime.markup import markup


def test_the_html_and_its_own_images_are_found():
    message = EmailMessage()
    message["Subject"] = "x"
    message.set_content("plain")
    message.add_alternative("<p>你好 <img src='cid:one@x'></p>", subtype="html", charset="gb18030")
    html: Any = list(message.iter_parts())[1]
    html.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<one@x>")
    html.add_related(b"<svg/>", "image", "svg+xml", cid="<two@x>")
    found = markup(message.as_bytes(), Limits())
    assert found is not None
    assert "你好" in found.html
    assert dict(found.images) == {"one@x": ("image/png", b"\x89PNG\r\n\x1a\n")}


def test_an_attached_page_is_not_the_body():
    message = EmailMessage()
    message.set_content("plain")
    message.add_attachment("<p>x</p>", subtype="html", filename="page.html")
    assert markup(message.as_bytes(), Limits()) is None


@given(st.binary(max_size=400))
def test_any_octets_are_read(content: bytes):
    markup(content, Limits())
    markup(b"Content-Type: text/html\n\n" + content, Limits())
