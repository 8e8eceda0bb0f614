"""PDFs put together by hand, as a program would write them (ISO 32000-2)."""

from __future__ import annotations

import io
import zipfile
import zlib


def numbered(number: int, head: bytes, stream: bytes | None = None) -> bytes:
    """An object of a file."""
    body = b"" if stream is None else b"\nstream\n" + stream + b"\nendstream"
    return b"%d 0 obj\n" % number + head + body + b"\nendobj\n"


def pdf(
    content: bytes, *, font: bytes = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", extra: bytes = b""
) -> bytes:
    """A file of one page with a content stream; F1 is its font, X a form that is the page again."""
    return (
        b"%PDF-1.7\n"
        + numbered(1, b"<</Type/Catalog/Pages 2 0 R>>")
        + numbered(2, b"<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 5 0 R>>/XObject<</X 4 0 R>>>>>>")
        + numbered(3, b"<</Type/Page/Parent 2 0 R/Contents[4 0 R]>>")
        + numbered(4, b"<</Filter/FlateDecode/Subtype/Form>>", zlib.compress(content))
        + numbered(5, font)
        + extra
        + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def page(*lines: str) -> bytes:
    """A PDF of lines in Windows-1252."""
    shown = b"T*".join(b"(" + line.replace("(", r"\(").replace(")", r"\)").encode("cp1252") + b")Tj " for line in lines)
    return pdf(b"BT /F1 11 Tf 14 TL 72 720 Td " + shown + b" ET")


def two_octets(text: str) -> bytes:
    """A PDF whose codes mean nothing without its ToUnicode map, as browsers and office programs write them."""
    codes = {char: n for n, char in enumerate(dict.fromkeys(text), 3)}
    meant = "".join(f"<{n:04x}> <{c.encode('utf-16-be').hex()}>\n" for c, n in codes.items())
    cmap = f"1 begincodespacerange <0000> <ffff> endcodespacerange {len(codes)} beginbfchar\n{meant}endbfchar"
    font = b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>"
    extra = numbered(6, b"<</Type/Font/Subtype/CIDFontType2/DW 1000>>")
    extra += numbered(7, b"<</Filter/FlateDecode>>", zlib.compress(cmap.encode()))
    shown = "".join(f"{codes[c]:04x}" for c in text)
    return pdf(f"BT /F1 11 Tf 1 0 0 1 72 720 Tm <{shown}> Tj ET".encode(), font=font, extra=extra)


def in_streams(text: str) -> bytes:
    """A PDF whose page and font lie in an object stream (7.5.7), with a cross-reference stream in place of a table."""
    held = [
        (1, b"<</Type/Catalog/Pages 2 0 R>>"),
        (2, b"<</Type/Pages/Kids[3 0 R]>>"),
        (3, b"<</Type/Page/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"),
        (5, b"<</Type/Font/Subtype/Type1>>"),
    ]
    head, body = b"", b""
    for number, about in held:
        head += b"%d %d " % (number, len(body))
        body += about + b" "
    about = b"<</Type/ObjStm/N 4/First %d/Filter/FlateDecode>>" % len(head)
    return (
        b"%PDF-1.7\n"
        + numbered(4, b"<<>>", b"BT /F1 9 Tf (" + text.encode() + b") Tj ET")
        + numbered(8, about, zlib.compress(head + body))
        + numbered(9, b"<</Type/XRef/Root 1 0 R>>", b"\0\1\2")
    )


def zipped(**files: bytes) -> bytes:
    """A zip of files; two underscores in a name are a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()
