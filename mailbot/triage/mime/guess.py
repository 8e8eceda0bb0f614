"""Which charset unlabelled octets are in: every candidate decodes strictly, the most ordinary text wins.

chardet has the first word on long texts; on the short ones of headers and chats it has too little to go by, so what
the decoded characters look like decides: everyday hanzi, kana with kanji, everyday hangul, Cyrillic words in one case.
"""

from __future__ import annotations

from collections.abc import Callable

import chardet

_HANS = frozenset(
    "的一是不了我有在人这个们中来上大到说为和你地出要就时以可下生会自着去之过后作里用道行所然家种事成方多经么同现当没动面起看定"
    "天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最"
    "重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解"
    "水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许"
    "统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望"
    "账号户登录密码验证充值提币提现转账到地址客服请您帮谢钱包申诉冻结订单手机邮箱身份审核截图问题处理回复尽快麻烦急收币链网络失败"
    "元费率买卖商家付款收款退款止损爆仓合约杠杆交易所平台投诉举报骗诈警察绑定换新旧丢失忘记忙附件谅解释查询余额显示确认等待邮件"
)
_HANT = frozenset(
    "的一是不了我有在人這個們中來上大到說為和你地出要就時以可下生會自著去之過後作裡用道行所然家種事成方多經麼同現當沒動面起看定"
    "天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最"
    "重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解"
    "水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許"
    "帳號戶登錄密碼驗證儲值提幣提現轉帳到地址客服請您幫謝錢包申訴凍結訂單手機郵箱身份審核截圖問題處理回覆盡快麻煩急收幣鏈網路失敗"
    "嗎讓跟您給麼嘛吧呢啊喔嗨貴司敬啟附檔謝謝匯款銀行買賣廠商款項"
)
_HANGUL = frozenset(
    "이다는을를에의가고하지니한은도로서기사어있그아나안리라자해시인일과대것수만들정주요면여보전거부스습세입제가출금금계정문의드립"
    "니확인번호완료처리답변감사합니까요청신청거래소송금오류실패빠른회신바랍고객센터첨부인증비밀메일주소지갑코인원화"
)
_LETTERS = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ")
_CANDIDATES = (
    "gb18030",
    "big5hkscs",
    "cp949",
    "cp932",
    "euc_jp",
    "cp1251",
    "koi8-r",
    "cp1252",
    "cp1258",
    "cp1254",
    "cp866",
)


_TOO_SHORT = 24
"""Octets below which detection has nothing to go by."""


def guess(sample: bytes) -> str:
    """The likeliest codec of octets that are not UTF-8. At most a few milliseconds for 16 KB."""
    scored = [(score, codec) for codec in _CANDIDATES if (score := _score(sample, codec)) is not None]
    best, codec = max(scored, default=(0.0, "cp1252"), key=lambda pair: pair[0])
    if best >= 0.55 or len(sample) < _TOO_SHORT:
        return codec
    said = chardet.detect(sample)
    name = str(said.get("encoding") or "").lower()
    if name and float(said.get("confidence") or 0) >= 0.3:
        from mailbot.triage.mime.charset import codec_of

        known = codec_of(name)
        if known and known not in {"ascii", "utf-8", "utf-7"}:
            return known
    return codec


def _score(sample: bytes, codec: str) -> float | None:
    """0 to 1: how ordinary the text is under a codec; None where it does not decode."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError as failure:
        if failure.start < len(sample) - 4:  # but a sample may end within a character
            return None
        text = sample[: failure.start].decode(codec, "ignore")
    wide = [c for c in text if c > "\x7f"]
    if not wide:
        return None
    if codec == "gb18030":
        return _share(wide, lambda c: c in _HANS or c in "，。！？：、（）；“”")
    if codec == "big5hkscs":
        return _share(wide, lambda c: c in _HANT or c in "，。！？：、（）；「」")
    if codec == "cp949":
        return 0.9 * _share(wide, lambda c: "가" <= c <= "힣") * (0.5 + 0.5 * _share(wide, lambda c: c in _HANGUL))
    if codec in {"cp932", "euc_jp"}:
        kana = _share(wide, lambda c: "ぁ" <= c <= "ヶ" or c in "ー、。「」")
        half = _share(wide, lambda c: "｡" <= c <= "ﾟ")
        kanji = _share(wide, lambda c: "一" <= c <= "龥")
        return (min(1.0, kana * 1.3 + min(kanji, kana)) if kana > 0.15 else kana) - half
    if codec in {"cp1251", "koi8-r", "cp866"}:
        return _cyrillic(text, wide)
    return _latin(text, wide, codec)


def _share(chars: list[str], good: Callable[[str], bool]) -> float:
    return sum(1 for c in chars if good(c)) / len(chars)


def _cyrillic(text: str, wide: list[str]) -> float:
    """Lower-case letters, or capitals that begin a word or stand in a word of capitals."""
    good = 0
    for before, c, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if c > "\x7f":
            low = c.lower()
            alone = not (before.isascii() and before.isalpha()) and not (after.isascii() and after.isalpha())
            good += low in _LETTERS and alone and (c == low or not before.isalpha() or before.isupper())
    share = good / len(wide)
    return share if len(wide) > 2 else share * 0.5


def _latin(text: str, wide: list[str], codec: str) -> float:
    """Accented letters amid ASCII letters; the rarer the accents, the likelier a Latin text."""
    letters = sum(1 for c in text if c.isascii() and c.isalpha())
    known = _share(wide, lambda c: c.isalpha() or c in "€“”‘’–—…«»¿¡°£·©®™ ")
    if letters < len(wide):
        return 0.2 * known
    bias = {"cp1252": 1.0, "cp1254": 0.98 if any(c in "ğışİŞĞ" for c in wide) else 0.5, "cp1258": 0.6}[codec]
    if codec == "cp1254" and any(c in "ğışİŞĞ" for c in wide) and not any(c in "ãõðþýÐÝÞ" for c in wide):
        return 0.9 * known
    return 0.8 * known * bias
