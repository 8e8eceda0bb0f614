"""The policy as triage needs it: the catalogue, the compiled rules, and what each stage is told. Built by
`mailbot.config`; immutable, so that a reload replaces it whole."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.model.catalogue import Catalogue
from mailbot.rules.ruleset import Ruleset
from mailbot.triage.extract.patterns import Identifiers
from mailbot.triage.mime import Limits
from mailbot.triage.screen import ScreenSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One version of the policy. ``hash`` is "sha256:…" over all that went into it."""

    catalogue: Catalogue
    ruleset: Ruleset
    identifiers: Identifiers
    limits: Limits
    screen: ScreenSettings
    token_key: bytes
    """Key of the signed reply tokens (`mailbot.triage.token`)."""
    hash: str
