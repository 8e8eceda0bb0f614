"""The words of an error by what is said of them."""

from __future__ import annotations

import pytest

from mailbot.model.mail import Attachment
from mailbot.triage.extract.evidence import judge
from tests.triage.extract.reading import found

ERRORS = [
    ('Enviei a CNH e recebi "Arquivo danificado ou vazio".', "Arquivo danificado ou vazio"),
    ('Subí el DNI y recibí "Archivo dañado o vacío".', "Archivo dañado o vacío"),
    ('Belgeyi gönderdim, "Dosya bozuk ya da boş" uyarısını aldım.', "Dosya bozuk ya da boş"),
    ("ボタンを押すと「現在ご利用不可です」となります。", "現在ご利用不可です"),
    ("申請すると「現在変更できません」と書かれています。", "現在変更できません"),
    ("계속 50111 Invalid Key 떠요", "50111 Invalid Key"),
    ("всё время 50102 Timestamp request expired вылетает", "50102 Timestamp request expired"),
    ("一直 50105 Passphrase incorrect 怎么办", "50105 Passphrase incorrect"),
]


@pytest.mark.parametrize(("text", "words"), ERRORS)
def test_the_words_are_found(text: str, words: str) -> None:
    assert found(text, "error_message") == [words]


@pytest.mark.parametrize(
    "text", ["Recebi 50000 Reais ontem", "перевёл 50000 Tether вчера", 'He was received "like a king" there']
)
def test_what_is_no_error_is_none(text: str) -> None:
    assert found(text, "error_message") == []


def test_a_network_by_its_name_in_russian_and_a_report_by_its_name_in_chinese() -> None:
    assert found("перевела 2 950 USDT, сеть трон", "network") == ["TRC20"]
    assert found("занял трон в 1613 году", "network") == []
    for name in ("報案證明書.pdf", "受理案件證明單影本.jpg", "派出所回执.pdf"):
        attachment = Attachment(
            index=0,
            filename=name,
            content_type="application/pdf",
            declared_type="application/pdf",
            size=40_000,
            sha256="0",
        )
        assert judge(attachment).kind == "police_report"
