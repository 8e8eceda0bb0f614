"""A first configuration from a few answers: the shipped example with its first sections filled in."""

from __future__ import annotations

import json
from dataclasses import dataclass

from mailbot import resources
from mailbot.config.load import SHIPPED
from mailbot.config.presets import PROVIDERS

_POLICY_BEGINS = "# ---- 5. Policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person says of the desk. ``imap_host`` and ``smtp_host`` only for the provider "plain"."""

    provider: str
    address: str
    name: str
    zone: str = "UTC"
    imap_host: str = ""
    smtp_host: str = ""


def written(answers: Answers) -> str:
    """The text of a configuration; it may still be refused for what the answers hold."""
    shipped = resources.path(SHIPPED).read_text(encoding="utf-8")
    policy = _POLICY_BEGINS + shipped.partition(_POLICY_BEGINS)[2]
    domain = answers.address.rpartition("@")[2]
    imap, smtp = _servers(answers)
    return f"""\
# yaml-language-server: $schema=./config.schema.json
#
# mailbot's configuration. Everything that is not here has a default (docs/reference/settings.md).
# `mailbot check` finds mistakes; a running daemon takes a changed file over by itself.

version: 1

desk:
  name: {_quoted(answers.name)}
  domain: {_quoted(domain)}
  from: {_quoted(answers.address)}
  zone: {_quoted(answers.zone)}

mailboxes:
  support:
    address: {_quoted(answers.address)}
    imap: {imap}

# `after` says what becomes of a handled mail on the server: seen (the default), keyword, move or nothing.
# Mail that lies there before the first start is recorded, never answered.

delivery:
  smtp: {smtp}

# SPF, DKIM and DMARC of each mail are asked of the DNS.
answers:
  verify_senders: true

{policy}"""


def _servers(answers: Answers) -> tuple[str, str]:
    provider = PROVIDERS[answers.provider]
    login = f"username: {_quoted(answers.address)}"
    if provider.oauth:
        tenant = "https://login.microsoftonline.com/TENANT/oauth2/v2.0/token"
        proof = (
            f'oauth: {{token_url: "{tenant}", client_id: CLIENT_ID, client_secret: "${{MAILBOT_CLIENT_SECRET}}", '
            'scope: "https://outlook.office365.com/.default"}'
        )
    else:
        proof = 'password: "${MAILBOT_PASSWORD}"'
    if provider.imap is None:
        return (f"{{host: {_quoted(answers.imap_host)}, {login}, {proof}}}",
                f"{{host: {_quoted(answers.smtp_host)}, {login}, {proof}}}")  # fmt: skip
    return (f"{{provider: {_quoted(provider.name)}, {login}, {proof}}}",) * 2


def _quoted(text: str) -> str:
    """A YAML scalar: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)
