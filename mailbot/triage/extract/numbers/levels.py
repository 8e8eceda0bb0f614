"""The level of identity verification that the customer has."""

from __future__ import annotations

import re
from itertools import islice

from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_LEVEL = sieved(
    r"(?:(?<![a-z])kyc\s?-?(?:level|lv|tier|等级|级别|認證)?\s?|(?<![a-z])lv[l.]?\s?|(?<![a-z])level\s?"
    r"|(?:level|уров(?:ень|ня|не)|nivel|seviye\w?|レベル|레벨|(?:认证|認證|kyc)(?:等[级級]|[级級]别|級別))"
    r"(?:\s(?:of|de|da)?\s?(?:verification|verificacion|verificacao|верификации|kyc))?\s?(?:[:：=—–-]|is|es|e|это|[是为為は])\s?"
    r"|(?:认证|認證|kyc)(?:等[级級]|[级級]别|級別)\s?"
    r"|(?<![a-z])tier\s?|(?<![a-z])l(?=[0-3](?![0-9a-z]))|"
    r"レベル\s?|레벨\s?|등급\s?|уров(?:ень|ня|не)\s|(?<![a-z])cap\s(?:do\s)?|(?<![a-z])muc\s|(?<![a-z])nivel\s"
    r"|seviye\s?)([0-3])(?![\d.,]\d|\d)"
    r"|(?<![\d.])([0-3])\s?(?:级认证|級認證|级身份认证|단계|-?[йи]?\s?уров|-?го уров|-?м уров|\.?\s?seviye|"
    r"級(?=認|身)|级(?=认|身)|段階目)"
    r"|(初级|初級|基础|基礎|中级|中級|高级|高級|进阶|進階)(?=认证|認證|身份认证|身分認證|kyc|实名)"
    r"|(?<![a-z])(first|second|third)[- ]level|(?<![a-z])level (one|two|three)|(перв|втор|треть)\w{2,3} уров"
    r"|(?:认证|認證|kyc)([一二三])[级級]|([一二三])[级級](?=认|認|身|kyc|一直|被|没|总)"
    r"|(?<![a-z])(primer|segund|tercer|primeir|terceir)o? nivel|(?<![a-z])nivel (uno|dos|tres|um|dois)(?![a-z])"
    r"|(?<![a-z])(birinci|ikinci|ucuncu) seviye|(?<![a-z])cap (mot|hai|ba)(?![a-z])"
)
"""How a level is told (folded)."""
VERIFICATION = sieved(
    r"kyc|认证|認證|认証|認証|本人確認|인증|верифик|xac minh|verifi|dogrula|identi|实名|實名|驗證|验证|신원|"
    r"selfie|селфи|셀카|人脸|人臉|证件|證件|身份证|身分證|地址证明|地址證明|얼굴|신분증|passport|паспорт|pasaporte|"
    r"passaporte|proof of address|giay to|can cuoc|\bbelge|documento (?:ilegi|frente|de ident)"
)
"""What a mail about the verification of identity says, in folded text."""

_VALUES = {
    value: level
    for level, values in (
        ("1", "初级 初級 基础 基礎 first one перв 一 primer primeir uno um birinci mot"),
        ("2", "中级 中級 高级 高級 进阶 進階 second two втор 二 segund dos dois ikinci hai"),
        ("3", "third three треть 三 tercer terceir tres ucuncu ba"),
    )
    for value in values.split()
}
_HELD = re.compile(
    r"现在|現在|目前|已经|已經|已过|已完成|当前|當前|我是|current|now|i'm|i am|am at|have|stuck at|passed|"
    r"already|still|今は|今の|现为|现|完了|済|지금|현재|까지|완료|сейчас|текущ|прошел|прошёл|пройден|есть|"
    r"\bdang o|\bhien|\bda xong|actual|ahora|tengo|estoy|\bsu an|mevcut|simdi|atual|estou|tenho|agora"
)
"""Before a level that the customer has (folded)."""
_DONE = re.compile(
    r"[\s\w（(]{0,8}?(?:完了|済|通过了|通過了|已过|已通过|已通過|已完成|까지|는 됐|완료|통과|passed|done|approved|ok\b|"
    r"пройден|есть|da xong|da qua|aprobad|aprovad|complet|onayl|tamam)"
)
"""After one (folded)."""
_WANTED = re.compile(
    r"升|想|要|申请|申請|到\s?$|to\s?$|upgrade|for\s?$|へ|上げ|올리|승급|에서|до\s?$|на\s?$|повы|\blen\s?$|хочу|"
    r"\bnang|subir|pasar|\bal\s?$|yuksel|\bcik|para\s?o?\s?$|\bpro\s?$|\bao\s?$"
)
"""Before one that is only wanted (folded)."""
_LACKED = re.compile(
    r"(?:没有?做|沒有?做|未做|还没|還沒|していない|안 ?한|haven'?t done|have not done|not done|without"
    r"|без"
    r"|chua lam|no he hecho|sin hacer|nao fiz|yapmadi\w?)\s?$"
)
"""Before one that the customer never tried for (folded)."""
_CLAUSE = re.compile(r"[，,、。;；:：.]")
_MOST = 12


def read_levels(page: Source) -> None:
    """Take the level that the customer has; the one that is wanted only where no other is named."""
    found = []
    for m in islice(_LEVEL.finditer(page.folded), _MOST):
        if not page.free(*m.span()):
            continue
        told = next(g for g in m.groups() if g)
        before = _CLAUSE.split(page.folded[max(0, m.start() - 16) : m.start()])[-1]
        wanted = _WANTED.search(before[-8:])
        if _LACKED.search(before):
            continue
        held = (_HELD.search(before) and not _WANTED.search(before[-5:])) or (
            not wanted and _DONE.match(page.folded, m.end(), m.end() + 20)
        )
        found.append((2 if held else 0 if wanted else 1, m.start(), m.end(), _VALUES.get(told, told)))
    if found:
        best = max(found, key=lambda f: (f[0], -f[1]))
        page.add("kyc_level", best[3], best[1], best[2], confidence=0.7 + best[0] / 10)
        for _, start, end, _ in found:
            page.take(start, end)
