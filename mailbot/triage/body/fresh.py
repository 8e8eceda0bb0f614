"""What is new in a mail's text: quotes, forwarded history, signatures and footers folded away, never lost."""

from __future__ import annotations

REPLY_MARKER = "##- Please type your reply above this line -##"
"""Stands on its own line above what we quote in our own mails; everything below it in an answer is ours."""
