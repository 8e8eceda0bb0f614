"""Sums in words, rough ones, parts of a sum, and sums that nothing moved of: limits, demands, balances."""

from __future__ import annotations

import pytest

from mailbot.triage.extract.sums.spoken import before_unit
from tests.triage.extract.reading import found

IN_WORDS = [
    ("-03:00", "Paguei mil e duzentos reais no pix e o vendedor não liberou.", ["1200 BRL"]),
    ("-03:00", "Mandei duzentos e cinquenta USDT pela TRC20 e não chegou.", ["250 USDT"]),
    ("-03:00", "Transferi três mil e quinhentos reais ontem e nada.", ["3500 BRL"]),
    ("-06:00", "Envié mil quinientos USDT por Tron y no llegan.", ["1500 USDT"]),
    ("-06:00", "Me robaron dos mil trescientos dólares de la cuenta.", ["2300 USD"]),
    ("-06:00", "Deposité medio bitcoin y no aparece.", ["0.5 BTC"]),
    ("-06:00", "Retiré veinte mil pesos y el banco no los tiene.", ["20000 MXN"]),
    ("+03:00", "Отправил полторы тысячи юсдт, не дошли.", ["1500 USDT"]),
    ("+03:00", "Перевёл две с половиной тысячи USDT, до сих пор нет.", ["2500 USDT"]),
    ("+03:00", "Украли полтора биткоина, помогите!", ["1.5 BTC"]),
    ("+03:00", "Оплатил сорок пять тысяч рублей продавцу, монеты не отпускает.", ["45000 RUB"]),
    ("+03:00", "Не дошло триста долларов.", ["300 USD"]),
    ("+03:00", "Мне не пришли сто двадцать USDT с вывода.", ["120 USDT"]),
    ("+07:00", "Em nạp hai nghìn rưỡi USDT mà chưa vào.", ["2500 USDT"]),
    ("+07:00", "Mình chuyển hai triệu rưỡi cho người bán mà họ không nhả coin.", ["2500000 VND"]),
    ("+07:00", "Em chuyển năm trăm nghìn đồng qua ngân hàng, chưa nhận USDT.", ["500000 VND"]),
    ("+07:00", "Mình rút ba nghìn USDT về ví mà chưa thấy.", ["3000 USDT"]),
    ("+03:00", "İki bin beş yüz USDT çektim, gelmedi.", ["2500 USDT"]),
    ("+03:00", "On beş bin lira havale yaptım, satıcı onaylamadı.", ["15000 TRY"]),
    ("+03:00", "Bir buçuk BTC gönderdim, hesabıma geçmedi.", ["1.5 BTC"]),
    ("+09:00", "테더 이천 개 보냈는데 안 들어왔어요.", ["2000 USDT"]),
    ("+09:00", "USDT 천오백 개 출금했는데 도착을 안 했습니다.", ["1500 USDT"]),
    ("+09:00", "3천만 원 입금했는데 반영이 안 됩니다.", ["30000000 KRW"]),
    ("+09:00", "이백오십만원 송금했는데 판매자가 코인을 안 줍니다.", ["2500000 KRW"]),
    ("+09:00", "二千五百ドル分を送金しましたが届きません。", ["2500 USD"]),
    ("+09:00", "三十万円を振り込みましたが反映されません。", ["300000 JPY"]),
    ("+08:00", "I sent two thousand five hundred USDT and it never arrived.", ["2500 USDT"]),
    ("+08:00", "Half a bitcoin was withdrawn without my permission.", ["0.5 BTC"]),
    ("+05:30", "I have paid two lakh rupees and seller is not releasing.", ["200000 INR"]),
    ("+05:30", "Sir amount is 1.5 lakh, paid by IMPS, USDT not came.", ["150000 INR"]),
    ("+08:00", "I lost one and a half ETH to this scammer.", ["1.5 ETH"]),
    ("+08:00", "Twelve hundred dollars left my bank and nothing shows in the app.", ["1200 USD"]),
]

ROUGH = [
    ("+08:00", "大概两千多U被转走了，快冻结", ["2000 USDT"]),
    ("+08:00", "被盗了三万多块钱", ["30000 CNY"]),
    ("+08:00", "差价500多U你们赔", ["500 USDT"]),
    ("+08:00", "I think about 3k USDT is gone.", ["3000 USDT"]),
    ("+08:00", "unos 800 USDT y pico desaparecieron", ["800 USDT"]),
    ("+09:00", "約1,800ドル相当が消えました", ["1800 USD"]),
    ("+09:00", "한 300만원 정도 빠져나갔어요", ["3000000 KRW"]),
    ("+07:00", "khoảng hơn 900 USDT bị rút mất", ["900 USDT"]),
]

