"""Sums that were only heard of, where money came from, offers, prices and totals beside the case's sum."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found

MAILS = [
    (
        "+08:00",
        "How much does it cost to withdraw USDT on TRC20? I saw 1 USDT on the page but 2.5 USDT in the app.",
        [],
    ),
    ("+08:00", "请问提U手续费是多少？我看别人说1U", []),
    ("+03:00", "Я VIP2, оборот 3 млн USDT, когда дадут VIP3?", []),
    ("-06:00", "¿Cuánto es lo máximo que puedo retirar por día con KYC2? Leí 500.000 USDT.", []),
    ("-03:00", "Qual o limite diário de saque? Vi 10 BTC no site.", []),
    ("+03:00", "KYC seviye 1 ile günlük ne kadar çekebilirim? 1.000 USDT yazıyordu.", []),
    ("+09:00", "VIPになるには取引高がいくら必要ですか？500万ドルと見ましたが", []),
    ("+09:00", "하루 최대 출금이 얼마인가요? 1억원이라고 들었는데 맞나요", []),
    ("+08:00", "【贷款】无抵押贷款最高50万，月息0.8%，加微信", []),
    ("+08:00", "I make 2,000 USD monthly and can prove it with payslips, please lift the review.", []),
    (
        "+08:00",
        "Source of funds: sold my flat for 120,000 EUR in 2023. My withdrawal of 5,000 USDT is on hold since 9 March.",
        ["5000 USDT"],
    ),
    ("+08:00", "资金来源是卖房款180万，合同可以提供。3月9号提的2万U一直审核", ["20000 USDT"]),
    (
        "+03:00",
        "Деньги от продажи машины за 1,2 млн рублей, договор есть. Вывод 8 000 USDT от 9 марта на проверке.",
        ["8000 USDT"],
    ),
    (
        "+08:00",
        "El dinero viene de mi sueldo (1.800 € al mes). Retiro de 900 USDT retenido desde el 9 de marzo.",
        ["900 USDT"],
    ),
    (
        "-03:00",
        "O dinheiro veio da venda do carro, R$ 45.000. O saque de 3.000 USDT está retido desde 9/3.",
        ["3000 USDT"],
    ),
    ("+09:00", "資金は退職金500万円の一部です。3月9日の出金2,000 USDTが保留になっています。", ["2000 USDT"]),
    ("+09:00", "퇴직금 8천만원 중 일부입니다. 3월 9일 출금 2,000 USDT가 보류 상태입니다.", ["2000 USDT"]),
    ("+07:00", "Tiền này là tiền bán đất 2 tỷ. Lệnh rút 5.000 USDT ngày 9/3 bị giữ.", ["5000 USDT"]),
    ("+03:00", "Para maaşımdan (aylık 65.000 TL). 9 Mart tarihli 1.200 USDT çekimim incelemede.", ["1200 USDT"]),
    ("+08:00", "My balance was 1,200 USDT yesterday, today it is 0.", ["1200 USDT"]),
    ("+08:00", "昨天余额还有1200U，今天变成0了", ["1200 USDT"]),
    (
        "+08:00",
        "BTC price was wrong: your chart showed 92,000 while Binance had 95,000, I lost 700 USDT on 10 March",
        ["700 USDT"],
    ),
    (
        "+08:00",
        "Order amount: 250 USDT\nPrice: 89.4 INR\nTotal: 22,350 INR\nSeller not releasing",
        ["250 USDT", "22350 INR"],
    ),
    ("+08:00", "订单金额：2000元\n单价：7.15\n数量：279.72 USDT\n卖家不放币", ["2000 CNY", "279.72 USDT"]),
    ("+03:00", "Сумма 12 000 ₽, курс 81,3, получил бы 147,6 USDT. Продавец пропал.", ["12000 RUB", "147.6 USDT"]),
    ("+08:00", "The airdrop of 40 SUI was not credited, campaign ended 8 March", ["40 SUI"]),
    ("+08:00", "Referral bonus 10 USDT per friend, I invited 7 and got only 30 USDT", ["30 USDT"]),
]


@pytest.mark.parametrize(("zone", "text", "wanted"), MAILS)
def test_only_what_moved_is_the_cases(zone: str, text: str, wanted: list[str]) -> None:
    values = found(text, "amount", date=f"2026-03-12T15:00{zone}")
    sums = [(float(v.partition(" ")[0]), v.partition(" ")[2]) for v in values]
    assert sorted(sums) == sorted((float(w.partition(" ")[0]), w.partition(" ")[2]) for w in wanted)
