"""The reason of a refusal in any language, and codes whose word stands after them or in another language."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found

REASONS = [
    ('Every code is refused ("Invalid authenticator code").', "Invalid authenticator code"),
    ('Todos los códigos son rechazados ("Código del autenticador no válido").', "Código del autenticador no válido"),
    ("每次验证码都被拒（“动态码无效”）", "动态码无效"),
    ("Каждый код отклоняется («Неверный код аутентификатора»)", "Неверный код аутентификатора"),
    ('My verification was declined with "SSN could not be matched".', "SSN could not be matched"),
    ('My level 2 was denied as: "Name on file differs"', "Name on file differs"),
    ("Вчера отклонили второй уровень: «Документ не распознан».", "Документ не распознан"),
    ("本人確認が却下されました：「書類の四隅が写っていない」", "書類の四隅が写っていない"),
    ("본인인증이 반려됐어요: “정보 상이”", "정보 상이"),
    ('minha verificação nível 2 foi recusada: "Dados divergentes".', "Dados divergentes"),
    ('Me rechazaron la verificación: "Datos distintos".', "Datos distintos"),
    ('Kimlik doğrulamam reddedildi: "Bilgiler farklı".', "Bilgiler farklı"),
    ('Hồ sơ của em bị từ chối: "Thông tin sai lệch".', "Thông tin sai lệch"),
    ("我上載咗香港身份證三次都唔得，話「資料不符」。", "資料不符"),
    ("兑换码都提示“兑换码无效”，今天下午试的", "兑换码无效"),
    ("クーポンを入れると「無効なコード」と出ます", "無効なコード"),
]

CODES = [
    ("서브계정 키로 오늘 오후 2시 반부터 계속 50105 뜹니다.", "50105"),
    ("昨日からずっと50113が返ってきます", "50113"),
    ("sürekli 50011 alıyorum, ne yapmalıyım", "50011"),
    ("dün geceden beri 50113 Invalid Sign alıyorum", "50113 Invalid Sign"),
    ("desde ayer 50102 Timestamp request expired en cada orden", "50102 Timestamp request expired"),
    ("từ hôm qua toàn 50110 IP not in whitelist mặc dù em đã thêm", "50110 IP not in whitelist"),
    ("Returns 401 Unauthorized. Main uid below.", "401 Unauthorized"),
    ("seit gestern kommt 503 Service Unavailable", "503 Service Unavailable"),
]


@pytest.mark.parametrize(("text", "words"), REASONS + CODES)
def test_the_words_of_a_refusal_are_found(text: str, words: str) -> None:
    assert found(text, "error_message") == [words]


@pytest.mark.parametrize(
    "text",
    [
        'He refused, and then he wrote "send it again, brother".',
        'My request was rejected, so I opened "Grid Bots" instead',
        "The offer of 50000 USDT for the order was rejected by me",
        "I sold 51000 USDT at the limit price, the order was filled",
        "我拒绝了，他说：“你再想想”",
        "Отказался платить («15 000 руб»)",
        "a fee of 402 USDT, payment required by him",
    ],
)
def test_what_nobodys_screen_says_is_none(text: str) -> None:
    assert found(text, "error_message") == []
