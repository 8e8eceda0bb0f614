"""What a fraud comes by: links, addresses and numbers of those whom the customer reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from mailbot.model.findings import Entity
from mailbot.model.mail import Address
from mailbot.triage.extract import networks
from mailbot.triage.extract.contacts import HANDLE
from mailbot.triage.extract.defanged import defanged
from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.normalise import fold
from mailbot.triage.extract.people import near, people, strangers
from mailbot.triage.extract.shapes import DOMAIN, EMAIL, MOST_TOKENS, URL
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
    " dodgy fishy sketchy bogus impostor* claims_to_be claiming_to_be claimed_to_be says_he_is_from says_she_is_from"
    " 山寨 套路 冒牌 說自己是 说自己是 杀猪 誘導された 名乗る 名乗って 사기꾼 투자_사기 развели кинул* лохотрон*"
    " не_ваш_сайт lừa_gạt mạo_nhận timo timaron dudos* no_era_la_vuestra no_era_su_página üçkağıt* gerçek_mi"
    " sizden_mi é_de_vocês é_de_vcs caí_num caí_em_um"
    " golpe golpista* falsa suspeito suspeita fraude enganad* hackead* clonad* se_passando digitei coloquei_minha"
    " roubaram"
)
_OFFICES = (
    "fraud_team fraud_department fraud_dept fraud_desk fraud_line fraud_unit action_fraud anti-fraud"
    " 反诈 反詐 反诈中心 反詐騙 反诈骗 防诈 отдел_по_борьбе_с_мошенничеством equipo_antifraude antifraude"
)
"""Who stands against fraud."""
_THEM = (
    "called_me rang_me phoned calling texted messaged dm dms told_me_to sender from_address sent_from"
    " contacted_me added_me reached_out whatsapped they scammer* caller"
    " 打电话给我 打來 来电 來電 打给我 寄件者 发件人 發件人 发信人 寄件人 加我 联系我的 聯繫我 私信 差出人 送信元"
    " 電話があり 電話が来 かかって 連絡が来 보낸_사람 발신자 전화가 전화_와 연락이_와 연락해 시키는"
    " звонил* позвонил* отправител* написал* связал* с_номера gọi_xưng gọi_tới gọi_đến số_gọi người_gửi nhắn_tin"
    " tự_xưng có_số gọi llam* me_llamó remitente me_escrib* contactó aradı arayan gönderen mesaj_attı ligou"
    " ligaram"
    " me_chamaram me_adicionaram me_adicionou me_mandaram me_mandou me_contataram me_contactaram uma_tal um_tal una_tal"
    " me_escribieron me_contactaron me_agregaron me_agregó me_mandaron"
    " remetente me_chamou entrou_em_contato asesor supuesto supuesta assessor"
    " somebody someone a_girl a_guy a_man a_woman this_guy this_person promised convinced persuaded trader broker"
    " advisor adviser recruiter mentor introduced_himself introduced_herself claims claimed claiming"
    " 有人 发送号码 發送號碼 来电号码 一个人 一個人 那个人 那個人 这个人 說是 说是 叫我 让我 讓我 要我 给我打 給我打 "
    "打来的 拉我 拉进 拉進 的人"
    " 老师 老師 导师 導師 他们 他們 她们"
    " 知り合った 言われ 名乗 書いてあ 書かれて 記載されて 誘導 から電話 から着信 勧められ 相談員"
    " 문자가 문자를 온_문자 온_전화 에서_온 상담사* 리딩방 시켜서 알게_된 번호로 이라는_사람"
    " куратор* трейдер* брокер* консультант* некий некто какой-то познаком* звонят пишут написали обещал*"
    " có_người người_này người_đó nguoi_do môi_giới chuyên_gia cố_vấn rủ dụ_dỗ bảo_em bảo_tôi bao_toi bảo_mình"
    " alguien un_tal una_persona un_hombre una_mujer bróker me_convenció me_prometió me_pidió llamó llamaron"
    " biri birisi tanıtan tanıttı danışman* yönlendir* aradılar yazdılar"
    " alguém uma_pessoa um_cara uma_mulher um_homem corretor* consultor* me_fez me_prometeu me_convenceu recebi"
)
_REACH_ME = (
    "reach_me contact_me call_me text_me my_phone my_number reply_to_me 找我 联系我 聯絡我 聯繫我 打我 我的电话"
    " 我的手机 連絡先 私の 연락처 연락_주 제_번호 связаться_со мне_можно мой_номер пишите liên_hệ_em"
    " liên_hệ_mình liên_hệ_tôi gọi_em gọi_mình sđt_em mi_número mi_móvil contactarme localizarme ulaşabilirsiniz"
    " numaram telefonum bana_ulaş meu_número meu_telefone falar_comigo dirección_de_contacto"
    " please_use please_call please_contact use_whatsapp i'm_on i_am_on find_me ping_me message_me get_me "
    "get_hold_of_me text_back "
    " best_way_to 联系方式 聯絡方式 回我 加我好友 搵我 私は こちらまで お電話ください ご連絡 전화_주세요 연락_부탁"
    " 연락은 звоните позвоните наберите со_мной gọi_lại "
    " số_em số_tôi sdt_cua_toi liên_lạc_em llamadme llámame llamame llámenme "
    " escribidme escríbanme contáctenme beni_ara beni_arayın bana_yazın bana_ulaşın me_liga me_ligue me_ligar"
    " falem_comigo fale_comigo me_chama"
)
_FROM = re.compile(
    r"(?:\b(?:from|desde(?: el)?|del|do|da|с|со|номера|tu so|từ số|numara)|来自|來自|自)\s?"
    r"(?:the |number |numero |номера |telefone |telefono )?[(（]?$"
)
"""What stands right before a number that something came from."""
_AFTER_FROM = re.compile(
    r"\s?(?:numarasindan|numarasından|nolu|로부터|에서|번에서|번으로|号打来|號打來|打来|打來|打电话|打電話|から)"
)
_NAMESAKE = re.compile(r"okx|0kx|okex|ok-x|欧易|歐易")
"""What carries the desk's name without being the desk's."""
_OURS = re.compile(r"[@.](?:okx|okex)\.(?:com|example)$")
_OFFICE = re.compile(
    r"secur|support|service|dep(?:t|artment)|team|complian|risk|official|admin|helpdesk|audit|风控|客服|安全|官方|"
    r"審計|审计|"
    r"中心|サポート|セキュリティ|運営|보안|고객|지원|безопас|поддержк|служб|bao mat|ho tro|cskh|segur|soporte|suporte|"
    r"atendimento|guvenlik|destek|ekibi"
)
"""What a sender calls himself who means to be the desk (folded)."""
_CLAIM = re.compile(
    r"(?:this is|we are|i am (?:from|with)|on behalf of|message from) the (?:\w{2,12} )?(?:security|compliance|risk|"
    r"fraud|audit)"
    r" (?:department|dept|team|division|office)\b(?! (?:of|at) )|(?:这里是|我们是|本邮件来自|這裡是|我們是)(?:贵司|"
    r"你们|平台|公司|内部|內部|okx|欧易)?"
    r"(?:安全|风控|風控|合规|合規|审计|審計)(?:部|中心)|это (?:служба|отдел) безопасности(?! банка)|"
    r"somos el (?:departamento|"
    r"equipo) de seguridad"
    r"(?! del? )|somos (?:o departamento|a equipe) de seguranca(?! d[oa] )|guvenlik departmaniyiz|"
    r"セキュリティ部門です|보안팀입니다|"
    r"chung toi la (?:phong|bo phan) (?:an ninh|bao mat)"
)
"""Who says so of himself in the letter (folded): an office of nobody's, which only the desk's own could be."""
_KNOWN = re.compile(
    r"(?:^|[./@])(?:okx\.com|okex\.com|oklink\.com|google\.[a-z.]{2,6}|gmail\.com|apple\.com|microsoft\.com|"
    r"youtube\.com|youtu\.be|imgur\.com|dropbox\.com|github\.com|icloud\.com|outlook\.com|hotmail\.com|qq\.com|"
    r"163\.com|126\.com|"
    r"binance\.com|bybit\.com|kraken\.com|coinbase\.com|bitget\.com|upbit\.com|facebook\.com|twitter\.com|x\.com|"
    r"instagram\.com|linkedin\.com|wikipedia\.org|gov|gov\.[a-z]{2}|okx\.example)(?:[/:?]|$)",
    re.IGNORECASE,
)
_HELPER = re.compile(
    r"(?:accountant|bookkeeper|tax advis[eo]r|contabilista|contador\w?|contable|gestor\w?|asesor\w? fiscal|"
    r"бухгалтер\w{0,2}|"
    r"ke toan|muhasebeci\w{0,4}|mali musavir\w{0,4}|会计师?|會計師?|税务师|稅務師|税理士|会計士|세무사|회계사|"
    r"세무 대리인|"
    r"copy (?:to|in)|\bcc(?: to)?|copia a|com copia|copia para|копи[юя]|抄送|副本|写し|참조로|ban sao cho|"
    r"kopyasin\w{1,3})"
    r"[^.。!?\n]{0,40}$"
)
"""Who is to read along (folded)."""
_NOT = re.compile(r"(?:\bnot|别|不是|не|\bno|nao|khong phai)\s?$")
_AT = re.compile(r"(?<![\w.@/])@[A-Za-z][A-Za-z0-9_]{2,31}(?:\.[A-Za-z0-9_]{1,20}){0,4}(?![\w@])")
"""A user name of any messenger."""
_NICK = re.compile(
    r"(?i)(?<![a-z])(?:id|username|user|nick(?:name)?|handle|ник\w{0,4}|usuario|usuário|kullanıcı adı|帳號|账号|帐号|"
    r"아이디|アカウント)"
    r"[\s:：=是はが은는\"'“「]{1,4}@?([A-Za-z][A-Za-z0-9_.-]{4,31})(?![A-Za-z0-9_@])"
)
"""A name that somebody goes by at a messenger, without its @."""
_LOOKALIKE = re.compile(
    r"(?<![\w.@/-])(?=\w{0,24}(?:okx|okex|0kx))[a-z0-9]{1,24}(?:_[a-z0-9]{1,24}){1,4}(?![\w@]|[.]\w)"
)
"""A user name with the desk's in it (folded)."""
_FILE = re.compile(r"\.(?:png|jpe?g|pdf|docx?|xlsx?|csv|zip|rar|mp4|mov|txt|html?|py|js|eml|gif)$", re.IGNORECASE)


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    for name in _OFFICES.split():  # the longer word hides the shorter
        yield name.replace("_", " "), "office", "office"
    for tag, names in (("suspicion", _SUSPICION), ("them", _THEM), ("reach_me", _REACH_ME)):
        for name in names.split():
            yield name.replace("_", " "), tag, tag


