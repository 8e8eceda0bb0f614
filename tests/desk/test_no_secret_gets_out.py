"""Secrets of every kind, in several languages and places, pass the real daemon; afterwards nothing of them is found
anywhere but in the sealed spool: not in the database's files, the log, the figures, mails, pages, the API, exports."""

from __future__ import annotations

import io
import re
import smtplib
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from itertools import pairwise
from pathlib import Path

import httpx2
import pytest
from mnemonic import Mnemonic

from mailbot.app import App
from mailbot.config.load import load_text
from mailbot.daemon import Daemon
from mailbot.desk import access, finding, retention
from mailbot.desk.keys import make_key
from mailbot.observe import log
from mailbot.store import Database
from tests.services import free_port
from tests.services.smtpsink import SmtpSink

CONFIG = """\
version: 1
desk: {{name: Test desk, domain: desk.example}}
mailboxes: {{support: {{address: support@desk.example}}}}
listen: {{smtp: {{host: 127.0.0.1, port: 0}}}}
delivery: {{smtp: {{host: {host}, port: {port}, tls: none}}}}
store: {{folder: "{folder}", keys: ["${{SPOOL_KEY}}"]}}
web: {{host: 127.0.0.1, port: {web}}}
teams: {{security_response: {{address: security@desk.example}}, frontline: {{address: front@desk.example}}}}
caps: []
"""
_LAYOUT = re.compile(r"[\s>]+(?:\d{1,2}[.)]\s*)?")
KEY = b64encode(bytes(range(32))).decode()


