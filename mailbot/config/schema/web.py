"""The sections of what the console shows to people who do not work here, and how people are known elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mailbot.config.schema.base import SecretRef, Section


class ContactSection(Section):
    """A public page, /contact, where customers write: it asks for just what the matter needs."""

    mailbox: str = ""
    """The mailbox its messages count to; the first one where left out."""
    intents: list[str] = []
    """The matters that are offered, in this order; all but unclear and not_support where left out."""
    per_hour: Annotated[int, Field(ge=1, le=10_000)] = 20
    """Messages of one network address in an hour."""


class OidcSection(Section):
    """Signing in with an account elsewhere (OpenID Connect Core 1.0, authorization code with PKCE)."""

    issuer: str
    """The provider's issuer address; its discovery document is fetched from there."""
    client_id: str
    """What the provider knows this console as."""
    client_secret: SecretRef = ""
    """Its secret, by reference; none for a public client."""
    name: str = "Single sign-on"
    """What stands on the button."""
    claim: str = "preferred_username"
    """The claim that holds the name of the account here; of an e-mail address, the part before the @."""
    domains: list[str] = []
    """Where the claim holds an e-mail address: the domains whose people have accounts here; the desk's own where left
    out."""
    scope: str = "openid profile email"
    """What is asked for."""
    new_people: Literal["", "agent", "lead", "auditor"] = ""
    """The role of people who have no account here yet; where left out, they are refused."""