NO_CASE = [
    ("+08:00", "Can I withdraw 1000 EUR without another check?", []),
    ("+08:00", "我的提币额度怎么只有2300U了？", []),
    ("+08:00", "提现每天最多能提多少？听说限额5万U", []),
    ("+08:00", "限价3350 USD一直没成交，现价3320美元", []),
    ("+08:00", "手续费收了我25U，太贵了吧，提的是500 USDT", ["500 USDT"]),
    ("+03:00", "Комиссия 30 USDT — это нормально? Выводил 400 USDT", ["400 USDT"]),
    ("+08:00", "Is there a travel rule form above 1000 EUR?", []),
    ("+07:00", "Từ 5000 USDT trở lên có cần xác minh không?", []),
    ("+08:00", "10.000 USDT üzeri çekimlerde ek onay gerekiyor mu?", []),
    ("+08:00", "我在公告里看到满1000U送50U的活动，请问还有吗", []),
    ("+08:00", "他们说还要再交3000U保证金才能提现，我已经转了1000U", ["1000 USDT"]),
    ("+08:00", "They now want another 2,500 USDT tax before I can withdraw the 900 USDT I paid.", ["900 USDT"]),
    ("+03:00", "Просят ещё 500 USDT за разблокировку, я уже отправил 1200 USDT.", ["1200 USDT"]),
    ("-06:00", "Ahora me piden 700 USDT más para liberar los fondos. Ya mandé 1500 USDT.", ["1500 USDT"]),
    ("+08:00", "Agora pedem mais 600 USDT de taxa para liberar o saque de 2000 USDT que depositei.", ["2000 USDT"]),
    ("+09:00", "出金するには税金として1500 USDTを払えと言われています。すでに800 USDT送りました。", ["800 USDT"]),
    ("+09:00", "출금하려면 세금 1000 USDT를 내라고 합니다. 이미 500 USDT를 보냈어요.", ["500 USDT"]),
    ("+07:00", "Họ bắt nộp thêm 1000 USDT phí mới cho rút, mình đã chuyển 300 USDT.", ["300 USDT"]),
]

PARTS = [
    ("+03:00", "Вчера закинул 2 350,75 тезера по трону, списалось ещё 6,4 за комиссию, не пришло.", ["2350.75 USDT"]),
    ("+07:00", "mình nạp 1k2 u từ ví trust, trừ phí 1u rồi mà chưa vào", ["1200 USDT"]),
    ("+08:00", "数量是壹万贰仟捌佰陆拾U，状态已完成。前一天有人给我打了0.01U", ["12860 USDT"]),
    ("+08:00", "doge/usdt我挂的限价卖，结果给我卖了3万个！！", ["30000 DOGE"]),
    ("+03:00", "Parayı çekmek için 900 USDT daha istiyorlar, 400 USDT gönderdim zaten.", ["400 USDT"]),
    ("+05:30", "Sold USDT for 1,95,000 INR, only 1,90,000 came in bank.", ["195000 INR", "190000 INR"]),
    ("+03:00", "Заказ на 85 000 руб, пришло только 80 000.", ["85000 RUB", "80000 RUB"]),
    ("+08:00", "La orden era de 1.500 USDT y solo llegaron 1.450.", ["1500 USDT", "1450 USDT"]),
    ("-03:00", "O pedido era 3.000 reais e só caíram 2.800.", ["3000 BRL", "2800 BRL"]),
    ("+08:00", "卖了15800元，只到账15000", ["15800 CNY", "15000 CNY"]),
    ("+08:00", "500 USDT gönderdim, sadece 480 geldi.", ["500 USDT", "480 USDT"]),
    ("+09:00", "1,000 USDTを出金したのに990しか届いていません。", ["1000 USDT", "990 USDT"]),
    ("+09:00", "500 USDT 보냈는데 450만 들어왔습니다.", ["500 USDT", "450 USDT"]),
    ("+07:00", "Rút 2.000 USDT mà chỉ nhận được 1.900.", ["2000 USDT", "1900 USDT"]),
    ("+08:00", "I deposited 300 EUR but only 250 was credited.", ["300 EUR", "250 EUR"]),
]

