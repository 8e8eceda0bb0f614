"""A desk for the console's tests: a real database, filled by real mails through `desk.receive`, and a written clock."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from classifiers.base import Classifier
from classifiers.linear import LinearClassifier
from mailbot import resources
from mailbot.compose import Composer
from mailbot.delivery.capture import CaptureDelivery
from mailbot.desk import console, post, receive, tickets
from mailbot.desk.tools import Tools
from mailbot.model.mail import RawMail, Source
from mailbot.store import Database
from tests import catalogue

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
HASH = "0x" + "4f2a9c" * 10 + "77aa"
TRON = "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def advance(self, **span: float) -> None:
        """Move it on."""
        self.now += timedelta(**span)


@cache
def classifier() -> Classifier:
    """The model that ships."""
    return LinearClassifier.default()


@dataclass
class Desk:
    """Tools over a database, and what tests do with them."""

    tools: Tools
    clock: Clock
    numbers: dict[str, str] = field(default_factory=dict)

    def take(self, *mails: bytes, mailbox: str = "support") -> list[str]:
        """Receive mails; the numbers of their tickets ("" for none)."""
        raws = [
            RawMail(
                content=mail,
                sha256=hashlib.sha256(mail).hexdigest(),
                received_at=self.clock(),
                source=Source(mailbox=mailbox, protocol="smtp"),
            )
            for mail in mails
        ]
        receive.accept(self.tools, raws)
        handled: list[receive.Handled] = []
        while done := receive.receive(self.tools):
            handled += done
        failed = [h.error for h in handled if h.error]
        assert failed == [], failed
        return [h.ticket for h in sorted(handled, key=lambda h: h.raw)]


def desk(database: Database, clock: Callable[[], datetime] | None = None) -> Desk:
    """A desk over a migrated database."""
    policy, written = catalogue.policy(), Clock()
    composer = Composer(
        resources.path("templates"),
        domain=policy.catalogue.domain,
        from_address=f"support@{policy.catalogue.domain}",
        from_name=policy.catalogue.name,
        token_key=policy.token_key,
        signer=None,
    )
    tools = Tools(
        db=database, policy=lambda: policy, classifier=classifier(), composer=composer, clock=clock or written
    )
    return Desk(tools=tools, clock=written)


def mail(
    sender: str,
    subject: str,
    text: str,
    *,
    html: str = "",
    files: Iterable[tuple[str, str, bytes]] = (),
    **headers: str,
) -> bytes:
    """A mail as a customer's program writes it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "support@desk.example", subject
    message["Date"] = NOW
    name = hashlib.sha256((sender + subject + text + html).encode()).hexdigest()[:24]
    message["Message-ID"] = f"<{name}@mail.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, kind, content in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def _png(width: int, height: int) -> bytes:
    """A grey picture (RFC 2083)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x99" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PNG = _png(40, 20)

CUSTOMERS: dict[str, bytes] = {
    "zh": mail(
        "王伟 <wang.wei@mail.example>",
        "提币三天未到账，请尽快处理",
        "你好，\n\n我的UID是 482915736204，三天前提了 1200 USDT（TRC20）到地址 "
        f"{TRON}，链上一直查不到，页面显示“处理中”。\n交易哈希：{HASH}\n请问什么时候能到账？\n\n谢谢\n王伟",
        files=[("提币记录.png", "image/png", PNG)],
    ),
    "zh-missing": mail("李娜 <li.na@mail.example>", "登录不上", "我登录不上账户了，一直提示验证码错误，怎么办？"),
    "en": mail(
        "Maria Lopez <maria@mail.example>",
        "KYC rejected twice",
        'Hello,\n\nmy verification was rejected twice with the message "Document is not readable". My UID is '
        "771204983316. I uploaded my passport on 18 November. What else do you need?\n\nRegards\nMaria\n\n"
        "> On Tue, Support wrote:\n> Please upload your document again.\n> Thank you.",
    ),
    "secret": mail(
        "Tom Baker <tom@mail.example>",
        "somebody is in my account!! money is leaving",
        "Please freeze my account now, withdrawals I did not make are going out every minute! UID 30491877215.\n"
        "My password is Tr0ub4dor&3-horse if you need to log in.",
    ),
    "ja": mail(
        "佐藤 <sato@mail.example>",
        "入金が反映されません",
        "昨日0.5 BTCを入金しましたが、まだ反映されていません。UIDは 66120934875 です。",
    ),
    "ko": mail(
        "김민수 <kim@mail.example>", "출금 수수료 문의", "안녕하세요. USDT 출금 수수료가 얼마인지 알고 싶습니다."
    ),
    "html": mail(
        "Ivan <ivan@mail.example>",
        "P2P order appeal",
        "The buyer did not pay for order 220815143012345678. Please help.",
        html="<p>The buyer <b>did not pay</b> for order <i>220815143012345678</i>.</p><p>Please help.</p>"
        '<img src="https://tracker.example/pixel.gif" alt="logo">',
    ),
    "vague": mail("Jo <jo@mail.example>", "hi", "hello, is anybody there"),
}
"""Customers of different countries, matters and completeness."""


def populate(to: Desk) -> None:
    """A desk after some days of work: answered, noted, corrected, put off and closed tickets."""
    tools, clock = to.tools, to.clock
    clock.now = NOW - timedelta(days=6)
    for n in range(18):
        sender, subject, text = _EARLIER[n % len(_EARLIER)]
        (number,) = to.take(mail(f"{sender}{n}@mail.example", subject, text + f" ({n})"))
        clock.advance(hours=2 + n % 5)
        if n % 3 and number:
            tickets.reply(tools, number, "Thank you. We looked into it and it is settled.", "Ming", then="resolved")
        clock.advance(hours=3)
    clock.now = NOW - timedelta(hours=5)
    numbers = []
    for content in CUSTOMERS.values():
        numbers += to.take(content)
        clock.advance(minutes=31)
    to.numbers = dict(zip(CUSTOMERS, numbers, strict=True))
    tickets.note(tools, to.numbers["zh"], "Treasury says: the hot wallet was empty, paid out within the hour.", "ming")
    tickets.reply(tools, to.numbers["en"], "Please send a photo of the passport's data page, in daylight.", "Ming")
    other = next(i for i in tools.policy().catalogue.intents if i != "unclear")
    tickets.correct(tools, to.numbers["vague"], other, "ming")
    console.snooze(tools, to.numbers["ko"], NOW + timedelta(days=1), "ming")
    console.set_priority(tools, to.numbers["html"], "P2", "ming")
    console.tag(tools, to.numbers["html"], "vip p2p", "ming")
    console.save_reply(
        tools,
        "photo",
        "Ask for a better photo",
        {
            "en": "Please send the photo again, in daylight and without reflections.",
            "zh": "请在日光下重新拍摄，避免反光。",
        },
        "ming",
    )
    clock.now = NOW
    with TemporaryDirectory() as folder:
        while post.post(tools, CaptureDelivery(Path(folder))):
            pass


_EARLIER = (
    ("anna", "Deposit not credited", "I sent 300 USDT over TRC20 yesterday, it is not in my account. UID 55120934871"),
    ("zhang", "API 报错", "调用下单接口一直返回 50011 错误，UID 88120934871，麻烦看一下。"),
    ("pedro", "Comisiones", "Hola, ¿cuánto cuesta retirar BTC? Gracias"),
    ("olga", "Не могу войти", "Здравствуйте, не приходит код подтверждения, не могу войти в аккаунт."),
    ("chen", "身份认证不通过", "KYC 提交三次都被拒绝，提示照片不清晰。UID：73120934871"),
    ("kate", "Tax statement", "Could you send me the statement of my trades of 2025 for my tax office?"),
)
