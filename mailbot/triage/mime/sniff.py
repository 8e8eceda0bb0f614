"""What an attachment really is, by its first octets, and whether it should be opened blindly. Nothing is unpacked."""

from __future__ import annotations

import io
import zipfile


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"dex\n", "application/vnd.android.dex"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"FLV\x01", "video/x-flv"),
    (257, b"ustar", "application/x-tar"),
)
_BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"msf1": "image/heic", b"hevc": "image/heic",
    b"avif": "image/avif", b"qt  ": "video/quicktime", b"M4A ": "audio/mp4",
    b"3gp4": "video/3gpp", b"3gp5": "video/3gpp",
}  # fmt: skip
_EXECUTABLE_TYPES = frozenset(
    {
        "application/x-dosexec",
        "application/x-elf",
        "application/java-vm",
        "application/x-mach-binary",
        "application/vnd.android.dex",
        "application/x-ms-shortcut",
        "application/vnd.android.package-archive",
    }
)
_EXECUTABLE_NAMES = _names(
    "exe scr com pif bat cmd vbs vbe js jse wsf wsh hta msi msp lnk ps1 jar apk cpl reg dll sys iso img vhd chm "
    "scf url appx msix dmg pkg app sh xll one"
)
_ARCHIVES = frozenset({"application/zip", "application/vnd.rar", "application/x-7z-compressed", "application/gzip"})
_RATIO = 200
"""How many times its size a zip may unpack to before it is called a bomb."""
_UNPACKED = 1 << 30
_ENTRIES = 2000
_DIRECTORY = 1 << 20
"""Octets of a zip's directory that are read (APPNOTE 4.3.16)."""


def sniff(data: bytes, declared: str) -> str:
    """The content type by the first octets where they tell, else as declared."""
    head = data[:512]
    for at, magic, kind in _MAGIC:
        if head.startswith(magic, at) and not (magic == b"BM" and declared.startswith("text/")):
            return _zipped(data, declared) if kind == "application/zip" else _ole(kind, declared)
    if head.startswith(b"MZ") and (b"PE\0\0" in data[:4096] or (len(data) > 64 and not head.isascii())):
        return "application/x-dosexec"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12], declared)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if declared in {"application/octet-stream", "", "text/plain"} or declared.startswith("image/"):
        if text.startswith((b"<!doctype html", b"<html")):
            return "text/html"
        if text.startswith(b"<svg") or (text.startswith(b"<?xml") and b"<svg" in text):
            return "image/svg+xml"
    return declared


def _ole(kind: str, declared: str) -> str:
    is_office = kind == "application/x-ole-storage" and declared.startswith("application/")
    return declared if is_office and declared != "application/octet-stream" else kind


def _zipped(data: bytes, declared: str) -> str:
    """Office files and programs are zips too."""
    start = data[:4000]
    if b"AndroidManifest.xml" in start or b"classes.dex" in start:
        return "application/vnd.android.package-archive"
    if b"word/" in start:
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    if b"xl/" in start:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    if b"ppt/" in start:
        return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    is_kin = (
        "officedocument" in declared or "opendocument" in declared or declared.endswith(("epub+zip", "java-archive"))
    )
    return declared if is_kin else "application/zip"


def judge(filename: str, declared: str, kind: str, data: bytes) -> tuple[bool, str]:
    """Whether an attachment is a program, and why it should not be opened blindly ("" where nothing speaks against)."""
    extension = filename.lower().rpartition(".")[2].strip() if "." in filename else ""
    executable = kind in _EXECUTABLE_TYPES or extension in _EXECUTABLE_NAMES
    if any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in filename):
        return executable, "file name with hidden writing direction"
    if kind in _EXECUTABLE_TYPES and extension and extension not in _EXECUTABLE_NAMES:
        return True, f"executable named .{extension}"
    if executable:
        return True, f"executable ({extension or kind})"
    if kind in _ARCHIVES and kind == "application/zip":
        return _zip(data)
    if kind == "text/html" and extension not in {"html", "htm", "eml", "mht", ""}:
        return False, f"HTML named .{extension}"
    main, is_kind = declared.partition("/")[0], kind.partition("/")[0]
    if main == "image" and is_kind not in {"image", "video"} and kind != declared:
        return False, f"{kind} declared as {declared}"
    return False, ""


def _zip(data: bytes) -> tuple[bool, str]:
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if end >= 0 and int.from_bytes(data[end + 12 : end + 16], "little") > _DIRECTORY:
        return False, "zip with an oversized directory"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except Exception:  # noqa: BLE001 - a broken directory raises many kinds of errors; all mean the same
        return False, "broken zip"
    packed = max(1, sum(e.compress_size for e in entries))
    unpacked = sum(e.file_size for e in entries)
    if unpacked > _UNPACKED or (unpacked > 1 << 20 and unpacked > _RATIO * packed):
        return False, f"zip ratio {unpacked // packed}"
    if len(entries) > _ENTRIES:
        return False, f"zip of {len(entries)} files"
    inside = [e.filename for e in entries if e.filename.lower().rpartition(".")[2] in _EXECUTABLE_NAMES]
    if inside:
        return True, f"executable in a zip: {inside[0][:80]}"
    if any(e.flag_bits & 1 for e in entries):
        return False, "encrypted zip"
    if any(e.filename.lower().endswith((".zip", ".rar", ".7z")) for e in entries):
        return False, "archive in an archive"
    return False, ""