BESIDE_OTHERS = [
    (
        "+08:00",
        "Withdraw 0.35 ETH thru ERC20, app say Completed but Ledger nothing. Fee 0.0012 ETH also deducted already.",
        ["0.35 ETH"],
    ),
    ("-06:00", "Saqué 300 USDT, figura completado pero no llegó. La comisión fue 1 USDT.", ["300 USDT"]),
    ("+09:00", "出金は完了と表示されていますが届きません。0.5 BTC、手数料は0.0005 BTCでした。", ["0.5 BTC"]),
    ("+03:00", "Вывод 900 USDT завершён, а на кошельке пусто. Комиссия 1 USDT списана.", ["900 USDT"]),
    ("+08:00", "提了两百U到自己钱包还在审核，账户里还剩5000多U没动。", ["200 USDT"]),
    ("+03:00", "Çekmek istediğim 250 USDT beklemede, hesapta kalan 1.200 USDT duruyor.", ["250 USDT"]),
    ("+08:00", "Someone is sending out my USDT, 600 gone at 21:55", ["600 USDT"]),
    ("+03:00", "Мой USDT выводят, 450 уже ушло!", ["450 USDT"]),
    ("-06:00", "me están vaciando los USDT, ya robaron 300", ["300 USDT"]),
    ("+08:00", "我的U正在被人转，已经被转走800", ["800 USDT"]),
    ("-03:00", "Alguém tá sacando meu BTC, já levaram 0,02", ["0.02 BTC"]),
    ("+08:00", "金额：\n1250\nUSDT\n网络：TRC20", ["1250 USDT"]),
    ("+03:00", "Сумма:\n2 500 USDT\nДата: 10.03.2026", ["2500 USDT"]),
    ("+08:00", "Monto: 450\nMoneda: USDT\nRed: TRC20", ["450 USDT"]),
    ("+08:00", "数量 300\n币种 USDT", ["300 USDT"]),
    ("+09:00", "금액: 1,500\n코인: USDT", ["1500 USDT"]),
    ("+08:00", "数量：0.4\n通貨：BTC", ["0.4 BTC"]),
    ("+08:00", "Số tiền: 800\nCoin: USDT", ["800 USDT"]),
    ("+08:00", "Miktar: 350\nCoin: USDT", ["350 USDT"]),
    ("+08:00", "Valor: 220\nMoeda: USDT", ["220 USDT"]),
    ("+08:00", "I made three transfers, 100, 200 and 300 USDT; only the 300 has not arrived.", ["300 USDT"]),
    ("+03:00", "Делал два вывода: 500 USDT пришли, 700 USDT нет.", ["700 USDT"]),
    ("+08:00", "提了两笔，一笔500U到了，一笔800U没到", ["800 USDT"]),
    ("+09:00", "2回出金しました。300 USDTは届きましたが、700 USDTは届いていません。", ["700 USDT"]),
    ("+07:00", "Rút hai lần, 200 USDT đã về còn 400 USDT chưa thấy.", ["400 USDT"]),
    ("+03:00", "İki çekim yaptım, 100 USDT geldi, 300 USDT gelmedi.", ["300 USDT"]),
    ("-03:00", "Fiz dois saques, o de 100 USDT caiu e o de 300 USDT não.", ["300 USDT"]),
    ("+03:00", "Kur 42,50 iken 1000 USDT sattım, alıcı ödemedi.", ["1000 USDT"]),
    ("+03:00", "Продал 500 USDT по 82,5 рубля, покупатель не платит.", ["500 USDT"]),
    ("+07:00", "Bán 1.000 USDT giá 26.300đ, bên mua chưa thanh toán.", ["1000 USDT"]),
    ("+08:00", "按7.2元的价格卖了2000U，对方没付款", ["2000 USDT"]),
    ("+08:00", "I bought at $61,200 and it liquidated me at $60,100, lost 900 USDT", ["900 USDT"]),
    ("-06:00", "Mi stop estaba en 2.950 USDT y cerró en 2.900, perdí 120 USDT", ["120 USDT"]),
    ("+08:00", "止损设在2950，实际成交2880，亏了350U", ["350 USDT"]),
    ("+03:00", "Стоп стоял на 95 000 USDT, исполнился по 94 200, потерял 300 USDT.", ["300 USDT"]),
    ("+08:00", "Stop-loss em 3.100 USDT, executou a 3.020, perdi 80 USDT", ["80 USDT"]),
    ("+09:00", "손절가 95,000달러였는데 94,100달러에 체결돼서 400 USDT 손실", ["400 USDT"]),
    ("+08:00", "BTC was 68,000 USD when I got liquidated, I lost 0.02 BTC", ["0.02 BTC"]),
    ("+03:00", "когда биткоин стоил 68 000 долларов, меня ликвидировало на 1500 USDT", ["1500 USDT"]),
    ("-06:00", "cuando el BTC estaba en 68.000 dólares me liquidaron 700 USDT", ["700 USDT"]),
    ("+08:00", "0.2 ETH (about 500 USD) was stolen", ["0.2 ETH"]),
    ("+08:00", "VIP5要求30天交易量达到1000万U，我还差多少", []),
    ("+08:00", "The card limit is 500 EUR per day but it declined my 200 EUR purchase", ["200 EUR"]),
    ("+03:00", "Лимит 100 000 руб в день, но мой платёж 15 000 руб отклонён", ["15000 RUB"]),
    ("+08:00", "每日限额1万U，我提3000U都不给过", ["3000 USDT"]),
    ("+08:00", "Günlük limitim 10.000 USDT ama 500 USDT bile çekemiyorum", ["500 USDT"]),
    ("+08:00", "I earn 3,000 EUR a month and all of 1,200 EUR was taken", ["1200 EUR"]),
]
"""Beside fees, prices, limits and other transfers; split over lines."""

