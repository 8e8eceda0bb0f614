"""Numbers of cases that plain words announce: "request 20418840", "案件14215502", "обращение 20418841".

These words are too common to stand in the lexicon, where they would name every number near them: here the number must
follow at once.
"""

from __future__ import annotations

import re
from itertools import islice

from mailbot.triage.extract.persons.owners import BANK
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import Sieve

MOST = 20
_NUMBERED = (
    r"(?:[\s:：#№(（\[「『\"“*–—-]|(?:no|nr|nro|nº|n°|num|number|numero|num\.|id|ref|reference|номер\w?|so|ma|番号"
    r"|编号|"
    r"編號|号|"
    r"號|번호|n\.º)(?![^\W\d_])[.:：]?|"
    r"(?:numara|номер)\w{0,3}\s|(?:nosu|la|is|was|es|e|foi|fue|o|el|cua (?:em|toi|minh|chau)) |[は是为為은는])"
    r"{0,8}"
)
_WORDS = re.compile(
    r"(?:(?<![^\W_])(?:case|ticket|chat|чата?|request|enquiry|inquiry|complaint|query|chamado|protocolo"
    r"|pedido de (?:suporte|"
    r"ajuda|apoio|soporte)|"
    r"solicitud(?: de (?:soporte|ayuda))?|incidencia|reclamo|reclamacion|numero de (?:seguimiento|gestion|atencion)"
    r"|caso|обращени\w{1,3}|номер чата|запрос\w{0,2}|заявк\w{1,2}|folio|reporte|numero de reporte|ma so ho tro"
    r"|ma ho tro"
    r"|atendimento|"
    r"тикет\w{0,2}|"
    r"yeu cau(?: ho tro)?|phieu|ticket|vu viec|(?:destek )?taleb\w{0,4}|talep|basvuru\w{0,4})|"
    r"案件|个案|個案|咨询|諮詢|反馈|反饋|投诉|投訴|客服[给給]我?的(?:单号|單號|编号|編號)|工单|工單|お?問い?合わ?せ|"
    r"문의)" + _NUMBERED + r"([a-z]{0,4}-?\d{6,14})(?![a-z0-9_-]|[.,/]\d)"
)
"""A word for a case and its number (folded)."""
_BEFORE = re.compile(
    r"(?<![\w.,/#+-])(\d{6,12})\s?(?:(?:numarali|nolu|no'lu|no lu) (?:\w{3,12} )?(?:taleb|talep|basvuru|kayd|bilet"
    r"|vaka)|"
    r"号?的?(?:案件|工单)|號?的?(?:案件|工單)|番?の?(?:お問|問い?合|ケース)|번? ?(?:문의|티켓))"
)
"""The number before its word (folded)."""
_TALK = (
    r"(?:automatic|auto-?(?:reply|response)|автоматическ|автоответ|automatico|自动回|自動回|自動返信|자동 ?(?:회신"
    r"|응답|답장)"
    r"|otomatik|tu dong|\bchat\b|live chat|support|helpdesk|customer (?:service|care)|\b(?:wrote|written"
    r"|complain\w{0,4})\b"
    r"|客服|申诉|申訴|咨询|諮詢|反馈|反饋|投诉|投訴|提交过|提交過|相談|サポート|お?問い?合わ?せ|チャット|상담|문의"
    r"|고객센터"
    r"|поддержк|\bчат|писал|обращал|жалоб|ho tro|khieu nai|da gui|soporte|atencion|escribi|reclam|suporte|atendimento"
    r"|\babri\b|escrevi|destek|sikayet|musteri hiz)"
)
"""Talk with the desk, or an automatic answer of it."""
_NUMBER = (
    r"(?:\bnumber|\bnumero|№|#|номер\w{0,2}|编号|編號|单号|單號|番号|번호|\bnumara\w{0,3}|\bnro|\bn[º°]|\bno\b\.?"
    r"|\bso\b|\bma\b"
    r"|\bref\b|\breferenc\w{1,2}|\breferans\w{0,3}|号|號)"
)
_DIGITS = r"([a-z]{0,4}-?\d{6,12})(?![\w-]|[.,/]\d)"
_LINK = r"[\s:：#是为為はがは]{0,3}(?:is|was|es|era|foi|e|la|은|는)?[\s:]{0,2}"
_TOLD = re.compile(_TALK + r"[^\d。!?\n]{0,40}?" + _NUMBER + _LINK + _DIGITS)
"""The number that an answer gave or talk with the desk has (folded)."""
_TOLD_BEFORE = re.compile(_NUMBER + _LINK + _DIGITS.replace("(?!", "(?=[^\\d。.!?\\n]{0,24}" + _TALK + ")(?!", 1))
"""The same, where the talk follows (folded)."""
_FORM = re.compile(r"(?<![\w-])((?:okx|sr|cs|tkt|tk|inc|req|case|tic)-\d{5,12})(?![\w-]|[.,/]\d)")
"""What help desks number with (folded)."""
_FORMS = (_WORDS, _BEFORE, _TOLD, _TOLD_BEFORE, _FORM)
_ANY = Sieve(_FORMS)
_THEIR = re.compile(
    r"(?:\btheir|他们的?|他們的?|对方的?|對方的?|彼らの|先方の|그쪽|그들의|\bих|\bsu|\bdeles|\bonlarin|\bcua ho)\s?$"
)
_REACH = 200
"""Characters in which the house may have been named whose case it is."""
_ANOTHER = frozenset({"withdrawal_id", "order_id", "algo_id", "tx_hash", "address", "memo_tag"})
_NAMED = _ANOTHER | {"uid", "phone", "sub_account", "client_order_id", "police_case_no", "other_id"}
"""Kinds of number that a word between the talk and the digits makes them."""
_OUT = re.compile(r"вывод|вывел|вывест")
"""A withdrawal, which begins with the same word as a request (folded)."""
_COUNTED = ("coin", "currency", "scale", "time", "unit")


