"""How to reach the customer; and what a fraud came by."""

from __future__ import annotations

import pytest

from mailbot.model.mail import Fold
from tests.triage.extract.reading import found, read

PHONES = [
    ("我手机号13900000733，随时能接", ["13900000733"]),
    ("电话：021-0000 1234", ["02100001234"]),
    ("手機 0911-000-386", ["0911000386"]),
    ("電話は090-0000-6617です", ["09000006617"]),
    ("연락처 010-0000-5521", ["01000005521"]),
    ("мой телефон +7 999 000-11-22", ["+79990001122"]),
    ("тел. 8 (999) 000-11-22", ["89990001122"]),
    ("sđt 0903 000 417 nha", ["0903000417"]),
    ("mi teléfono es +34 600 000 517", ["+34600000517"]),
    ("Mi móvil 622 000 148", ["622000148"]),
    ("Numaram +90 505 000 7713", ["+905050007713"]),
    ("telefonum 0533 000 90 31", ["05330009031"]),
    ("meu zap (21) 90000-4417", ["21900004417"]),
    ("call me at (212) 555-0148", ["2125550148"]),
    ("I can be reached on +44 7700 900 614", ["+447700900614"]),
    ("whatsapp +55 11 90000-2277", ["+5511900002277"]),
    ("Fax: 020 7946 0102", []),
    ("UID 13900000733", []),
    ("order 1752588852617379840", []),
    ("date 2026-03-05 14:02:33", []),
]


@pytest.mark.parametrize(("text", "wanted"), PHONES, ids=[t for t, _ in PHONES])
def test_telephone_numbers(text: str, wanted: list[str]) -> None:
    assert found(text, "phone") == wanted


NAMES = [
    ("飞机 @chenmo_cm", ["telegram:@chenmo_cm"]),
    ("Telegram: @olga_zimina", ["telegram:@olga_zimina"]),
    ("мой тг @olga_zimina", ["telegram:@olga_zimina"]),
    ("微信号：wang_1988", ["wechat:wang_1988"]),
    ("加我微信 abc12345", ["wechat:abc12345"]),
    ("LINE:chiahao.c", ["line:chiahao.c"]),
    ("LINE ID koga_yama でも大丈夫", ["line:koga_yama"]),
    ("카톡 아이디 minji_22", ["kakao:minji_22"]),
    ("zalo 0976000581", []),
    ("QQ 100200300", ["qq:100200300"]),
    ("I wrote in your Telegram group yesterday", []),
    ("提款到微信钱包", []),
]


@pytest.mark.parametrize(("text", "wanted"), NAMES, ids=[t for t, _ in NAMES])
def test_messenger_names(text: str, wanted: list[str]) -> None:
    assert found(text, "contact") == wanted


SUSPECTS = [
    ("I entered my password on okx-login.example, it was phishing", ["okx-login.example"]),
    ("是不是假的？链接 https://okx-verify.example/w3", ["https://okx-verify.example/w3"]),
    ("这个网站是钓鱼的吧 okx-vip.example", ["okx-vip.example"]),
    ("fake support mail from help@okx-secure.example", ["help@okx-secure.example"]),
    ("フィッシングサイト okx-jp.example に入力しました", ["okx-jp.example"]),
    ("피싱 사이트 okx-kr.example 에 입력했어요", ["okx-kr.example"]),
    ("мошенники прислали https://okx-gift.example/win", ["https://okx-gift.example/win"]),
    ("web lừa đảo sanho-tro.example", ["sanho-tro.example"]),
    ("una estafa: okx-bonus.example", ["okx-bonus.example"]),
    ("sahte site okx-tr.example", ["okx-tr.example"]),
    ("golpe no site okx-br.example", ["okx-br.example"]),
    ("my deposit https://tronscan.org/#/address/x is missing", []),
    ("see https://www.okx.com/help for the fake one", []),
    ("my own address me@home.example was hacked", []),
]


@pytest.mark.parametrize(("text", "wanted"), SUSPECTS, ids=[t for t, _ in SUSPECTS])
def test_links_and_senders_of_a_fraud(text: str, wanted: list[str]) -> None:
    assert found(text, "suspect") == wanted


