"""What the first mail would wait for, done before it comes: word lists, patterns and templates, loaded at first use."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from mailbot.desk.tools import Tools
from mailbot.model.effects import Context
from mailbot.model.mail import RawMail, Source
from mailbot.observe.log import logger
from mailbot.triage import pipeline

log = logger(__name__)

_SAID = {
    "en": "My withdrawal of 100 USDT from yesterday has not arrived, and I have waited for an answer.",
    "zh": "我昨天提币 100 USDT 还没有到账，请帮我查一下。",
    "zh-Hant": "我昨天提幣 100 USDT 還沒有到帳，請幫我查一下。",
    "ja": "昨日 100 USDT を出金しましたが、まだ届いていません。",
    "ko": "어제 100 USDT를 출금했는데 아직 도착하지 않았습니다.",
    "vi": "Hôm qua tôi rút 100 USDT nhưng đến nay vẫn chưa nhận được.",
    "ru": "Вчера я вывел 100 USDT, но деньги до сих пор не пришли.",
    "es": "Ayer retiré 100 USDT y todavía no han llegado a mi cuenta.",
    "pt": "Ontem saquei 100 USDT e ainda não chegaram na minha conta.",
    "tr": "Dün 100 USDT çektim ama hâlâ hesabıma ulaşmadı.",
    "fr": "Merci beaucoup.",
}
"""By language; the last is none of ours, for which the model is asked that tells languages without common words."""


def rehearse(tools: Tools, stop: Callable[[], bool] = lambda: False) -> bool:
    """Decide and answer a mail in each language as if it had come now. Nothing is written, nothing leaves. Between two
    of them ``stop`` is asked; whether all were gone through. Never raises: what is wrong, the first mail will tell."""
    for text in _SAID.values():
        if stop():
            return False
        try:
            _gone_through(tools, text)
        except Exception as error:  # noqa: BLE001 - see above
            log.warning("rehearsal_failed", error=f"{type(error).__name__}: {error}")
    return True


def _gone_through(tools: Tools, text: str) -> None:
    policy, now = tools.policy(), tools.clock()
    message = EmailMessage(policy=SMTP)
    message["From"] = "rehearsal@mail.invalid"
    message["Subject"] = text[:40]
    message.set_content(text)
    message.add_alternative(f"<html><body><p>{text}</p></body></html>", subtype="html")
    content = message.as_bytes()
    raw = RawMail(content=content, sha256=sha256(content).hexdigest(), received_at=now, source=Source(mailbox=""))
    reading = pipeline.read(raw, policy)
    ((_, plan),) = pipeline.triage([(reading, Context(now=now))], policy, tools.classifier)
    for outgoing in plan.outgoing:
        tools.composer.compose(outgoing, ticket=0, number="10000000", now=now)
