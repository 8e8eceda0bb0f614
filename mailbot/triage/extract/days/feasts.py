"""Days that people name by their feast: Christmas, 元旦, 除夕, Nochebuena, yılbaşı gecesi, Mùng 1 Tết.

The lunar years begin on the days of a table; beyond it their feasts are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from mailbot.triage.extract.source import Source

_FIXED: Mapping[str, str] = {
    "12-24": (
        "christmas_eve 圣诞前夜 聖誕前夜 平安夜 クリスマスイブ 크리스마스_이브 nochebuena véspera_de_natal"
        " đêm_giáng_sinh"
    ),
    "12-25": (
        "christmas_day christmas xmas 圣诞节 聖誕節 圣诞 聖誕 クリスマス 크리스마스 성탄절"
        " католическое_рождество"
        " día_de_navidad navidad dia_de_natal natal giáng_sinh noel"
    ),
    "12-31": (
        "new_year's_eve new_years_eve new_year_eve nye 跨年夜 跨年 大晦日 nochevieja fin_de_año véspera_de_ano_novo"
        " réveillon yılbaşı_gecesi новогоднюю_ночь под_новый_год đêm_giao_thừa_dương"
    ),
    "1-1": (
        "new_year's_day new_years_day 元旦 元日 元旦节 새해_첫날 신정 año_nuevo ano_novo yılbaşı yılbaşında"
        " tết_dương_lịch tết_tây первого_января"
    ),
    "1-7": "православное_рождество рождество рождества",
    "2-14": "valentine's_day valentines_day 情人节 情人節 バレンタイン 발렌타인데이 san_valentín",
    "2-23": "день_защитника_отечества",
    "3-8": "women's_day 妇女节 婦女節 三八节 международный_женский_день",
    "5-1": "labour_day 劳动节 勞動節 五一 первомай día_del_trabajo dia_do_trabalho",
    "5-9": "день_победы",
    "7-4": "independence_day fourth_of_july",
    "10-1": "国庆 國慶 国庆节 國慶節 十一国庆 国庆当天",
    "10-31": "halloween 万圣节 萬聖節 ハロウィン 핼러윈",
    "11-11": "双十一 雙十一 双11 雙11 singles'_day",
}
_LUNAR: Mapping[int, str] = {
    -1: "除夕 除夕夜 大年三十 大年夜 年三十 年卅晚 giao_thừa đêm_giao_thừa 30_tết 설_전날",
    0: "大年初一 年初一 正月初一 春节当天 mùng_1_tết mùng_một_tết mồng_1_tết mồng_một_tết 설날 chinese_new_year's_day",
    1: "大年初二 年初二 正月初二 mùng_2_tết mùng_hai_tết mồng_2_tết",
    2: "大年初三 年初三 正月初三 mùng_3_tết mùng_ba_tết mồng_3_tết",
    3: "大年初四 年初四 正月初四 mùng_4_tết mồng_4_tết",
    4: "大年初五 年初五 正月初五 mùng_5_tết mồng_5_tết",
    5: "大年初六 年初六 正月初六 mùng_6_tết",
    6: "大年初七 年初七 正月初七",
    14: "元宵节 元宵節 正月十五",
}
"""Days after the first of a lunar year → names."""

_YEARS = (
    "2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03"
    " 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28"
)
"""The first days of the lunar years (Hong Kong Observatory, Gregorian-Lunar calendar conversion table)."""

_NOT_THE_DAY = re.compile(
    r"\s?(?:快乐|快樂|期间|期間|假期?|放假|连休|連休|休み|前[后後]?|后(?!台)|後(?!台)|以来|以來|活动|活動|奖|獎|红包|紅包|福利|セール"
    r"|キャンペーン|연휴|이벤트|이후|전(?!\S)|bonus|promo|campaign|event|sale|gift|holidays?|break|period|season|tarih"
    r"|tatili|oncesi|sonrasi|dan once|'?[dt]an|распродаж|каникул|праздник|акци|promocion|campanha|ate\b)"
)
"""Right after the name: not that day itself (folded)."""
_NOT_BEFORE = re.compile(
    r"(?:\b(?:happy|merry|before|after|since|until|till|by|around|during|over|next|coming|feliz"
    r"|antes d(?:e|el|o|a)|despues del?|depois d[eoa]|desde|ate|hasta|до|после|перед|к|с|на следующ\w+|truoc|sau|tu"
    r"|chuc mung|mutlu)\s(?:the\s|el\s|o\s)?"
    r"|[过過]了?|等到?|祝)$"
)
"""Right before it (folded)."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    for day, names in _FIXED.items():
        for name in names.split():
            yield name.replace("_", " "), "feast", day
    for after, names in _LUNAR.items():
        for name in names.split():
            yield name.replace("_", " "), "feast", f"lunar {after}"


def feasts(page: Source, today: date) -> Iterator[tuple[int, int, date]]:
    """(start, end, day) of every feast that a text names as a day: the last one before (or on) the mail's."""
    for hit in page.hits:
        value = hit.value("feast")
        if value is None or _NOT_THE_DAY.match(page.folded, hit.end):
            continue
        if _NOT_BEFORE.search(page.folded, max(0, hit.start - 24), hit.start):
            continue
        if day := max((d for d in _days(value, today) if d <= today), default=None):
            yield hit.start, hit.end, day


def _days(value: str, today: date) -> Iterator[date]:
    if value.startswith("lunar"):
        after = timedelta(days=int(value.split()[1]))
        days = (date.fromisoformat(first) + after for first in _YEARS.split())
        yield from (d for d in days if today - d < timedelta(days=366))
        return
    month, day = map(int, value.split("-"))
    yield from (date(year, month, day) for year in (today.year - 1, today.year))
