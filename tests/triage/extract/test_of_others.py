"""Numbers and names that are not the customer's: the other side's, another house's, a seller's, a fraudster's."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found


@pytest.mark.parametrize(
    "text",
    [
        "I sell USDT, order 251030131544244431. Buyer paid from his wife account. His mobile 9876500012.",
        "Ордер 251030131544244431, продавец молчит. Его телефон +7 900 555 01 23.",
        "绑定邮箱被改成了 h***9@proton.example",
        "una transferencia SEPA desde nuestra cuenta ES00 0000 0000 4410 2207 8813",
        "我们专注SEO与KOL投放十年，可提供Telegram粉丝1万/99U，合作加飞机 @seo_boost88 或微信 seo88vip。",
        "We offer SEO, KOL promotion and guest post packages. Telegram: @growth_guru",
        "Наша команда занимается продвижением, трафик и подписчики, реклама. Телеграм @promo_top",
    ],
)
def test_no_way_to_reach_the_customer(text: str) -> None:
    assert [v for kind in ("phone", "contact", "email") for v in found(text, kind)] == []


def test_a_customer_who_speaks_of_a_promotion_is_reached() -> None:
    text = "The promotion did not pay my reward, I brought traffic. My telegram is @own_name55"
    assert found(text, "contact") == ["telegram:@own_name55"]


@pytest.mark.parametrize(
    ("text", "tickets"),
    [
        ("Kraken has no deposit. Their refid QSB7IFM-Q3LT3X-NVAOKE and their case #11540923.", []),
        ("币安说没收到，他们的工单 11540923。你们的工单 20418840 也没回", ["20418840"]),
    ],
)
def test_cases_of_another_house(text: str, tickets: list[str]) -> None:
    assert found(text, "ticket_id") == tickets


@pytest.mark.parametrize(
    ("text", "suspect"),
    [
        ('A "task job" on telegram (@taskmate_hr) made me top up again, 900 USDT. I was scammed.', "@taskmate_hr"),
        ("Mandei 500 USDT pro @lucro_certo no telegram e sumiu, foi golpe", "@lucro_certo"),
        ("Отправил деньги мошеннику @fast_obmen", "@fast_obmen"),
    ],
)
def test_handles_of_a_fraud(text: str, suspect: str) -> None:
    assert found(text, "suspect") == [suspect]
    assert found(text, "contact") == []


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("Please provide KYC data of user 732138518515387398.", "uid", ["732138518515387398"]),
        ("Dados do usuário 732138518515387398, inquérito em curso.", "uid", ["732138518515387398"]),
        ("Your UID for me 413720 917692 610198.", "uid", ["413720917692610198"]),
        ("Withdrew 145 TON to my wallet, ref in your app 411796550", "withdrawal_id", ["411796550"]),
        ("memo equivocado, puse 55120 y era 551207.", "memo_tag", ["55120", "551207"]),
        ("cel da conta 41 99876-5432, não recebo sms", "phone", ["41998765432"]),
    ],
)
def test_what_is_of_the_case_all_the_same(text: str, kind: str, values: list[str]) -> None:
    assert found(text, kind) == values


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("UID 455098123400912377（妻の口座は 455098123400912399 ですが問題ありません）。", ["455098123400912377"]),
        (
            "Sub-account UIDs 561204998871030001 and 561204998871030002, main UID 561204998871034122.",
            ["561204998871034122"],
        ),
        (
            "Old account 561204998871034100 was closed, new one is 561204998871034122.",
            ["561204998871034100", "561204998871034122"],
        ),
        ("Мой UID 540022198376451123, а не 540022198376451132, как в прошлом письме", ["540022198376451123"]),
        ("UID'im 677909039854103045, önceki maildeki 677909039854103013 değil", ["677909039854103045"]),
        ("大号613400918827364510被封，求处理", ["613400918827364510"]),
    ],
)
def test_accounts_of_one_customer(text: str, own: list[str]) -> None:
    assert found(text, "uid") == own


def test_a_banks_receipt_is_no_ticket() -> None:
    assert found("振込受付番号 2026031200123、注文番号は251203104150246435です", "ticket_id") == []


def test_one_number_for_telephone_and_messenger() -> None:
    assert found("微信同号13800003377", "phone") == ["13800003377"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("昨天夜里提的0.35个ETH，客服给的单号 44871203，显示已完成", "ticket_id", "44871203"),
        ("客服你好，昨天夜里提的0.35个ETH，单号 44871203，显示已完成", "withdrawal_id", "44871203"),
        ("买家一直投诉我，订单尾号6411。我的号613400918827364510", "uid", "613400918827364510"),
        ("哥 账号登不上 13911112222 密码没错", "phone", "13911112222"),
        ("등록된 번호 010.1234.5678 로 인증번호가 안 와요", "phone", "01012345678"),
        ("Логин по номеру 9035551212, пароль верный", "phone", "9035551212"),
    ],
)
def test_the_talk_around_a_number(text: str, kind: str, value: str) -> None:
    assert found(text, kind) == [value]
