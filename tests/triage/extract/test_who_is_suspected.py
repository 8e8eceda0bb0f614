"""Whom a mail about a fraud accuses, and whom it does not: what was done to an account says nothing of a telephone."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("My account was hacked, phone +44 7700 900123, uid 518204733910284456", "+447700900123"),
        ("Mi cuenta fue hackeada esta mañana, tel 612 345 678", "612345678"),
        ("账号被盗了，手机13800138000", "13800138000"),
        ("帐号被盗 电话13800138000", "13800138000"),
        ("アカウントが乗っ取られました。電話 090-1234-5678", "09012345678"),
        ("계정 해킹당했어요 010-1234-5678 UID 518204733910284456", "01012345678"),
        ("Взломали аккаунт, тел +7 916 123-45-67", "+79161234567"),
        ("Tài khoản bị hack, sđt 0912345678", "0912345678"),
        ("Hesabım çalındı, tel 0532 123 45 67", "05321234567"),
        ("Minha conta foi hackeada, celular 11 91234-5678", "11912345678"),
        ("因可疑交易被限制，电话 13800138000", "13800138000"),
        ("Depositei 300 USDT na rede errada por engano, telefone (11) 91234-5678", "11912345678"),
        ("Ввел неверный адрес при выводе, телефон +7 916 123-45-67", "+79161234567"),
    ],
)
def test_the_telephone_of_whom_it_happened_to(text: str, phone: str) -> None:
    assert found(text, "phone") == [phone]
    assert found(text, "suspect") == []


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("Account restricted for suspicious activity. Email: tom@home.example", "tom@home.example"),
        ("Cuenta restringida por actividad sospechosa, correo ana@casa.example", "ana@casa.example"),
        ("因可疑交易被限制，邮箱 zhang@mail.example", "zhang@mail.example"),
        ("Аккаунт ограничен из-за подозрительной активности, почта ivan@pochta.example", "ivan@pochta.example"),
        ("Ingresé 500 USDT ayer, correo ana@casa.example", "ana@casa.example"),
        ("Siteye giremiyorum, mail mehmet@posta.example", "mehmet@posta.example"),
    ],
)
def test_the_address_of_whom_it_happened_to(text: str, email: str) -> None:
    assert found(text, "email") == [email]
    assert found(text, "suspect") == []


@pytest.mark.parametrize(
    ("text", "suspect"),
    [
        (
            'is this from you?\n\n"OKX Alert: withdrawal requested. If this was NOT you call +1 (888) 555-0199 now"',
            "+18885550199",
        ),
        ("收到短信：“【欧易】您的账户异常，请致电+852 9123 4567核实身份并保护资产” 是真的吗", "+85291234567"),
        ("Пришло смс: «OKX: вывод 1 BTC. Отмена по номеру +7 900 555 01 23» мошенники?", "+79005550123"),
        ('SMS geldi: "OKX hesabınız kısıtlandı, 0850 123 45 67 numarasını arayın" sahte mi?', "08501234567"),
        ('Este SMS: "OKX: cuenta bloqueada. Llame al +34 911 234 567 ya" ¿es phishing?', "+34911234567"),
        ('Chegou SMS: "OKX: saque aprovado. Se não foi você ligue 0800 123 4567" é golpe?', "08001234567"),
        ("SMSが届きました。「OKX：不正アクセスを検知。至急03-1234-5678まで」詐欺ですか", "0312345678"),
        ("A suspicious e-mail came from security@other.example", "security@other.example"),
    ],
)
def test_the_words_of_the_message(text: str, suspect: str) -> None:
    assert found(text, "suspect") == [suspect]
    assert found(text, "phone") + found(text, "email") == []


def test_a_page_that_nobody_knows_is_suspected_where_something_was_typed() -> None:
    assert found("I typed my password at wallet-check.example/login", "suspect") == ["wallet-check.example/login"]
    assert found("The website okx.com shows a blank page", "suspect") == []


@pytest.mark.parametrize(
    ("text", "suspect"),
    [
        ("有個叫「陳主任」嘅人用WhatsApp（+852 9000 6612）搵我，話係OKX香港分部，要我登記", "+85290006612"),
        ("今天下午两点半打来的号码是 +852 6000 0312，问我要验证码", "+85260000312"),
        ("I got calls from +44 20 7946 0123 all day about my account", "+442079460123"),
        ("Мне звонили с +7 495 123-45-67", "+74951234567"),
        ("我是不是被骗了，发件人 verify@okx-kefu.example 。", "verify@okx-kefu.example"),
    ],
)
def test_who_rang_or_wrote(text: str, suspect: str) -> None:
    assert found(text, "suspect") == [suspect]
    assert found(text, "phone") + found(text, "email") == []


@pytest.mark.parametrize(
    "text",
    [
        "You called me on +44 7700 900123 yesterday but I missed it",
        "Please call me on +44 7700 900123, I was called from work",
    ],
)
def test_where_the_desk_rang_the_customer(text: str) -> None:
    assert found(text, "phone") == ["+447700900123"]
    assert found(text, "suspect") == []


@pytest.mark.parametrize(
    "text",
    [
        "Отправила человеку с UID 469439682398060557 2000 USDT. Мой 804463704049806930.",
        "I sent it to a person with UID 469439682398060557. Mine is 804463704049806930.",
    ],
)
def test_the_account_of_somebody_that_money_went_to(text: str) -> None:
    assert found(text, "uid") == ["804463704049806930"]