def test_the_callers_number_is_no_way_to_reach_the_customer() -> None:
    text = "A scammer called me from +44 7700 900 272. You can reach me at +44 7700 900 614."
    assert found(text, "suspect") == ["+447700900272"]
    assert found(text, "phone") == ["+447700900614"]


@pytest.mark.parametrize(
    ("text", "suspects", "own"),
    [
        ("A man on WhatsApp +44 7700 900 555 said he was from OKX. Is it a scam? My phone is +44 7700 900 111.",
         ["+447700900555"], ["+447700900111"]),
        ("I got a text from +1 202 555 0170, phishing I guess. Call me on +1 202 555 0111.",
         ["+12025550170"], ["+12025550111"]),
        ("我被骗了，有人用 170-0000-5521 打给我。我的手机 13900000271", ["17000005521"], ["13900000271"]),
        ("Мошенники звонили с номера +7 900 000-44-55. Мой номер +7 900 000-66-77", ["+79000004455"], ["+79000006677"]),
        ("Beni +90 850 000 11 22 numarasından arayıp dolandırdılar. Bana 0500 000 33 44 numarasından ulaşabilirsiniz.",
         ["+908500001122"], ["05000003344"]),
        ("Is @okx_helpdesk_vip yours? Looks fake. I am on Telegram @mia_lund.", ["@okx_helpdesk_vip"],
         ["telegram:@mia_lund"]),
    ],
)  # fmt: skip
def test_whose_a_number_is_in_a_mail_about_a_fraud(text: str, suspects: list[str], own: list[str]) -> None:
    reached = [*found(text, "phone"), *found(text, "contact")]
    assert (found(text, "suspect"), reached) == (suspects, own)


def test_a_look_alike_of_the_desk_is_suspect_without_any_word_of_fraud() -> None:
    assert found("I logged in at https://okx-login.example and it asked for my words.", "suspect") == [
        "okx-login.example"
    ]
    assert found("I logged in at https://www.okx.com/account and nothing happened.", "suspect") == []


def test_a_forwarded_fraud_is_what_the_customer_reports() -> None:
    text = "is this real?\n---- Forwarded ----\nFrom: safe@okx-alert.example\nyour 2 BTC are leaving"
    folds = (Fold(start=14, end=len(text), kind="forward"),)
    rows = {(e.kind, e.value, e.where) for e in read(text, folds=folds).entities}
    assert ("suspect", "safe@okx-alert.example", "text") in rows
    assert ("amount", "2 BTC", "quoted") in rows


ERRORS = [
    ("提示“超出24小时提币限额”", ["超出24小时提币限额"]),
    ("一直报错：50111 Invalid OK-ACCESS-KEY", ["50111 Invalid OK-ACCESS-KEY"]),
    ("跳「您的帳戶因風險控管暫時無法提領」", ["您的帳戶因風險控管暫時無法提領"]),
    ("「氏名が一致しません」と出ます", ["氏名が一致しません"]),
    ('"규정 위반으로 거래가 제한되었습니다"라고 뜹니다', ["규정 위반으로 거래가 제한되었습니다"]),
    ("пишет «Вам временно запрещено торговать P2P»", ["Вам временно запрещено торговать P2P"]),
    ('nó báo "Sai thông tin đăng nhập"', ["Sai thông tin đăng nhập"]),
    ("me sale «Transferencia no permitida»", ["Transferencia no permitida"]),
    ('"Geçersiz doğrulama kodu" diyor', ["Geçersiz doğrulama kodu"]),
    ('aparece "não foi possível concluir"', ["não foi possível concluir"]),
    ('it says "Too many attempts. Try again later"', ["Too many attempts. Try again later"]),
    ('{"code":"50113","msg":"Invalid signature"}', ["Invalid signature"]),
    ('the status is "pending"', []),
    ("显示“处理中”", []),
    ("昵称“稳如老狗OTC”", []),
    ('the seller said "bank holds the transfer for now"', []),
]


@pytest.mark.parametrize(("text", "wanted"), ERRORS, ids=[t for t, _ in ERRORS])
def test_the_words_of_an_error(text: str, wanted: list[str]) -> None:
    assert found(text, "error_message") == wanted
