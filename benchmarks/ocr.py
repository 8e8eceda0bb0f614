"""How well and how fast screenshots are read: drawn here, in Chinese and English, read by the real reader.

    .venv/bin/python -m benchmarks.ocr [--pictures N] [--json FILE]

Each picture holds one fact of each kind that its form shows; a hit is the fact's exact value among the entities that
triage finds, so that what is put right (O for 0) counts, and what is only nearly right does not. Needs the extra `ocr`,
and for Chinese a font with its characters (Debian: fonts-noto-cjk), else only English is drawn.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from mailbot.config import load_default
from mailbot.model.mail import Attachment, ParsedMail
from mailbot.ocr import Bounds, PictureReader, available
from mailbot.triage.extract import extract, sift
from mailbot.triage.extract.numbers.validators import base58check
from mailbot.triage.extract.pictures import with_words

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
)
FORMS = ("details", "details, dark", "chat bubbles", "small print")
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture and the facts in it, by kind."""

    form: str
    language: str
    octets: bytes
    facts: Mapping[str, str]


def tron(chance: random.Random) -> str:
    """A TRON address whose checksum holds."""
    payload = b"\x41" + chance.randbytes(20)
    whole = payload + sha256(sha256(payload).digest()).digest()[:4]
    number, digits = int.from_bytes(whole, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        digits = _BASE58[rest] + digits
    assert base58check(digits)
    return digits


def facts(chance: random.Random) -> dict[str, str]:
    """A customer's identifiers, invented."""
    return {
        "uid": str(chance.randrange(10**17, 9 * 10**17)),
        "order_id": str(chance.randrange(6 * 10**17, 7 * 10**17)),
        "tx_hash": chance.randbytes(32).hex(),
        "address": tron(chance),
        "amount": f"{chance.randrange(100, 9000)} USDT",
    }


LABELS = {
    "en": {"uid": "UID", "order_id": "Order ID", "tx_hash": "TxID", "address": "Address", "amount": "Amount"},
    "zh": {"uid": "UID", "order_id": "订单号", "tx_hash": "交易哈希", "address": "提币地址", "amount": "数量"},
}
SENTENCES = {
    "en": {"uid": "my UID is {}", "order_id": "the order ID: {}", "tx_hash": "TxID: {}", "address": "to the address {}",
           "amount": "amount {}"},
    "zh": {"uid": "我的UID：{}", "order_id": "订单号：{}", "tx_hash": "交易哈希：{}", "address": "提币地址 {}",
           "amount": "数量 {}"},
}  # fmt: skip


def draw(form: str, language: str, given: Mapping[str, str], font: Callable[[int], object]) -> bytes:
    """A picture in PNG."""
    from PIL import Image, ImageDraw

    dark, small = "dark" in form, form == "small print"
    size = 15 if small else 30
    width = 640 if small else 1080
    paper, ink, faint = ("#0d0f14", "#e6e8ee", "#8b90a0") if dark else ("#ffffff", "#16181d", "#7a7f8c")
    image = Image.new("RGB", (width, 1900 if form == "chat bubbles" else int(size * 2.6 * 12)), paper)
    pen, letters, y = ImageDraw.Draw(image), font(size), size * 2

    def pieces(text: str, room: int) -> list[str]:
        lines, line = [], ""
        for sign in text:
            if pen.textlength(line + sign, font=letters) > room:
                lines, line = [*lines, line], ""
            line += sign
        return [*lines, line]

    for number, (kind, value) in enumerate(given.items()):
        if form == "chat bubbles":
            lines = pieces(SENTENCES[language][kind].format(value), 640)
            high = len(lines) * int(size * 1.5) + 40
            mine = number % 2 == 0
            left = 320 if mine else 60
            pen.rounded_rectangle((left, y, left + 700, y + high), 24, fill="#95ec69" if mine else "#eeeeee")
            for at, line in enumerate(lines):
                pen.text((left + 28, y + 20 + at * int(size * 1.5)), line, fill="#111111", font=letters)
            y += high + 46
            continue
        pen.text((size, y), LABELS[language][kind], fill=faint, font=letters)
        for line in pieces(value, width - size * 9):
            pen.text((size * 8, y), line, fill=ink, font=letters)
            y += int(size * 1.5)
        y += size
    out = BytesIO()
    image.crop((0, 0, width, min(image.height, int(y + size * 2)))).save(out, "PNG")
    return out.getvalue()


def shots(pictures: int, seed: int) -> list[Shot]:
    """Pictures of every form and language."""
    from PIL import ImageFont

    path = next((f for f in FONTS if Path(f).exists()), None)
    if path is None:
        sys.stderr.write("no font with Chinese characters: only English is drawn (Debian: fonts-noto-cjk)\n")

    def font(size: int) -> object:
        return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)

    chance, made = random.Random(seed), []
    for language in ("zh", "en") if path else ("en",):
        for form in FORMS:
            for _ in range(pictures):
                given = facts(chance)
                octets = draw(form, language, given, font)
                made.append(Shot(form=form, language=language, octets=octets, facts=given))
    return made


