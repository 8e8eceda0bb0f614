"""Dates and sums of short mails: two of a kind belong together, unless the words say that one is background."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found


def _sum(value: str) -> tuple[float, str]:
    figure, _, unit = value.partition(" ")
    return float(figure), unit


SHORT = [
    (
        "2026-11-20T10:00+08:00",
        "昨天下午3点提了500U，今天上午又提了800U，都没到，UID 123456789012345678",
        ["2026-11-19", "2026-11-20"],
        ["500 USDT", "800 USDT"],
    ),
    (
        "2026-11-20T10:00+00:00",
        "I bought 0.05 BTC with my card on 18 Nov, 2,000 EUR was charged, nothing arrived.",
        ["2026-11-18"],
        ["0.05 BTC", "2000 EUR"],
    ),
    (
        "2026-11-20T10:00+00:00",
        "My account was locked on 15 November. I registered with joe@home.example in 2022. UID 123456789012345678",
        ["2026-11-15"],
        [],
    ),
    (
        "2026-11-20T10:00+00:00",
        "I opened a long on 16 Nov at 10:00 and it was liquidated on 17 Nov at 04:30, 900 USDT gone.",
        ["2026-11-17"],
        ["900 USDT"],
    ),
    (
        "2026-11-20T10:00+03:00",
        "18 ноября купил 300 USDT по p2p за 29 000 рублей, продавец не отпускает. Ордер 261118140012345678",
        ["2026-11-18"],
        ["300 USDT", "29000 RUB"],
    ),
    (
        "2026-11-20T10:00+07:00",
        "Hôm qua em mua 200 USDT hết 5.300.000đ lệnh 261119140012345678 mà người bán chưa nhả",
        ["2026-11-19"],
        ["200 USDT", "5300000 VND"],
    ),
    (
        "2026-11-20T10:00+01:00",
        "Compré 150 USDT el 18 de noviembre con tarjeta, me cobraron 145 EUR y no aparece nada",
        ["2026-11-18"],
        ["150 USDT", "145 EUR"],
    ),
    (
        "2026-11-20T10:00-03:00",
        "Minha conta foi bloqueada ontem depois que mudei a senha dia 17. UID 123456789012345678",
        ["2026-11-19"],
        [],
    ),
    (
        "2026-11-20T10:00+03:00",
        "18 Kasım'da 250 USDT satın aldım, karttan 8.900 TL çekildi ama hesabıma gelmedi",
        ["2026-11-18"],
        ["250 USDT", "8900 TRY"],
    ),
    (
        "2026-11-20T10:00+09:00",
        "11月18日に0.8 ETHを購入しましたが、残高に反映されません。カードから30万円引かれています。",
        ["2026-11-18"],
        ["0.8 ETH", "300000 JPY"],
    ),
    (
        "2026-11-20T10:00+09:00",
        "11월 18일에 카드로 USDT 500개 구입했는데 70만원 결제되고 안 들어왔어요",
        ["2026-11-18"],
        ["500 USDT", "700000 KRW"],
    ),
    (
        "2026-11-20T10:00+00:00",
        "Withdrew 1,000 USDT on 17 Nov. The network fee was 1 USDT. It says completed but nothing arrived.",
        ["2026-11-17"],
        ["1000 USDT"],
    ),
    ("2026-11-20T10:00+08:00", "11月15日注册的，11月18日充值了1000U到现在没到账", ["2026-11-18"], ["1000 USDT"]),
    (
        "2026-11-20T10:00+00:00",
        "Please send my statement from 1 January to 30 June 2026, needed before 30 November. UID 123456789012345678",
        ["2026-01-01"],
        [],
    ),
    (
        "2026-11-20T10:00+08:00",
        "11月10日第一次申请被拒，11月14日第二次申请又被拒，提示照片模糊",
        ["2026-11-10", "2026-11-14"],
        [],
    ),
    (
        "2026-11-20T10:00+00:00",
        "On 12 Nov I sent 300 USDT and on 14 Nov 200 USDT, both TRC20, neither is credited.",
        ["2026-11-12", "2026-11-14"],
        ["300 USDT", "200 USDT"],
    ),
    (
        "2026-11-20T10:00+00:00",
        "I subscribed 500 USDT to Simple Earn on 2 Nov. I redeemed on 18 Nov at 09:00 and the funds are not back.",
        ["2026-11-18"],
        ["500 USDT"],
    ),
    (
        "2026-11-20T10:00+03:00",
        "Писал вам 17 ноября, ответа нет. 15 ноября в 13:20 вывел 400 USDT, не пришло.",
        ["2026-11-15"],
        ["400 USDT"],
    ),
]


@pytest.mark.parametrize(("date", "text", "days", "sums"), SHORT, ids=[t for _, t, _, _ in SHORT])
def test_a_short_mail_keeps_what_belongs_together(date: str, text: str, days: list[str], sums: list[str]) -> None:
    assert {v[:10] for v in found(text, "event_time", date=date)} == set(days)
    assert {_sum(v) for v in found(text, "amount", date=date)} == {_sum(v) for v in sums}