def read_cases(page: Source) -> list[tuple[int, int, int]]:
    """(where it is announced, start, end) of the number of every case that plain words name. A request for a
    withdrawal is none, nor is what was asked of another house."""
    if not _ANY(page.folded):
        return []
    found = (m for p in _FORMS for m in islice(p.finditer(page.folded), MOST))
    return [(m.start(), *m.span(1)) for m in found if _is_case(page, m)]


def _is_case(page: Source, match: re.Match[str]) -> bool:
    start, end = match.span(1)
    low, _ = page.clause(start)
    if match.re in {_TOLD, _TOLD_BEFORE} and _otherwise(page, match.start(), start):
        return False
    if match[0].startswith("заявк") and _OUT.search(page.folded):
        return False
    return (
        page.free(start, end)
        and not any(h.value(tag) for h in page.hits_in(end, end + 2) for tag in _COUNTED)
        and not any(h.value("cue") in _ANOTHER for h in page.hits_in(max(low, match.start() - 14), match.start()))
        and not any(h.value("cue") in _ANOTHER for h in page.hits_in(end, match.end()))
        and not of_another_house(page, match.start())
    )


def _otherwise(page: Source, low: int, start: int) -> bool:
    """Whether a word between the talk and the digits, or right before their "number", makes them something else."""
    near = (h for h in page.hits_in(max(0, low - 24), start) if h.end >= low - 1)
    return (
        any(h.value("cue") in _NAMED or h.value("reach_me") for h in near)
        or BANK.search(page.folded, low, start) is not None
    )


def of_another_house(page: Source, at: int) -> bool:
    """Whether a case at a position is another exchange's: its clause names one, or says "their" of one named before,
    or of whoever is "there"."""
    low, high = page.clause(at)
    if any(h.value("exchange") for h in page.hits_in(low, high)):
        return True
    theirs = _THEIR.search(page.folded, max(0, at - 12), at)
    before = page.hits_in(max(0, at - _REACH), at) if theirs else ()
    return any(h.value("exchange") or h.value("there") for h in before)