def suspicious(pages: list[Source]) -> bool:
    """Whether the customer speaks of a fraud at all, or names an address that only looks like the desk's."""
    return (
        any(h.value("suspicion") for p in pages for h in p.hits)
        or any(
            _imitates(found.group()) and not _KNOWN.search(found.group())
            for page in pages
            for found in islice(EMAIL.finditer(page.folded), 20)
            if page.where == "text"
            and (page.fold_at(found.start()) == "forward" or _NAMESAKE.search(found.group().rpartition("@")[2]))
        )
        or any(
            _NAMESAKE.search(m.group())
            for p in pages
            for m in islice(HANDLE.finditer(p.folded), 20)
            if _OFFICE.search(m.group()) or _dealt_with(p, m.start())
        )
        or any(
            _NAMESAKE.search(_host(found.group())) and not _KNOWN.search(_host(found.group()))
            for page in pages
            for pattern in (URL, DOMAIN)
            for found in islice(pattern.finditer(page.folded), 20)
        )
        or any(_NAMESAKE.search(name) for p in pages for _, _, name in defanged(p.folded))
        or any(strangers(p) for p in pages)
    )


def _dealt_with(page: Source, at: int) -> bool:
    """Whether the sentence around a name, or the next, tells what somebody did with the customer."""
    low, high = page.sentence(at)
    _, high = page.sentence(min(high + 1, len(page.text)))
    return bool(near(people(page), low, high, "came", "stranger", "asks", "give", "posed", "thief"))


