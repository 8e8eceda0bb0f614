"""An invitation in words (iCalendar, RFC 5545): what, when, where, who."""

from __future__ import annotations

_WANTED = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "ORGANIZER", "STATUS")


def summary(calendar: str) -> str:
    """The first event's fields, one a line; the calendar's METHOD first. Empty where nothing is told."""
    lines = calendar[:100_000].replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "").split("\n")
    found: dict[str, str] = {}
    inside = False
    for line in lines:
        name, _, value = line.partition(":")
        name = name.partition(";")[0].upper()
        if name == "BEGIN" and value.strip().upper() in {"VEVENT", "VTODO", "VJOURNAL"}:
            inside = True
        elif name == "END" and inside and value.strip().upper() in {"VEVENT", "VTODO", "VJOURNAL"}:
            break
        elif name == "METHOD" or (inside and name in _WANTED):
            plain = value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",").replace("\\;", ";")
            found.setdefault(name, plain.replace("\\\\", "\\").strip())
    return "\n".join(f"{name.capitalize()}: {found[name]}" for name in ("METHOD", *_WANTED) if found.get(name))
