"""Telephone numbers at which to reach the customer. Read after the identifiers, which look alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import phonenumbers

from mailbot.triage.extract.numbers.shapes import MOST_TOKENS
from mailbot.triage.extract.persons.owners import BANK
from mailbot.triage.extract.persons.people import in_their_words, near, people
from mailbot.triage.extract.persons.receivers import received
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_PHONE_CUES = (
    "发送号码 發送號碼 来电号码 來電號碼 短信号码 contact: contacts: contact_no contact_nos old_number new_number"
    " new_phone phone phones phone_number mob reg_mob regd_mob tel tel. telephone mobile mobile_number cell"
    " cell_phone call_me call reach_me_at reachable ring_me sms_me my_number contact_number whatsapp whats_app ddi hp"
    " handphone 手机 手机号 手机号码 我的号码 手機 手機號 手機號碼 致電 来電 打給我 电话 电话号码 電話 電話號碼"
    " 聯絡電話 联系电话 打我 联系方式 聯絡方式 致电 来电 门号 門號 備用電話 备用电话 電話番号 携帯 携帯番号 連絡先"
    " 携帯電話 電話は 연락처 전화 전화번호 휴대폰 휴대폰_번호 휴대전화 폰번호 핸드폰 제_번호 телефон* тел тел."
    " мой_номер_телефона моб моб. мобильн* связь сот звон* ватсап* вотсап* sđt sdt số_điện_thoại điện_thoại đt số_đt"
    " gọi_số gọi_em liên_hệ số_máy liên_lạc teléfono* telefono* móvil movil celular cel cel. llamar llám* mi_número"
    " mi_numero mi_móvil wsp wpp wasap telefon* numaram* cep cep_no gsm hattım* hattim* arayabil* ulaşabil* telefone*"
    " celular* zap zapzap whats wpp contato ligar ligue_para meu_número fone me_liga me_ligue me_ligar liga_pra"
    " arayın arayınız ulaşın llamadme llámame llamame llámenme ring_me_on call_me_on звоните позвоните наберите"
    " gọi_mình gọi_tôi beni_arayın お電話 전화_주세요 搵我 celu celus по_номеру 微信同号 微信同號 同号 同號 vx同号"
)
_INTERNATIONAL = sieved(r"(?<![A-Za-z0-9_+])(?:\+|00(?=[1-9]))\(?\d{1,3}\)?(?:[ .\-()/]{0,3}\d){6,13}(?![\d])")
_LOCAL = sieved(
    r"(?<![A-Za-z0-9_+#/-])(?<!\d[.,:])(?<!\.)\(?0?\d{1,5}\)?(?:[ .\-()]{0,2}\d){5,11}(?![A-Za-z0-9_]|[.,]\d|[-/]\d)"
)
_SHAPED = re.compile(
    r"(?:0\d{1,3}[- ]\d{3,4}[- ]\d{3,4}|0\d{2,3}-\d{7,8}|\(0\d{1,3}\) ?\d{3,4}[- ]\d{3,4}|1[3-9]\d{9}"
    r"|1[3-9]\d[ -]\d{4}[ -]\d{4}|"
    r"8[ -]?\(?9\d{2}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}|"
    r"0\d{3}[ .-]\d{3}[ .-]\d{3}|[67]\d{2} \d{3} \d{3}|[67]\d{2}[ -]\d{2}[ -]\d{2}[ -]\d{2}|01\d([ .-])\d{3,4}\1\d{4}"
    r"|0\d{3}[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}|\(\d{2}\)[ ]?9?\d{4}-\d{4}|"
    r"0\d{4}[ -]\d{6}|0\d{4}[ -]\d{3}[ -]\d{3}|0\d{3}[ -]\d{6}|"
    r"\(\d{3}\) ?\d{3}-\d{4}|\d{3}([.-])\d{3}\2\d{4}|"
    r"0\d{9,10})(?![A-Za-z0-9_-])"
)
_MOBILE_FORM = re.compile(r"(?:1[3-9]\d{9}|01\d([ .-])\d{3,4}\1\d{4}|0[789]0-\d{4}-\d{4})(?!\d)")
_FAX = re.compile(r"(?:fax|传真|傳真|팩스|факс|\bf)\s?[:.]?\s?$")
_HOTLINE = sieved(
    r"(?:hotline|helpline|your (?:phone|support|number|line|office)|switchboard|客服电话|客服電話|客服热线|客服熱線|"
    r"热线|熱線|"
    r"サポート電話|窓口|고객센터|대표번호|горяч\w{2,3} лини\w{1,3}|tong dai|hotline cua|linea de atencion|su telefono|"
    r"musteri hizmetleri|cagri merkezi|central de atendimento|\bsac|"
    r"民警|警官|警察|派出所|公安|银行|銀行|卖家|賣家|买家|買家|police|officer|inspector|\bbank|seller|buyer|경찰|"
    r"은행|판매자|구매자|полиц\w{0,3}|"
    r"следовател\w|банк\w{0,2}|продавц\w|cong an|ngan hang|nguoi ban|policia|banco|vendedor|comprador|polis|"
    r"banka\w{0,3}|satici\w{0,3}|売り手)[^\d.。\n]{0,14}[(（]?$"
)
"""What stands before a number of the desk or of another house (folded)."""
_TO_REACH = re.compile(
    r"联系人|聯絡人|承办人|承辦人|経?担当者?|連絡先|담당|contact|контактн|исполнител|nguoi lien he|contacto|irtibat"
    r"|contato"
)
"""Who is to be reached in a matter, an officer for one (folded)."""
_OF_ACCOUNT = re.compile(
    r"\s(?:d[aeo]|del|de la|of|on|for|linked to|от|на|cua|trong)(?: (?:the|my|mi|minha|meu|моего|essa|esta))?\s$"
)
_THEIR_PHONE = re.compile(
    r"(?:\b(?:his|her|their|его|ее|их|su|dele|dela|onun)\s|他的?|她的?|对方的?|對方的?|相手の|그의|상대방?의?\s?)"
    r"(?:[^\W\d]{2,12}[ .:]{0,2}){1,3}(?:is|es|e|la)?[\s:：是は]{0,2}$|(?:телефон|номер|so(?: dien thoai)?"
    r"|sdt) (?:его|ее|их|cua (?:no|ho))\s$"
)
"""Whose number comes next: somebody's of whom the mail told (folded)."""
_SPOKEN = 120
"""Characters in which a telephone may be spoken of before a number."""
_REACH = 90
"""Characters of a sentence in which the other side of a trade may stand before its number."""
_A_NUMBER = re.compile(
    r"(?:番号|编号|編號|单号|單號|流水|번호|номер\w{0,2}|number|\bno\.?|nº|№|\bma|numero|codigo|clave|chave|\bref\.?"
    r"|kod\w?)[\s:：#=是は]{0,3}$"
)
"""A number by no other name (folded)."""
_CARD = 1_000
"""Characters of a signature that are looked at."""
_NOT_THERE = re.compile(
    r"(?:\bnot (?:(?:reach|contact|call|text) me )?(?:on|at|via|to|through)\b|\b(?:don'?t|do not|never"
    r"|please don'?t) (?:call|ring|use|text|phone)\b"
    r"|唔好打|唔使打|别打|別打|不要打|请勿拨打|勿打|にはかけない|로는? 전화하지|не (?:звоните|пишите) (?:на|по)"
    r"|не на\b|\bdung goi\b"
    r"|no (?:me )?llamen? (?:al?|por)|no usen|\bno al\b|nao (?:me )?lig\w{1,4} (?:para|pro|no)"
    r"|\baramayin\b)[^\d.。!?\n]{0,28}$"
)
"""The customer is not to be called at what follows (folded)."""
_NOT_AFTER = re.compile(
    r"\s?(?:[(（][^()（）\n]{1,16}[)）])?\s?(?:"
    r"(?:には?)?(?:お?電話|ご?連絡)?(?:は|を)?(?:かけない|しない|お控え|ご遠慮)|(?:では|じゃ)な[くい]|말고"
    r"|(?:로는?|으로는?)? ?(?:전화|연락)하지"
    r"|(?:请|請)?(?:不要|别|別|勿|唔好)(?:打|拨|撥)|(?:please )?(?:don'?t|do not|never) (?:call|ring|use|text)"
    r"|не (?:звон|пиш)|(?:por favor )?no (?:me )?llam|nao (?:me )?lig|\b(?:lutfen )?aramayin|\bdegil\b"
    r"|(?:thi )?dung goi)"
)
"""The same after it (folded)."""
_TAKEN_OVER = re.compile(
    r"[^\d.。\n]{0,16}(?:artik onlar|onlarin elinde|(?:is|was|got) (?:now )?(?:theirs|stolen|hijacked|cloned|ported)|"
    r"被盗|被盜|被补卡|被補|被人补办|"
    r"(?:теперь )?у (?:них|мошенник)|украл|lo tienen ellos|me (?:lo|la) robaron|esta com eles|foi clonad|foi roubad|"
    r"奪われ|乗っ取られ|"
    r"도용|탈취|bi (?:cuop|danh cap|chiem))"
)
"""What follows a number that a thief has now (folded)."""
_MOBILE = re.compile(
    r"mob|cell|手机|手機|携帯|휴대|핸드폰|моб|di dong|movil|celular|\bcep\b|\bgsm\b|whats|\bm\s?[:.]?\s?\+?$"
)
_OFFICE_LINE = re.compile(
    r"\b(?:t|o|d|p|tel|sdt|dt|off|office|direct|phone|switchboard|ext)\b[ .:]{0,3}\(?\+?$"
    r"|(?:电话|電話|总机|總機|代表|전화|тел)"
)
_NAMED_OFFICE = re.compile(
    r"(?:办公|辦公|总机|總機|座机|前台|代表|本社|会社|\boffice|switchboard|사무실|대표|회사|рабоч\w{0,3}|раб\.|"
    r"офис|van phong|co quan|oficina|escritorio|ofis|is tel|santral)[^\d\n]{0,12}$"
)
"""What says before a number that it is the office's (folded)."""
_EXTENSION = re.compile(
    r"\s{0,2}[,(（]?\s?(?:转|轉|内線|분기|내선|доб\b|ext\b|extn\b|x\d|int\b|ramal|dahili|anexo|may le)\.?"
)
"""What follows the number of a switchboard (folded)."""
_LANDLINE = re.compile(r"0\d{2,3}-\d{7,8}")
"""A Chinese one with the code of its city."""
_COMPANY = re.compile(
    r"\b(?:Ltd|LLC|LLP|Inc|GmbH|AG|AS|B\.?V|S\.?A|S\.?L|S\.?r\.?l|SAS|Pty|PLC|Ltda|A\.Ş|Ş[Tt][İi]|Corp|Limited|Bank|"
    r"University|F(?:ax|AX)|Grup[oa]?|Diret\w{2,4}|Gerente|Müdür\w?|Giám đốc|Trưởng phòng|Директор|Менеджер)\b|传真"
    r"|傳真|팩스|Факс|факс|代表取締役|"
    r"公司|财务部|財務部|营业部|法务部|集团|集團|事务所|事務所|株式会社|有限会社|주식회사|\(주\)|ООО|ОАО|ЗАО|ИП |"
    r"[Cc]ông ty|팀$|재무팀|과장|부장|経理部|営業部|総務部|отдел|Associates|Head of|Manager|"
    r"Director|Department|Dept"
)
"""What shows that a signature is a house's and not a person's."""
_LAWYER = re.compile(
    r"律师|律師|法律|弁護士|司法書士|변호사|법무|адвокат|юрист|luat su|abogad|avukat|advoga|lawyer|attorney|"
    r"solicitor|barrister|\blaw\b|"
    r"\blegal\b"
)
"""Who writes for the customer is reached at the office (folded)."""
_GROUP_BEFORE, _GROUP_AFTER = re.compile(r"\d[ -]$"), re.compile(r"[ -]\d{2}")
"""More groups of digits beside some."""
_CODES_COME_TO = re.compile(
    r"(?:sms|otp|code|codig\w|kod\w{0,3}|смс|код\w?|ma xac (?:minh|thuc)|验证码|驗證碼|短信|簡訊|認証コード|인증)"
    r"[^\d.。\n]{0,24}(?:\b(?:al?|to|on|para|pro|pra|ao|no|vao|ve|so)|на|到|给|給)\s?(?:(?:the|my|mi|meu|number"
    r"|numero|номер|so|sdt)\s){0,2}$"
)
"""Codes are sent to what follows (folded)."""
_RANG_FROM = re.compile(
    r"(?:call|rang|phon|text|llam|escrib|contact|lig[oa]|mensa[jg]|звон|писал|aradi|mesaj|\bgoi|nhan tin)\w{0,4}"
    r"(?:(?!auto)[^\d.。\n]){0,30}\b(?:from|desde|del|do|da|с|numero|номера|numarasi|tu|so)(?: (?:el|the|number"
    r"|numero|telefono|"
    r"номера|so))?\s?[(（]?$"
)
"""Somebody rang from what follows (folded)."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    for word in _PHONE_CUES.split():
        yield word.replace("_", " "), "cue", "phone"


def read_phones(page: Source, country: str, *, fraud: bool = False) -> None:
    """Take telephone numbers: international ones, and local ones after a word or of a telling shape.

    ``country`` (ISO 3166) is where the language of the mail lets a bare number be looked up. In a mail about a
    ``fraud`` the number of the other side of a trade is wanted; elsewhere it is nobody's whom the desk would call.
    """
    for found in islice(_INTERNATIONAL.finditer(page.text), MOST_TOKENS):
        start, end = found.span()
        digits = re.sub(r"\D", "", found.group())
        if not page.free(start, end) or not 8 <= len(digits) <= 15 or is_amount(page, end):
            continue
        if _nobodys(page, start, end, country, fraud):
            page.take(start, end)
            continue
        if found.group()[0] == "+" or _cued(page, start) or _cued_after(page, end):
            number = "+" + digits.removeprefix("00")
            page.add("phone", number, start, end, valid=_valid(number, None))
    for found in islice(_LOCAL.finditer(page.text), MOST_TOKENS):
        start, text = found.start(), found.group().rstrip(" .-")
        if text[0] == "(" and ")" not in text:
            start, text = start + 1, text[1:]
        first = text.partition(" ")[0]
        if _SHAPED.fullmatch(first) and not _SHAPED.fullmatch(text):
            text = first  # "13912345678 24小时"
        end = start + len(text)
        digits = re.sub(r"\D", "", text)
        if not 8 <= len(digits) <= 12 or not page.free(start, end) or is_amount(page, end) or _is_date(text):
            continue
        shaped = _SHAPED.fullmatch(text) is not None
        if _FAX.search(page.folded, max(0, start - 8), start) or _nobodys(page, start, end, country, fraud):
            page.take(start, end)
            continue
        told = _cued(page, start) or _cued_after(page, end) or _in_use(page, start)
        likely = shaped or _of_the_plan(page, start, text, country)
        if told or (likely and not _named_otherwise(page, start) and not _plain_number(page, text, start)):
            page.add("phone", digits, start, end, valid=_valid(digits, country), confidence=0.9 if shaped else 0.8)


def _parsed(number: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None


def _line(number: str, country: str | None) -> int:
    """The kind of line that the numbering plan gives a number (`phonenumbers.PhoneNumberType`)."""
    parsed = _parsed(number, country)
    return phonenumbers.number_type(parsed) if parsed else phonenumbers.PhoneNumberType.UNKNOWN


def _valid(number: str, country: str | None) -> bool | None:
    """Whether the numbering plan knows the number; None where it cannot say."""
    parsed = _parsed(number, country)
    if parsed is None:
        return None
    return True if phonenumbers.is_possible_number(parsed) and phonenumbers.is_valid_number(parsed) else None


def _of_the_plan(page: Source, start: int, text: str, country: str) -> bool:
    """Whether digits are set in groups and are a number of the country, beside talk of a telephone."""
    if text.isdigit() or not country or not _valid(text, country):
        return False
    end = start + len(text)
    longer = _GROUP_BEFORE.search(page.text, max(0, start - 6), start) or _GROUP_AFTER.match(page.text, end)
    low = max(0, start - _SPOKEN, page.text.rfind("\n\n", 0, start))
    high = min(page.sentence(start)[1], end + _SPOKEN // 2)
    return not longer and any(h.value("cue") == "phone" for h in page.hits_in(low, high))


def _cued(page: Source, start: int) -> bool:
    """Whether a word just before names a telephone."""
    for hit in reversed(page.hits_in(max(0, start - 40), start)):
        gap = page.text[hit.end : start]
        if (
            hit.value("cue") == "phone"
            or hit.value("messenger") in {"whatsapp", "zalo", "signal"}
            or hit.value("reach_me")
        ):
            return not re.search(r"\d{5}|[。；;\n]\s*\S|[.!?！？]\s", gap) and len(gap) <= 32
        if hit.value("cue") == "uid" and _OF_ACCOUNT.search(page.folded, max(0, hit.start - 14), hit.start):
            continue  # "the mobile of my account"
        if hit.value("cue") and hit.value("cue") != "id":
            return False
    return False


def _in_use(page: Source, start: int) -> bool:
    """Whether the words before say that somebody called from this number, or that codes are sent to it."""
    low = max(0, start - 60)
    return any(p.search(page.folded, low, start) for p in (_RANG_FROM, _CODES_COME_TO))


def _cued_after(page: Source, end: int) -> bool:
    """Whether a word just after says to telephone: "010-…로 전화 주세요", "… numarasından arayın"."""
    for hit in page.hits_in(end, end + 16):
        if hit.value("cue") == "phone" or hit.value("reach_me"):
            return not re.search(r"[\d\n。；;.!?！？，,]", page.text[end : hit.start])
        if hit.value("cue"):
            return False
    return False


def _nobodys(page: Source, start: int, end: int, country: str, fraud: bool) -> bool:
    """Whether a number is neither the customer's nor theirs who are reported, or the customer shall not be called
    there."""
    if fraud and in_their_words(page, start):
        return False
    if _NOT_THERE.search(page.folded, max(0, start - 48), start) or _NOT_AFTER.match(page.folded, end):
        return True
    return _of_an_office(page, start, end, country) or (
        not fraud and (_of_a_peer(page, start) or received(page, start, end))
    )


def _of_an_office(page: Source, start: int, end: int, country: str) -> bool:
    """A number at which the customer is not to be called: the desk's own, or that of the office that a signature
    names."""
    if _TAKEN_OVER.match(page.folded, end):
        return True
    before = page.folded[max(0, start - 32) : start]
    low, _ = page.sentence(start)
    if _HOTLINE.search(before) and not _TO_REACH.search(page.folded, low, start):
        told = any(h.value("suspicion") for h in page.hits_in(low, start))
        return not told and not near(people(page), low, start, "came", "posed", "stranger")
    fold = page.fold_span(start)
    if fold and fold[0] == "footer":
        return True
    signed = fold is not None and fold[0] in {"signature", "footer"}
    low, high = (fold[1], fold[2]) if fold and signed else _card(page, start)
    high = min(high, low + _CARD)
    line = page.text.rfind("\n", max(0, start - _CARD), start) + 1
    if not low <= start < high or _MOBILE.search(page.folded, line, start) or _LAWYER.search(page.folded, low, high):
        return False
    if _NAMED_OFFICE.search(page.folded, line, start) or _EXTENSION.match(page.folded, end):
        return True
    company = _COMPANY.search(page.text, low, high) is not None
    office = _OFFICE_LINE.search(page.folded, line, start) is not None
    kind = _line(page.text[start:end], country)
    fixed = kind == phonenumbers.PhoneNumberType.FIXED_LINE or _LANDLINE.fullmatch(page.text, start, end) is not None
    if signed:
        return kind != phonenumbers.PhoneNumberType.MOBILE and (company or (office and fixed))
    if company and kind != phonenumbers.PhoneNumberType.MOBILE:
        return True
    return fixed and not any(h.value("cue") for h in page.hits_in(low, high))


def _of_a_peer(page: Source, start: int) -> bool:
    """Whether the sentence speaks of the other side of a trade before a number, and not of the customer's own in
    between."""
    low, _ = page.sentence(start)
    if near(people(page), max(0, start - 2 * _REACH), start, "peer") and _THEIR_PHONE.search(
        page.folded, max(low, start - 40), start
    ):
        return True
    named = near(people(page), max(low, start - _REACH), start, "peer")
    return bool(named) and not any(h.value("own") or h.value("reach_me") for h in page.hits_in(named[-1].end, start))


def _card(page: Source, at: int) -> tuple[int, int]:
    """The paragraph around a position where it is the last above the footer and its lines are few and short: a card
    that no closing word announces."""
    end = page.next_fold(at)
    while end and page.text[end - 1].isspace():
        end -= 1
    start = page.text.rfind("\n\n", max(0, end - _CARD), end) + 2
    lines = page.text[start:end].split("\n") if 1 < start <= at < end else []
    return (start, end) if 2 <= len(lines) <= 7 and all(len(line) <= 90 for line in lines) else (0, 0)


def _plain_number(page: Source, text: str, start: int) -> bool:
    """Whether digits in one run are only called a number: of a transfer, of a bank."""
    return text.isdigit() and _A_NUMBER.search(page.folded, max(0, start - 16), start) is not None


def _named_otherwise(page: Source, start: int) -> bool:
    low = max(page.sentence(start)[0], start - 24)
    hits = [h for h in page.hits_in(low, start) if h.value("cue")]
    if BANK.search(page.folded, low, start) and not any(h.value("cue") == "phone" for h in hits):
        return True
    mobile = _MOBILE_FORM.match(page.text, start) is not None  # "my account is locked 139…"
    far = 3 if mobile and hits and hits[-1].value("cue") == "uid" else 12
    return bool(hits) and hits[-1].value("cue") not in {"phone", "id"} and start - hits[-1].end <= far


def is_amount(page: Source, end: int) -> bool:
    """Whether a coin or currency follows a number."""
    return any(h.value("coin") or h.value("currency") for h in page.hits_in(end, end + 2))


def _is_date(text: str) -> bool:
    return (
        re.fullmatch(
            r"(?:19|20)\d\d[ .\-]\d{1,2}[ .\-]\d{1,2}(?: \d{1,2})?|\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d\d(?: \d{1,2})?",
            text,
        )
        is not None
    )