def _host(link: str) -> str:
    """The host of a link or domain, with the @ that stands before it in an address."""
    return link.split("://", 1)[-1].split("/", 1)[0]


def _named(link: str) -> str:
    """A link as it is told: without a path, its host says it all."""
    scheme, found, rest = link.partition("://")
    host, _, path = rest.partition("/")
    return host if found and not path and "?" not in host and scheme.lower() in {"http", "https"} else link


def impostor(sender: Address | None, pages: list[Source]) -> bool:
    """Whether somebody writes in the desk's own name, or as "the security department", from an address that is not
    the desk's: then all addresses of the mail are theirs."""
    if sender is None or _OURS.search("@" + sender.address.lower().rpartition("@")[2]):
        return False
    name = fold(sender.name)
    as_desk = _NAMESAKE.search(name) is not None and _OFFICE.search(name) is not None
    return as_desk or any(_CLAIM.search(p.folded, 0, min(len(p.folded), 600)) for p in pages if p.where == "text")


def writer(address: str) -> Entity:
    """The address that such a mail came from, as the suspect that it is."""
    return Entity(kind="suspect", value=address, raw=address, where="from", span=(0, len(address)), confidence=0.8)


def read_mails_and_links(
    page: Source, links: list[tuple[int, int, str]], sender: str, *, desk: str, fraud: bool, theirs: bool = False
) -> None:
    """E-mail addresses, and in a mail about a fraud the links and domains that it names. ``desk`` is the desk's own
    domain, ``theirs`` says that the mail itself is the fraud."""
    _read_addresses(page, sender, desk=desk, fraud=fraud, theirs=theirs)
    if not fraud:
        return
    for start, end, link in links:
        host = link.split("://", 1)[-1].split("/", 1)[0]
        if not _KNOWN.search(host) and networks.explorer(host) is None:
            page.add("suspect", _named(link), start, end, confidence=0.85)
    for start, end, name in defanged(page.folded):
        if page.free(start, end) and not _KNOWN.search(name.split("/")[0]) and networks.explorer(name) is None:
            page.add("suspect", name, start, end, confidence=0.75)
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


