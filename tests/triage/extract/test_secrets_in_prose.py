"""Secrets that prose tells without naming them right before: found by what the sentence says was done with them."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import read

TOLD = [
    ("totp_secret", "the key i wrote down when i set it up GW357XSTJFEYJIGUXOVB6VMWE43D2AIQ can you put it back"),
    ("totp_secret", "esta es la clave que apunté el primer día JX4KPW2ZQ7RMT3VBHN5SLDY6CFAEGU2T ¿la pueden poner?"),
    ("totp_secret", "это ключ, который я записал сам K7PQ2MZX4RTVB3WN6HSJLD5CYFAEGU2T"),
    ("passport_number", "Her passport, in case you have to compare, was 306831347."),
    ("passport_number", "Паспорт отца, если нужно для сверки, — 451234567"),
    ("passport_number", "父亲的护照（如需核对）是 E12345678。"),
    ("passport_number", "El pasaporte de mi padre, por si hace falta, es 306831347."),
    ("otp_code", "em lỡ đọc mã 553210 cho họ rồi"),
    ("otp_code", "I gave him the code 553210 before I understood."),
    ("otp_code", "le di el código 553210 al hombre"),
    ("otp_code", "я продиктовал код 553210 этому человеку"),
    ("otp_code", "我把码553210念给他了"),
    ("otp_code", "コード553210を教えてしまいました"),
    ("otp_code", "코드 553210을 불러 줬어요"),
    ("otp_code", "passei o código 553210 para ele"),
    ("fund_password", "me pidió la clave de fondos; puse Naranja_71 como siempre"),
    ("password", "It asked for the password; I typed Maplewood71 and it failed"),
    ("password", "спросил пароль; я ввел Berezka_1971 как всегда"),
    ("password", "pediu a senha; digitei Laranja_71 e nada"),
    ("password", "şifre istedi; yazdım Karanfil_71"),
    ("password", "要我输密码，我输入 Bluehill_71 就不行"),
]


@pytest.mark.parametrize(("kind", "text"), TOLD)
def test_a_secret_told_in_prose_is_found(kind: str, text: str) -> None:
    assert [s.kind for s in read(text).secrets] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "My passport was rejected and my ticket number is 12345678.",
        "My passport, in case you ask, is valid. The ticket number is 12345678.",
        "Support told them the error code 502134 was known.",
        "On the password page I entered the settings on my Android_12 phone",
        "The key point: order ABCDEFGH went through twice",
    ],
)
def test_what_prose_names_otherwise_is_left(text: str) -> None:
    assert not read(text).secrets


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("已向派出所報案，受理案件證明單編號 P11410220A7B115 ，影本如附件。", "P11410220A7B115"),
        ("The order made in investigation SMC/FIN/2217/26 is attached.\nDetective Constable Reed", "SMC/FIN/2217/26"),
        ("Polícia Civil, delegacia de Santos: inquérito DCC/1182/26, pedimos os dados", "DCC/1182/26"),
        ("Policía Nacional. Procedimiento UDEV/2211/26, solicitamos los datos", "UDEV/2211/26"),
    ],
)
def test_the_case_of_an_authority_is_read(text: str, case: str) -> None:
    assert [e.value for e in read(text).entities if e.kind == "police_case_no"] == [case]
