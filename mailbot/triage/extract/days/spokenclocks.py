"""Times of day in words: "half past nine", "полдесятого", "las tres y media", dokuz buçuk, 세 시 반, "hai giờ rưỡi".

Every reader gives (start, end, hour, minute, sure) over the folded text; the part of the day is settled elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

MOST = 300

Spoken = tuple[int, int, int, int, bool]

_RU = {
    name: hour
    for hour, names in enumerate(
        (
            "час часа", "два двух", "три трех", "четыре четырех", "пять пяти", "шесть шести", "семь семи",
            "восемь восьми", "девять девяти", "десять десяти", "одиннадцать одиннадцати", "двенадцать двенадцати",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip


def _hours(names: str) -> dict[str, int]:
    """Names of one to twelve in order; "_" is a space."""
    return {name.replace("_", " "): hour for hour, name in enumerate(names.split(), 1)}


_RU_NEXT = _hours(
    "первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого"
)
_EN = _hours("one two three four five six seven eight nine ten eleven twelve")
_ES = _hours("una dos tres cuatro cinco seis siete ocho nueve diez once doce")
_PT = _hours("uma duas tres quatro cinco seis sete oito nove dez onze doze")
_TR = _hours("bir iki uc dort bes alti yedi sekiz dokuz on on_bir on_iki") | {"onbir": 11, "oniki": 12}
_VI = _hours("mot hai ba bon nam sau bay tam chin muoi muoi_mot muoi_hai")
_KO = _hours("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두")
_QUARTERS = {"half": 30, "quarter": 15, "ten": 10, "twenty": 20, "five": 5}


def _any(names: Mapping[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_ENGLISH = re.compile(
    rf"\b(half|quarter|ten|twenty|five) (past|to) ({_any(_EN)}|1[0-2]|[1-9])\b(?! (?:usdt|btc|eth))"
    rf"|\b({_any(_EN)}) (?:o'clock|(?=in the (?:morning|evening|afternoon)\b|at night\b|am\b|pm\b))"
)
_RUSSIAN = re.compile(
    rf"\b(?:в|около|к|после)\s({_any(_RU)})\s(?=утра|вечера|дня|ночи)"
    rf"|\bпол-?\s?({_any(_RU_NEXT)})\b|\bполовин[еу]\s({_any(_RU_NEXT)})\b|\bчетверть\s({_any(_RU_NEXT)})\b"
    rf"|\bбез\s(четверти|пяти|десяти|двадцати)\s({_any(_RU)})\b"
)
_RU_LESS = {"четверти": 45, "пяти": 55, "десяти": 50, "двадцати": 40}
_SPANISH = re.compile(
    rf"\blas?\s({_any(_ES)}|1[0-2]|[1-9])(?:\s(y media|y cuarto|menos cuarto|y diez|y veinte)\b|"
    r"(?=\s(?:de la (?:noche|tarde|manana|madrugada)|en punto)))"
)
_ES_MORE = {"y media": 30, "y cuarto": 15, "menos cuarto": -15, "y diez": 10, "y veinte": 20}
_PORTUGUESE = re.compile(
    rf"\b(?:as|pelas|umas)\s({_any(_PT)}|1[0-2]|[1-9])(?:\s?h(?:oras?)?)?(?:\s(e meia|e quinze|e vinte|e dez)\b|"
    r"(?=\s(?:da (?:noite|tarde|manha|madrugada)|em ponto)))"
)
_PT_MORE = {"e meia": 30, "e quinze": 15, "e vinte": 20, "e dez": 10}
_MEIO_DIA = re.compile(r"\bmeio[ -]dia( e meia)?\b")
_TURKISH = re.compile(
    rf"\b(saat |aksam |sabah |gece |ogleden sonra )({_any(_TR)})"
    r"(?:( bucu[kg])(?:ta|u|da)?|(?:'?[dt][ae](?:n|ydi)?| gibi)?)\b"
)
_VIETNAMESE = re.compile(
    rf"\b(\d{{1,2}}|{_any(_VI)})\s?(?:gio|h)(?:\s(ruoi|kem \d{{1,2}})\b|(?=\s(?:sang|chieu|toi|dem|trua)\b))"
)
_KOREAN = re.compile(rf"(?<![가-힣])({_any(_KO)})\s?시(?!간)(?:\s?(반)|\s?(\d{{1,2}})\s?분)?")


def _english(text: str) -> Iterator[Spoken]:
    for m in islice(_ENGLISH.finditer(text), MOST):
        if m[4]:
            yield m.start(), m.end(), _EN[m[4]], 0, True
            continue
        hour, minutes = (int(m[3]) if m[3].isdigit() else _EN[m[3]]), _QUARTERS[m[1]]
        if m[2] == "past":
            yield m.start(), m.end(), hour, minutes, True
        elif m[1] != "half":
            yield m.start(), m.end(), (hour - 1) % 12 or 12, 60 - minutes, m[1] == "quarter"


def _russian(text: str) -> Iterator[Spoken]:
    for m in islice(_RUSSIAN.finditer(text), MOST):
        if m[1]:
            hour, minute = _RU[m[1]], 0
        elif m[6]:
            hour, minute = (_RU[m[6]] - 1) % 12 or 12, _RU_LESS[m[5]]
        else:
            hour, minute = (_RU_NEXT[m[2] or m[3] or m[4]] - 1) % 12 or 12, 15 if m[4] else 30
        yield m.start(), m.end(), hour, minute, True


def _romance(
    pattern: re.Pattern[str], names: Mapping[str, int], more: Mapping[str, int]
) -> Callable[[str], Iterator[Spoken]]:
    def read(text: str) -> Iterator[Spoken]:
        for m in islice(pattern.finditer(text), MOST):
            hour, minute = (int(m[1]) if m[1].isdigit() else names[m[1]]), more.get(m[2] or "", 0)
            yield m.start(), m.end(), hour if minute >= 0 else (hour - 1) % 12 or 12, minute % 60, True

    return read


def _noon(text: str) -> Iterator[Spoken]:
    for m in islice(_MEIO_DIA.finditer(text), MOST):
        if m[1]:
            yield m.start(), m.end(), 12, 30, True


def _turkish(text: str) -> Iterator[Spoken]:
    for m in islice(_TURKISH.finditer(text), MOST):
        if m[1] == "saat " or m[3] or m.end() > m.end(2):
            yield m.start(2), m.end(), _TR[m[2]], 30 if m[3] else 0, True


def _vietnamese(text: str) -> Iterator[Spoken]:
    for m in islice(_VIETNAMESE.finditer(text), MOST):
        hour = int(m[1]) if m[1].isdigit() else _VI[m[1]]
        if hour > 24:
            continue
        if m[2] and m[2] != "ruoi":
            yield m.start(), m.end(), (hour - 1) % 24 or 12, max(0, 60 - int(m[2][4:])), True
        else:
            yield m.start(), m.end(), hour, 30 if m[2] else 0, True


def _korean(text: str) -> Iterator[Spoken]:
    for m in islice(_KOREAN.finditer(text), MOST):
        yield m.start(), m.end(), _KO[m[1]], 30 if m[2] else min(59, int(m[3] or 0)), True


READERS: tuple[tuple[tuple[str, ...], Callable[[str], Iterator[Spoken]]], ...] = (
    (
        (
            "o'clock",
            " past ",
            "quarter to ",
            "ten to ",
            "twenty to ",
            "five to ",
            " in the ",
            " at night",
            "e am",
            "e pm",
        ),
        _english,
    ),
    (("утра", "вечера", "дня", "ночи", "пол", "четверть", "без "), _russian),
    (("y media", " cuarto", "de la ", "en punto", "y diez", "y veinte"), _romance(_SPANISH, _ES, _ES_MORE)),
    ((" e meia", " da ", "em ponto", "e quinze", "e vinte", "e dez"), _romance(_PORTUGUESE, _PT, _PT_MORE)),
    (("meia",), _noon),
    (("saat ", "aksam ", "sabah ", "gece ", "ogleden "), _turkish),
    (("gio", "h ruoi"), _vietnamese),
    (("시",), _korean),
)
"""What must occur in the folded text for a reader to be worth asking, and the reader."""
