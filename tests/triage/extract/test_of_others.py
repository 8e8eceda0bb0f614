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
