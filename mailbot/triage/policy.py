"""The policy as triage needs it: the catalogue, the compiled rules, and what each stage is told. Built by
`mailbot.config`; immutable, so that a reload replaces it whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mailbot.model.catalogue import Catalogue
from mailbot.rules.ruleset import Ruleset
from mailbot.rules.vocabulary import Vocabulary
from mailbot.triage.extract.numbers.patterns import Identifiers
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
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(names={}))
    """The names that conditions may use."""
    conditions: Mapping[str, Any] = field(default_factory=dict)
    """Named conditions, for `use`."""
