"""Dates and times of ten languages; the mail is of Thursday, 12 March 2026, 15:00 at +08:00 unless a row says else."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found

RELATIVE = [
    ("昨晚9点40转的", ["2026-03-11T21:40"]),
    ("昨天下午三点半充值", ["2026-03-11T15:30"]),
    ("前天晚上提的币", ["2026-03-10"]),
    ("大前天转的账", ["2026-03-09"]),
    ("上周六买的", ["2026-03-07"]),
    ("上上周五提交", ["2026-02-27"]),
    ("本周一早上8点开始", ["2026-03-09T08:00"]),
    ("三天前充的", ["2026-03-09"]),
    ("两个小时前提现", ["2026-03-12"]),
    ("今天凌晨两点被转走", ["2026-03-12T02:00"]),
    ("3月5号付的款", ["2026-03-05"]),
    ("5号付的款", ["2026-03-05"]),
    ("2月28日14:05下单", ["2026-02-28T14:05"]),
    ("去年12月30日", ["2025-12-30"]),
    ("12月30日充值", ["2025-12-30"]),
    ("禮拜二下午4點匯款", ["2026-03-10T16:00"]),
    ("上禮拜三入金", ["2026-03-04"]),
    ("民國115年3月1日提領", ["2026-03-01"]),
    ("昨日の21時30分に送金しました", ["2026-03-11T21:30"]),
    ("一昨日入金しました", ["2026-03-10"]),
    ("先週の金曜日に出金しました", ["2026-03-06"]),
    ("3月10日の午後2時ごろ", ["2026-03-10T14:00"]),
    ("令和8年3月2日", ["2026-03-02"]),
    ("5日前に送りました", ["2026-03-07"]),
    ("어제 오후 5시 20분에 보냈어요", ["2026-03-11T17:20"]),
    ("그저께 밤 11시", ["2026-03-10T23:00"]),
    ("지난주 금요일에 입금", ["2026-03-06"]),
    ("3월 8일 오전 9시", ["2026-03-08T09:00"]),
    ("3일 전에 출금 신청", ["2026-03-09"]),
    ("вчера в 16:40 вывел", ["2026-03-11T16:40"]),
    ("позавчера пополнил", ["2026-03-10"]),
    ("в прошлую пятницу купил", ["2026-03-06"]),
    ("в понедельник утром", ["2026-03-09"]),
    ("5 марта около 9 вечера", ["2026-03-05T21:00"]),
    ("три дня назад отправил", ["2026-03-09"]),
    ("09.03.2026 в 14:20", ["2026-03-09T14:20"]),
    ("hôm qua lúc 15h20 em rút", ["2026-03-11T15:20"]),
    ("tối hôm kia mình nạp", ["2026-03-10"]),
    ("thứ hai tuần trước", ["2026-03-02"]),
    ("ngày 5/3 lúc 9h tối", ["2026-03-05T21:00"]),
    ("ngày 28 tháng 2", ["2026-02-28"]),
    ("2 ngày trước", ["2026-03-10"]),
    ("ayer a las 16:05 retiré", ["2026-03-11T16:05"]),
    ("anteayer por la noche", ["2026-03-10"]),
    ("el lunes pasado deposité", ["2026-03-09"]),
    ("el 5 de marzo a las 9 de la noche", ["2026-03-05T21:00"]),
    ("hace tres días que envié", ["2026-03-09"]),
    ("el día 4 hice el retiro", ["2026-03-04"]),
    ("dün akşam 9'da gönderdim", ["2026-03-11T21:00"]),
    ("geçen cuma çektim", ["2026-03-06"]),
    ("3 gün önce yatırdım", ["2026-03-09"]),
    ("5 Mart saat 10:15", ["2026-03-05T10:15"]),
    ("ontem às 18h fiz o saque", ["2026-03-11T18:00"]),
    ("na segunda-feira passada", ["2026-03-09"]),
    ("dia 7 às 10h05", ["2026-03-07T10:05"]),
    ("há 2 dias depositei", ["2026-03-10"]),
    ("no dia 28 de fevereiro", ["2026-02-28"]),
    ("yesterday at 5:40pm I sent", ["2026-03-11T17:40"]),
    ("last Friday around 9 pm", ["2026-03-06T21:00"]),
    ("on Monday morning", ["2026-03-09"]),
    ("two days ago I withdrew", ["2026-03-10"]),
    ("on March 5th, 2026 at 14:20", ["2026-03-05T14:20"]),
    ("5 Mar 2026 09:15", ["2026-03-05T09:15"]),
    ("it happened on the 4th", ["2026-03-04"]),
    ("last night at 11:30 pm", ["2026-03-11T23:30"]),
    ("2026-03-05 14:02:33 UTC", ["2026-03-05T14:02"]),
    ("Time: 2026/03/05 14:02", ["2026-03-05T14:02"]),
]


@pytest.mark.parametrize(("text", "wanted"), RELATIVE, ids=[t for t, _ in RELATIVE])
def test_a_date_is_resolved_with_the_mails_own(text: str, wanted: list[str]) -> None:
    got = found(text, "event_time")
    assert [g[: len(w)] for g, w in zip(got, wanted, strict=False)] == wanted
    assert len(got) == len(wanted)


NONE = [
    "明天上午十点去派出所",
    "다음주 수요일에 나오라고 합니다",
    "tomorrow at 10:00 I fly",
    "bố tôi qua đời",
    "请在24小时内回复",
    "已经三天了还没到",
    "Please answer within 24 hours",
    "support 24/7",
    "my birthday is 5 March 1990",
    "the card expires 09/28",
    "fee was 0.5%",
    "字体大一点",
    "你们今天不解决我就投诉",
    "в течение 3 дней",
    "en 24 horas",
    "1/2 of the amount",
    "v1.2.3",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_event_is_left_out(text: str) -> None:
    assert found(text, "event_time") == []


@pytest.mark.parametrize(
    ("text", "date", "wanted"),
    [
        ("charged on 11/03/2026", "2026-11-09T20:00-05:00", "2026-11-03"),
        ("el 11/03/2026 me cobraron", "2026-11-09T20:00-05:00", "2026-03-11"),
        ("on 3/4/2026", "2026-03-12T10:00-05:00", "2026-03-04"),
        ("от 03.04.2026 платеж", "2026-04-12T10:00+03:00", "2026-04-03"),
    ],
)
def test_of_two_readings_the_likely_one_before_the_mail_holds(text: str, date: str, wanted: str) -> None:
    assert found(text, "event_time", date=date) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I need my tax report for 2025", ["2025-01-01/2025-12-31"]),
        ("申请2025年度的对账单", ["2025-01-01/2025-12-31"]),
        ("請提供114年度交易明細", ["2025-01-01/2025-12-31"]),
        ("extracto del 1 de enero al 31 de diciembre de 2025", ["2025-01-01/2025-12-31"]),
        ("statement from 2025-01-01 to 2025-06-30 please", ["2025-01-01/2025-06-30"]),
        ("выписка за 2025 год для налоговой", ["2025-01-01/2025-12-31"]),
    ],
)
def test_a_period_is_a_range(text: str, wanted: list[str]) -> None:
    assert found(text, "event_time") == wanted


def test_the_night_after_midnight_belongs_to_the_next_day() -> None:
    assert found("Dün gece 02:18'de pozisyonum kapandı", "event_time", date="2026-10-14T09:00+03:00") == [
        "2026-10-14T02:18"
    ]


def test_the_line_that_introduces_a_quotation_is_no_event() -> None:
    assert found("在 2026年3月5日，Eva 写道：\n> 好的", "event_time") == []
