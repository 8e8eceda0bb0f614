"""Date headers to instants (RFC 5322 3.3, and what clients write instead)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailbot.triage import linear

_ISO = linear.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T ]*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_NOISE = linear.compile(r"\((?:[^()]|\([^()]*\))*\)")
_ZONE = linear.compile(r"(?i)\s*(?:GMT|UTC|UT)\s*([+-]\d{2}):?(\d{2})$")
_STAMP = linear.compile(
    r"(?i)(\d{1,2})[\s-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[\s-]+(\d{2,4}),?(?:\s+(?:at\s+)?"
    r"(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?\s*(am|pm)?\s*([+-]\s*\d{1,2}:?\d{0,2}|[a-z]{1,4})?)?"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"


def date_of(text: str) -> datetime | None:
    """The instant in UTC; a missing or unknown zone is read as UTC. None where it is no date."""
    text = _ZONE.sub(r" \1\2", " ".join(_NOISE.sub(" ", text[:200]).split()))
    for reader in (_rfc5322, _iso, _stamp):
        try:
            found = reader(text)
            if found is not None:
                return found.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
            continue
    return None


def _rfc5322(text: str) -> datetime | None:
    found = parsedate_to_datetime(text)
    if found.year < 1970:  # day and year swapped, or a year of one digit
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _iso(text: str) -> datetime | None:
    found = _ISO.search(text)
    if found is None:
        return None
    year, month, day, hour, minute = (int(found.group(i)) for i in range(1, 6))
    zone = (found.group(7) or "+0000").replace("Z", "+0000").replace(":", "")
    stamp = f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{int(found.group(6) or 0):02} {zone}"
    return datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S %z")


def _stamp(text: str) -> datetime | None:
    found = _STAMP.search(text)
    if found is None:
        return None
    day, month, year, hour, minute, second, half, zone = found.groups()
    whole = int(year) + (0 if len(year) > 2 else 2000 if int(year) < 70 else 1900)
    hours = int(hour or 0) % 12 + 12 if half and half.lower() == "pm" else int(hour or 0)
    hours = 0 if half and half.lower() == "am" and hours == 12 else hours
    offset = "".join((zone or "").split()).replace(":", "")
    digits = offset[1:]
    offset = (
        offset[0] + (digits.zfill(2) + "00" if len(digits) <= 2 else digits.zfill(4))
        if offset[:1] in {"+", "-"}
        else "+0000"
    )
    number = _MONTHS.index(month.lower()) // 4 + 1
    clock = f"{hours:02}:{int(minute or 0):02}:{min(int(second or 0), 59):02}"
    stamp = f"{whole:04}-{number:02}-{int(day):02} {clock} {offset}"
    return datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S %z")
