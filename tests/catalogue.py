"""The built-in catalogue and policy, for the tests of all rooms."""

from __future__ import annotations

from functools import cache

from mailbot.config import Settings, load_default
from mailbot.model.catalogue import Catalogue
from mailbot.triage.policy import Policy

TOKEN_KEY = b"a key that only the tests have, 32"


@cache
def settings() -> Settings:
    """The built-in settings, with a token key."""
    return load_default().with_token_key(TOKEN_KEY)


def policy() -> Policy:
    """The built-in policy, with a token key."""
    return settings().policy


def catalogue() -> Catalogue:
    """The built-in catalogue."""
    return policy().catalogue
