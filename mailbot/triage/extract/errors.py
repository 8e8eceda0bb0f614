"""The words of an error as the customer quotes them, without the quotation marks. Status words are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from mailbot.model.findings import Entity
from mailbot.triage.extract.quoted import ERRORISH, NOT, is_error, spoken
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_CUES = (
    "error errors error_message message msg says saying said shows showing showed displays displayed returns"
    " returned response responded reads pops_up popped_up prompt prompts got_this warning"
    " get_this keep_getting i_get it_gives fails_with rejected_with reason notice notification_says tells_me"
    " told_me states bounced_with gives_me received got_back comes_back came_back coming_back_with comes_up came_up"
    " 提示 显示 顯示 报错 報錯 报 跳出 跳 退回 驳回 駁回 弹出 彈出 弹 弹窗 弹框 返回 错误信息 錯誤訊息 写着 寫著"
    " 页面写 頁面寫 上面写 上面寫 里写 裡寫 訊息 訊息為 消息为 消息是"
    " 说是 一直说 告诉我 理由是 原因是 原因写 回「 回覆 回复说 出现 出現 说 說"
    " エラー と出 としか出 しか出 と表示 表示され 表示 メッセージ 差し戻 という理由 拒否され 出ます 出る 出て と出て"
    " が返 を返 となります となりま となって と書かれ"
    " 理由 오류 에러 메시지 라고_뜨 라고_뜹 라고_나오 뜹니다 떠요 뜨고 뜨네요 나옵니다 나와요 라고만 문구 사유"
    " 안내 표시 멈춰 멈췄 걸려_있 떴 で止ま のまま_止"
    " ошибк* пишет сообщени* выдает выдаёт показывает говорит отвечает ответ_биржи ответ появляется вылетает"
    " получил* получаю приходит ругается надпис* текст_ошибки причин* отклонен* отклоня* отказыва*"
    " nhận_được báo báo_lỗi lỗi hiện hiển_thị thông_báo ghi cứ_báo nó_báo trả_về lý_do"
    " recibí recibo recibimos"
    " error_es aparece dice sale muestra mensaje pone me_sale arroja devuelve motivo avisa"
    " aldım alıyorum alıyoruz geliyor"
    " diyor yazıyor hata uyarı mesaj* görünüyor çıkıyor veriyor gösteriyor dönüyor gerekçe* deniyor uyarısı"
    " recebi recebo recebemos"
    " mostra diz mensagem retorna erro dá_erro dá_sempre dá_o aparece_a motivo_é dizendo acusa aviso responde"
)
_NAMED = (
    "昵称 暱稱 nickname named name called 名叫 名为 叫做 ニックネーム 닉네임 ник никнейм tên apodo llamado isimli"
    ' adlı apelido chamado 户名 收款人 from_" titled article articles'
    " 文章 статью статья artículo artigo makale bài_viết 記事 标题 subject тема"
)
_LINE = sieved(r"(?m)^[ \t>|*`-]{0,6}((?:5\d|6\d|[1-4]\d)\d{3}[ \t]?[:,–-]?[ \t][A-Za-z][^\n]{4,150}?)[ \t.`]{0,4}\r?$")
"""A line of its own: a code and its words."""
_NOTED = re.compile(r"\"?code\"?\s{0,2}[:=]\s{0,2}\"?(\d{3,6})\"?[^\n]{0,12}$")
_CODE = sieved(
    r"(?:error|errcode|code|返回|报错|報錯|错误码|错误|エラー|오류|에러|ошибк\w{0,3}|ловлю|код|lỗi|loi|hata|erro|"
    r"codigo|returns?|getting|получаю|gives|throws|вернул\w?|возвраща\w{1,3}|отвеча\w{1,3}|выда\w{1,2}|devuelve"
    r"|retorna|donuyor|"
    r"tra ve|返す|を返し)\s?(?:code|код|:|=|#|no\.?|代码|コード|코드|ошибки|码|碼|kodu|numero)?\s?"
    r"(?<!\d)([1-6]\d{4})(?!\d)((?:[ :,-]{1,3}[a-z][a-z' -]{3,60})?)"
)
_CODED = sieved(
    r"(?<![\w.,#/-])([56]\d{4}[ \t]?[:,–-]?[ \t]?[A-Z][A-Za-z'-]{1,24}(?:[ \t][A-Za-z'-]{2,24}){0,13})(?![A-Za-z0-9_])"
)
"""A code and its English words amid words of another writing, without any mark around them."""
_HTTP = sieved(
    r"(?<![\w.,#/-])([45]\d\d (?:Unauthorized|Forbidden|Bad Request|Not Found|Method Not Allowed|Too Many Requests"
    r"|Internal Server Error"
    r"|Bad Gateway|Service Unavailable|Gateway Time-?out|Request Time-?out|Conflict))(?![A-Za-z])",
    re.IGNORECASE,
)
"""A status of HTTP with its words (RFC 9110 section 15)."""
_TERM = (
    r"(?:invalid|incorrect|wrong|missing|expired?|insufficient|unauthori[sz]ed|forbidden|denied|not|in|is|the|of"
    r"|for|or|your|this|to|be|on|"
    r"sign(?:ature)?|keys?|api|ip|whitelist|timestamp|request|header|ok-access-\w{2,12}|passphrase|permissions?"
    r"|balance|margin|order|orders|failed|failure|"
    r"parameter|error|too|many|requests|rate|limit|exceeded|reached|endpoint|system|busy|timeout|service"
    r"|unavailable|account|sub-?account|mode|position|"
    r"instrument|id|does|exist|match|token|user|operation|cannot|restricted|suspended|supported|maximum|minimum"
    r"|amount|size|price|leverage|usdt|login|authenticat\w+)"
)
_NAMED_CODE = sieved(rf"(?i)(?<![\w.,#/-])([1-6]\d{{4}}[ :,–-]{{1,3}}{_TERM}(?: {_TERM}){{1,12}})(?![\w-])")
"""A code of the API and its English words in a text of another language."""
_CODE_THEN = sieved(
    r"(?<![\d.,:/#-])([1-6]\d{4})(?!\d)(?:번|番)? ?(?:오류|에러|(?:이|가|만|라고|이라고)? ?(?:계속 )?(?:뜨|뜹|떠|떴"
    r"|나오|나옵|나와|난다)|エラー|(?:が|と|ばかり)(?:出|返|表示)"
    r"|hata|al[iı]yor|veriyor|d[oö]n[uü]yor|geliyor|[cç][iı]k[iı]yor|报错|報錯|错误|錯誤)"
)
"""A code whose word stands after it (folded)."""
_QUOTED = sieved(
    r"“([^“”\n]{2,200})”|「([^「」\n]{2,200})」|『([^『』\n]{2,200})』|«([^«»\n]{2,200})»|\"([^\"\n]{2,200})\"|"
    r"‘([^‘’\n]{4,200})’|【([^【】\n]{3,200})】|(?<![A-Za-z0-9_])'([^'\n]{6,200})'(?![A-Za-z0-9_])|"
    r"《([^《》\n]{3,80})》|`([^`\n]{4,200})`|"
    r"“([^“”\n]{2,160}\n[^“”\n]{2,160})”|\"([^\"\n]{8,160}\n[^\"\n]{2,160})\""
)
"""The last two: wrapped once by the mail program."""
_DASH = re.compile(r"[ \t]{1,3}[–—-][ \t]")
"""Where the error ends and the customer goes on."""
_JSON = re.compile(r"\"(?:sMsg|msg|message|error|error_message|errmsg|detail)\"\s{0,3}:\s{0,3}\"([^\"\n]{3,200})\"")
_BARE = sieved(
    r"(?:返回|报错|報錯|提示|错误信息|錯誤訊息|错误|エラー|エラー文|エラー内容|오류 메시지|오류|에러|"
    r"error message|error text|error code|error|message|response|ошибка|текст ошибки|сообщение|lỗi|báo lỗi|"
    r"thông báo|mensaje(?: de error)?|error que sale|"
    r"hata mesajı|hata|uyarı|mensagem(?: de erro)?|erro|pop-?up|dialog|it fails|fails|显示错误|顯示錯誤|錯誤"
    r"|错误提示)"
    r"(?:\s(?:is|es|é|là)\b|\s{0,2}(?:是|为|:|：|->|=>|→|=))\s{0,3}(?:is|:|"
    r"：)?\s{0,3}([^\n\"“「«『]{4,160})",
    re.IGNORECASE,
)
_REASON = sieved(
    r"(?i)(?:reason|原因|理由|причин\w|motivo|sebep|gerekçe|lý do|사유|пишет|показывает|выда[её]т|aparece|me sale"
    r"|dice|diz|diyor|yazıyor|báo|hiện)\s?[:：]\s{0,3}([^\n\"“「«『]{4,160})"
)
"""The same after a word that brings much else as well."""
_SPACED = sieved(
    r"(?:就|只|一直|老|总|總|都|页面|頁面|上面)?(?:说|說|提示|显示|顯示|[写寫]|弹出|彈出|跳出)[ 　]"
    r"([^ 　\n，。,「『“\"]{5,40})(?=[ 　\n，。]|$)"
    r"|(?:显示|顯示|提示|[跳弹彈]出?|报|報)((?:(?![我你他她吗嗎来來才就了也都呢])[\u4e00-\u9fff]){4,12}(?:，[请請][\u4e00-\u9fff]{2,10})?)(?=[\n，。,！!；]|$)"
)
"""What a screen says, in Chinese that has spaces for stops, or glued to the verb."""
_ASKING = re.compile(ERRORISH.pattern + r"|^[请請]", re.IGNORECASE)
"""The same, and what asks to do something."""
_SAID = sieved(
    r"(?:\b(?:app|page|site|screen|system|it|which|that) (?:just |only |always |then )?(?:says?|shows?|displays?"
    r"|reads|gives|throws)|\b(?:I|we) (?:just |only |always )?"
    r"(?:get|got|am getting|keep getting)|message was:?"
    r"|pops? up:?) ([A-Z][a-z']{1,20}(?: [A-Za-z'-]{1,20}){1,12}?(?:, (?:please )?(?:re)?try(?: \w{1,10}){0,4}?)?)"
    r"(?= (?:when|and|but|every|each|on|since|if|as|while|for|after|whenever|even)\b|[,.;!\n]|$)"
    r"|\b(?:me (?:sale|dice|da)|aparece(?: (?:a|la) (?:mensagem|mensaje))?|dice|diz|pone|mostra|báo(?: lỗi)?|hiện|пишет"
    r"|показывает|выда[её]т) ([A-Z\u00c0-\u00de\u0410-\u042f\u0110]\w{1,20}(?: \w{1,20}){1,12}?)"
    r"(?= (?:y|e|cuando|al|quando|mas|pero|и|когда|при|а|khi|mà|nhưng)\b|[,.;!\n]|$)"
)
"""What a screen says without a mark: with a great letter amid a sentence."""
_FLAW = re.compile(f"{ERRORISH.pattern}|{NOT.pattern}", re.IGNORECASE)
"""Words of an error, or a negation or a flaw, where a verb of a screen's stands before."""
_END = re.compile(r"[。！？；;]|[.!?](?:\s|$)|,\s(?:and|but|so)\b|，(?![请請])")
"""Where bare words of an error end."""
_WRONG = re.compile(ERRORISH.pattern + r"|whitelist|timestamp|permission|passphrase|\bsign\b", re.IGNORECASE)
"""The same, where a code of the API stands before it."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    for tag, names in (("error", _CUES), ("named", _NAMED)):
        for name in names.split():
            yield name.replace("_", " "), tag, tag


def read_errors(page: Source, *, fraud: bool = False) -> None:
    """Find the error texts; what stands inside one is no amount, time or number of the customer's. ``fraud``: the mail
    reports one, so that what "the platform" says need not be the desk's."""
    for found in islice(_JSON.finditer(page.text), 50):
        page.add("error_message", found.group(1), *found.span(1))
    for found in islice(_LINE.finditer(page.text), 10):
        said = _DASH.split(found.group(1), maxsplit=1)[0]
        start = found.start(1)
        if page.free(*found.span(1)) and ERRORISH.search(said[6:]):
            page.add("error_message", said, start, start + len(said), confidence=0.85)
    for found in islice(_QUOTED.finditer(page.text), 100):
        index = found.lastindex or 0
        start, end = found.span(index)
        if page.free(start, end) and is_error(page, found.group(index), found.start(), found.end(), fraud=fraud):
            page.add("error_message", found.group(index).strip(), start, end, confidence=0.85)
    _read_coded(page)
    _read_named_codes(page)
    for found in islice(_CODE.finditer(page.folded), 10):
        start, end = found.start(1), found.end(2)
        words = page.text[start:end]
        if any(h.value("coin") or h.value("currency") for h in page.hits_in(found.end(1), found.end(1) + 2)):
            continue
        cut = re.search(
            r"[,.]|\s[–—-]\s|\s(?:and|but|since|when|on|from|with|for|is|was|again|all|every|although|even|though)\b",
            words,
        )
        end = start + cut.start() if cut else end
        end = end if ERRORISH.search(page.text, start + 5, end) else start + 5
        if page.free(start, end) and not any(
            e.kind == "error_message" and page.text[start : start + 5] in e.value for e in page.entities
        ):
            page.add("error_message", page.text[start:end].rstrip(), start, end, confidence=0.75)
    if not any(e.kind == "error_message" for e in page.entities):
        _read_unquoted(page)


