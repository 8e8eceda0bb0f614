"""Words in pictures (the extra `ocr`): read by a process of its own, bounded in size, pixels, memory and time."""

from mailbot.ocr.reader import Bounds, PictureReader, Read, available

__all__ = ["Bounds", "PictureReader", "Read", "available"]