WHOLE_MAILS = [
    (
        "+08:00",
        (
            "你好，我3月9号晚上从币安提了2,480 USDT到你们这（扣了1U手续费，到账应该是2,479），TRC20，到现在还没到。"
            "以前充都是几分钟到的，上个月充3000也很快。UID 603318274410957726"
        ),
        ["2480 USDT"],
    ),
    (
        "+08:00",
        (
            "卖U给人家，合同金额21,600元，对方分三笔打过来：5000、6600、10000，"
            "最后一笔是别人的名字。订单号 260310151422887731，"
            "3月10号下午三点半。"
        ),
        ["21600 CNY"],
    ),
    ("+08:00", "我昨天买了一万块的U，商家只放了1300个，按汇率应该1388个，差88个U", ["10000 CNY", "1300 USDT"]),
    ("+08:00", "活动说新人送88U体验金，我10号完成了任务到现在没发", ["88 USDT"]),
    ("+08:00", "合约被强平了，本金三千多U全没了，开的是20倍，强平价61200，3月11号凌晨4点", ["3000 USDT"]),
    ("+08:00", "求求你们了我就这点钱 1200刀 是我半年的工资 提到错的链上了 昨天下午的事", ["1200 USD"]),
    (
        "+09:00",
        (
            "昨日15時ごろ、0.85ETHをArbitrumで出金しました。手数料0.0004ETHを引いて0.8496ETH届くはずですが、届いていません。"
        ),
        ["0.85 ETH"],
    ),
    ("+09:00", "日本円で50万円を3月9日に振り込みました。残高は12万円のままです。", ["500000 JPY"]),
    (
        "+09:00",
        "어제 저녁 7시쯤 업비트에서 리플 1,250개 보냈는데 아직입니다. 수수료 1개 빼고 1,249개 와야 해요.",
        ["1250 XRP"],
    ),
    (
        "+09:00",
        "P2P로 테더 팔고 135만원 받기로 했는데 구매자가 100만원만 보내고 완료 눌렀어요. 3월 10일 오후 2시.",
        ["1350000 KRW", "1000000 KRW"],
    ),
    ("+09:00", "월 한도가 5천만원인데 300만원 출금도 막혔습니다", ["3000000 KRW"]),
    (
        "+08:00",
        (
            "Hi, I sold 400 USDT for £312 on P2P yesterday at 19:20, the buyer marked paid but my Monzo shows "
            "nothing. My limit is £5,000 so that's not it."
        ),
        ["400 USDT", "312 GBP"],
    ),
    (
        "+08:00",
        "I had roughly 3.2k USDT in Earn, redeemed on Monday, got 3,050. Where's the rest?",
        ["3200 USDT", "3050 USDT"],
    ),
    (
        "+08:00",
        (
            "pls help, scammer told me to send 250 first then 1,000 then 4k USDT, I did all three between 2 and "
            "9 March. Now he wants 7k for 'tax'"
        ),
        ["250 USDT", "1000 USDT", "4000 USDT"],
    ),
    (
        "+08:00",
        "My grid bot (investment 2,000 USDT) shows -340 USDT but BTC is back to 95,000. It stopped on 10 March.",
        ["340 USDT"],
    ),
    ("+08:00", "The funding fee was 12.4 USDT on 11 March at 16:00, should be 1.24", ["12.4 USDT"]),
    ("+08:00", "Minimum withdrawal says 10 USDT, I have 9.5, how do I get it out?", []),
    (
        "+03:00",
        (
            "Вчера в 18:40 продал на P2P 1 500 USDT за 124 500 руб. Пришло от третьего лица 100 000 и 24 500 двумя "
            "платежами."
        ),
        ["1500 USDT", "124500 RUB"],
    ),
    ("+03:00", "У меня было 0,9 ETH, осталось 0,02. Вывели 10 марта ночью.", ["0.9 ETH"]),
    (
        "+03:00",
        "Купил USDT на 30к рублей картой, списали 30 450, монет нет. 9 марта около обеда.",
        ["30000 RUB", "30450 RUB"],
    ),
    ("+03:00", "Ордер на 50 тыс, а продавец просит ещё 2 тыс сверху, иначе не отпустит. Это нормально?", ["50000 RUB"]),
    (
        "-06:00",
        "Retiré 1.200 USDT el 9 de marzo y me llegaron 1.180. La comisión que anuncian es de 1 USDT.",
        ["1200 USDT", "1180 USDT"],
    ),
    (
        "-06:00",
        "Me ofrecieron ganar 50 USDT diarios, deposité 300 el 2 de marzo y otros 700 el 6. No puedo retirar.",
        ["300 USDT", "700 USDT"],
    ),
    (
        "-03:00",
        "Comprei 0,05 BTC ontem por R$ 27.500 no cartão, o banco debitou e não caiu.",
        ["0.05 BTC", "27500 BRL"],
    ),
    (
        "+07:00",
        "Em bán 800 USDT giá 26.150, khách chuyển 20.920.000đ lúc 9h tối 10/3, ngân hàng Vietcombank khóa luôn thẻ.",
        ["800 USDT", "20920000 VND"],
    ),
    ("+07:00", "Mình nạp 15 triệu hôm qua qua P2P, mới nhận 500 USDT, thiếu 72 USDT", ["15000000 VND", "500 USDT"]),
    (
        "+03:00",
        "9 Mart'ta 0,4 ETH çektim (yaklaşık 38 bin TL), cüzdanıma gelmedi. İşlem ücreti 0,001 ETH kesilmiş.",
        ["0.4 ETH"],
    ),
    (
        "+05:30",
        (
            "Sir I have sold 500 usdt @ 89.5, buyer paid 44,750 on 10/03 evening, now my HDFC account is having "
            "lien of 44,750."
        ),
        ["500 USDT", "44750 INR"],
    ),
    ("+08:00", "匯了新台幣六萬八千五到賣家戶頭，3/9 晚上 8 點，賣家說沒收到", ["68500 TWD"]),
    ("+08:00", "我喺3月8號過咗數$15,600港紙俾個賣家，佢話冇收到，到依家都唔放幣", ["15600 HKD"]),
    ("+08:00", "昨日夜晚入咗500蚊美金嘅U，到依家都未見", ["500 USD"]),
]


