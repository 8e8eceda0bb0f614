"""The configuration as it may be written: one class a section. Every field says what it is, in which unit."""

from mailbot.config.schema.document import Document

__all__ = ["Document"]
