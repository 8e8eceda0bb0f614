"""Attached texts are read within bounds: their secrets are masked and told, what names itself in them is a fact."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import time
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.model.findings import Extraction
from mailbot.model.mail import ParsedMail, RawMail, Source
from mailbot.triage import enclosed
from mailbot.triage.extract import extract, sift
from mailbot.triage.mime import parse
from mailbot.triage.pipeline import read
from mailbot.triage.policy import Policy
from tests.catalogue import policy as make_policy
from tests.triage.extract.secret_mails import hex64, phrase, wif
from tests.triage.pdfs import page, pdf, two_octets, zipped

POLICY: Policy = make_policy()
SEED = phrase("english", 11)
NOW = datetime(2026, 11, 10, 10, tzinfo=UTC)


def mail_with(
    *files: tuple[str, str, bytes], text: str = "My withdrawal of 900 USDT is missing, see the file."
) -> bytes:
    """A mail with a body and files: (name, type, octets)."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "me@home.example", "support@desk.example", "help"
    message["Message-ID"], message["Date"] = "<1@home.example>", "Tue, 10 Nov 2026 10:00:00 +0000"
    message.set_content(text)
    for name, kind, data in files:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def seen(*files: tuple[str, str, bytes], **kept: str) -> tuple[ParsedMail, Extraction]:
    """The mail as it goes on, and its facts and secrets."""
    content = mail_with(*files, **kept)
    raw = RawMail(content=content, sha256=sha256(content).hexdigest(), received_at=NOW, source=Source(mailbox="desk"))
    mail = read(raw, POLICY).mail
    return mail, extract(mail, POLICY.identifiers, received_at=NOW)


