"""Which dates and sums are the case's where a long mail names many: whole mails of ten languages."""

from __future__ import annotations

import time

import pytest

from tests.triage.extract.reading import found, read

HASH = "7d" * 32
ADDRESS = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf"

STORIES = [
    (
        "en: Missing withdrawal",
        "2026-11-20T10:00+00:00",
        (
            "Hello,\n"
            "\n"
            "I have been a customer since March 2021 "
            "and in all that time I have never had to "
            "write to you. On 2 November I moved 300 USDC to my hardware wallet, which took "
            "four minutes, and on 9 November another 450 USDC without any trouble.\n"
            "\n"
            "On 17 November at 19:45 I withdrew 1,820 USDC over Arbitrum to "
            "0x52908400098527886E0F7030069857D2E4169EE7. The page says completed, the wallet "
            "is empty. I rang my wallet's support on Wednesday and they told me to ask you.\n"
            "\n"
            "My flat's rent of 1,400 GBP is due on 1 December, so please look into the 1,820 "
            "USDC soon.\n"
        ),
        ["2026-11-17T19:45"],
        ["1820 USDC"],
    ),
    (
        "en: Account taken over",
        "2026-11-20T10:00-05:00",
        (
            "On 14 November at 3:12 am somebody logged in from Lagos and sold my 2.4 "
            "ETH, then withdrew 6,900 USDT. I only noticed on Monday when I came back from "
            "holiday. I opened the account in June 2019 and enabled 2FA on 5 May 2022. I "
            "changed my password on 16 November and filed a police report on 18 November.\n"
        ),
        ["2026-11-14T03:12"],
        ["2.4 ETH", "6900 USDT"],
    ),
    (
        "en: Loan interest",
        "2026-11-20T10:00+00:00",
        (
            "Background: in August I took a loan of 5,000 USDT against 3 ETH. I repaid 1,000 "
            "USDT on 1 September and 1,000 USDT on 1 October.\n"
            "\n"
            "The problem: on 12 November 37.5 USDT of interest was taken twice, at 08:00 and "
            "again at 08:01. I ask you to refund 37.5 USDT.\n"
        ),
        ["2026-11-12"],
        ["37.5 USDT"],
    ),
    (
        "zh: 提币异常",
        "2026-11-20T10:00+08:00",
        (
            "你好，我2020年6月注册的账户，一直用得好好的。"
            "上个月我把存款20万元分几次买成了USDT，10月12日、10月15日都提过，几分钟就到了。\n"
            "但是11月18日晚上9点20分我提了 4,500 USDT 到 "
            f"{ADDRESS}，"
            "到现在状态还是处理中。19日客服让我等24小时。\n"
            "请查一下这笔4,500 USDT为什么卡住，我妈妈12月3日手术要用钱。\n"
        ),
        ["2026-11-18T21:20"],
        ["4500 USDT"],
    ),
    (
        "zh: C2C纠纷",
        "2026-11-20T10:00+08:00",
        (
            "您好，11月16日下午2点我在C2C卖出3,000 USDT，"
            "订单号261116140012345678，对方付款21,600元。"
            "11月19日银行通知我卡被冻结。我之前从2023年就开始做，10月份卖过好几次，"
            "从来没有问题。卡里还有孩子的学费18,000元。请出具交易证明。\n"
        ),
        ["2026-11-16T14:00", "2026-11-19"],
        ["3000 USDT", "21600 CNY"],
    ),
    (
        "zh-Hant: 合約爆倉",
        "2026-11-20T10:00+08:00",
        (
            "您好，我自109年起使用貴平台。11月3日我以0.5 BTC開了多單，"
            "11月10日加倉0.2 BTC。\n"
            "11月17日凌晨4點05分，系統突然強平我的倉位，損失2,350 USDT。"
            "當時其他交易所的最低價都沒有到強平價。\n"
            "請說明並退還2,350 USDT。我下週二（24日）出國，請儘快回覆。\n"
        ),
        ["2026-11-17T04:05"],
        ["2350 USDT"],
    ),
    (
        "ja: 入金の件",
        "2026-11-20T10:00+09:00",
        (
            "お世話になっております。2022年4月に口座を開設しました。"
            "10月5日と10月20日にも0.5 ETHずつ入金し、すぐに反映されました。\n"
            "ところが、11月18日の午後9時15分ごろに送金した1.2 ETHがまだ反映されません。"
            "ハッシュは0x7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7"
            "d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7dです。\n"
            "19日にチャットで問い合わせましたが、お待ちくださいとだけ言われました。"
            "11月30日までに必要なので、確認をお願いします。\n"
        ),
        ["2026-11-18T21:15"],
        ["1.2 ETH"],
    ),
    (
        "ko: 해킹 신고",
        "2026-11-20T10:00+09:00",
        (
            "안녕하세요. 2021년 3월에 가입해서 문제 없이 쓰고 있었습니다. "
            "11월 10일에 300만원을 입금해서 USDT를 구입했습니다.\n"
            "그런데 11월 18일 새벽 2시 40분에 제가 하지 않은 출금 1,900 "
            f"USDT가 {ADDRESS} "
            "주소로 나갔습니다.\n"
            "11월 19일에 경찰서에 신고했습니다. 1,900 USDT를 추적해 주세요.\n"
        ),
        ["2026-11-18T02:40"],
        ["1900 USDT"],
    ),
    (
        "ru: Пропал вывод",
        "2026-11-20T10:00+03:00",
        (
            "Здравствуйте! Пользуюсь биржей с мая 2020 года. 3 ноября выводил 200 USDT, 7 "
            "ноября ещё 350 USDT, всё приходило за пять минут.\n"
            "Но 18 ноября в 22:10 я вывел 2 750 USDT на адрес "
            f"{ADDRESS}, и до сих пор ничего нет. 19 ноября писал в "
            "чат, ответили шаблоном.\n"
            "До 1 декабря мне надо заплатить за ремонт 90 000 рублей. Прошу проверить "
            "вывод 2 750 USDT.\n"
        ),
        ["2026-11-18T22:10"],
        ["2750 USDT"],
    ),
    (
        "vi: Nạp tiền sai mạng",
        "2026-11-20T10:00+07:00",
        (
            "Chào sàn, mình dùng sàn từ năm 2021. Tháng trước, ngày 10/10 và 20/10 mình "
            "nạp 500 USDT và 700 USDT đều nhận bình thường.\n"
            "Nhưng tối 17/11 lúc 20h35 mình nạp 1.650 "
            "USDT qua mạng Polygon nhầm sang địa chỉ ERC20, tới giờ chưa thấy tiền.\n"
            "Mình đã hỏi chat ngày 18/11. Mình cần tiền trước ngày 30/11 để trả tiền nhà 12 "
            "triệu. Nhờ sàn kiểm tra giúp khoản 1.650 USDT.\n"
        ),
        ["2026-11-17T20:35"],
        ["1650 USDT"],
    ),
    (
        "es: Me vaciaron la cuenta",
        "2026-11-20T10:00+01:00",
        (
            "Buenas, abrí mi cuenta el 4 de enero de 2022 y nací el 12 de mayo de 1988. El 1 "
            "de noviembre compré 800 USDT con tarjeta y todo bien.\n"
            "El 16 de noviembre a las 5:30 de la mañana alguien retiró 3.200 USDT sin mi "
            "permiso. El 17 de noviembre puse la denuncia en la policía.\n"
            "Pido que se congelen los 3.200 USDT. Estaré de viaje del 25 al 30 de noviembre.\n"
        ),
        ["2026-11-16T05:30"],
        ["3200 USDT"],
    ),
    (
        "pt: Depósito PIX",
        "2026-11-20T10:00-03:00",
        (
            "Olá, uso a plataforma desde 2021. No dia "
            "2/11 depositei R$ 500 e caiu na hora, no dia 8/11 mais R$ 800 também.\n"
            "Só que ontem, 19/11, às 14h20 fiz um PIX "
            "de R$ 4.750,00 e até agora não caiu. Meu banco confirmou em 20/11 que saiu.\n"
            "Meu aluguel de R$ 2.100 vence dia 25/11. Peço que verifiquem o PIX de R$ 4.750,"
            "00.\n"
        ),
        ["2026-11-19T14:20"],
        ["4750 BRL"],
    ),
    (
        "tr: Çekim gelmedi",
        "2026-11-20T10:00+03:00",
        (
            "Merhaba, 2020'den beri üyenizim. 2 Kasım'da 400 USDT, 9 Kasım'da 600 USDT "
            "çektim, hemen geldi.\n"
            "Ama 18 Kasım saat 21:50'de çektiğim 2.300 USDT hâlâ gelmedi. Adres "
            f"{ADDRESS}. 19 Kasım'da canlı destekle konuştum, "
            "bekleyin dediler.\n"
            "1 Aralık'a kadar 45.000 TL kira ödemem gerekiyor. 2.300 USDT'nin nerede "
            "olduğunu kontrol edin.\n"
        ),
        ["2026-11-18T21:50"],
        ["2300 USDT"],
    ),
    (
        "en: Two matters",
        "2026-11-20T10:00+00:00",
        (
            "Hi, two things. First, on 11 November at 10:05 I deposited 640 USDT (tx "
            f"0x{HASH}) and it is "
            "not credited. Second, on 13 November order 2948192185528459264 was filled at "
            "the wrong price and I lost 210 USDT. UID 512345678901234567.\n"
        ),
        ["2026-11-11T10:05", "2026-11-13"],
        ["640 USDT", "210 USDT"],
    ),
    (
        "ru: Мошенники",
        "2026-11-20T10:00+03:00",
        (
            "Добрый день. В сентябре я познакомилась в интернете с мужчиной. 20 сентября он "
            "уговорил меня вложить 50 000 рублей, 1 октября вернули 62 000, и я поверила. 15 "
            "октября внесла ещё 300 000 рублей.\n"
            "Последний перевод был 12 ноября в 18:30: 4 100 USDT на адрес "
            f"{ADDRESS}. После этого сайт закрылся. 14 ноября "
            "подала заявление в полицию.\n"
            "Прошу отследить 4 100 USDT.\n"
        ),
        ["2026-11-12T18:30"],
        ["4100 USDT"],
    ),
    (
        "en: Bank lien",
        "2026-11-20T10:00+05:30",
        (
            "Dear team, I do P2P since 2023. On 5 Nov 2026 at 6:20 pm I sold 1,150 USDT and "
            "got Rs 1,02,350 for order 261105182012345678. On 15 Nov my HDFC "
            "account was put on lien for 1,02,350. My "
            "salary of 65,000 is also stuck, EMI due on 1 Dec. Please give letter.\n"
        ),
        ["2026-11-05T18:20", "2026-11-15"],
        ["1150 USDT", "102350 INR"],
    ),
]


