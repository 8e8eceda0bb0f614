"""Sums without a unit beside them: rows of tables, labelled lines, and the ways of one country."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found

INDIA = "2026-03-12T15:00+05:30"


def same(value: str) -> tuple[float, str]:
    """A number is one number, whatever its zeros."""
    figure, _, unit = value.partition(" ")
    return float(figure), unit


TABLES = [
    ("Withdrawal of XRP.\nAmount: 1,250.5\nTag: 12345", ["1250.5 XRP"]),
    ("Coin: USDT\nAmount 600", ["600 USDT"]),
    ("币种：USDT\n数量：600\n网络：TRC20", ["600 USDT"]),
    ("Монета: USDT\nСумма: 600,50", ["600.50 USDT"]),
    ("moneda: USDT\nmonto: 1.450,50", ["1450.50 USDT"]),
    ("我们误将USDT充到了错误的网络，共两笔：\n日期 数量\n3月2日 600\n3月3日 1,250\n", ["600 USDT", "1250 USDT"]),
    (
        f"Date Amount (USDT) TxID\n2026-03-02 600 0x{'5a1c' * 16}\n2026-03-03 1,250.75 0x{'e09b' * 16}",
        ["600 USDT", "1250.75 USDT"],
    ),
    ("Date\tCoin\tAmount\n2026-03-02\tETH\t0.5\n2026-03-03\tUSDT\t900", ["0.5 ETH", "900 USDT"]),
    ("| Date | Amount USDT | Status |\n|---|---|---|\n| 2026-03-02 | 600 | pending |", ["600 USDT"]),
    ("Thời gian | Số tiền (VND)\n02/03 | 5.000.000\n03/03 | 7.500.000", ["5000000 VND", "7500000 VND"]),
    ("日期　金额（元）\n3月2日　5,000\n3月3日　12,000", ["5000 CNY", "12000 CNY"]),
]


@pytest.mark.parametrize(("text", "wanted"), TABLES, ids=[t for t, _ in TABLES])
def test_a_heading_or_the_one_coin_gives_the_unit(text: str, wanted: list[str]) -> None:
    assert [same(v) for v in found(text, "amount")] == [same(w) for w in wanted]


def test_columns_of_prices_fees_and_shares_are_no_amounts() -> None:
    table = "Time Price Amount (ETH) Fee\n2026-03-02 09:15 1,912.40 0.75 1.43\n2026-03-03 10:00 1,900.00 0.5 1.1"
    assert found(table, "amount") == ["0.75 ETH", "0.5 ETH"]


def test_a_sentence_that_names_an_amount_is_no_heading() -> None:
    assert found("the amount and the date are in the file\n3 of them failed", "amount") == []


COUNTRIES = [
    ("Rs 2 lakh sent by UPI", ["200000 INR"]),
    ("1.5 crore INR in my account was debited", ["15000000 INR"]),
    ("chuyển khoản 1,5 tr cho người bán", ["1500000 VND"]),
    ("em nạp 500 nghìn qua ngân hàng", ["500000 VND"]),
    ("bị trừ 3 củ trong tài khoản ngân hàng rồi ạ", ["3000000 VND"]),
    ("chuyển 500k tiền cho người bán không nhận", ["500000 VND"]),
    ("dün 5 bin lira yatırdım", ["5000 TRY"]),
    ("5 bin TL havale yaptım", ["5000 TRY"]),
    ("mandei 2,5 mil reais por pix", ["2500 BRL"]),
    ("paguei 2 mil reais", ["2000 BRL"]),
    ("перевёл 200к рублей продавцу", ["200000 RUB"]),
    ("отдал 3 ляма мошенникам, рублей", ["3000000 RUB"]),
    ("转了4万5千块", ["45000 CNY"]),
    ("壹万伍仟元整", ["15000 CNY"]),
    ("一百万円を振り込みました", ["1000000 JPY"]),
    ("百万円を振り込みました", ["1000000 JPY"]),
    ("3만5천원 입금", ["35000 KRW"]),
    ("삼백만원 입금했어요", ["3000000 KRW"]),
    ("백만원 입금했어요", ["1000000 KRW"]),
    ("envié 2 mil USDT", ["2000 USDT"]),
    ("1.450,50 USDT retirados", ["1450.50 USDT"]),
    ("sent USDT via TRC20, amount 600", ["600 USDT"]),
    ("I withdrew 1 250,50 EUR", ["1250.50 EUR"]),
    ("5,000 U没到账", ["5000 USDT"]),
    ("一万五的USDT没到", ["15000 USDT"]),
    ("€2.500,00 überwiesen", ["2500 EUR"]),
    ("半个BTC没了", ["0.5 BTC"]),
    ("0.5枚のBTC", ["0.5 BTC"]),
    ("USDT 1,200.00 sent", ["1200.00 USDT"]),
    ("1200$ sent to seller", ["1200 USD"]),
    ("1.200 dólares", ["1200 USD"]),
    ("$1.2k gone", ["1200 USD"]),
    ("lost 0.85ETH and 1,200USDT", ["0.85 ETH", "1200 USDT"]),
    ("deposité 3 millones de pesos", ["3000000 MXN"]),
    ("1,5 млн руб", ["1500000 RUB"]),
    ("85 тыс. рублей", ["85000 RUB"]),
]


@pytest.mark.parametrize(("text", "wanted"), COUNTRIES, ids=[t for t, _ in COUNTRIES])
def test_sums_as_a_country_writes_them(text: str, wanted: list[str]) -> None:
    assert [same(v) for v in found(text, "amount")] == [same(w) for w in wanted]


RUPEES = [
    ("I got 1,95,000 for the order", ["195000 INR"]),
    ("my bank account has lien of 58k after p2p sale", ["58000 INR"]),
    ("transferred 2,50,000/- to the seller from my bank", ["250000 INR"]),
]


@pytest.mark.parametrize(("text", "wanted"), RUPEES, ids=[t for t, _ in RUPEES])
def test_grouping_by_lakh_means_rupees(text: str, wanted: list[str]) -> None:
    assert [same(v) for v in found(text, "amount", date=INDIA)] == [same(w) for w in wanted]
