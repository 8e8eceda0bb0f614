"""Generated mail for measuring: our own training texts in the dress of several clients, with replies, auto-replies,
delivery reports and second copies in the shares seen at a support desk. The same seed gives
the same mails, but for their dates: they are of today, so that they are answered."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

TEXTS = Path(__file__).resolve().parent.parent / "classifiers" / "data" / "texts"
SHARES = {"new": 0.67, "reply": 0.225, "auto": 0.05, "report": 0.045, "copy": 0.01}

_RECEIVED = "from mx{n}.mail.example (mx{n}.mail.example [192.0.2.{n}]) by mx.desk.example with ESMTPS id {i}; {date}"
_CHARSETS = {"zh": "gb18030", "zh-Hant": "big5", "ja": "iso-2022-jp", "ko": "euc-kr", "ru": "koi8-r"}


def texts() -> list[dict[str, str]]:
    """All training texts, in the order of the files."""
    rows = []
    for path in sorted(TEXTS.glob("*.jsonl")):
        rows += [json.loads(line) for line in path.read_text("utf8").splitlines() if line.strip()]
    return rows


def mails(count: int, seed: int = 7) -> Iterator[tuple[str, bytes]]:
    """(kind, octets) of ``count`` mails. Replies refer to new mails before them."""
    rng = random.Random(seed)
    pool = texts()
    earlier: list[tuple[str, str]] = []
    last = b""
    start = datetime.now(UTC) - timedelta(hours=6)  # fresh enough to be answered
    for i in range(count):
        kind = rng.choices(list(SHARES), list(SHARES.values()))[0] if earlier else "new"
        when = start + timedelta(seconds=(20 * i) % 20_000)
        if kind == "copy" and last:
            yield "copy", last
            continue
        row = rng.choice(pool)
        if kind == "report":
            yield "report", _report(i, when)
            continue
        sender, reference = rng.choice(earlier) if kind == "reply" else (f"customer{i}@mail{i % 97}.example", "")
        message = _mail(i, row, sender, when, rng)
        if reference:
            message["In-Reply-To"] = message["References"] = f"<{reference}>"
        if kind == "auto":
            message["Auto-Submitted"] = "auto-replied"
        last = message.as_bytes(policy=SMTP)
        if kind == "new":
            earlier.append((sender, f"{i}.bench@mail.example"))
        yield kind, last


def _mail(i: int, row: dict[str, str], sender: str, when: datetime, rng: random.Random) -> EmailMessage:
    message = EmailMessage()
    for n in (3, 2, 1):
        message.add_header("Received", _RECEIVED.format(n=n, i=f"{i:08X}", date=format_datetime(when)))
    message["Authentication-Results"] = (
        f"mx.desk.example; spf=pass smtp.mailfrom={sender}; dkim=pass header.d={sender.split('@')[1]}"
    )
    message["From"] = f"Customer {i} <{sender}>"
    message["To"] = "support@desk.example"
    message["Subject"] = row["subject"].replace("\n", " ") or row["text"][:30].replace("\n", " ")
    message["Date"] = format_datetime(when)
    message["Message-ID"] = f"<{i}.bench@mail.example>"
    message["X-Mailer"] = rng.choice(["QQMail 2.x", "Apple Mail (2.3774)", "Microsoft Outlook 16.0", "Foxmail 7.2"])
    uid, digest = rng.randrange(10**17, 10**18), f"{rng.getrandbits(256):064x}"
    body = row["text"] + (f"\n\nUID: {uid}\nTxID {digest}\n" if rng.random() < 0.5 else "\n")
    charset = _CHARSETS.get(row["lang"], "utf-8") if rng.random() < 0.3 else "utf-8"
    try:
        body.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    message.set_content(body, charset=charset)
    if rng.random() < 0.6:
        style = "<style>p{margin:0;font-family:Arial,sans-serif;font-size:14px}.q{color:#888}</style>" * 4
        html = "".join(f"<p>{line}</p>" for line in body.replace("&", "&amp;").replace("<", "&lt;").split("\n"))
        message.add_alternative(f"<html><head>{style}</head><body>{html}</body></html>", subtype="html")
    return message


def _report(i: int, when: datetime) -> bytes:
    return (
        f"From: MAILER-DAEMON@mail.example\r\nTo: support@desk.example\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\n"
        f"Date: {format_datetime(when)}\r\nMessage-ID: <{i}.report@mail.example>\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="b{i}"\r\n\r\n'
        f"--b{i}\r\nContent-Type: text/plain\r\n\r\nYour mail could not be delivered.\r\n"
        f"--b{i}\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; gone{i}@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b{i}--\r\n"
    ).encode()
