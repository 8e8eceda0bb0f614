"""Statements that are no identifiers: facts about the mail and the matter."""

from __future__ import annotations

from mailbot.model.findings import Entity
from mailbot.triage import linear
from mailbot.triage.extract.persons.registered import sent_from_registered

_REGISTERED = linear.compile(
    r"(?:registered|login|account|sign-?up)[^.\n]{0,12}(?:e-?mail|address|under|is)|under |注册|註冊|绑定|綁定|"
    r"登录邮箱|登记|登記|登録|가입|등록|계정|зарегистр|привязан|почта|аккаунт|đăng ký|dang ky|registrad|cuenta|"
    r"correo|kayıtlı|kayitli|e-posta|hesap|cadastrad|conta"
)
_INTERNAL = linear.compile(
    r"internal(?:ly)? (?:transfer|sent|send|transferred)|internal transfer|transfer between okx|okx[- ]to[- ]okx|"
    r"uid transfer|内部转账|內部轉帳|站内转账|站內轉帳|内部轉帳|内转|內轉|内部转|平台内转|內部轉|okx pay|"
    r"内部送金|社内送金|ユーザー間送金|uid宛|내부 ?(?:이체|전송|송금|출금)|유저 간|"
    r"внутренн\w{0,4} перев|внутри биржи|внутри okx|chuyển nội bộ|chuyen noi bo|nội bộ|transferencia interna|"
    r"transferí internamente|envío interno|interna(?:mente)? (?:a|para) (?:otro|outro|el|o) (?:uid|usuario)|"
    r"dahili transfer|iç transfer|kullanıcılar arası|transferência interna|internamente|"
    r"okx internal|to another okx (?:user|account|customer)|uid ?(?:转账|轉帳|转帐)|okx ?内(?:の|で)?(?:送金|振替)|"
    r"(?:внутри|между) (?:okx|бирж)|"
    r"(?:dentro d[ae]|entre contas d[ae]|dentro de) okx|para o uid|al uid (?:equivocado|incorrecto|de otr)|"
    r"до другого uid|на чужой uid|"
    r"(?:sai|nhầm|nham) uid|yanlış uid|uid'sine|wrong uid"
)
_PROMISED = linear.compile(
    r"(?:will|'ll) (?:send|attach|provide|follow|share|forward)[^.\n]{0,40}(?:later|screenshot|soon|tomorrow|"
    r"when|once)|(?:screenshot|proof|receipt|txid|video|photo)s? (?:will follow|later|to follow|coming)|"
    r"稍后(?:补|发|提供|上传)|晚点(?:补|发)|回头(?:补|发)|明天(?:补|发|提供)|稍後(?:補|傳|提供)|晚點(?:補|傳)|"
    r"之後補|"
    r"後(?:ほど|で)(?:送|お送り|添付)|나중에 (?:보내|첨부|드리)|추후|(?:пришлю|вышлю|приложу|скину|"
    r"отправлю)[^.\n]{0,20}(?:позже|потом|вечером|завтра)|gửi sau|sẽ gửi|gui sau|(?:enviaré|mando|envío|"
    r"adjuntaré|enviare)[^.\n]{0,20}(?:luego|después|más tarde|mañana)|sonra (?:gönder|at|ilet)|(?:envio|mando|"
    r"enviarei)[^.\n]{0,20}(?:depois|mais tarde|amanhã)"
)
_NOT_AT_STAKE = linear.compile(
    r"(?:haven'?t|have not|didn'?t|did not) (?:sent|send|lost|lose|deposit|transfer)|(?:already|has been|was|got|"
    r"is) (?:\w+ )?(?:fixed|solved|resolved|refunded|returned|credited)|not after the money|just (?:asking|"
    r"curious|wondering)|only asking|planning to|plan to|thinking of|want to (?:know|ask)|"
    r"if i (?:send|deposit|withdraw|sell|buy|transfer)|还没(?:转|充|提|发|汇|打)|没有(?:损失|被骗|转)|没损失|"
    r"未损失|没上当|打算|计划|想问一下|只是问|问问|已经(?:到账|解决|退回)|沒有(?:損失|被騙)|沒損失|還沒(?:轉|充|"
    r"提)|只是想問|"
    r"まだ(?:送|振)|予定です|被害は(?:ない|あり)|質問です|아직 (?:안|보내지)|피해는 (?:없|안)|하려고|예정|"
    r"ничего (?:пока )?не (?:отправ|перев|потер)|планирую|хочу уточнить|собираюсь|chưa (?:gửi|chuyển|nạp|mất)|"
    r"định (?:chuyển|rút|nạp)|dự định|muốn hỏi|"
    r"no (?:he|hemos) (?:enviado|perdido|hecho)|pienso|quiero saber|tengo pensado|henüz (?:gönder|yap)|"
    r"düşünüyorum|planlıyorum|kaybım yok|ainda não (?:envi|fiz)|pretendo|queria saber|gostaria de saber|não perdi"
)


def flags(fresh: str, subject: str, entities: list[Entity], sender: str, *, police_report: bool) -> frozenset[str]:
    """All flags that the words of a mail set. ``fresh`` and ``subject`` in lower case."""
    found = set()
    own = any(e.kind == "email" and e.value.lower() == sender.lower() for e in entities) and sender
    if sent_from_registered(fresh) or (own and _REGISTERED.search(fresh)):
        found.add("sent_from_registered_email")
    if _INTERNAL.seen(fresh) or _INTERNAL.seen(subject):
        found.add("internal_transfer")
    if _PROMISED.seen(fresh):
        found.add("attachment_promised")
    if _NOT_AT_STAKE.seen(fresh):
        found.add("amount_not_at_stake")
    if police_report:
        found.add("police_report")
    return frozenset(found)
