"""The words in which mail systems say that a mail was not delivered, in the languages in which they say it."""

from __future__ import annotations

import re2

_NOT_DELIVERED = (
    # English
    r"undeliver(?:ed|able)|non-?delivery|(?:not|n't|never) (?:yet )?(?:be |been )?(?:able to )?(?:be )?"
    r"(?:deliver(?:ed|y)?|reach(?:ed)?)\b|"
    r"(?:unable|failed|failure|impossible) to (?:be )?(?:deliver|send|reach)|(?:delivery|mail|message) (?:has )?fail(?:ed|ure)|"
    r"delivery (?:error|delay|warning|incomplete|unsuccessful|problem|not possible|status notification|report)|"
    r"deliver(?:y|ed) to the following|failed (?:mail|delivery|recipient|address)|failure (?:notice|delivery)|"
    r"did(?: not|n't) reach|returned (?:mail|to sender|message)|returning (?:message|mail) to sender|"
    r"(?:could not|couldn't|cannot|can't|can not) (?:be )?(?:deliver|reach|sent)|non remis|bounced? (?:mail|message)|"
    # Chinese
    r"退信|退件|(?:投递|投遞|传递|傳遞|传送|傳送|发送|發送|寄送|寄件|送达|送達)(?:失败|失敗|不成功|错误|錯誤|延迟|延遲)|"
    r"(?:无法|無法|未能|不能|没有|沒有|未)(?:被)?(?:成功)?(?:投递|投遞|传递|傳遞|传送|傳送|发送|發送|寄送|送达|送達|"
    r"寄达|寄達|到达|到達)|被退回|"
    # Japanese
    r"(?:配信|配送|送信|配達|送達)(?:できません|できなかった|不能|不可|失敗|エラー|遅延|されません|に失敗|が失敗|状態)|"
    r"届(?:けられません|きません|けることができません|けることが出来ません)|不達|未配信|配信状況|宛先不明|"
    # Korean
    r"(?:배달|전달|전송|발송|송신)(?:이|을|를|할|하지|되지|에)?\s*(?:수\s*없|실패|않|못|지연|불가|상태)|반송|보낼 수 없|"
    # Russian, Ukrainian
    r"не (?:было |может быть |была |были |удалось |удаётся |удается )?достав(?:лен|ить|ля)|недоставлен|"
    r"(?:ошибка|сбой|отказ|невозможн\w+|проблема) (?:при )?(?:доставк|достав|отправк)|возвращено отправителю|"
    r"невозможно доставить|не вдалося доставити|"
    # Vietnamese
    r"không (?:thể |được )?(?:gửi|chuyển|phát|giao|phân phối)(?: được| đến| tới)?|(?:gửi|chuyển|phân phối) (?:thư )?"
    r"(?:không thành công|thất bại)|thư (?:bị )?trả lại|"
    # Spanish, Portuguese
    r"no (?:se )?(?:ha |han |pudo |puede |pueden |ha podido |pudieron )?(?:ser )?(?:entrega[dr]|podido entregar|llegado)|"
    r"(?:error|fallo|falla|falha|erro|notifica(?:ci[oó]n|[cç][aã]o)|problema)s? (?:de|en|na|no|en la|de la|de status de)? ?"
    r"(?:estado de )?(?:la )?entrega|no entregad|imposible entregar|devuelto|devolvid[oa]|"
    r"n[aã]o (?:foi |foram |p[oô]de |pode |puderam )?(?:poss[ií]vel )?(?:ser )?(?:entreg|enviad)|"
    # Turkish
    r"(?:teslim|gönder|ilet|ulaştır)\w*\s?(?:edilemed|edilemiyor|edilemez|ilemed|ilemiyor|ilmed|emedi|emiyor|ılamad)|"
    r"iletilemedi|gönderilemedi|ulaştırılamadı|teslim edilemedi|teslimat (?:hatası|başarısız|durumu)|"
    # German, French, Italian, Dutch, Polish, Swedish, Indonesian
    r"unzustellbar|(?:nicht|kann nicht|konnte nicht) zu(?:ge|zu)stell|zustell(?:ung|fehler)|"
    r"n'a pas (?:pu )?(?:[eê]tre |été )?(?:remis|d[eé]livr|distribu|envoy)|[eé]chec de (?:la )?(?:remise|distribution|"
    r"livraison)|impossible de (?:remettre|distribuer|livrer)|non (?:distribu|d[eé]livr)|"
    r"mancat(?:a|o) (?:consegna|recapito)|(?:non|impossibile) (?:è stato |è possibile |può essere )?"
    r"(?:consegna|recapita)|onbestelbaar|niet (?:worden )?(?:afgeleverd|bezorgd)|niedor[eę]czon|nie (?:została )?"
    r"dostarczon|kunde inte levereras|gagal (?:dikirim|terkirim)|tidak (?:dapat )?(?:ter|di)kirim"
)
_SMTP_SAYS = (
    r"(?:user|recipient|mailbox|account|address|host|domain|addressee)s?(?: name)? (?:is |was |does |has been |name )?"
    r"(?:unknown|not (?:found|exist|known|listed|recogni[sz]ed|available)|unavailable|disabled|full|rejected|"
    r"over ?quota|inactive|suspended|invalid|doesn't exist)|unknown (?:user|recipient|address|mailbox|host|local)|"
    r"no such (?:user|mailbox|recipient|person|address)|invalid (?:recipient|address|mailbox|user|final delivery)|"
    r"(?:over|exceed(?:ed|s|ing)?)(?: \w+)? (?:disk )?quota|quota (?:exceeded|violation)|access denied|relay(?:ing)? denied|"
    r"mail loop|too many hops|permanent (?:fatal )?errors?|fatal errors|transcript of (?:the )?session|"
    r"automatically rejected|was rejected|rejected by|(?:account|mailbox) (?:has been )?(?:disabled|discontinued|closed)|"
    r"rcpt to|smtp error|remote (?:host|server|smtp)|(?:failed|bad|wrong) recipients?|"
    r"(?:email |e-mail )?address(?:es)? (?:is |are |was )?(?:wrong|invalid|incorrect|no longer valid)|"
    r"has been (?:returned|postponed)|"
    r"用户不存在|用戶不存在|收件人不存在|邮箱(?:不存在|已满|空间不足)|地址不存在|信箱已滿|查無此人|"
    r"存在しません|見つかりませんでした|존재하지 않|용량[^\n]*초과|не существует|переполнен|không tồn tại|"
    r"no existe|n[aã]o existe|bulunamadı|mevcut değil|existiert nicht|n'existe pas"
)
_DELAYED = (
    r"(?:delivery|message|mail)s?(?: \S+)? (?:is |has been |was )?(?:temporarily )?(?:delayed|deferred|postponed)|"
    r"delayed (?:mail|message|delivery)|\(delay(?:ed)?\)|still being retried|not yet been delivered|"
    r"(?:will|going to) (?:be retried|continue to (?:try|attempt|be)|keep trying|try again|retry)|continue trying|"
    r"delivery attempts will continue|this is (?:just )?a warning|warning only|has been postponed|"
    r"no action is required on your part|do not need to (?:resend|take any action)|"
    r"(?:投递|投遞|传递|傳遞|送达|送達|发送|發送)(?:延迟|延遲)|(?:将|會|会)(?:继续|繼續)(?:尝试|嘗試)|配信(?:が)?遅延|"
    r"再試行|배달[^\n]*지연|задерж(?:ка|ива)|попытк\w+ будут продолж|retraso|se retras|se seguirá intentando|atrasad|"
    r"continuará tentando|gecik(?:ti|me)|denenmeye devam|bị (?:trì hoãn|chậm)|verzögert|retard[eé]"
)
_GIVEN_UP = r"giv(?:en|ing) up|not going to try again|permanent (?:error|failure)|failed permanently|no further attempts"

