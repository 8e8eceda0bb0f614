"""What every check is given and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailbot.model.findings import Bounce, Verdict
from mailbot.model.mail import ParsedMail, RawMail
from mailbot.triage.screen.settings import ScreenSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One mail to be screened. ``bounce`` is its delivery report, if it is one."""

    raw: RawMail
    mail: ParsedMail
    settings: ScreenSettings
    bounce: Bounce | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One check's word. ``verdict`` "accept" with ``may_reply`` is a mere remark."""

    reason: str
    evidence: str = ""
    verdict: Verdict = "record_only"
    may_reply: bool = False


Check = Callable[[Inspection], Objection | None]