def _read_addresses(page: Source, sender: str, *, desk: str, fraud: bool, theirs: bool) -> None:
    """E-mail addresses: the customer's, or in a mail about a fraud theirs who are reported."""
    for found in islice(EMAIL.finditer(page.text), MOST_TOKENS):
        start, end = found.span()
        if not page.free(start, end):
            continue
        if fraud and (theirs or _theirs(page, start, end, sender)):
            page.add("suspect", found.group(), start, end, confidence=0.8)
        elif _of_a_helper(page, start):
            page.take(start, end)
        elif not _desk(found.group()) and not (desk and found.group().lower().endswith(f"@{desk}")):
            page.add("email", found.group(), start, end, confidence=0.95)
        else:
            page.take(start, end)


def _of_a_helper(page: Source, start: int) -> bool:
    """Whether an address is that of somebody who shall get a copy, so that it is no address of the account."""
    low, _ = page.sentence(start)
    before = page.folded[max(low, start - 70) : start]
    return _HELPER.search(before) is not None and not any(
        h.value("registered") for h in page.hits_in(max(low, start - 40), start)
    )


def _desk(address: str) -> bool:
    """Our own mailboxes, written out by the customer."""
    local, _, domain = address.lower().partition("@")
    named = re.fullmatch(r"(?:support|service|help|no-?reply|feedback|cs)[\w.-]{0,12}", local)
    return named is not None and _OURS.search("@" + domain) is not None


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
    who = people(page)
    for entity in page.entities:
        if (
            entity.kind in {"phone", "contact"}
            and entity.span != (0, 0)
            and _called(page, who, *page.within(*entity.span))
        ):
            value = entity.value if entity.kind == "phone" else entity.raw
            kept.append(replace(entity, kind="suspect", value=value, confidence=0.75))
        else:
            kept.append(entity)
    page.entities[:] = kept
    for found in islice(_NICK.finditer(page.text), MOST_TOKENS):
        start, end = found.span(1)
        if (
            page.free(start, end)
            and not _KNOWN.search(found.group(1))
            and (
                _NAMESAKE.search(found.group(1).lower())
                or (_telling(found.group(1)) and _called(page, who, start, end))
            )
        ):
            page.add("suspect", found.group(1), start, end, confidence=0.7)
    for found in islice(_AT.finditer(page.text), MOST_TOKENS):
        if page.free(*found.span()) and _called(page, who, *found.span()):
            page.add("suspect", found.group(), *found.span(), confidence=0.7)
    for found in islice(_LOOKALIKE.finditer(page.folded), MOST_TOKENS):
        name = page.text[slice(*found.span())]
        if page.free(*found.span()) and not name.isupper():
            page.add("suspect", name, *found.span(), confidence=0.7)