_PREFIX = r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:[*#!-]+\s*)?"
_REPLY = (
    r"(?i)^\s*(?:\[[^\]]{1,40}\]\s*)?(?:re|fwd?|aw|wg|tr|rv|res|enc|回复|回覆|答复|转发|轉寄|返信|転送|회신|전달|ответ|trả lời)"
    r"(?:\[\d+\])?\s*[:：]"
)
_SUBJECT_ONLY = (
    r"mail (?:system error|error|failed|returned|delivery)|returned mail|warning: (?:message|could not|delayed)|"
    r"message status - undeliverable|ndn:|ndr:|delivery failure:|processing error|user unknown|rejected:|bounced?:|"
    r"postmaster notify|auto(?:matically)? rejected|message (?:delivery|undeliver|you sent blocked)|系统退信|系統退信"
)


class _Subject:
    """Subjects of reports; an answer to one ("Re: Undelivered mail") is a person's."""

    def __init__(self) -> None:
        self._reply = re2.compile(_REPLY)
        self._words = re2.compile(rf"(?i){_PREFIX}(?:{_SUBJECT_ONLY})|{_NOT_DELIVERED}")

    def search(self, subject: str) -> bool:
        """Whether a subject is that of a report."""
        head = subject[:300]
        return not self._reply.search(head) and bool(self._words.search(head))


class _Delay:
    """Whether delivery is still being tried."""

    def __init__(self) -> None:
        self._delayed = re2.compile(f"(?i){_DELAYED}")
        self._over = re2.compile(f"(?i){_GIVEN_UP}")

    def search(self, text: str) -> bool:
        """True where a text tells of a delay and not of the end of all attempts."""
        return bool(self._delayed.search(text)) and not self._over.search(text)


SUBJECT = _Subject()
DELAY = _Delay()
BODY = re2.compile(f"(?i){_NOT_DELIVERED}|{_SMTP_SAYS}|{_DELAYED}")
COPY = re2.compile(
    r"(?im)^[ \t>*=_-]*(?:"
    r"(?:below (?:this|the next) line is a copy|.*copy of (?:the |your |my )?(?:original )?(?:message|mail|header)|"
    r"(?:original|returned|unsent|old|undelivered) (?:message|mail|header)s?(?: headers?| details?| text)?"
    r"(?: (?:follows?|attached|is following|as received|below).*)?\s*[:.-]*\s*-*$|"
    r"(?:start of )?(?:returned|forwarded|unsent|original) (?:message|mail)|message headers? follow|message text follows|"
    r"(?:the )?(?:message )?headers? (?:of|and top|from)|the first \d+ lines|your message reads|"
    r"a summary of the undelivered|original message)|"
    r"(?:原始邮件|原始郵件|原邮件|原郵件|原信件|附件中的内容是原信件|以下是原|元のメッセージ|원본 메시지|원본 메일|исходное сообщение|"
    r"оригинал(?:ьное)? (?:сообщени|письм)|копия (?:сообщения|письма)|mensaje original|mensagem original|özgün ileti|orijinal ileti|"
    r"thư gốc|message d'origine|ursprüngliche nachricht)|"
    r"return-path\s*:|received\s*:\s*(?:from|by|\(qmail)).*$"
)
