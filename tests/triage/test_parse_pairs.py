"""The pairs of tests/mail that say what a mail says: `NNN-name.eml`, and beside it `NNN-name.yaml` with `message`.

`message` holds any part of what `mailbot explain --json` prints under `message`; white space is compared as runs, line
by line. `text_has` and `fresh_text_has` list pieces that must stand there, `defects_has` pieces of defects; an item of
`attachments` holds any part of an attachment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from mailbot.model.mail import ParsedMail
from mailbot.triage.mime import attachment_content, parse

MAILS = Path(__file__).parent.parent / "mail"


def _pairs() -> list[Any]:
    found = []
    for path in sorted(MAILS.glob("*.yaml")):
        wanted = (YAML(typ="safe").load(path.read_text("utf-8")) or {}).get("message")
        if wanted:
            found.append(pytest.param(path.with_suffix(".eml"), wanted, id=path.stem))
    return found


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _person(address: Any) -> dict[str, str] | None:
    return None if address is None else {"name": address.name, "address": address.address}


def _got(mail: ParsedMail, key: str) -> Any:
    if key == "from":
        return _person(mail.sender)
    if key in {"to", "cc", "reply_to"}:
        return [_person(a) for a in getattr(mail, key)]
    if key == "date":
        return mail.date.isoformat().replace("+00:00", "Z") if mail.date else None
    value = getattr(mail, key)
    return list(value) if isinstance(value, tuple) else value


def _check(mail: ParsedMail, key: str, wanted: Any) -> None:
    if key in {"text_has", "fresh_text_has"}:
        flat = " ".join(getattr(mail, key.removesuffix("_has")).split())
        for piece in wanted:
            assert " ".join(piece.split()) in flat
    elif key == "defects_has":
        for piece in wanted:
            assert any(piece in defect for defect in mail.defects), mail.defects
    elif key == "attachments":
        assert len(mail.attachments) == len(wanted), [a.filename for a in mail.attachments]
        for attachment, part in zip(mail.attachments, wanted, strict=True):
            assert {name: getattr(attachment, name) for name in part} == part
    elif key in {"text", "fresh_text"}:
        assert _lines(_got(mail, key)) == _lines(wanted)
    else:
        assert _got(mail, key) == wanted


@pytest.mark.parametrize(("path", "wanted"), _pairs())
def test_a_mail_is_read_as_its_pair_says(path: Path, wanted: dict[str, Any]) -> None:
    content = path.read_bytes()
    mail = parse(content)
    for key, value in wanted.items():
        _check(mail, key, value)
    for attachment in mail.attachments:
        assert len(attachment_content(content, attachment.index)) == attachment.size


def test_every_mail_has_its_yaml_and_every_yaml_its_mail() -> None:
    mails = {p.stem for p in MAILS.glob("*.eml")}
    assert mails == {p.stem for p in MAILS.glob("*.yaml")}
    assert len(mails) >= 200