def phrase(language: str, start: int, words: int = 12) -> str:
    entropy = bytes((start + 29 * n) % 256 for n in range(words * 4 // 3))
    return Mnemonic(language).to_mnemonic(entropy).replace("\u3000", " ")


@dataclass(frozen=True)
class Sent:
    """A mail, and the secrets that it holds; of a phrase no two neighbours, of a key no five characters may be seen."""

    name: str
    message: EmailMessage
    phrases: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def pieces(self) -> set[str]:
        """What must be found nowhere."""
        found = {f"{a}{sign}{b}" for p in self.phrases for a, b in pairwise(p.split()) for sign in (" ", ", ", "_")}
        found |= {f"{a}{b}" for p in self.phrases if not p.isascii() for a, b in pairwise(p.split())}
        return found | {k[n : n + 5] for k in self.keys for n in range(len(k) - 4)}


def mail(name: str, text: str, subject: str = "help", html: str = "", files: tuple[tuple[str, str, bytes], ...] = ()):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"{name}@mail.example", "support@desk.example", subject
    message["Message-ID"] = f"<{name}@mail.example>"
    message["Date"] = "Fri, 20 Nov 2026 08:00:00 +0000"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for filename, kind, data in files:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=filename)
    return message


def sent() -> Iterator[Sent]:
    """Every kind of secret, in every kind of place."""
    png = b"\x89PNG\r\n\x1a\n" + bytes(200)
    p = phrase("english", 3, 24)
    rows = "\n".join(f"{n}. {w}" for n, w in enumerate(p.split(), 1))
    yield Sent("lines", mail("lines", f"Withdrawal stuck. My recovery phrase, check it:\n\n{rows}\n\nthanks"), (p,))
    p = phrase("chinese_simplified", 5)
    text = f"我的提现没有到账，助记词是：\n{p}\n登录密码：Qz7mopTr9xW 请帮我看看"
    yield Sent("zh", mail("zh", text, "提现未到账"), (p,), ("Qz7mopTr9xW",))
    p = phrase("english", 9)
    words = p.split()
    quoted = f"> my seed phrase is\n> {' '.join(words[:6])}\n> {' '.join(words[6:])}\n"
    yield Sent("quoted", mail("quoted", f"Why no answer?\n\nOn Monday I wrote:\n{quoted}"), (p,))
    p = phrase("english", 12)
    yield Sent("subject", mail("subject", "please restore my wallet", f"seed phrase {p}"), (p,))
    p = phrase("english", 15)
    yield Sent("file", mail("file", "see the picture", files=((f"{p}.png", "image/png", png),)), (p,))
    token = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjo3NzEyOTk4MTIzNH0.Kq8ZrTn3vWcXy7Lp"
    link = f'<p>I see <a href="https://desk.example/x?token={token}">this page</a> and cannot log in</p>'
    yield Sent("link", mail("link", "I cannot log in", html=link), (), (token,))
    p = phrase("english", 18)
    note = f"seed phrase: {p}\n".encode()
    yield Sent("attached", mail("attached", "My words are in the file", files=(("n.txt", "text/plain", note),)), (p,))
    wif = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"
    yield Sent("ru", mail("ru", f"Здравствуйте, вот мой приватный ключ {wif}, верните деньги"), (), (wif,))
    yield Sent("es", mail("es", "No puedo entrar. Mi contraseña: Gatazul77xQ y no funciona"), (), ("Gatazul77xQ",))
    yield Sent("ko", mail("ko", "로그인이 안 됩니다. 비밀번호: Hj83kdPw2z 확인해 주세요"), (), ("Hj83kdPw2z",))
    secret = "JBSWY3DPEHPK3PXPZLQN5RTA"
    text = f"My authenticator is lost: otpauth://totp/Desk:me?secret={secret}&issuer=Desk please reset it"
    yield Sent("totp", mail("totp", text), (), (secret,))
    api = "vR8kP2mXq9LwZt4Y"
    yield Sent(
        "api", mail("api", f"my bot fails\nOK-ACCESS-PASSPHRASE: Wm4Tz9Lqx\nsecret_key = {api}"), (), (api, "Wm4Tz9Lqx")
    )


class House:
    """A daemon with its listener and console, and a real server that takes its mail."""

    def __init__(self, folder: Path, sink: SmtpSink) -> None:
        self.folder, self.sink, self.log = folder, sink, io.StringIO()
        log.configure(json=True, level="debug", stream=self.log)
        text = CONFIG.format(host=sink.host, port=sink.port, folder=folder, web=free_port())
        loaded = load_text(text, environ={"SPOOL_KEY": KEY})
        assert loaded.settings is not None, loaded.problems
        self.app = App(loaded.settings)
        self.daemon = Daemon(self.app)
        self.daemon.start()

    def take(self, letters: list[Sent]) -> None:
        """Send mails to its door, and wait until everything about them was done."""
        with smtplib.SMTP("127.0.0.1", self.app.ports["smtp"], timeout=20) as client:
            for letter in letters:
                client.sendmail(
                    f"{letter.name}@mail.example", ["support@desk.example"], letter.message.as_bytes(policy=SMTP)
                )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with self.app.tools.db.read() as t:
                spool, outbox = t.spool.counts(), t.outbox.counts()
            if spool == {"done": len(letters)} and not outbox.get("queued") and not outbox.get("sending"):
                return
            time.sleep(0.1)
        raise TimeoutError(f"{spool} {outbox}")

    def seen(self, letters: list[Sent]) -> Iterator[tuple[str, str]]:
        """(place, text) of everything that anybody can see without the right to read raw mail, and of what is kept."""
        yield "log", self.log.getvalue()
        for n, d in enumerate(self.sink.distinct):
            yield f"letter {n}", _decoded(d.raw)
        yield from self._web()
        yield from self._searched(letters)
        yield from tables(self.app.tools.db)

    def _web(self) -> Iterator[tuple[str, str]]:
        console = self.app.console
        assert console is not None
        doors = console.console.doors
        _, key = make_key(doors, "program", ["read", "explain"], 1, "test")
        with httpx2.Client(base_url=console.url, follow_redirects=True, timeout=30) as client:
            api = {"Authorization": f"Bearer {key}"}
            tickets = client.get("/api/v1/tickets?limit=100", headers=api)
            yield "api tickets", tickets.text
            numbers = [t["number"] for t in tickets.json()["items"]]
            assert len(numbers) >= 10
            for number in numbers:
                for what in ("", "/messages", "/decisions", "/request"):
                    yield f"api {what}", client.get(f"/api/v1/tickets/{number}{what}", headers=api).text
            client.get(console.demo_login_link("ann", "agent"))
            for number in numbers:
                yield "page", client.get(f"/tickets/{number}").text
                yield "preview", client.get(f"/tickets/{number}/preview").text
            yield "queue", client.get("/queue/all").text
            yield "metrics", client.get("/metrics").text
        with httpx2.Client(base_url=console.url, follow_redirects=True, timeout=30) as client:
            client.get(console.demo_login_link("eve", "auditor"))
            for page in ("/admin/audit", "/admin/outbox", "/admin/shelf", "/insight", "/insight/intents.csv"):
                yield page, client.get(page).text

    def _searched(self, letters: list[Sent]) -> Iterator[tuple[str, str]]:
        """Where the words of a secret lead to a ticket, the words themselves."""
        for letter in letters:
            for words in (*(" ".join(p.split()[:2]) for p in letter.phrases), *letter.keys):
                if finding.search(self.app.tools, f'"{words}"', teams=(), me="", most=5).found:
                    yield "search", words

    def explained(self, letters: list[Sent]) -> Iterator[tuple[str, str]]:
        """What `explain` says of each mail."""
        from mailbot.desk.handin import explain_octets

        for letter in letters:
            yield f"explain {letter.name}", str(explain_octets(self.app.tools, letter.message.as_bytes(policy=SMTP)))


def tables(database: Database) -> Iterator[tuple[str, str]]:
    """Every row of every table but the sealed octets, as text."""
    with database.read() as t:
        names = t.connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).scalars()
        for name in names.all():
            rows = t.connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()
            text = "\n".join(
                "|".join(v.decode("utf-8", "ignore") if isinstance(v, bytes) else str(v) for v in row) for row in rows
            )
            yield f"table {name}", re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)