def _read_unquoted(page: Source) -> None:
    """What no mark shows to be somebody's words: after a screen's verb, or after "error:"."""
    for pattern, *wrongs in ((_SPACED, _ASKING, _ASKING), (_SAID, ERRORISH, _FLAW)):
        for found in islice(pattern.finditer(page.text), 20):
            (start, end), wrong = found.span(found.lastindex or 0), wrongs[(found.lastindex or 1) - 1]
            if page.free(start, end) and wrong.search(page.text[start:end]) and not spoken(page, found.start()):
                page.add("error_message", page.text[start:end], start, end, confidence=0.7)
                return
    for pattern, wrong in ((_BARE, ERRORISH), (_REASON, _FLAW)):
        for found in islice(pattern.finditer(page.text), 20):
            start = found.start(1)
            words = _END.split(found.group(1))[0].rstrip(" .,")
            told = wrong.search(words) or (pattern is _BARE and len(words.split()) in range(2, 9))
            bare = len(words) < 4 or words.isdigit() or re.match(r"https?:|\d+[,，]", words)
            if told and not bare and page.free(start, start + len(words)):
                page.add("error_message", words, start, start + len(words), confidence=0.7)
                return


def _read_coded(page: Source) -> None:
    for found in islice(_CODED.finditer(page.text), 10):
        other = any(ord(c) > 0x2FF for c in page.text[found.end() : found.end() + 3])
        if other and page.free(*found.span(1)) and ERRORISH.search(found.group(1)[5:]):
            page.add("error_message", found.group(1), *found.span(1), confidence=0.8)


