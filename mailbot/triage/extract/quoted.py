"""Whether words that stand in quotation marks are an error that a screen shows, or somebody's speech, a button, a name
or a status."""

from __future__ import annotations

import re

from mailbot.triage.extract.lexicon import word_set
from mailbot.triage.extract.source import Source

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
_OUTCOME = re.compile(
    r"(?:\w+ )?failed|(?:\w+ ){0,2}(?:successful|success|completed|pending|processing|not found|no active \w+)|"
    r".{0,4}(?:失败|失敗|成功|处理中|處理中|审核中|審核中|已完成|完了|완료|실패)"
)
_SPOKEN = re.compile(
    r"(?:seller|buyer|merchant|продав\w{1,4}|покупат\w{1,4}|卖家|賣家|买家|買家|商家|对方|對方|판매자|구매자|"
    r"người bán|nguoi ban|người mua|vendedor|comprador|satıcı|satici|alici|売り手|買い手|相手|担当者?|"
    r"(?<!其)[他她]们?|骗子|騙子|老师|老師|\bhe\b(?! thong)"
    r"|\bshe\b|\bthey\b|\bel\b dijo|\bele\b|\bela\b|\bон\b|\bона\b|"
    r"\bони\b|anh ta|co ay|\bo dedi|客服|nhan vien|con bot|support (?:agent|chat|team)|поддержк\w|soporte|suporte"
    r"|destek|cskh"
    r"|サポート|상담원)"
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
_BUTTON = re.compile(
    r"\s?(?:button|link|tab|menu|option|按钮|按鈕|按键|按鍵|选项|選項|ボタン|を押|をタップ|をクリック|を選択|버튼|"
    r"을 눌|를 눌|탭|кнопк|düğme|dugme|butonu|"
    r"tusuna|"
    r"seçeneğ|secenegi|的?群|群组|群組|channel|group|グループ|방에|채널|групп|канал)"
)
"""What is pressed or joined, and no message (folded)."""
_REFUSED = re.compile(
    r"(?:rejected|refused|declined|denied|turned down|bounced|not accepted|退回|驳回|駁回|被拒|不通过|不通過|未通过"
    r"|未通過|唔得|失败|失敗|отклон\w{1,4}"
    r"|отказ\w{0,4}|не при(?:нял|нима)\w{1,3}|не прош\w{1,3}|rechaz\w{2,4}|deneg\w{2,4}|recus\w{2,4}|neg(?:ou"
    r"|ad[oa]|aram)|reprov\w{2,4}|reddedil\w{1,6}|ret edil\w{1,4}"
    r"|tu choi|khong duoc duyet|거절\w{0,4}|거부\w{0,4}|반려\w{0,4}|却下\w{0,4}|否認\w{0,4}|通りません\w{0,4}"
    r"|通らな\w{0,6})[^.。!！?？\n\"“”«»「」]{0,36}[:：(（,，]? ?$"
)
"""What was refused, before the reason that is quoted (folded)."""
_REFUSED_AFTER = re.compile(
    r"(?:という理由)?(?:で|と|として)(?:\w{0,6})(?:却下|否認|拒否|差し戻|はじかれ|弾かれ)|(?:이?라고|이?라며"
    r"|이?라는|으?로)[^.!?\n]{0,16}"
    r"(?:거절|거부|반려)|\s?(?:diye|gerekcesiyle|sebebiyle|nedeniyle)[^.!?\n]{0,16}(?:reddedil|ret edil)|"
    r"(?:为由|為由|的理由|的原因)[^。！？\n]{0,8}(?:拒|驳|駁|退)"
)
"""What was refused, behind the reason that is quoted, as Japanese, Korean and Turkish put it (folded)."""
_SAYS = re.compile(
    r"(?:(?<!电)(?<!電)[话話]|[写寫]|(?:一直|老|总|總)是|\bsays?|\breads?|\bwith|\bends? in|\bgot|пиш[еу]т|вышло"
    r"|высветилось|dice|me (?:salio|da|dio)|diz|acusou|apareceu|\bdeu|diyor|bao|と|라고)[:：]? ?[(（]?$"
)
"""What brings a reason (folded)."""
NOT = re.compile(
    r"\bnot?\b|n't\b|unreadable|illegible|blur|\bне\b|\bнет\b|подозр|размыт|\bn[aã]o\b|\bsin\b|\bsem\b|borros"
    r"|ileg[ií]|"
    r"diverg|không|chưa|\bmờ\b|değil|\w[lnuü]?(?:madı|medi|amadı|emedi)\b|未|不|無|无|没有|沒有|[请請]稍|ません"
    r"|ない|않|없|못|불",
    re.IGNORECASE,
)
"""A negation, or a flaw of a document: beside a word that brings a message it is one."""
_APPLIED = re.compile(
    r"appl(?:y|ied|ication)|program|become|申请|申請|成为|成為|заяв|стать|solicit|postul|basvur"
    r"|dang ky|inscri|candidat|登録|申し込|신청"
)
"""Somebody who wants to be a merchant is none yet (folded)."""
ERRORISH = re.compile(
    r"слишком (?:много|част)|demasiad|muitas tentativas|quá nhiều|çok fazla|너무 많"
    r"|congestion|retry|\bbusy\b|нечетк|нечётк|超え|超過|error|fail|invalid|incorrect|denied|(?:must|should) (?:be"
    r"|not)"
    r"|not allowed|unable|(?:can|could) ?not|can't|\bwrong\b|expired|exceed|"
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
    r"ошибк|не удалось|невозможно|неверн|ограничен|превышен|запрещ[её]н|недоступ|lỗi|không thể|thất bại|sai |"
    r"hết hạn|tạm khóa|"
    r"bị |không hợp|no se pud|no (?:son )?válid|inválid|incorrect|límite|no permit|no disponible|hata|"
    r"başarısız|geçersiz|edilemedi|"
    r"yapılamıyor|kısıtl|não foi possível|inválid|falha|bloquead|não permitid|\(\d{3,6}\)|\b\d{5}\b",
    re.IGNORECASE,
)


_LURE = re.compile(r"(?<![a-z0-9.,])(?:\+|0)[\d ()-]{7,18}\d|[a-z0-9-]{2,40}\.[a-z]{2,8}/")
"""A telephone or page to turn to, in the words of a fraud."""


def is_error(page: Source, words: str, start: int, end: int, *, fraud: bool) -> bool:
    """Whether a quotation of a page is the text of an error; ``start`` and ``end`` with its marks. ``fraud``: the mail
    reports one, so that what "the platform" says need not be the desk's."""
    plain = words.strip(" .。!！…").lower()
    if len(plain) >= 4 and _STATE.search(page.folded, max(0, start - 40), start):
        return plain not in _STATUS and bool(_FAILED.search(plain) or ERRORISH.search(plain))
    if plain.isdigit() or plain in _STATUS or len(plain) < 4 or _OUTCOME.fullmatch(plain) or spoken(page, start):
        return False
    if fraud and _LURE.search(words):
        return False
    if fraud and (of := _OF_THEIRS.search(page.folded, max(0, start - 80), start)) and not _OF_OURS.search(of.group()):
        return False
    if ("@" in words and " " not in words) or "://" in words or _pressed(page, start, end):
        return False
    low = max(0, start - 80, page.sentence(max(0, start - 1))[0] if start else 0)
    told = page.text[max(0, start - 2) : start].rstrip().endswith((":", "：", "(", "（"))
    wrong = ERRORISH.search(plain) or NOT.search(plain)
    refused = _REFUSED.search(page.folded, low, start)
    if refused is None:
        refused = _REFUSED_AFTER.match(page.folded, end)
    before = page.hits_in(max(low, start - 44), start)
    said = _SAYS.search(page.folded, low, start)
    cues = [h for h in before if start - h.end <= 36] + page.hits_in(end, end + 16)
    cued = bool(refused or said or any(h.value("error") for h in cues))
    if any(h.value("named") and start - h.end <= 10 for h in before):
        return cued and wrong is not None
    if refused and not _MONEY.search(plain) and (told or wrong or said):
        return True
    if _NUMBERED.search(page.text, max(0, start - 10), start) and (wrong or len(plain.split()) >= 4):
        return True
    told_whole = len(plain.split()) >= (3 if plain.endswith(" failed") or ERRORISH.match(plain) else 4)
    strong = ERRORISH.search(plain) and (told_whole or (not plain.isascii() and len(plain) >= 10))
    if (told and wrong) or (strong and page.place(start) != "quoted"):
        return True
    sentence = (len(plain.split()) >= 3 or (not plain.isascii() and len(plain) >= 6)) and not _MONEY.search(plain)
    return cued and (sentence or wrong is not None)


def _pressed(page: Source, start: int, end: int) -> bool:
    """Whether it is what somebody pressed, chose or joined."""
    return bool(_PRESSED.search(page.folded, max(0, start - 24), start) or _BUTTON.match(page.folded, end))


def spoken(page: Source, start: int) -> bool:
    """Whether a person, and no screen, says what is quoted."""
    if _CANNED.search(page.folded, max(0, start - 80), start):
        return True
    found = _SPOKEN.search(page.folded, max(0, start - 80), start)
    if found is None or _SCREEN.search(found.group(1)):
        return False
    return not _APPLIED.search(page.folded, max(0, found.start() - 40), start)