@pytest.fixture(scope="module")
def letters() -> list[Sent]:
    return list(sent())


def found(places: Iterator[tuple[str, str]], letters: list[Sent]) -> list[str]:
    """ "mail in place: piece" for each piece that is there, be it over lines or in a numbered list."""
    wanted = [(letter.name, piece) for letter in letters for piece in letter.pieces()]
    there = set()
    for place, text in places:
        flat = f"{text}\n{_LAYOUT.sub(' ', text)}"
        there |= {f"{name} in {place}: {piece}" for name, piece in wanted if piece in flat}
    return sorted(there)


def test_no_secret_gets_out(tmp_path: Path, smtp_sink: SmtpSink, letters: list[Sent]):
    house = House(tmp_path / "var", smtp_sink)
    try:
        house.take(letters)
        assert found(house.seen(letters), letters) == []
        assert found(house.explained(letters), letters) == []
        with house.app.tools.db.read() as t:
            whole = [("original", _decoded(t.spool.original(n).content)) for n in range(1, len(letters) + 1)]
        assert {line.split(" in ")[0] for line in found(iter(whole), letters)} == {x.name for x in letters}
    finally:
        house.daemon.stop()
        log.configure()
    files = [f for f in (tmp_path / "var").rglob("*") if f.is_file()]
    assert any(f.name.startswith("mailbot.db") for f in files)
    lie = ((f.name, f.read_bytes().decode("utf-8", "ignore")) for f in files)
    assert found(lie, letters) == []


def test_a_masked_form_holds_none_either(tmp_path: Path, smtp_sink: SmtpSink, letters: list[Sent]):
    house = House(tmp_path / "var", smtp_sink)
    try:
        house.take(letters)
        tools = house.app.tools
        keep = house.app.settings.retention
        assert retention.shred(tools, keep) == []
        done = retention.shred(tools, type(keep)(secrets=keep.secrets * -1))
        assert len(done) >= len(letters) - 1, "all but the mail whose secret stands in an attached text"
        with tools.db.read() as t:
            forms = [(str(s.raw), t.spool.original(s.raw)) for s in done]
        assert all(form.masked for _, form in forms)
        told = ((name, _decoded(form.content)) for name, form in forms)
        assert found(told, letters) == []
        assert access.RIGHTS["agent"].isdisjoint({"raw"})
    finally:
        house.daemon.stop()
        log.configure()


def _decoded(content: bytes) -> str:
    message = message_from_bytes(content, policy=default)
    texts = [str(v) for v in message.values()]
    for part in message.walk():
        payload = part.get_payload(decode=True)
        texts += [str(part.get_filename()), payload.decode("utf-8", "ignore") if isinstance(payload, bytes) else ""]
    return "\n".join(texts)
