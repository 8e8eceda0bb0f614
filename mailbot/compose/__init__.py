"""From an `Outgoing` to the final octets of a mail: templates, both bodies, header fields, signature.

Owns what customers read. It decides nothing: whether a mail may leave was decided in screening, what it says in the
plan. The only room besides the console that renders templates.
"""

from mailbot.compose.check import Problem, check_templates
from mailbot.compose.composer import Composed, Composer, Signer
from mailbot.compose.preview import preview

__all__ = ["Composed", "Composer", "Problem", "Signer", "check_templates", "preview"]
