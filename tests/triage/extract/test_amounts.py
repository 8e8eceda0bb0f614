"""Amounts with the grouping, numerals and slang of ten languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mailbot.triage.extract.sums.numerals import number
from tests.triage.extract.reading import found

AMOUNTS = [
    ("我充了1200个U", ["1200 USDT"]),
    ("提了两千U没到", ["2000 USDT"]),
    ("六万二的U", ["62000 USDT"]),
    ("被骗八万多U", ["80000 USDT"]),
    ("转了1.5w U", ["15000 USDT"]),
    ("3万usdt", ["30000 USDT"]),
    ("0.5个大饼", ["0.5 BTC"]),
    ("零点五个比特币", ["0.5 BTC"]),
    ("十个以太", ["10 ETH"]),
    ("银行卡转了3万块", ["30000 CNY"]),
    ("微信付了2,350元", ["2350 CNY"]),
    ("¥1,280.50 已付", ["1280.50 CNY"]),
    ("USDT 数量 500", ["500 USDT"]),
    ("匯了 48,000 元給賣家，請問帳戶", ["48000 TWD"]),
    ("新台幣三萬五千元", ["35000 TWD"]),
    ("港幣2萬元，轉數快", ["20000 HKD"]),
    ("２，０００ＸＲＰを送金", ["2000 XRP"]),
    ("約160万円の損失", ["1600000 JPY"]),
    ("3,000円分", ["3000 JPY"]),
    ("0.3BTCを送りました", ["0.3 BTC"]),
    ("1億円", ["100000000 JPY"]),
    ("500만원 보냈어요", ["5000000 KRW"]),
    ("리플 3,300개 보냈고", ["3300 XRP"]),
    ("테더 1200개", ["1200 USDT"]),
    ("1억 2천만원", ["120000000 KRW"]),
    ("13만원 결제", ["130000 KRW"]),
    ("퇴직금 1억 2천 원", ["120000000 KRW"]),
    ("LTCを12.5枚出金しました", ["12.5 LTC"]),
    ("2 700 USDT вывел", ["2700 USDT"]),
    ("0,0154 битка", ["0.0154 BTC"]),
    ("оплатил 85 000 руб", ["85000 RUB"]),
    ("перевел с карты 50 тысяч рублей", ["50000 RUB"]),
    ("1 лям рублей", ["1000000 RUB"]),
    ("полтора биткоина", ["1.5 BTC"]),
    ("chuyển 26.500.000đ qua ngân hàng", ["26500000 VND"]),
    ("nạp 120 triệu đồng", ["120000000 VND"]),
    ("bán 1.020 USDT được tiền", ["1020 USDT"]),
    ("chuyển 2tr5 cho người bán", ["2500000 VND"]),
    ("envié 1.450,50 XLM a mi cuenta", ["1450.50 XLM"]),
    ("pagué 300 € con tarjeta", ["300 EUR"]),
    ("me cobraron $1,250.00 dólares", ["1250.00 USD"]),
    ("retiré 2.500 USDT de la cuenta", ["2500 USDT"]),
    ("40.000 TL havale ettim", ["40000 TRY"]),
    ("12 bin 500 lira yolladım", ["12500 TRY"]),
    ("0,15 BTC çektim", ["0.15 BTC"]),
    ("recebi R$ 3.480,00 por PIX", ["3480 BRL"]),
    ("mandei 4.200 doge pra carteira", ["4200 DOGE"]),
    ("paguei mil reais", ["1000 BRL"]),
    ("sent 1,450.50 USDC", ["1450.50 USDC"]),
    ("I withdrew 12'000 DOGE", ["12000 DOGE"]),
    ("2.5k usdt", ["2500 USDT"]),
    ("1.2 million USD", ["1200000 USD"]),
    ("USD 1,425.00 was debited", ["1425.00 USD"]),
    ("£850 from my bank", ["850 GBP"]),
    ("Rs 1,95,000 transferred", ["195000 INR"]),
    ("a balance of .5 BTC", []),
]


@pytest.mark.parametrize(("text", "wanted"), AMOUNTS, ids=[t for t, _ in AMOUNTS])
def test_an_amount_is_number_and_unit(text: str, wanted: list[str]) -> None:
    def same(value: str) -> tuple[float, str]:
        figure, _, unit = value.partition(" ")
        return float(figure), unit

    assert [same(v) for v in found(text, "amount")] == [same(w) for w in wanted]


NONE = [
    "触发价 4120 USDT",
    "trigger price 171.00 USDT",
    "at a price of 3.42 USDT",
    "по цене 3,42 USDT",
    "giá 26.500đ/USDT",
    "手续费0.1%",
    "leverage 20x ETH",
    "deposit $50+ to get it",
    "几万块钱",
    "社群12萬人",
    "USDT 页面上两个数字",
    "1 OKB≈118.4 USDT",
    "30 days BTC",
    "order 12345678",
]


@pytest.mark.parametrize("text", NONE)
def test_prices_rates_and_guesses_are_no_amounts(text: str) -> None:
    assert found(text, "amount") == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("六万二", 62000),
        ("两千四百五", 2450),
        ("一百零五", 105),
        ("一亿二千万", 120000000),
        ("壹万贰仟", 12000),
        ("叁万五千", 35000),
        ("十二", 12),
        ("1,95,000", 195000),
        ("12'000", 12000),
        ("1.450,50", "1450.50"),
        ("1,450.50", "1450.50"),
    ],
)
def test_numerals_of_any_kind(written: str, value: int | str) -> None:
    assert number(written) == Decimal(value)
