"""Bare numbers in the rows of a table, whose column says what they are: "Date  Amount (USDT)  TxID".

Mail programs leave little of a table: cells end up beside each other with a tab, a bar or a single space between. So a
heading is a short line of known column names, and its numbers are told apart by their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailbot.triage.extract.source import Source
from mailbot.triage.extract.sums.numerals import number, plain
from mailbot.triage.extract.sums.units import only_coin, settled

MOST_ROWS, MOST_TABLES, LONGEST_LINE = 30, 20, 400

_SUM = (
    "amount|qty|quantity|size|volume|sum|total|deposited|withdrawn|sent|received|paid|数量|數量|金额|金額|枚数|수량|금액|"
    "сумма|количество|кол-во|объем|so luong|so tien|monto|importe|cantidad|tutar|miktar|valor|quantidade"
)
_FIGURE = (
    "fees?|rate|price|balance|pnl|charged|leverage|average|no\\.|手续费|手續費|费率|費率|价格|價格|均价|余额|餘額|盈亏|序号|"
    "手数料|価格|残高|수수료|가격|잔액|комиссия|цена|курс|баланс|phi|gia|so du|stt|comision|precio|saldo|ucret|fiyat|"
    "bakiye|taxa|preco"
)
_NAME = (
    "date|time|utc|tx ?id|hash|tx|order(?: (?:no|id|number))?|coin|token|asset|currency|network|chain|status|type|side|"
    "pair|address|settlement|direction|日期|时间|時間|币种|幣種|网络|網路|订单号?|訂單|单号|哈希|状态|狀態|类型|方向|地址|日時|日付|"
    "通貨|銘柄|種類|アドレス|날짜|일시|시간|코인|네트워크|상태|주소|дата|время|монета|сеть|статус|хеш|адрес|тип|ngay|"
    "thoi gian|loai|mang|trang thai|ma gd|fecha|hora|moneda|red|estado|direccion|tarih|saat|ag|durum|islem|data|moeda|"
    "rede|endereco"
)
_HEADING = re.compile(rf"(?<![^\W_])(?:(?P<sum>{_SUM})|(?P<figure>{_FIGURE})|(?P<name>{_NAME}))(?![^\W\d_])")
_DENSE_HEADING = re.compile(rf"(?P<sum>{_SUM})|(?P<figure>{_FIGURE})|(?P<name>{_NAME})")
_STANDARD = re.compile(r"\b(?:[te]rc|bep)-?20\b")
_FIGURES = re.compile(r"(?<![\w.,:/#-])\d[\d.,']{0,20}(?![\w/:])")
_DATED = re.compile(
    r"\d{1,4}\s?[-/.年월月]\s?\d{1,2}(?:\s?[-/.月월]\s?\d{1,4})?\s?[日号일]?|\d{1,2}:\d\d(?::\d\d)?|\d{1,2}\s?[日号일]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """``figures``: of its columns that hold numbers, in order, whether each holds amounts."""

    start: int
    end: int
    figures: tuple[bool, ...]
    unit: str


def read_columns(page: Source, country: str) -> None:
    """Take the amounts in the rows of the tables of a text."""
    if "\n" not in page.text or not any(c.isdigit() for c in page.text):
        return
    lines = list(_lines(page.folded))
    tables = 0
    for index, (start, end) in enumerate(lines):
        heading = _heading(page, start, end)
        if heading is None:
            continue
        _rows(page, heading, lines[index + 1 : index + 1 + MOST_ROWS], country)
        tables += 1
        if tables == MOST_TABLES:
            return


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield at, end
        at = end + 1


def _heading(page: Source, start: int, end: int) -> _Heading | None:
    """The columns that a line names; None where it is no heading."""
    if not 4 <= end - start <= 120:
        return None
    line = page.folded[start:end]
    if any(c.isdigit() for c in (_STANDARD.sub("", line) if "20" in line else line)):
        return None
    pattern = _HEADING if line.isascii() or any("\u0400" <= c < "\u0530" for c in line) else _DENSE_HEADING
    found = list(pattern.finditer(line))
    sums = [m for m in found if m["sum"]]
    if not sums or len(found) < 2:
        return None
    units = [h for h in page.hits_in(start, end) if h.value("coin") or h.value("currency")]
    rest = pattern.sub("", line)
    for hit in units:
        rest = rest.replace(page.folded[hit.start : hit.end], "")
    if sum(c.isalpha() for c in rest) > 0.35 * sum(c.isalpha() for c in line):
        return None
    unit = next((h.value("coin") or h.value("currency") or "" for h in units), "")
    return _Heading(start=start, end=end, figures=tuple(bool(m["sum"]) for m in found if not m["name"]), unit=unit)


def _rows(page: Source, heading: _Heading, lines: Sequence[tuple[int, int]], country: str) -> None:
    blank = 0
    for order, (start, end) in enumerate(lines, 1):
        line = page.folded[start:end]
        if not any(c.isdigit() for c in line):
            blank += 1
            if blank > 1 or line.strip(" |-:+=\t"):
                return
            continue
        if end - start > LONGEST_LINE:
            return
        figures = _figures(page, start, end)
        if len(figures) == len(heading.figures) + 1 and page.folded[slice(*figures[0])] == str(order):
            figures = figures[1:]
        if len(figures) != len(heading.figures):
            continue
        for (first, last), counts in zip(figures, heading.figures, strict=True):
            unit = _unit(page, heading, start, end) if counts else ""
            value = number(page.text[first:last].rstrip(".,'"))
            if unit and value and page.free(first, last):
                unit = settled(unit, page, country)
                page.add("amount", f"{plain(value, page.text[first:last])} {unit}", first, last, confidence=0.85)


def _figures(page: Source, start: int, end: int) -> list[tuple[int, int]]:
    """The numbers of a row that are neither dates nor clocks nor identifiers; percentages are figures, too."""
    dates = [m.span() for m in _DATED.finditer(page.folded, start, end) if "." not in m[0]]
    months = [h for h in page.hits_in(start, end) if h.value("month")]
    spans = []
    for m in _FIGURES.finditer(page.folded, start, end):
        text = m[0].rstrip(".,'")
        first, last = m.start(), m.start() + len(text)
        dated = any(low <= first < high for low, high in dates) or any(
            0 <= h.start - last <= 2 or 0 <= first - h.end <= 2 for h in months
        )
        year = bool(months) and text.isdigit() and len(text) == 4 and text.startswith("20")
        if page.free(first, last) and not dated and not year and not (text.isdigit() and len(text) >= 8):
            spans.append((first, last))
    return spans


def _unit(page: Source, heading: _Heading, start: int, end: int) -> str:
    """The unit of a row: the heading's, else that of the row's own coin, else what the text before speaks of."""
    if heading.unit:
        return heading.unit
    own = {c for h in page.hits_in(start, end) if (c := h.value("coin") or h.value("currency"))}
    if own:
        return own.pop() if len(own) == 1 else ""
    before = [c for h in page.hits_in(max(0, heading.start - 300), heading.start) if (c := h.value("coin"))]
    return before[-1] if before and len(set(before)) == 1 else only_coin(page, heading.start)