def found(words: str) -> set[tuple[str, str]]:
    """(kind, value) of what triage finds in a picture's words."""
    identifiers = load_default().policy.identifiers
    part = Attachment(
        index=0, filename="shot.png", content_type="image/png", declared_type="image/png", size=50_000, sha256=""
    )
    mail = ParsedMail(text="Please see the screenshot.", attachments=(part,))
    seen = with_words(mail, sift(mail, {0: words}, identifiers))
    return {(e.kind, e.value.lower().removeprefix("0x") if e.kind == "tx_hash" else e.value)
            for e in extract(seen, identifiers, received_at=NOW).entities}  # fmt: skip


def measure(made: Sequence[Shot]) -> dict[str, object]:
    """Hits by kind, form and language, and seconds a picture; the first picture, which loads the models, apart."""
    reader = PictureReader(Bounds(timeout_s=300))
    hits: dict[str, list[bool]] = defaultdict(list)
    seconds: list[float] = []
    first = 0.0
    misses: list[str] = []
    for number, shot in enumerate([made[0], *made]):
        began = time.perf_counter()
        future = reader.submit(shot.octets if number else shot.octets + b" ")
        assert future is not None
        read = future.result()
        took = time.perf_counter() - began
        if number == 0:
            first = took
            continue
        seconds.append(took)
        got = found(read.text)
        for kind, value in shot.facts.items():
            hit = (kind, value) in got
            for row in (kind, shot.form, shot.language, "all"):
                hits[row].append(hit)
            if not hit:
                misses.append(f"{shot.language}, {shot.form}: {kind} {value}")
    reader.close()
    rates = {row: {"hits": sum(h), "of": len(h), "rate": round(sum(h) / len(h), 4)} for row, h in hits.items()}
    return {
        "pictures": len(made),
        "hit_rate": rates,
        "seconds": {
            "first, with loading": round(first, 2),
            "median": round(statistics.median(seconds), 2),
            "most": round(max(seconds), 2),
        },
        "misses": misses[:40],
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
    }


def main() -> int:
    """Draw, read, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=3, help="of each form and language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="where to write the figures, too")
    told = parser.parse_args()
    if not available():
        sys.stderr.write("the extra ocr is not installed: pip install 'mailbot[ocr]'\n")
        return 0
    result = measure(shots(told.pictures, told.seed))
    rates = result["hit_rate"]
    assert isinstance(rates, dict)
    print(f"{'':16}{'hits':>8}{'of':>6}{'rate':>8}")
    for row, r in rates.items():
        print(f"{row:16}{r['hits']:>8}{r['of']:>6}{r['rate']:>8.1%}")
    print("seconds a picture:", result["seconds"])
    print(json.dumps(result, ensure_ascii=False))
    if told.json:
        told.json.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
