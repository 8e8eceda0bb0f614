"""What screening is told about the desk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSettings:
    """The desk as screening and identity must know it. Addresses and domains in lower case."""

    own_addresses: frozenset[str] = frozenset()
    own_domains: frozenset[str] = frozenset()
    trusted_authserv_ids: frozenset[str] = frozenset()
    """Whose Authentication-Results are believed (RFC 8601 5)."""
    protected_domains: frozenset[str] = frozenset()
    """Domains that others imitate, beyond ``own_domains``."""
    token_key: bytes = b""
    """Key of the signed tokens in our Message-IDs and addresses."""
    received_limit: int = 50
    """Received fields from which a mail counts as looping (RFC 5321 6.3)."""
    instance: str = ""
    """What stands in X-Mailbot-Loop of all that this desk sends; made from the key where it is empty."""