def _telling(name: str) -> bool:
    """Whether something is a name and no word: by its digits or underscores."""
    return any(c.isdigit() or c == "_" for c in name)


def _called(page: Source, who: list[Hit], start: int, end: int) -> bool:
    """Whether a number or name at a stretch is that of those whom the customer reports. ``who``: the people."""
    handle = page.text[start:end].lower()
    if _NAMESAKE.search(handle) and handle.lstrip("@") not in {"okx", "okxofficial"}:
        return True
    low, high = page.sentence(start)
    before = page.hits_in(max(low, start - 70), start)
    after = page.hits_in(end, min(high, end + 60))
    if any(h.value("reach_me") for h in page.hits_in(max(0, start - 28), start)) or any(
        h.value("own") and start - h.end <= 12 and not re.search("[，,、]", page.text[h.end : start]) for h in before
    ):
        return False
    ours = [h for h in (*before, *after) if h.value("reach_me")]
    if page.fold_at(start) == "forward" or (not ours and _came_from(page, start, end)):
        return True
    theirs = [h for h in (*before, *after) if _of_them(h) and not _kin(page, who, h) and not _denied(page, h)]
    theirs += near(who, max(low, start - 70), min(high, end + 60), "stranger", "came", "posed")
    return bool(theirs) and not (ours and min(map(_gap(start, end), ours)) < min(map(_gap(start, end), theirs)))


def _kin(page: Source, who: list[Hit], hit: Hit) -> bool:
    """ "my wife's phone": somebody of the customer's own."""
    if any(h.end > hit.start for h in near(who, max(0, hit.start - 12), hit.end, "kin")):
        return True
    return bool(hit.value("other")) and any(
        h.value("own") and h.end + 1 >= hit.start for h in page.hits_in(max(0, hit.start - 12), hit.start)
    )


def _denied(page: Source, hit: Hit) -> bool:
    """ "ring me, not her"."""
    return _NOT.search(page.folded, max(0, hit.start - 6), hit.start) is not None


def _of_them(hit: Hit) -> bool:
    return bool(hit.value("them") or hit.value("suspicion") or hit.value("other"))


def _gap(start: int, end: int) -> Callable[[Hit], int]:
    """How far a word stands from a stretch."""
    return lambda hit: start - hit.end if hit.end <= start else hit.start - end


def _came_from(page: Source, start: int, end: int) -> bool:
    """ "a text from +44 …": what precedes or follows a number says that something came from it."""
    before = page.folded[max(0, start - 24) : start]
    return _FROM.search(before) is not None or _AFTER_FROM.match(page.folded, end) is not None
