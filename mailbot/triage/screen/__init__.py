"""Whether a mail is a customer's, and whether it may be answered automatically (RFC 3834, RFC 5230 4.6)."""

from mailbot.triage.screen.bounce import parse_bounce
from mailbot.triage.screen.screening import CHECKS, screen
from mailbot.triage.screen.settings import ScreenSettings

__all__ = ["CHECKS", "ScreenSettings", "parse_bounce", "screen"]