def document(*paragraphs: str, name: str = "word/document.xml") -> bytes:
    """An office file with a text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = "".join(f'<w:p w:id="1"><w:r><w:t>{p}</w:t></w:r></w:p>' for p in paragraphs)
        archive.writestr(name, f'<?xml version="1.0"?><w:document><w:body>{rows}</w:body></w:document>')
    return out.getvalue()


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _tar(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


_KEYSTORE = json.dumps({"crypto": {"ciphertext": hex64("c"), "kdfparams": {"n": 1}}, "version": 3}).encode()


@pytest.mark.parametrize(
    ("file", "kind", "secret"),
    [
        (("wallet.txt", "text/plain", "\n".join(SEED).encode()), "seed_phrase", " ".join(SEED)),
        (("wallet.txt", "text/plain", ("words\r\n" + "\r\n".join(SEED)).encode("utf-16")), "seed_phrase", SEED[3]),
        (("notes.md", "application/octet-stream", f"key {wif('x')}".encode()), "private_key", wif("x")),
        (("page.html", "text/html", b"<p>pass: <b>Winter2024!</b></p>"), "password", "Winter2024!"),
        (("UTC--2021-05-01", "application/octet-stream", _KEYSTORE), "keystore", hex64("c")),
        (("key.json", "application/json", _KEYSTORE), "keystore", hex64("c")),
        (("api.csv", "text/csv", b"apikey,note\nsecretkey = 9A8B7C6D5E4F3A2B1C0D9E8F\n"), "api_secret", "9A8B7C6D5E4F"),
        (("a.docx", _DOCX, document("My recovery words", " ".join(SEED))), "seed_phrase", " ".join(SEED)),
        (("a.docx", "application/octet-stream", document(*SEED)), "seed_phrase", " ".join(SEED)),
        (("wallet.pdf", "application/pdf", page("My recovery phrase:", *SEED)), "seed_phrase", " ".join(SEED)),
        (("wallet.pdf", "application/octet-stream", two_octets("密码是 Lihua@5201")), "password", "Lihua@5201"),
        (("w.zip", "application/zip", zipped(wallet__txt="\n".join(SEED).encode())), "seed_phrase", " ".join(SEED)),
        (("w.zip", "application/zip", zipped(a__pdf=page("pass: Winter2024!"))), "password", "Winter2024!"),
        (("key.json.gz", "application/gzip", gzip.compress(_KEYSTORE)), "keystore", hex64("c")),
        (
            ("w.tgz", "application/gzip", gzip.compress(_tar("notes.txt", b"pass: Winter2024!"))),
            "password",
            "Winter2024",
        ),
        (("a.xlsx", _XLSX, document(" ".join(SEED), name="xl/sharedStrings.xml")), "seed_phrase", " ".join(SEED)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_secret_in_an_attached_text_is_masked_and_told(file, kind, secret) -> None:
    mail, found = seen(file)
    assert [(s.kind, s.where) for s in found.secrets] == [(kind, f"attachment:{file[0]}")]
    assert secret not in " ".join(mail.attachments[0].text.split())
    assert "•" in mail.attachments[0].text


def test_what_the_body_says_tells_what_the_file_holds() -> None:
    key = hex64("k")
    _, found = seen(("k.txt", "text/plain", key.encode()), text="My private key is in the file, please look")
    assert [s.kind for s in found.secrets] == ["private_key"]
    _, found = seen(("k.txt", "text/plain", key.encode()), text="The transaction hash is in the file, please look")
    assert found.secrets == ()


def test_what_only_looks_like_a_secret_stays() -> None:
    rows = "\n".join(f"2026-11-0{n},0x{hex64(str(n))},{n * 100} USDT" for n in range(1, 10))
    mail, found = seen(("history.csv", "text/csv", f"time,txid,amount\n{rows}".encode()))
    assert found.secrets == ()
    assert mail.attachments[0].text.count("0x") == 9


def test_a_fact_that_names_itself_counts_with_its_place() -> None:
    hash_ = "0x" + hex64("t")
    _, found = seen(("transfer.txt", "text/plain", f"TxID: {hash_}\nNetwork: TRC20\nUID: 84512077\n".encode()))
    facts = {(e.kind, e.value, e.where, e.via) for e in found.entities}
    assert ("tx_hash", hash_, "attachment:transfer.txt", "") in facts
    assert ("uid", "84512077", "attachment:transfer.txt", "") in facts


def test_a_table_of_many_names_none_of_them() -> None:
    rows = "\n".join(f"0x{hex64(str(n))}" for n in range(30))
    _, found = seen(("history.csv", "text/csv", f"TxID\n{rows}\n".encode()))
    assert [e for e in found.entities if e.kind == "tx_hash"] == []


@pytest.mark.parametrize(
    ("name", "kind", "data"),
    [
        ("a.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"seed " * 50),
        ("a.bin", "application/octet-stream", b"\x00\x01\x02" + " ".join(SEED).encode()),
        ("a.rar", "application/vnd.rar", b"Rar!\x1a\x07\x01\x00" + b"pass: Winter2024!"),
        ("invite.ics", "text/calendar", b"BEGIN:VCALENDAR\nEND:VCALENDAR"),
        ("run.bat", "text/plain", b"echo pass: Winter2024!"),
        ("broken.docx", _DOCX, b"PK\x03\x04word/" + b"x" * 400),
    ],
)
def test_what_is_no_text_is_not_read(name, kind, data) -> None:
    mail, _ = seen((name, kind, data))
    assert [a.text for a in mail.attachments] == [""]


def test_a_fact_that_names_itself_in_a_pdf_counts() -> None:
    hash_ = "0x" + hex64("t")
    _, found = seen(("receipt.pdf", "application/pdf", page(f"TxID: {hash_}", "UID: 84512077")))
    facts = {(e.kind, e.value, e.where) for e in found.entities}
    assert {
        ("tx_hash", hash_, "attachment:receipt.pdf"),
        ("uid", "84512077", "attachment:receipt.pdf"),
    } <= facts


def _closed(data: bytes) -> bytes:
    """A zip whose only member says that a password closes it (APPNOTE 4.4.4)."""
    octets = bytearray(zipped(secret__txt=data))
    octets[6] |= 1
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    return bytes(octets)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (
            ("s.pdf", "application/pdf", page("x").replace(b"<</Root", b"<</Encrypt 9 0 R/Root")),
            "s.pdf: not read, encrypted",
        ),
        (("s.pdf", "application/pdf", b"%PDF-1.4\n" + b"x" * 900), "s.pdf: not read, broken"),
        (("s.zip", "application/zip", _closed(b"pass: Winter2024!")), "s.zip: not read, encrypted"),
        (("s.zip", "application/zip", zipped(a__pdf=b"%PDF-1.4\nx")), "s.zip: not read, a.pdf: broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_said(file, said) -> None:
    mail, found = seen(file)
    assert said in mail.defects
    assert found.secrets == ()


def test_archives_and_pdfs_are_bounded_in_number_size_and_time() -> None:
    slow = pdf(b"1 " * 20_000_000)
    bomb = zipped(**{f"f{n}__txt": b"pass " * 800_000 for n in range(30)})
    nested = zipped(inner__zip=zipped(a__txt=b"pass: Winter2024!"))
    many = zipped(**{f"f{n}__pdf": slow for n in range(30)})
    files = [
        ("b.zip", "application/zip", bomb),
        ("n.zip", "application/zip", nested),
        ("m.zip", "application/zip", many),
    ]
    files += [(f"{n}.pdf", "application/pdf", slow) for n in range(7)]
    content = mail_with(*files)
    mail = parse(content, POLICY.limits)
    began = time.process_time()
    found = enclosed.enclosed(mail, content, POLICY.limits)
    assert time.process_time() - began < 4
    assert sum(map(len, found.texts.values())) <= enclosed.MOST_CHARS
    assert any("more than" in said for said in found.problems.values())


def test_files_are_bounded_in_number_size_and_time() -> None:
    bomb = document("A" * 4_000_000)
    lines = ("0x" + "ab" * 32 + " pass: key secret 12 word\n") * 4_000
    files = [("b.docx", _DOCX, bomb), *((f"{n}.txt", "text/plain", lines.encode()) for n in range(12))]
    content = mail_with(*files)
    mail = parse(content, POLICY.limits)
    began = time.process_time()
    found = enclosed.enclosed(mail, content, POLICY.limits).texts
    sift(mail, found, POLICY.identifiers)
    assert time.process_time() - began < 3
    assert len(found) <= enclosed.MOST_FILES
    assert sum(map(len, found.values())) <= enclosed.MOST_CHARS


def test_a_small_file_is_read_however_large_the_others_are() -> None:
    large = [(f"{n}.log", "text/plain", b"nothing to see here\n" * 5_000) for n in range(12)]
    _, found = seen(*large, ("wallet.txt", "text/plain", " ".join(SEED).encode()))
    assert [s.where for s in found.secrets] == ["attachment:wallet.txt"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.sampled_from(["text/plain", "text/html", "text/csv", _DOCX, "application/rtf"]))
def test_any_octets_are_read_without_an_error(data: bytes, kind: str) -> None:
    mail, _ = seen(("any", kind, data), ("b", kind, b"PK\x03\x04" + data), ("c", kind, b"{\\rtf1 " + data))
    assert len(mail.attachments) == 3
