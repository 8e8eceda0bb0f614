"""What a plan is made from."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.model.catalogue import Catalogue
from mailbot.model.effects import Analysis, Context
from mailbot.model.mail import RawMail
from mailbot.model.ticket import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the plan is made from: one mail's conclusions and the ticket it belongs to, if any."""

    raw: RawMail
    analysis: Analysis
    context: Context
    catalogue: Catalogue
    ticket: Candidate | None

    @property
    def key(self) -> str:
        """What makes dedupe keys of this mail's effects unique and the same at every replay."""
        return self.raw.sha256[:32]
