"""Stretches of days, and hours in words; the mail is of Thursday, 12 March 2026, 15:00 at +08:00."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found

STRETCHES = [
    ("Between 3 and 9 March our account was charged funding", ["2026-03-03/2026-03-09"]),
    ("Funding fees 3-9 Mar look wrong", ["2026-03-03/2026-03-09"]),
    ("from March 3 to 9 the fee was double", ["2026-03-03/2026-03-09"]),
    ("from the 3rd to the 9th of March", ["2026-03-03/2026-03-09"]),
    ("28 Feb - 3 March the bot lost money", ["2026-02-28/2026-03-03"]),
    ("3月2日到8日的资金费不对", ["2026-03-02/2026-03-08"]),
    ("3月2日至3月8日之间的资金费", ["2026-03-02/2026-03-08"]),
    ("3月2-8号扣的资金费", ["2026-03-02/2026-03-08"]),
    ("3月2日から8日まで毎日引かれました", ["2026-03-02/2026-03-08"]),
    ("3/2～3/8 的資金費率不對", ["2026-03-02/2026-03-08"]),
    ("3월 2일부터 8일까지 수수료", ["2026-03-02/2026-03-08"]),
    ("3월 2~8일 수수료가 이상해요", ["2026-03-02/2026-03-08"]),
    ("с 3 по 9 марта списывали фандинг", ["2026-03-03/2026-03-09"]),
    ("3–9 марта списывали фандинг", ["2026-03-03/2026-03-09"]),
    ("từ 3 đến 9/3 bị trừ phí sai", ["2026-03-03/2026-03-09"]),
    ("từ ngày 3/3 đến ngày 9/3 bị trừ phí", ["2026-03-03/2026-03-09"]),
    ("del 3 al 9 de marzo me cobraron de más", ["2026-03-03/2026-03-09"]),
    ("entre el 3 y el 9 de marzo me cobraron", ["2026-03-03/2026-03-09"]),
    ("de 3 a 9 de março cobraram taxa errada", ["2026-03-03/2026-03-09"]),
    ("entre os dias 3 e 9 de março", ["2026-03-03/2026-03-09"]),
    ("3-9 Mart arasında kesilen ücret", ["2026-03-03/2026-03-09"]),
    ("3 Mart ile 9 Mart arasında", ["2026-03-03/2026-03-09"]),
]


@pytest.mark.parametrize(("text", "wanted"), STRETCHES, ids=[t for t, _ in STRETCHES])
def test_a_stretch_of_days_is_one_event_from_its_first_day(text: str, wanted: list[str]) -> None:
    assert found(text, "event_time") == wanted


NO_STRETCHES = [
    ("I sent it on 3 March to 5 addresses", ["2026-03-03"]),
    ("on 3 March and 9 March I deposited", ["2026-03-03", "2026-03-09"]),
    ("3月2日和3月8日各充了一笔", ["2026-03-02", "2026-03-08"]),
    ("on 3 March - 5 USDT missing", ["2026-03-03"]),
    ("3 марта и 9 марта пополнял", ["2026-03-03", "2026-03-09"]),
    ("I travel from 18 to 23 March", []),
]


@pytest.mark.parametrize(("text", "wanted"), NO_STRETCHES, ids=[t for t, _ in NO_STRETCHES])
def test_two_days_or_a_count_are_no_stretch(text: str, wanted: list[str]) -> None:
    assert found(text, "event_time") == wanted


HOURS = [
    ("yesterday half past nine in the evening", ["2026-03-11T21:30"]),
    ("yesterday at quarter to five pm", ["2026-03-11T16:45"]),
    ("昨天晚上十点半", ["2026-03-11T22:30"]),
    ("hôm qua lúc 2 giờ rưỡi chiều", ["2026-03-11T14:30"]),
    ("вчера в полдесятого вечера", ["2026-03-11T21:30"]),
    ("вчера в половине десятого вечера", ["2026-03-11T21:30"]),
    ("вчера без четверти пять вечера", ["2026-03-11T16:45"]),
    ("dün akşam 9 buçukta çektim", ["2026-03-11T21:30"]),
    ("dün akşam dokuz buçukta çektim", ["2026-03-11T21:30"]),
    ("ontem ao meio-dia e meia", ["2026-03-11T12:30"]),
    ("ontem às 3 e meia da tarde", ["2026-03-11T15:30"]),
    ("ontem às nove da noite", ["2026-03-11T21:00"]),
    ("ayer a las tres y media de la tarde", ["2026-03-11T15:30"]),
    ("ayer a las nueve de la noche", ["2026-03-11T21:00"]),
    ("ayer al mediodía", ["2026-03-11T12:00"]),
    ("어제 오후 세 시 반에", ["2026-03-11T15:30"]),
    ("어제 밤 11시 반", ["2026-03-11T23:30"]),
    ("昨日の夜九時半ごろ", ["2026-03-11T21:30"]),
    ("hôm qua 21h30p", ["2026-03-11T21:30"]),
    ("2026-03-05 14:02 (UTC+8)", ["2026-03-05T14:02"]),
    ("2026-03-05T14:02:33Z", ["2026-03-05T14:02"]),
    ("5 Mar 2026, 2:02 PM IST", ["2026-03-05T14:02"]),
    ("Thu, 05 Mar 2026 14:02:33 +0800", ["2026-03-05T14:02"]),
    ("20260305 14:02", ["2026-03-05T14:02"]),
    ("3/5 下午2:02", ["2026-03-05T14:02"]),
    ("5-го марта днём", ["2026-03-05"]),
    ("05-Mar-2026 14:02", ["2026-03-05T14:02"]),
    ("Mar-05-2026 02:02:11 PM", ["2026-03-05T14:02"]),
    ("5th of March at noon", ["2026-03-05T12:00"]),
    ("3月10号夜里", ["2026-03-10"]),
    ("the night of 10 March", ["2026-03-10"]),
    ("since Monday 9 March", ["2026-03-09"]),
    ("Monday (9 March) 10am", ["2026-03-09T10:00"]),
    ("3日前の夜に", ["2026-03-09"]),
    ("the day before yesterday evening", ["2026-03-10"]),
]


@pytest.mark.parametrize(("text", "wanted"), HOURS, ids=[t for t, _ in HOURS])
def test_an_hour_as_people_say_it(text: str, wanted: list[str]) -> None:
    assert found(text, "event_time") == wanted