def _sum(value: str) -> tuple[float, str]:
    figure, _, unit = value.partition(" ")
    return float(figure), unit


@pytest.mark.parametrize(("date", "text", "days", "sums"), [s[1:] for s in STORIES], ids=[s[0] for s in STORIES])
def test_the_case_is_told_from_its_background(date: str, text: str, days: list[str], sums: list[str]) -> None:
    assert {v[:10] for v in found(text, "event_time", date=date)} == {d[:10] for d in days}
    clocks = set(found(text, "event_time", date=date))
    assert {d for d in days if "T" in d} <= clocks
    assert {_sum(v) for v in found(text, "amount", date=date)} == {_sum(v) for v in sums}


ALONE = [
    ("my birthday is 12.05.1988", "event_time", []),
    ("nació el 12 de mayo de 1988", "event_time", []),
    ("CCCD cấp ngày 22/09/2021", "event_time", []),
    ("the contract expires 03/10", "event_time", []),
    ("I bought 500 USDT on 3 March and they are not here", "event_time", ["2026-03-03"]),
    ("I moved house on 3 March and cannot sign in", "event_time", ["2026-03-03"]),
    ("my balance of 1200 USDT is gone", "amount", ["1200 USDT"]),
    ("最低 10 USDT 起", "amount", []),
    ("the fee of 12 USDT was charged twice", "amount", ["12 USDT"]),
    ("тут минимум 50 USDT", "amount", []),
]