def _read_named_codes(page: Source) -> None:
    """A status with its words, a code with its words, or a code that a verb after it tells."""
    for pattern, text, sure in (
        (_HTTP, page.text, 0.8),
        (_NAMED_CODE, page.text, 0.8),
        (_CODE_THEN, page.folded, 0.75),
    ):
        for found in islice(pattern.finditer(text), 10):
            start, end = found.span(1)
            told = any(e.kind == "error_message" and page.text[start:end][:5] in e.value for e in page.entities)
            if (
                page.free(start, end)
                and not told
                and (pattern is not _NAMED_CODE or _WRONG.search(text, start + 5, end))
            ):
                page.add("error_message", page.text[start:end], start, end, confidence=sure)


def fullest(entities: tuple[Entity, ...], text: str) -> tuple[Entity, ...]:
    """Without the bare code of an error whose words stand right behind it, and without words that another holds whole.
    ``text``: where both stand."""
    told = set[str]()
    for entity in entities:
        if entity.kind == "error_message" and not entity.value.isdigit() and entity.where in {"text", "quoted"}:
            told.update(re.findall(r"\d{3,6}", text[max(0, entity.span[0] - 12) : entity.span[1]]))
            told.update(_NOTED.findall(text[max(0, entity.span[0] - 48) : entity.span[0]]))
    said = [e.value.lower() for e in entities if e.kind == "error_message"]
    return tuple(
        e
        for e in entities
        if e.kind != "error_message"
        or (e.value not in told and not any(e.value.lower() in other and e.value.lower() != other for other in said))
    )
