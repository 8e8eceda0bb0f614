"""Sums in words, in alphabets that put spaces between words: "two and a half thousand", "mil e duzentos reais",
"полторы тысячи", "hai nghìn rưỡi", "iki bin beş yüz lira", "do lakh".

A sum is a run of numerals before a unit. A numeral adds, multiplies what its section has (hundreds), or closes
the section (thousands and above); a half adds half of what stands before it. Read in the folded text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

_ADDS: Mapping[str, str] = {
    "en": "2 two,3 three,4 four,5 five,6 six,7 seven,8 eight,9 nine,10 ten,11 eleven,12 twelve,13 thirteen,"
    "14 fourteen,15 fifteen,16 sixteen,17 seventeen,18 eighteen,19 nineteen,20 twenty,30 thirty,40 forty,50 fifty,"
    "60 sixty,70 seventy,80 eighty,90 ninety",
    "es": "2 dos,3 tres,4 cuatro,5 cinco,6 seis,7 siete,8 ocho,9 nueve,10 diez,11 once,12 doce,13 trece,14 catorce,"
    "15 quince,16 dieciseis,17 diecisiete,18 dieciocho,19 diecinueve,20 veinte,21 veintiun,22 veintidos,23 veintitres,"
    "24 veinticuatro,25 veinticinco,26 veintiseis,27 veintisiete,28 veintiocho,29 veintinueve,30 treinta,40 cuarenta,"
    "50 cincuenta,60 sesenta,70 setenta,80 ochenta,90 noventa,100 cien ciento,200 doscientos doscientas,"
    "300 trescientos trescientas,400 cuatrocientos cuatrocientas,500 quinientos quinientas,600 seiscientos seiscientas,"
    "700 setecientos setecientas,800 ochocientos ochocientas,900 novecientos novecientas",
    "pt": "2 dois duas,3 tres,4 quatro,5 cinco,6 seis,7 sete,8 oito,9 nove,10 dez,11 onze,12 doze,13 treze,"
    "14 quatorze catorze,15 quinze,16 dezesseis dezasseis,17 dezessete dezassete,18 dezoito,19 dezenove dezanove,"
    "20 vinte,30 trinta,40 quarenta,50 cinquenta,60 sessenta,70 setenta,80 oitenta,90 noventa,100 cem cento,"
    "200 duzentos duzentas,300 trezentos trezentas,400 quatrocentos quatrocentas,500 quinhentos quinhentas,"
    "600 seiscentos seiscentas,700 setecentos setecentas,800 oitocentos oitocentas,900 novecentos novecentas",
    "ru": "2 два две двух,3 три трех,4 четыре четырех,5 пять пяти,6 шесть шести,7 семь семи,8 восемь восьми,"
    "9 девять девяти,10 десять десяти,11 одиннадцать одиннадцати,12 двенадцать двенадцати,13 тринадцать,"
    "14 четырнадцать,15 пятнадцать пятнадцати,16 шестнадцать,17 семнадцать,18 восемнадцать,19 девятнадцать,"
    "20 двадцать двадцати,30 тридцать тридцати,40 сорок сорока,50 пятьдесят пятидесяти,60 шестьдесят шестидесяти,"
    "70 семьдесят семидесяти,80 восемьдесят восьмидесяти,90 девяносто,100 сто ста,200 двести двухсот,"
    "300 триста трехсот,400 четыреста четырехсот,500 пятьсот пятисот,600 шестьсот шестисот,700 семьсот семисот,"
    "800 восемьсот восьмисот,900 девятьсот девятисот,1.5 полтора полторы полутора",
    "tr": "2 iki,3 uc,4 dort,5 bes,6 alti,7 yedi,8 sekiz,9 dokuz,10 on,20 yirmi,30 otuz,40 kirk,50 elli,60 altmis,"
    "70 yetmis,80 seksen,90 doksan",
    "vi": "2 hai,3 ba,4 bon tu,5 nam lam,6 sau,7 bay,8 tam,9 chin",
    "hi": "2 do,3 teen,4 char,5 paanch panch,10 das,15 pandrah,20 bees,25 pachees,30 tees,40 chalis,50 pachas,"
    "1.5 dedh,2.5 dhai",
}
"""language → numerals that add to their section (folded)."""

_MULTIPLY: Mapping[str, str] = {"en": "100 hundred", "tr": "100 yuz", "vi": "10 muoi chuc,100 tram"}
"""Numerals that multiply what their section has, else stand for one such."""

_CLOSE: Mapping[str, str] = {
    "en": "1000 thousand grand,100000 lakh lakhs lac,1000000 million millions,10000000 crore crores,1000000000 billion",
    "es": "1000 mil,1000000 millon millones",
    "pt": "1000 mil,1000000 milhao milhoes",
    "ru": "1000 тысяча тысячи тысяч тысячу тыщи тыщ штук,1000000 миллион миллиона миллионов лям ляма лямов,"
    "1000000000 миллиард миллиарда миллиардов",
    "tr": "1000 bin,1000000 milyon,1000000000 milyar",
    "vi": "1000 nghin ngan,1000000 trieu,1000000000 ty ti",
    "hi": "1000 hazar hazaar hajar,100000 lakh lakhs lac,10000000 crore crores",
}
"""Numerals that close a section."""

_ONE: Mapping[str, str] = {
    "en": "1 a an one", "es": "1 un una", "pt": "1 um uma", "ru": "1 один одну одна", "tr": "1 bir", "vi": "1 mot",
    "hi": "1 ek",
}  # fmt: skip
"""An article as much as a numeral: a sum only before a larger one or a half."""

_HALF_AFTER: Mapping[str, str] = {
    "en": ".5 and_a_half", "es": ".5 y_medio y_media", "pt": ".5 e_meio e_meia", "ru": ".5 с_половиной",
    "tr": ".5 bucuk", "vi": ".5 ruoi",
}  # fmt: skip
_HALF_BEFORE: Mapping[str, str] = {
    "en": ".5 half", "es": ".5 medio media", "pt": ".5 meio meia", "ru": ".5 пол", "tr": ".5 yarim", "vi": ".5 nua",
    "hi": ".5 aadha",
}  # fmt: skip
_NEVER_ALONE = frozenset(
    {"dos", "once", "on", "do", "das", "ba", "sau", "nam", "lam", "tam", "bay", "tu", "ty", "ti", "muoi", "chuc", "nua"}
)
"""Also words of other meanings, so that alone they are no numerals."""

_COUNTED_WITH_DE = 10**6
"""From here on "de" stands before what is counted: "um milhão de reais", but "por medio de"."""

_LONGEST, _MOST_NUMERALS = 110, 12
"""How many characters before a unit are read, and how many numerals one sum may have."""

COUNTED_BY = {"lakh": "INR", "lakhs": "INR", "lac": "INR", "crore": "INR", "crores": "INR", "trieu": "VND"}
"""Numerals that without a unit count one country's money."""

