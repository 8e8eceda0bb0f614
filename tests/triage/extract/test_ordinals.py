"""Which of several the mail means, and sums and days that others of the text complete."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found

WEDNESDAY = "2026-11-18T10:00+08:00"

POINTED = [
    (
        (
            "今天卖了三单U，第三单买家说已付款但我没收到。\n1) 261118081500123451 1,000 USDT 已完成\n"
            "2) 261118083012345678 2,500 USDT 已完成\n3) 261118090112345679 3,200 USDT 已付款\n请暂停放币。"
        ),
        ["261118090112345679"],
        ["3200 USDT"],
    ),
    (
        (
            "昨天做了两单C2C，第二单有问题，第一单没事。第一单 261117101231370915 金额3600元，"
            "第二单 261117113508613474 金额5,200元，买家的名字对不上。"
        ),
        ["261117113508613474"],
        ["5200 CNY"],
    ),
    (
        (
            "Сегодня сделал три ордера, проблема только со вторым.\n1. 261118101231370911 — 15 000 руб\n"
            "2. 261118104431370922 — 42 000 руб\n3. 261118111131370933 — 8 000 руб\nПродавец не отпускает USDT."
        ),
        ["261118104431370922"],
        ["42000 RUB"],
    ),
    (
        (
            "Fiz duas compras P2P hoje: a primeira, ordem 261118101231370944 de R$ 800, foi liberada normalmente. "
            "A segunda, ordem 261118104431370955 de R$ 1.500, o vendedor sumiu."
        ),
        ["261118104431370955"],
        ["1500 BRL"],
    ),
    (
        (
            "Hôm qua mình làm 2 lệnh, lệnh thứ hai bị kẹt. Lệnh 1: 261117101231370966 5 triệu đã xong. "
            "Lệnh 2: 261117101231370977 12 triệu chưa thả coin."
        ),
        ["261117101231370977"],
        ["12000000 VND"],
    ),
    (
        (
            "I made two withdrawals on Monday: 400 USDT and 950 USDT, both TRC20. The first arrived within minutes. "
            "The second one has been pending ever since."
        ),
        [],
        ["950 USDT"],
    ),
    ("Hice dos retiros ayer, el segundo no ha llegado: 300 USDT a las 9:00 y 700 USDT a las 14:20.", [], ["700 USDT"]),
    ("昨日2回出金しました。1回目の200 USDTは届きましたが、2回目の850 USDTがまだ届いていません。", [], ["850 USDT"]),
    ("어제 두 번 입금했는데 첫 번째 100 XRP는 들어왔고 두 번째 250 XRP는 아직입니다.", [], ["250 XRP"]),
    ("Dün iki çekim yaptım. İlki (500 USDT) geldi, ikincisi (1.250 USDT) hâlâ işlemde görünüyor.", [], ["1250 USDT"]),
    ("昨天轉了兩筆，一筆300 USDT一筆1,500 USDT，小的到了，大的那筆到現在還沒到。", [], ["1500 USDT"]),
    (
        "Sent two payments on the 15th, £200 and £1,800. The smaller one showed up, the larger one didn't.",
        [],
        ["1800 GBP"],
    ),
    (
        "A las 10:30 envié 1.750 USDT por BSC y a las 11:15 otros 400 USDT. Los 400 aparecieron, los otros no.",
        [],
        ["1750 USDT"],
    ),
]


@pytest.mark.parametrize(("text", "orders", "sums"), POINTED)
def test_the_mail_points_at_one_of_several(text: str, orders: list[str], sums: list[str]) -> None:
    assert found(text, "order_id", date=WEDNESDAY) == orders
    assert found(text, "amount", date=WEDNESDAY) == sums


@pytest.mark.parametrize(
    "text",
    [
        "I was hacked. 0.8 ETH completed at 3:12, 2,300 USDT completed, 5,000 USDT is pending. Stop the third!",
        "Both are missing, 300 USDT and 500 USDT, the second one since Monday and the first one since Sunday.",
    ],
)
def test_where_all_are_lost_none_is_left_out(text: str) -> None:
    assert len(found(text, "amount", date=WEDNESDAY)) == text.count("USDT") + text.count("ETH")


SUMS = [
    ("昨天提现800 USDT，手续费扣了1.5 USDT，账户余额还有3,200 USDT，到现在没到账。", ["800 USDT"]),
    ("Вчера купил USDT на 50 000 рублей, на балансе было 120 000 рублей, комиссия 50 рублей.", ["50000 RUB"]),
    ("Dün 25.000 TL havale yaptım, hesabımda zaten 3.000 TL vardı. Yatan para görünmüyor.", ["25000 TRY"]),
    ("El martes deposité 1.200 USDT; mi saldo anterior era de 350 USDT y la comisión fue 1 USDT.", ["1200 USDT"]),
    ("вывели 1800 USDT в 23:15, это не я!! потом ещё 900 в обработке", ["1800 USDT", "900 USDT"]),
    ("提了600多u过来 准确说是612.5 没到", ["612.5 USDT"]),
    ("BTC提币 0.36，一直审核中", ["0.36 BTC"]),
    ("limit sell 0.05 BTC at 104200, filled 0.012 then nothing", ["0.05 BTC", "0.012 BTC"]),
    ("mình ck 26tr500 qua vietcombank mà người bán không nhả", ["26500000 VND"]),
    ("업비트에서 보낸 트론 8,200개가 아직 안 들어왔어요", ["8200 TRX"]),
    ("11月4日晚上亏了1800多U", ["1800 USDT"]),
    ("问两点：1）USDT提到TRC20手续费多少；2）我要提5万U", ["50000 USDT"]),
    ("Houve três saques que não fiz, de 300 USDT cada.", ["300 USDT"]),
    ("Bought £500 of USDT on P2P, the seller says he never got it.", ["500 GBP"]),
    ("Утром продал 0,15 ETH за 38 тыс руб, денег нет. Обычно продаю по 5-10 тыс.", ["0.15 ETH", "38000 RUB"]),
    ("我11月16号充了3000 USDT做理财，说好年化8%，今天赎回只到账2,950 USDT", ["3000 USDT", "2950 USDT"]),
    ("The 300 EUR from the 9th was booked, but the 2,000 EUR from the 13th is nowhere.", ["2000 EUR"]),
    ("SOL 30天定期，45个，15号到期没回来", ["45 SOL"]),
    ("Gửi 2.640 USDT hôm qua, hơn 200 nghìn xác nhận rồi mà chưa vào", ["2640 USDT"]),
    ("毎月2万円ずつ買っています。昨日1,180XRPを送ったのですが反映されません。", ["1180 XRP"]),
    (
        "8月と9月に300XRPと450XRPを送りました。そのときは問題なく反映されました。昨日の1,180XRPが届きません。",
        ["1180 XRP"],
    ),
]


@pytest.mark.parametrize(("text", "sums"), SUMS)
def test_sums(text: str, sums: list[str]) -> None:
    assert found(text, "amount", date=WEDNESDAY) == sums


THREE = ["2026-11-04", "2026-11-06", "2026-11-09"]
DAYS = [
    ("Unauthorised withdrawals on 4, 6 and 9 November, 300 USDT each.", THREE),
    ("Houve saques não autorizados nos dias 4, 6 e 9 de novembro.", THREE),
    ("Несанкционированные выводы были 4, 6 и 9 ноября.", THREE),
    ("Có giao dịch lạ vào các ngày 4, 6 và 9/11.", THREE),
    ("令和7年分（1月1日から12月31日まで）の取引報告書をお願いします。", ["2025-01-01/2025-12-31"]),
    ("昨天凌晨兩點帳戶被轉走 1.5 顆 ETH", ["2026-11-17T02:00"]),
    ("Les escribí el 2 de noviembre, después el 6 y el 11, y nadie contesta.", ["2026-11-02"]),
    ("This is my fourth email since 3 November. I will file a complaint on Monday if I get no answer.", ["2026-11-03"]),
    ("1月26号存的1.5万U，到今天18号一分钱利息都没给", ["2026-01-26"]),
    ("Вчера вывели 300 USDT, заявление в полицию подам в понедельник.", ["2026-11-17"]),
    ("Đây là email thứ ba của tôi, email đầu tiên gửi ngày 10/11.", ["2026-11-10"]),
    ("Hôm qua mình đặt 2 lệnh, lệnh thứ hai bị kẹt", ["2026-11-17"]),
]


@pytest.mark.parametrize(("text", "days"), DAYS)
def test_days(text: str, days: list[str]) -> None:
    assert found(text, "event_time", date=WEDNESDAY) == days


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        ("I sent 500 USDC over Base but the page was set to Arbitrum.", {"BASE", "ARBITRUM"}),
        ("Enviei 90 USDC pela rede Base, mas estava marcada Polygon.", {"BASE", "POLYGON"}),
        ("ベースチェーンでUSDCを120枚送りましたが反映されません。", {"BASE"}),
        ("Отправил 45 SOL по сети Солана", {"SOL"}),
    ],
)
def test_chains(text: str, chains: set[str]) -> None:
    assert set(found(text, "network", date=WEDNESDAY)) == chains


def test_the_number_of_a_request_is_the_withdrawals_where_one_is_told() -> None:
    assert found("14 ноября вывел 4300 USDT, заявка 190228877, на кошельке пусто", "withdrawal_id") == ["190228877"]
    assert found("Mandei 430 USDT, transferência interna. Número da transferência 55810274", "withdrawal_id") == [
        "55810274"
    ]
    assert found("BTC提币 0.36一直审核中。单号210688791，UID：77154544", "withdrawal_id") == ["210688791"]
    assert found("Nothing was credited. Number 55810274", "withdrawal_id") == []


TABLE = "3 Nov 300 USDT {0}\n5 Nov 420 USDT {1}\n9 Nov 150 USDT {0}\nPlease find it."


def test_rows_of_a_table_that_went_well_are_left_out_beside_one_that_did_not() -> None:
    assert found(TABLE.format("arrived", "not arrived"), "amount", date=WEDNESDAY) == ["420 USDT"]
    assert found(TABLE.format("arrived", "not arrived"), "event_time", date=WEDNESDAY) == ["2026-11-05"]
    assert found(TABLE.format("도착", "미도착"), "amount", date=WEDNESDAY) == ["420 USDT"]
    assert found(TABLE.format("已到账", "未到账"), "amount", date=WEDNESDAY) == ["420 USDT"]
    assert len(found(TABLE.format("arrived", "credited"), "amount", date=WEDNESDAY)) == 3


def test_rows_of_a_theft_are_the_damage() -> None:
    text = "My account was hacked, I did none of these.\n" + TABLE.format("completed", "pending")
    assert len(found(text, "amount", date=WEDNESDAY)) == 3


def test_a_slash_between_the_columns_is_no_rate() -> None:
    text = "3 Nov / 300 USDT / arrived\n5 Nov / 420 USDT / not arrived\n"
    assert found(text, "amount", date=WEDNESDAY) == ["420 USDT"]
    assert found("The fee is 3 USDT/day.", "amount", date=WEDNESDAY) == []
