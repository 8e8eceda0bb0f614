"""What a fraud comes by: links, addresses and numbers of those whom the customer reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from mailbot.triage.extract import networks
from mailbot.triage.extract.shapes import DOMAIN, EMAIL, MOST_TOKENS
from mailbot.triage.extract.source import Source

_SUSPICION = (
    "phishing phish* fake scam scams scammer* scammed fraud fraudulent fraudster* impersonat* pretending posing"
    " spoofed suspicious legit genuine is_this_real really_from_you is_this_you clicked fake_site typed_my"
    " entered_my website the_site the_website the_link 网址 網址 验证钱包 サイト 사이트 сайт* trang_web página"
    " enlace sitenin siteye internet_sitesi hacked"
    " drained romance investment_platform stole stolen cheated lured 假 假的 假网站 假冒 钓鱼 釣魚 诈骗 詐騙 骗"
    " 騙 骗子 騙子 冒充 仿冒 可疑 自称 自稱 是不是你们 是你们的 是真的吗 真的假的 杀猪盘 殺豬盤 点了链接 盗 被盗"
    " 被盜 填了 输入了 輸入了"
    " フィッシング 偽 偽サイト 詐欺 なりすまし 怪しい 不審 騙され 本物 乗っ取 入力してしま 피싱 사기 가짜 사칭"
    " 의심 속아 속았 해킹 도용 입력했 입력해 진짜_맞나요 공식이_맞"
    " мошенн* фишинг* поддельн* фейк* развод* обман* скам* подозрительн* взлом* украл* выдавал* представил*"
    " это_вы ввел ввёл"
    " lừa_đảo lừa gọi_xưng tự_xưng giả_mạo giả giả_danh nghi_ngờ đánh_cắp hack bị_lừa xưng mạo_danh"
    " có_phải_của_sàn nhập_vào"
    " estafa* estafaron falso falsa fraude sospechos* suplanta* robaron engañ* hackea* se_hizo_pasar haciéndose"
    " ingresé puse_mis"
    " sahte dolandır* oltalama şüpheli taklit kandır* çalındı hacklen* girdim girmiş yazdım_siteye"
    " golpe golpista* falsa suspeito suspeita fraude enganad* hackead* clonad* se_passando digitei coloquei_minha"
    " roubaram"
)
_THEM = (
    "called_me rang_me phoned calling texted messaged dm dms told_me_to sender from_address sent_from"
    " contacted_me added_me reached_out whatsapped they scammer* caller"
    " 打电话给我 打來 来电 來電 打给我 寄件者 发件人 發件人 发信人 寄件人 加我 联系我的 聯繫我 私信 差出人 送信元"
    " 電話があり 電話が来 かかって 連絡が来 보낸_사람 발신자 전화가 전화_와 연락이_와 연락해 시키는"
    " звонил* позвонил* отправител* написал* связал* с_номера gọi_xưng gọi_tới gọi_đến số_gọi người_gửi nhắn_tin"
    " tự_xưng có_số gọi llam* me_llamó remitente me_escrib* contactó aradı arayan gönderen mesaj_attı ligou"
    " ligaram"
    " remetente me_chamou entrou_em_contato asesor supuesto supuesta assessor"
)
_REACH_ME = (
    "reach_me contact_me call_me text_me my_phone my_number reply_to_me 找我 联系我 聯絡我 聯繫我 打我 我的电话"
    " 我的手机 連絡先 私の 연락처 연락_주 제_번호 связаться_со мне_можно мой_номер пишите liên_hệ_em"
    " liên_hệ_mình liên_hệ_tôi gọi_em gọi_mình sđt_em mi_número mi_móvil contactarme localizarme ulaşabilirsiniz"
    " numaram telefonum bana_ulaş meu_número meu_telefone falar_comigo dirección_de_contacto"
)
_KNOWN = re.compile(
    r"(?:^|[./@])(?:okx\.com|okex\.com|oklink\.com|google\.[a-z.]{2,6}|gmail\.com|apple\.com|microsoft\.com|"
    r"youtube\.com|youtu\.be|imgur\.com|dropbox\.com|github\.com|icloud\.com|outlook\.com|hotmail\.com|qq\.com|"
    r"163\.com|126\.com|"
    r"binance\.com|bybit\.com|kraken\.com|coinbase\.com|bitget\.com|upbit\.com|facebook\.com|twitter\.com|x\.com|"
    r"instagram\.com|linkedin\.com|wikipedia\.org|gov|gov\.[a-z]{2}|okx\.example)(?:[/:?]|$)",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:png|jpe?g|pdf|docx?|xlsx?|csv|zip|rar|mp4|mov|txt|html?|py|js|eml|gif)$", re.IGNORECASE)


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    for tag, names in (("suspicion", _SUSPICION), ("them", _THEM), ("reach_me", _REACH_ME)):
        for name in names.split():
            yield name.replace("_", " "), tag, tag


def suspicious(pages: list[Source]) -> bool:
    """Whether the customer speaks of a fraud at all."""
    return any(h.value("suspicion") for p in pages for h in p.hits) or any(
        _imitates(found.group()) and not _KNOWN.search(found.group())
        for page in pages
        for found in islice(EMAIL.finditer(page.folded), 20)
        if page.where == "text" and page.fold_at(found.start()) == "forward"
    )


def read_mails_and_links(page: Source, links: list[tuple[int, int, str]], sender: str, *, fraud: bool) -> None:
    """E-mail addresses, and in a mail about a fraud the links and domains that it names."""
    for found in islice(EMAIL.finditer(page.text), MOST_TOKENS):
        start, end = found.span()
        if not page.free(start, end):
            continue
        if fraud and _theirs(page, start, end, sender):
            page.add("suspect", found.group(), start, end, confidence=0.8)
        elif not _desk(found.group()):
            page.add("email", found.group(), start, end, confidence=0.95)
        else:
            page.take(start, end)
    if not fraud:
        return
    for start, end, link in links:
        host = link.split("://", 1)[-1].split("/", 1)[0]
        if not _KNOWN.search(host) and networks.explorer(host) is None:
            page.add("suspect", link, start, end, confidence=0.85)
    for found in islice(DOMAIN.finditer(page.folded), MOST_TOKENS):
        start, end = found.span()
        name = page.text[start:end].rstrip(".,;:)")
        if (
            page.free(start, end)
            and not _KNOWN.search(name.split("/")[0])
            and networks.explorer(name) is None
            and not _FILE.search(name)
            and page.fold_at(start) != "signature"
        ):
            page.add("suspect", name, start, start + len(name), confidence=0.75)


def _desk(address: str) -> bool:
    """Our own mailboxes, written out by the customer."""
    local, _, domain = address.lower().partition("@")
    return bool(re.fullmatch(r"(?:support|service|help|no-?reply|feedback|cs)[\w.-]{0,12}", local)) and "okx" in domain


def _theirs(page: Source, start: int, end: int, sender: str) -> bool:
    address = page.folded[start:end]
    if sender and address == sender.lower():
        return False
    low, high = page.sentence(start)
    near = page.hits_in(max(low, start - 60), min(high, end + 40))
    if any(h.value("own") or h.value("registered") for h in near if abs(h.start - start) < 40):
        return False
    return _imitates(address) or any(h.value("them") or h.value("suspicion") for h in near)


def _imitates(address: str) -> bool:
    domain = address.rpartition("@")[2]
    return bool(re.search(r"okx|0kx|okex|ok-x|binance|secur|official", domain)) and not _KNOWN.search("@" + domain)


def read_suspects(page: Source) -> None:
    """In a mail about a fraud: numbers and messenger names of those who called. After `contacts` read the own ones."""
    kept = []
    for entity in page.entities:
        if (
            entity.kind in {"phone", "contact"}
            and entity.span != (0, 0)
            and _called(page, entity.span[0] - page.base, entity.span[1] - page.base)
        ):
            value = entity.value if entity.kind == "phone" else entity.raw
            kept.append(replace(entity, kind="suspect", value=value, confidence=0.75))
        else:
            kept.append(entity)
    page.entities[:] = kept


def _called(page: Source, start: int, end: int) -> bool:
    low, high = page.sentence(start)
    before = page.hits_in(max(low, start - 70), start)
    after = page.hits_in(end, min(high, end + 30))
    if any(h.value("reach_me") for h in page.hits_in(max(0, start - 28), start)) or any(
        h.value("own") and start - h.end <= 12 for h in before
    ):
        return False
    return any(h.value("them") or h.value("suspicion") or h.value("other") for h in (*before, *after))
