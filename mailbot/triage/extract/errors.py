"""The words of an error as the customer quotes them, without the quotation marks. Status words are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from mailbot.model.findings import Entity
from mailbot.triage.extract.lexicon import word_set
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
    " エラー と出 と表示 表示され 表示 メッセージ 差し戻 という理由 拒否され 出ます 出る 出て と出て"
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
    ' adlı apelido chamado 户名 收款人 from_" titled 标题 subject тема'
)
_STATUS = word_set(
    "pending|processing|completed|complete|success|successful|failed|in review|under review|in progress"
    "|awaiting|cancelled|canceled|done|confirmed|sent|approved|rejected|expired|filled|open|closed|locked|frozen|"
    "处理中|處理中|已完成|完成|成功|失败|失敗|审核中|審核中|人工审核|人工審核|待处理|等待转出|等待中|提币处理中|"
    "已取消|已成功|待审核|已提交|确认中|已发送|已发出|已付款|待放币|等待审核|等待确认|已拒绝|"
    "区块确认中|"
    "処理中|完了|成功|失敗|審査中|保留中|確認中|送金済み|反映待ち|처리중|처리 중|완료|성공|실패|심사중|심사"
    " 중|대기중|대기 중|보류|보류중|검토중|검토 중|출금 완료|출금완료|확인중|확인 중|"
    "в обработке|завершено|завершен|выполнено|ожидает|ожидание|успешно|на"
    " проверке|отклонено|исполнено|обработка|отменен|отправлено|"
    "đang xử lý|hoàn thành|thành công|thất bại|đang chờ|chờ xử lý|đã hoàn tất|đang duyệt|chờ duyệt|đã gửi|"
    "pendiente|procesando|completado|completada|exitoso|fallido|fallida|en proceso|en"
    " revisión|cobrado|enviado|rechazado|en curso|"
    "beklemede|işleniyor|tamamlandı|başarılı|başarısız|onay"
    " bekliyor|incelemede|reddedildi|inceleniyor|bekliyor|gönderildi|"
    "pendente|processando|concluído|concluída|sucesso|falhou|em análise|em processamento|em"
    " resgate|enviado|recusado|em andamento",
    "|",
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
_OUTCOME = re.compile(
    r"(?:\w+ )?failed|(?:\w+ ){0,2}(?:successful|success|completed|pending|processing|not found|no active \w+)|"
    r".{0,4}(?:失败|失敗|成功|处理中|處理中|审核中|審核中|已完成|完了|완료|실패)"
)
_SPOKEN = re.compile(
    r"(?:seller|buyer|merchant|продав\w{1,4}|покупат\w{1,4}|卖家|賣家|买家|買家|商家|对方|對方|판매자|구매자|"
    r"người bán|nguoi ban|người mua|vendedor|comprador|satıcı|satici|alici|売り手|買い手|相手|担当者?|"
    r"(?<!其)[他她]们?|骗子|騙子|老师|老師|\bhe\b|\bshe\b|\bthey\b|\bel\b dijo|\bele\b|\bela\b|\bон\b|\bона\b|"
    r"\bони\b|anh ta|co ay|\bo dedi)"
    r"([^.。!?\n]{0,60})$"
)
"""Somebody whose words these are, unless a screen is named after them (folded)."""
_OF_THEIRS = re.compile(
    r"(?:площадк|платформ|личн\w{2,3} кабинет|сайт|(?:fake|scam|their|trading|the) (?:\w{3,10} )?(?:platform|site|"
    r"website|app)|"
    r"(?:假|他们的?|他們的?)?(?:平台|网站|網站)|偽サイト|プラットフォーム|サイト|플랫폼|사이트|nen tang|trang web|"
    r"plataforma|"
    r"pagina|site|platformu?|sitede)[^.。!?\n]{0,60}$"
)
"""Whose words a fraud's victim quotes (folded)."""
_OF_OURS = re.compile(r"okx|欧易|歐易|your|ваш|你们|你們|贵|貴|御社|귀사|cua san|vuestr|sizin|voces|from you")
_CANNED = re.compile(
    r"(?:客服(?:机器人|機器人)?|机器人|機器人|chat ?bot|the bot|support|поддержк\w|чат-?бот\w?|soporte|suporte|"
    r"atendimento|"
    r"destek|cskh|サポート|オペレーター?|상담원|챗봇)[^.。!?！？\n]{0,12}"
    r"(?:only|just|keeps?|只会|只會|就会|就會|一直|老是|永远|永遠|только|solo|s[oó]|apenas|sadece|chi|だけ|ばかり|만)"
    r"[^.。!?！？\n]{0,16}$"
)
"""Who answers with nothing but a formula (folded)."""
_SCREEN = re.compile(
    r"显示|顯示|提示|弹|彈|报错|報錯|shows|pop|error|表示|뜨|뜹|aparec|"
    r"app|system|screen|page|site|pantalla|tela|ekran|sistem|систем|приложен|экран|画面|アプリ|页面|頁面|系统|系統|"
    r"앱|화면|ung dung|man hinh"
)
_MONEY = re.compile(r"[€£¥₩₽₺]|r\$|\d ?(?:eur|usd|usdt|元|円|원|руб)\b")
_STATE = re.compile(
    r"(?:status|state|状态|狀態|ステータス|状態|상태|статус\w{0,2}|trang thai|estado|durum\w{0,2}|"
    r"situacao)[^.。!?\n]{0,16}$"
)
_FAILED = re.compile(
    r"(?i)fail|declin|reject|denied|error|失败|失敗|错误|錯誤|异常|異常|拒绝|拒絕|拒否|エラー|실패|거절|거부|오류|"
    r"ошибк|отклон|не удал|"
    r"отказ|thất bại|từ chối|lỗi|rechaz|fallid|error|recus|negad|falh|reddedil|başarısız|hata"
)
"""A state that is a failure: its words are what the screen tells of the error."""
_NUMBERED = re.compile(r"(?<![\d.,])[1-6]\d{2,5}\s?[:,–-]?\s?[(（]?$")
"""The code of an error, right before its words."""
_PRESSED = re.compile(
    r"(?:\bpress\w{0,3}|\bclick\w{0,3}|\btap\w{0,4}|\btick\w{0,3}|\bselect\w{0,3}|\bchose|button|checkbox|menu"
    r"|option|"
    r"tab|点击?了?|點擊?了?|按下?了?|勾选了?|勾選了?|选择了?|選擇了?|点开|"
    r"押し|選択|누르|클릭|наж\w{1,6}|кнопк\w{1,2}|нажал\w? (?:на )?кнопку|выбра\w{1,3}|поставил\w? галочку|bam|nhan|"
    r"chon|nut|"
    r"puls\w{1,4}|click en|hice clic en|boton|elegi|toca\w{0,2}|tikla\w{0,6}|bas[it]\w{0,4}|sectim|cliquei em|"
    r"cliquei no botao|"
    r"apertei|botao|escolhi)[ :：]{0,2}(?:(?:the|on|el|la|o|em|vao|на|了) ?){0,2}$"
)
_HTTP = re.compile(
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
_NAMED_CODE = re.compile(rf"(?i)(?<![\w.,#/-])([1-6]\d{{4}}[ :,–-]{{1,3}}{_TERM}(?: {_TERM}){{1,12}})(?![\w-])")
"""A code of the API and its English words in a text of another language."""
_CODE_THEN = re.compile(
    r"(?<![\d.,:/#-])([1-6]\d{4})(?!\d)(?:번|番)? ?(?:오류|에러|(?:이|가|만|라고|이라고)? ?(?:계속 )?(?:뜨|뜹|떠|떴"
    r"|나오|나옵|나와|난다)|エラー|(?:が|と|ばかり)(?:出|返|表示)"
    r"|hata|al[iı]yor|veriyor|d[oö]n[uü]yor|geliyor|[cç][iı]k[iı]yor|报错|報錯|错误|錯誤)"
)
"""A code whose word stands after it (folded)."""
_BUTTON = re.compile(
    r"\s?(?:button|link|tab|menu|option|按钮|按鈕|按键|按鍵|选项|選項|ボタン|を押|をタップ|をクリック|を選択|버튼|"
    r"을 눌|를 눌|탭|кнопк|düğme|dugme|butonu|"
    r"tusuna|"
    r"seçeneğ|secenegi|的?群|群组|群組|channel|group|グループ|방에|채널|групп|канал)"
)
"""What is pressed or joined, and no message (folded)."""
_QUOTED = sieved(
    r"“([^“”\n]{2,200})”|「([^「」\n]{2,200})」|『([^『』\n]{2,200})』|«([^«»\n]{2,200})»|\"([^\"\n]{2,200})\"|"
    r"‘([^‘’\n]{4,200})’|【([^【】\n]{3,200})】|(?<![A-Za-z0-9_])'([^'\n]{6,200})'(?![A-Za-z0-9_])|"
    r"《([^《》\n]{3,80})》|`([^`\n]{4,200})`|"
    r"“([^“”\n]{2,160}\n[^“”\n]{2,160})”|\"([^\"\n]{8,160}\n[^\"\n]{2,160})\""
)
"""The last two: wrapped once by the mail program."""
_DASH = re.compile(r"[ \t]{1,3}[–—-][ \t]")
"""Where the error ends and the customer goes on."""
_REFUSED = re.compile(
    r"(?:rejected|refused|declined|denied|turned down|bounced|not accepted|退回|驳回|駁回|被拒|不通过|不通過|未通过"
    r"|未通過|唔得|失败|失敗|отклон\w{1,4}"
    r"|отказ\w{0,4}|не при(?:нял|нима)\w{1,3}|не прош\w{1,3}|rechaz\w{2,4}|deneg\w{2,4}|recus\w{2,4}|neg(?:ou"
    r"|ad[oa]|aram)|reprov\w{2,4}|reddedil\w{1,6}|ret edil\w{1,4}"
    r"|tu choi|khong duoc duyet|거절\w{0,4}|거부\w{0,4}|반려\w{0,4}|却下\w{0,4}|否認\w{0,4}|通りません\w{0,4}"
    r"|通らな\w{0,6})[^.。!！?？\n\"“”«»「」]{0,36}[:：(（,，]? ?$"
)
"""What was refused, before the reason that is quoted (folded)."""
_SAYS = re.compile(
    r"(?:(?<!电)(?<!電)[话話]|[写寫]|\bsays?|\breads?|\bwith|пишет|dice|diz|diyor|bao|báo|と|라고)[:：]? ?[(（]?$"
)
"""What brings a reason (folded)."""
_APPLIED = re.compile(
    r"appl(?:y|ied|ication)|program|become|申请|申請|成为|成為|заяв|стать|solicit|postul|basvur"
    r"|dang ky|inscri|candidat|登録|申し込|신청"
)
"""Somebody who wants to be a merchant is none yet (folded)."""
_JSON = re.compile(r"\"(?:sMsg|msg|message|error|error_message|errmsg|detail)\"\s{0,3}:\s{0,3}\"([^\"\n]{3,200})\"")
_BARE = sieved(
    r"(?:返回|报错|報錯|提示|错误信息|錯誤訊息|错误|エラー|エラー文|エラー内容|오류 메시지|오류|에러|"
    r"error message|error text|error code|error|message|response|ошибка|текст ошибки|сообщение|lỗi|báo lỗi|"
    r"thông báo|mensaje(?: de error)?|error que sale|"
    r"hata mesajı|hata|uyarı|mensagem(?: de erro)?|erro)\s{0,2}(?:is|是|为|:|：|->|=>|→|=)\s{0,3}(?:is|:|"
    r"：)?\s{0,3}([^\n\"“「«『]{4,160})",
    re.IGNORECASE,
)
_SPACED = sieved(
    r"(?:就|只|一直|老|总|總|都|页面|頁面|上面)?(?:说|說|提示|显示|顯示)[ 　]"
    r"([^ 　\n，。,「『“\"]{5,40})(?=[ 　\n，。]|$)"
)
"""What a screen says, in Chinese that has spaces for stops."""
_ERRORISH = re.compile(
    r"error|fail|invalid|incorrect|denied|(?:must|should) (?:be|not)|not allowed|unable|cannot|can't|expired|exceed|"
    r"insufficient|too many|"
    r"mismatch|restricted|suspended|unavailable|try again|unsupported|not supported|reject|limit|required|"
    r"失败|失敗|无效|無效|無効|错误|錯誤|无法|無法|不能|不支持|异常|異常|限制|超时|逾時|不足|不一致|失效|过期|過期"
    r"|不匹配|重试|"
    r"重試|繁忙|不符|未通过|未通過|不清晰|不完整|有误|有誤|模糊|次数|维护|維護|暂停|暫停|禁止|风控|風控|拒绝|拒絕"
    r"|拒否|거절|거부|отклон|"
    r"từ chối|rechaz|recus|reddedil|"
    r"insufficient|yetersiz|insuficiente|недостаточно|không đủ|부족|残高不足|餘額不足|does not match|not recogni|"
    r"not valid|not eligible|not enabled|not authori|do(?:es)? not|"
    r"timed? ?out|maintenance|"
    r"não corresponde|não confere|no coincide|eşleşmi|не совпада|не соответ|không khớp|일치|一致しま|истек|истёк|"
    r"süresi dol|"
    r"vencid|caducad|"
    r"エラー|できません|失敗|一致しません|無効|期限切れ|制限|오류|실패|불가|없습니다|않습니다|제한|만료|초과|"
    r"ошибк|не удалось|невозможно|неверн|ограничен|превышен|запрещен|недоступ|lỗi|không thể|thất bại|sai |"
    r"hết hạn|tạm khóa|"
    r"bị |no se pud|inválid|incorrect|límite|no permit|no disponible|hata|başarısız|geçersiz|edilemedi|"
    r"yapılamıyor|kısıtl|não foi possível|inválid|falha|bloquead|não permitid|\(\d{3,6}\)|\b\d{5}\b",
    re.IGNORECASE,
)
_WRONG = re.compile(_ERRORISH.pattern + r"|whitelist|timestamp|permission|passphrase|\bsign\b", re.IGNORECASE)
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
        if page.free(*found.span(1)) and _ERRORISH.search(said[6:]):
            page.add("error_message", said, start, start + len(said), confidence=0.85)
    for found in islice(_QUOTED.finditer(page.text), 100):
        index = found.lastindex or 0
        start, end = found.span(index)
        if page.free(start, end) and _is_error(page, found.group(index), found.start(), found.end(), fraud=fraud):
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
        end = end if _ERRORISH.search(page.text, start + 5, end) else start + 5
        if page.free(start, end) and not any(
            e.kind == "error_message" and page.text[start : start + 5] in e.value for e in page.entities
        ):
            page.add("error_message", page.text[start:end].rstrip(), start, end, confidence=0.75)
    if not any(e.kind == "error_message" for e in page.entities):
        _read_unquoted(page)


def _read_unquoted(page: Source) -> None:
    """What no mark shows to be somebody's words: after a screen's verb, or after "error:"."""
    for found in islice(_SPACED.finditer(page.text), 20):
        if page.free(*found.span(1)) and _ERRORISH.search(found.group(1)) and not _spoken(page, found.start()):
            page.add("error_message", found.group(1), *found.span(1), confidence=0.7)
            return
    for found in islice(_BARE.finditer(page.text), 20):
        start = found.start(1)
        words = re.split(r"[。！？；;]|[.!?](?:\s|$)|,\s(?:and|but|so)\b|，", found.group(1))[0].rstrip(" .,")
        if (
            page.free(start, start + len(words))
            and len(words) >= 4
            and not words.isdigit()
            and (_ERRORISH.search(words) or len(words.split()) in range(2, 9))
        ) and not re.match(r"https?:|\d+[,，]", words):
            page.add("error_message", words, start, start + len(words), confidence=0.7)
            return


def _read_coded(page: Source) -> None:
    for found in islice(_CODED.finditer(page.text), 10):
        other = any(ord(c) > 0x2FF for c in page.text[found.end() : found.end() + 3])
        if other and page.free(*found.span(1)) and _ERRORISH.search(found.group(1)[5:]):
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


def _is_error(page: Source, words: str, start: int, end: int, *, fraud: bool) -> bool:
    plain = words.strip(" .。!！…").lower()
    if (
        len(plain) >= 4
        and plain not in _STATUS
        and _FAILED.search(plain)
        and _STATE.search(page.folded, max(0, start - 40), start)
    ):
        return True
    if plain.isdigit() or _OUTCOME.fullmatch(plain) or _spoken(page, start):
        return False
    if fraud and (of := _OF_THEIRS.search(page.folded, max(0, start - 80), start)) and not _OF_OURS.search(of.group()):
        return False
    if plain in _STATUS or len(plain) < 4 or ("@" in words and " " not in words) or "://" in words:
        return False
    low = max(0, start - 44, page.sentence(max(0, start - 1))[0] if start else 0)
    before = page.hits_in(low, start)
    after = page.hits_in(end, end + 16)
    if _PRESSED.search(page.folded, max(0, start - 24), start) or _BUTTON.match(page.folded, end):
        return False
    named = [h for h in before if h.value("named") and start - h.end <= 10]
    cued = any(h.value("error") and start - h.end <= 36 for h in before) or any(h.value("error") for h in after)
    refused = _REFUSED.search(page.folded, max(low, start - 80), start)
    if (
        refused
        and not named
        and not _MONEY.search(plain)
        and (refused.group()[-1:] in ":：(（" or refused.group().endswith((": ", "： ", "（", "(")))
    ):
        return True
    if refused and _SAYS.search(page.folded, low, start):
        return True
    cued = cued or refused is not None
    if named and not cued:
        return False
    if _NUMBERED.search(page.text, max(0, start - 10), start) and (_ERRORISH.search(plain) or len(plain.split()) >= 4):
        return True
    told = page.text[max(0, start - 2) : start].rstrip().endswith((":", "：")) and _ERRORISH.search(plain)
    told_whole = len(plain.split()) >= (3 if plain.endswith(" failed") else 4)
    strong = _ERRORISH.search(plain) and (told_whole or (not plain.isascii() and len(plain) >= 10))
    if not named and (told or (strong and page.place(start) != "quoted")):
        return True
    sentence = (len(plain.split()) >= 3 or (not plain.isascii() and len(plain) >= 6)) and not _MONEY.search(plain)
    return cued and (sentence or _ERRORISH.search(plain) is not None)


def _spoken(page: Source, start: int) -> bool:
    """Whether a person, and no screen, says what is quoted."""
    if _CANNED.search(page.folded, max(0, start - 80), start):
        return True
    found = _SPOKEN.search(page.folded, max(0, start - 80), start)
    if found is None or _SCREEN.search(found.group(1)):
        return False
    return not _APPLIED.search(page.folded, max(0, found.start() - 40), start)