def sums(text: str, zone: str) -> list[tuple[float, str]]:
    values = found(text, "amount", date=f"2026-03-12T15:00{zone}")
    return sorted((float(v.partition(" ")[0]), v.partition(" ")[2]) for v in values)


@pytest.mark.parametrize(
    ("zone", "text", "wanted"), [*IN_WORDS, *ROUGH, *NO_CASE, *PARTS, *BESIDE_OTHERS, *WHOLE_MAILS]
)
def test_the_sums_of_a_case_are_told_from_others(zone: str, text: str, wanted: list[str]) -> None:
    assert sums(text, zone) == sorted((float(w.partition(" ")[0]), w.partition(" ")[2]) for w in wanted)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nam tram nam muoi nghin ", 550_000),
        ("tres mil quatrocentos e cinquenta e seis ", 3456),
        ("dos millones trescientos mil ", 2_300_000),
        ("um milhao e meio ", 1_500_000),
        ("um milhao de ", 1_000_000),
        ("twenty-five hundred ", 2500),
        ("on two thousand ", 2000),
        ("2 с половиной тысячи ", 2500),
        ("dedh lakh ", 150_000),
    ],
)
def test_numerals_of_one_language_make_one_number(text: str, value: int) -> None:
    said = before_unit(text, len(text))
    assert said is not None
    assert said[0] == value


@pytest.mark.parametrize(
    "text", ["one ", "at once ", "a few hundred ", "por medio de ", "nineteen two and ", "o valor do "]
)
def test_what_is_no_number_in_words_is_none(text: str) -> None:
    assert before_unit(text, len(text)) is None
