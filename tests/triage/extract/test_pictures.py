"""Facts that were read in pictures: what was misread is put right where the identifier says how, else is doubtful."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.config import load_default
from mailbot.model.mail import Attachment, ParsedMail
from mailbot.triage.extract import extract, sift
from mailbot.triage.extract.pictures import with_words, worth_reading
from mailbot.triage.extract.restore import restored

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PHRASE = (
    "My recovery phrase\n1. abandon  2. ability  3. able\n4. about  5. above  6. absent\n"
    "7. absorb  8. abstract  9. absurd\n10. abuse  11. access  12. accident"
)
IDENTIFIERS = load_default().policy.identifiers
TRON = "TLa2f6VPqDgRE67v1736s7bJ8Ray5wYjU7"
EVM = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
TX = "0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def picture(name: str = "shot.png", **other: object) -> Attachment:
    values = {"index": 0, "filename": name, "content_type": "image/png", "declared_type": "image/png", "size": 40_000}
    return Attachment(**{**values, "sha256": "0", **other})  # type: ignore[arg-type]


def shown(words: str, text: str = "Please see the screenshot."):
    mail = ParsedMail(text=text, fresh_text=text, attachments=(picture(),))
    pictures = sift(mail, {0: words}, IDENTIFIERS)
    seen = with_words(mail, pictures)
    return seen.attachments[0], extract(seen, IDENTIFIERS, received_at=NOW)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (TX.replace("00a08", "OOaO8"), TX),
        (TX.replace("d15d", "dl5d"), TX),
        ("Ox" + TX[2:], TX),
        (EVM.replace("C9b9", "c9b9"), EVM),
        (TRON.replace("P", "p"), TRON),
        (TRON.replace("v1736s7", "vl736S7"), TRON),
        ("74512O93886612379O", "745120938866123790"),
        ("bc1qw508d6qejxtdg4y5r3zarvaryOc5xw7kv8f3t4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        ("Olympic2026", "Olympic2026"),
        ("Illinois", "Illinois"),
    ],
)
def test_misread_signs_are_put_right(read, meant):
    assert restored(f"is {read} here") == f"is {meant} here"


@given(st.text(max_size=300))
def test_restoring_keeps_every_place(text):
    assert len(restored(text)) == len(text)


def test_restoring_hostile_words_takes_no_time():
    began = time.perf_counter()
    restored(" ".join("T" + "0OIlcCkKpPsSuUvVwWxXzZ1234567890ab"[:33] + str(n % 10) for n in range(280))[:10_000])
    assert time.perf_counter() - began < 5


def test_facts_of_a_screenshot_are_named_marked_and_less_sure():
    _, found = shown(f"UID  745120938866123790\nTxID\n{TX[:40]}\n{TX[40:]}\nAmount  1200 USDT\nNetwork  TRC20")
    by_kind = {e.kind: e for e in found.entities}
    assert by_kind["uid"].value == "745120938866123790"
    assert by_kind["tx_hash"].value == TX
    assert by_kind["amount"].value == "1200 USDT"
    assert {e.via for e in found.entities} == {"ocr"}
    assert {e.where for e in found.entities} == {"attachment:shot.png"}
    assert all(e.confidence <= 0.8 for e in found.entities)


@pytest.mark.parametrize("left", [1, 2, 3, 4, 20, 32])
def test_a_hash_that_a_narrow_screen_wraps_is_whole_again(left):
    _, found = shown(f"TxID  {TX[2:-left]}\n{TX[-left:]}\nAddress  {TRON}")
    assert [e.value for e in found.entities if e.kind == "tx_hash"] == [TX[2:]]
    assert TRON in [e.value for e in found.entities]


def test_an_address_that_fails_its_check_is_doubtful():
    _, found = shown(f"Address  {TRON[:-1]}A")
    (address,) = [e for e in found.entities if e.kind == "address"]
    assert address.valid is False
    assert address.note


def test_prices_a_clock_and_somebodys_address_are_no_facts():
    _, found = shown("9:41\nBTC/USDT  67,321.5\nETH 3,421.10 USDT\nsupport@other.example\nToday 12:30")
    assert not {"amount", "event_time", "email"} & {e.kind for e in found.entities}


def test_what_the_customer_typed_wins_over_what_a_screenshot_shows():
    _, found = shown("UID 745120938866123790", "My UID: 745120938866123790")
    (uid,) = [e for e in found.entities if e.kind == "uid"]
    assert (uid.via, uid.where) == ("", "text")


@pytest.mark.parametrize(
    ("words", "kind", "secret"),
    [
        (PHRASE, "seed_phrase", "abstract"),
        ("Login password: Tq7!mzK92x", "password", "Tq7!mzK92x"),
        ("L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ", "private_key", "aubDFB7yfr"),
    ],
)  # fmt: skip
def test_a_secret_in_a_picture_is_masked_before_anybody_sees_it(words, kind, secret):
    attachment, found = shown(words)
    assert kind in {s.kind for s in found.secrets}
    assert all(s.where == "attachment:shot.png" for s in found.secrets)
    assert secret not in attachment.text
    assert secret not in str(found)


def test_the_mails_words_say_what_the_picture_holds():
    key = "e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262"
    attachment, found = shown(key, "This is my private key, see the picture.")
    assert {s.kind for s in found.secrets} == {"private_key"}
    assert key[:8] not in attachment.text


@pytest.mark.parametrize(
    ("attachment", "read"),
    [
        (picture(), True),
        (picture("IMG_2041.JPG", content_type="image/jpeg", size=2_000_000), True),
        (picture("logo.png", inline=True, size=4000), False),
        (picture("pixel.gif", content_type="image/gif", inline=True, size=43), False),
        (picture("passport.jpg", content_type="image/jpeg"), False),
        (picture("shot.png", suspicious="a program, named .png"), False),
        (picture("drawing.svg", content_type="image/svg+xml"), False),
    ],
)
def test_only_what_may_show_the_matter_is_read(attachment, read):
    assert bool(worth_reading(ParsedMail(attachments=(attachment,)), 5)) is read


def test_no_more_than_the_configured_number_is_read():
    mail = ParsedMail(attachments=tuple(picture(f"{n}.png", index=n) for n in range(9)))
    assert len(worth_reading(mail, 3)) == 3
