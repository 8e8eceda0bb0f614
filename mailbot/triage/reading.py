"""A mail half-way: what is known before its context is looked up, and before the classifier is asked."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.model.effects import Context
from mailbot.model.findings import Extraction, Identity, Screening, Threading
from mailbot.model.mail import ParsedMail, RawMail
from mailbot.triage.thread import ThreadKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A mail parsed and screened, with the keys to look its context up by. ``mail`` is not yet masked."""

    raw: RawMail
    mail: ParsedMail
    screening: Screening
    keys: ThreadKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """A mail as far as it can be read without the classifier. ``mail`` is masked."""

    raw: RawMail
    context: Context
    mail: ParsedMail
    keys: ThreadKeys
    screening: Screening
    identity: Identity
    threading: Threading
    extraction: Extraction