@pytest.mark.parametrize(("text", "kind", "wanted"), ALONE, ids=[t for t, _, _ in ALONE])
def test_a_lone_date_or_sum_stays_unless_it_is_plainly_something_else(text: str, kind: str, wanted: list[str]) -> None:
    assert found(text, kind) == wanted


def test_the_date_of_the_letter_at_its_foot_is_no_event() -> None:
    assert found("3月8日提的币没到\n\n此致\n王芳\n2026年3月12日", "event_time") == ["2026-03-08"]


def test_a_sum_in_the_subject_of_a_mail_passed_on_is_not_the_customers() -> None:
    assert found("Is this really from you?", "amount", subject="Fwd: withdrawal of 1,950 USDT") == []
    assert found("Where is it?", "amount", subject="withdrawal of 1,950 USDT") == ["1950 USDT"]


@pytest.mark.parametrize(
    "piece",
    [
        "500 USDT ",
        "order id 123456789012345678 3 March 500 USDT ",
        "до 3 марта 500 USDT ",
        "500 USDT on 3 March but the first one is fine but that one is not related ",
        f"the first one is fine.\n3/3 {HASH} 500 USDT credited\n",
        "Date Amount (USDT)\n3/3 600\n",
    ],
)
def test_a_mail_of_nothing_but_dates_and_sums_takes_a_bounded_time(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 3
