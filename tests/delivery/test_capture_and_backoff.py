from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.delivery.backoff import LONGEST, delay
from mailbot.delivery.capture import CaptureDelivery
from mailbot.model.effects import Deferred, Sent

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def capture(folder: Path, content: bytes = b"Subject: x\r\n\r\nx\r\n", now: datetime = NOW) -> Sent | Deferred:
    outcome = CaptureDelivery(folder).deliver(
        mail_from="a@desk.example", rcpt_to=["b@c.example"], content=content, now=now, attempt=0
    )
    assert isinstance(outcome, Sent | Deferred)
    return outcome


def test_each_mail_is_a_file_with_its_octets(tmp_path: Path) -> None:
    capture(tmp_path / "new" / "sent", b"one")
    capture(tmp_path / "new" / "sent", b"two")
    files = sorted((tmp_path / "new" / "sent").iterdir())
    assert {f.read_bytes() for f in files} == {b"one", b"two"}
    assert all(f.name.startswith("20261122T083000-") and f.suffix == ".eml" for f in files)


def test_the_same_mail_again_is_the_same_file(tmp_path: Path) -> None:
    capture(tmp_path)
    capture(tmp_path, now=NOW + timedelta(hours=1))
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_defers(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = capture(tmp_path / "file" / "sent")
    assert isinstance(outcome, Deferred)
    assert outcome.until > NOW


@pytest.mark.parametrize(("attempt", "minutes"), [(0, 1), (1, 2), (2, 4), (5, 32), (7, 128), (8, 240), (500, 240)])
def test_the_pause_doubles_up_to_the_longest(attempt: int, minutes: int) -> None:
    pauses = [delay(attempt, str(seed)) for seed in range(200)]
    assert min(pauses) >= timedelta(minutes=minutes) * 0.75
    assert max(pauses) <= timedelta(minutes=minutes) * 1.25
    # spread out, so that a thousand mails do not come back together
    assert max(pauses) - min(pauses) > timedelta(minutes=minutes) * 0.4


@given(st.integers(min_value=-5, max_value=10**9), st.text())
def test_the_pause_is_always_sane_and_the_same(attempt: int, seed: str) -> None:
    pause = delay(attempt, seed)
    assert timedelta(seconds=45) <= pause <= LONGEST * 1.25
    assert pause == delay(attempt, seed)