_WORD = re.compile(r"\d{1,3}(?![\d.,])|(?<![^\W\d])(?!(?:and|e|y|of|de)\b)[^\W\d]+")
_BETWEEN = re.compile(r"[ -]|\s(?:and|e|y)\s")
_TO_UNIT = re.compile(r"(?:[ -]|\s(?:of|de)\s)?")
_PHRASE = re.compile(r"(?<!\w)(?:and a|y|e|с) (?:half|medio|media|meio|meia|половиной)(?!\w)")

_SOME = re.compile(
    r"(?:few|several|many|couple(?: of)?|varios|varias|algunos|algunas|alguns|algumas|несколько|пара|пару|vai|birkac) $"
)
"""Before "hundred": nobody knows how many."""

_Numeral = tuple[str, Decimal]
"""What it does, and by how much."""


@cache
def _numerals() -> Mapping[str, Mapping[str, _Numeral]]:
    """numeral → language → what it does."""
    known: dict[str, dict[str, _Numeral]] = defaultdict(dict)
    tables = {
        "add": _ADDS,
        "multiply": _MULTIPLY,
        "close": _CLOSE,
        "one": _ONE,
        "more": _HALF_AFTER,
        "half": _HALF_BEFORE,
    }
    for kind, table in tables.items():
        for language, line in table.items():
            for row in line.split(","):
                value, *names = row.split()
                for name in names:
                    known[name][language] = (kind, Decimal(value))
    return dict(known)


def before_unit(folded: str, unit: int) -> tuple[Decimal, int, int] | None:
    """The number in words right before a position, with its half-open stretch; None where there is none."""
    low = max(0, unit - _LONGEST)
    window = _PHRASE.sub(lambda m: m[0].replace(" ", "_"), folded[low:unit])
    run: list[re.Match[str]] = []
    end = len(window)
    for word in reversed(list(_WORD.finditer(window))):
        if not (_BETWEEN if run else _TO_UNIT).fullmatch(window, word.end(), end) or len(run) == _MOST_NUMERALS:
            break
        if word[0] not in _numerals() and not (run and word[0].isdigit()):
            break
        run.insert(0, word)
        if word[0].isdigit():
            break
        end = word.start()
    while run:
        if value := _value([m[0] for m in run]):
            joined = window[run[-1].end() :].strip()
            if window[: run[0].start()].rstrip()[-1:].isdigit():
                return None
            if _SOME.search(window, 0, run[0].start()) or (joined == "de" and value < _COUNTED_WITH_DE):
                return None
            return value, low + run[0].start(), low + run[-1].end()
        run = run[1:]
    return None


def _value(words: Sequence[str]) -> Decimal | None:
    """The number that words of one language say, None where they say none."""
    known = _numerals()
    if len(words) == 1 and words[0] in _NEVER_ALONE:
        return None
    figure = words[0].isdigit()
    for language in known[words[-1]]:
        numerals = [known[w][language] for w in words[figure:] if language in known[w]]
        if len(numerals) != len(words) - figure or (figure and all(kind != "more" for kind, _ in numerals)):
            continue
        if value := _computed([*([("add", Decimal(words[0]))] if figure else []), *numerals]):
            return value
    return None


def _computed(numerals: Sequence[_Numeral]) -> Decimal | None:
    total, section, last = Decimal(0), Decimal(0), Decimal(1)
    for order, (kind, value) in enumerate(numerals):
        if kind in {"add", "half"}:
            if section and _width(section) <= value:
                return None
            section += value
        elif kind == "one":
            if order + 1 == len(numerals) and (not order or numerals[order - 1][0] != "half"):
                return None
            section = section or value
        elif kind == "multiply":
            if section >= value * 10:
                section += (section % 10 or 1) * value - section % 10
            else:
                section = (section or 1) * value
        elif kind == "close":
            total, section, last = total + (section or 1) * value, Decimal(0), value
        elif order == 0:
            return None
        elif section:
            section += value
        else:
            total += last * value
    return (total + section) or None


def _width(section: Decimal) -> Decimal:
    """The place of the lowest figure that is not zero: nothing as large may follow it."""
    return next((Decimal(p) for p in (1000, 100, 10) if section % p == 0), Decimal(1))
