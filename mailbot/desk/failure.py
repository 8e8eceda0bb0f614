"""Why a mail could not be handled, in words that repeat nothing of it: they go into the log, the shelf, the console."""

from __future__ import annotations

import re
import traceback

from mailbot.model.mail import ParsedMail, RawMail
from mailbot.triage.extract import extract, mask
from mailbot.triage.mime import parse
from mailbot.triage.policy import Policy

_QUOTED = re.compile(r"'[^'\n]{1,2000}'|\"[^\"\n]{1,2000}\"")
_WORD = re.compile(r"\w{3,}")
_LONGEST = 300
_CHAIN = 5
_READ = 200_000
"""Characters of a mail's text that a message is compared with."""


def told(error: BaseException, raw: RawMail, policy: Policy) -> tuple[str, str]:
    """(reason, traceback) of a failure, as they may be kept. What the error quotes is left out where a word of it
    stands in the mail, and what reads as a secret is masked."""
    try:
        mail = parse(raw.content, policy.limits)
        names = " ".join(a.filename for a in mail.attachments)
        known = frozenset(_WORD.findall(f"{mail.subject} {names} {mail.text[:_READ]}".casefold()))
    except Exception:  # noqa: BLE001 - the reader itself may be what failed: then nothing that is quoted is kept
        known = None
    reason = _said(error, raw, policy, known)
    lines, one = [], error
    for _ in range(_CHAIN):
        lines += [*traceback.format_tb(one.__traceback__), f"{_said(one, raw, policy, known)}\n"]
        before = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        if before is None:
            break
        one = before
        lines.append("\nThat came after:\n")
    return reason, "".join(lines)


def plain(error: Exception) -> str:
    """What an error says. A KeyError says it in quotes."""
    return str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)


def _said(error: BaseException, raw: RawMail, policy: Policy, known: frozenset[str] | None) -> str:
    def quoted(found: re.Match[str]) -> str:
        words = _WORD.findall(found.group().casefold())
        return "'…'" if known is None or known.intersection(words) else found.group()

    text = _QUOTED.sub(quoted, str(error)[:4000])
    try:
        page = ParsedMail(text=text, fresh_text=text)
        text = mask(page, extract(page, policy.identifiers, received_at=raw.received_at).secrets).text
    except Exception:  # noqa: BLE001 - see above
        text = ""
    return f"{type(error).__name__}: {text[:_LONGEST]}"
