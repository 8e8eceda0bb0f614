"""The undo window with the real daemon: an answer leaves when its time is over, not before and not at a later tick."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import httpx2

from mailbot.app import App
from mailbot.config import load_default
from mailbot.config.settings import DeliverySettings, Secret, StoreSettings
from mailbot.daemon import Daemon
from mailbot.desk import handin
from tests.web.pages import post

WINDOW_S = 2


def test_an_answer_leaves_when_its_time_is_over(tmp_path: Path):
    plain = load_default()
    catalogue = replace(plain.policy.catalogue, undo_seconds=WINDOW_S)
    settings = replace(
        plain,
        policy=replace(plain.policy, catalogue=catalogue),
        store=StoreSettings(folder=tmp_path, url=Secret(f"sqlite:///{tmp_path}/mailbot.db")),
        delivery=DeliverySettings(capture=tmp_path / "sent", from_address="support@desk.example", from_name="Desk"),
        web=replace(plain.web, port=0, url=""),
        imap=(),
        listen=(),
        tick_seconds=3600,
        verify_senders=False,
    )
    daemon = Daemon(App(settings))
    daemon.start()
    try:
        console = daemon.app.console
        assert console is not None
        letter = handin.Letter(sender="ann@mail.example", subject="Login", text="I cannot log in. UID 4829157362")
        number = handin.hand_in(daemon.app.tools, letter).ticket
        with httpx2.Client(base_url=console.url, follow_redirects=True) as client:
            client.get(console.demo_login_link())
            began = time.monotonic()
            assert post(client, f"/tickets/{number}/reply", text="We reset it just now.").status_code == 200
        sent = 0.0
        while not sent and time.monotonic() < began + 15:
            if any(b"We reset it just now." in file.read_bytes() for file in (tmp_path / "sent").rglob("*.eml")):
                sent = time.monotonic()
            time.sleep(0.05)
        assert WINDOW_S <= sent - began < WINDOW_S + 4
    finally:
        daemon.stop()
