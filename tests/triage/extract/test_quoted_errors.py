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


REASONS = [
    ('My level 2 was declined with "Selfie blurry" again. UID 817457254787674632', ["Selfie blurry"]),
    ('Verification rejected due to "Address proof older than 3 months".', ["Address proof older than 3 months"]),
    ('KYC came back as "Face does not match" twice, what now', ["Face does not match"]),
    ("it just says 'Name mismatch' and closes", ["Name mismatch"]),
    ('got "SSN could not be matched" after I submitted', ["SSN could not be matched"]),
    ("被打回三次，理由「地址证明过期」，请人工审核", ["地址证明过期"]),
    ("上載咗三次都唔得，話「資料不符」", ["資料不符"]),
    ("系統話「請稍後再試」，試咗成日", ["請稍後再試"]),
    ("人脸识别那一步一直是“比对未通过”", ["比对未通过"]),
    ("Вчера отклонили второй уровень: «Документ не распознан». UID 829413008369007128", ["Документ не распознан"]),
    ("Отказали с формулировкой «Подозрительная активность»", ["Подозрительная активность"]),
    ("При входе пишут «Превышено число попыток»", ["Превышено число попыток"]),
    ('minha verificação nível 2 foi recusada: "Dados divergentes". CPF', ["Dados divergentes"]),
    ('na hora do saque deu "Selfie ilegível"', ["Selfie ilegível"]),
    ("o app acusou 'Dispositivo não reconhecido' e saiu", ["Dispositivo não reconhecido"]),
    ("mi verificación fue rechazada por «Documento borroso»", ["Documento borroso"]),
    ('me salió "Rostro no detectado" cinco veces', ["Rostro no detectado"]),
    ('Kimlik doğrulamam "Belge okunamadı" gerekçesiyle reddedildi', ["Belge okunamadı"]),
    ('başvurum reddedildi: "Yüz eşleşmedi"', ["Yüz eşleşmedi"]),
    ("dün geceden beri 50113 Invalid Sign alıyorum.", ["50113 Invalid Sign"]),
    ("desde ayer me da 50111 Invalid OK-ACCESS-KEY en todas las llamadas", ["50111 Invalid OK-ACCESS-KEY"]),
    ('hồ sơ bị từ chối với lý do "Ảnh bị mờ"', ["Ảnh bị mờ"]),
    ('KYC của em báo "Giấy tờ hết hạn" dù mới làm', ["Giấy tờ hết hạn"]),
    ("本人確認が「書類不鮮明」で却下されました", ["書類不鮮明"]),
    ("「顔認証に失敗しました」と言われ先に進めません", ["顔認証に失敗しました"]),
    ("'얼굴 인식 실패'로 세 번 거절되었습니다", ["얼굴 인식 실패"]),
    ('"서류 식별 불가"라며 반려됐습니다', ["서류 식별 불가"]),
    ("API 요청마다 50114 Invalid Authority 뜹니다", ["50114 Invalid Authority"]),
    ("KYC被拒：“身份证照片反光”。UID 817457254787674632", ["身份证照片反光"]),
    ('every login ends in "Device not trusted"', ["Device not trusted"]),
    ('The seller told me "bank is under maintenance, wait" and then went silent. order 251031170123970642', []),
    ('I clicked "Not received" by mistake', []),
    ("卖家说「资金不符」让我取消订单，订单251031170123970642", []),
    ('my account name is "Not Today" and my uid 817457254787674632', []),
    ('I read the article "Why deposits do not arrive" already', []),
    ("я нажал кнопку «Не получил» случайно", []),
    ('o vendedor disse: "não recebi" e sumiu', []),
    ('the group is called "No Loss Signals", they took 500 USDT', []),
    ('status shows "Not started" for the deposit', []),
    ("売り手は「入金がない」と言っています", []),
]


@pytest.mark.parametrize(("text", "words"), REASONS, ids=[t[:40] for t, _ in REASONS])
def test_a_reason_is_found_on_either_side_of_the_refusal(text: str, words: list[str]) -> None:
    assert found(text, "error_message") == words
