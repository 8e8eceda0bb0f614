"""Letters of a ticket: those to its customer, those to the desk's own people, and the outbox they are put into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.desk.tools import Tools
from mailbot.model.codec import to_plain
from mailbot.model.effects import Analysis, Outgoing
from mailbot.model.ticket import Ticket
from mailbot.store import Transaction
from mailbot.triage.body.fresh import REPLY_MARKER
from mailbot.triage.wording import wording
from mailbot.triage.words import reply_language

__all__ = ["REPLY_MARKER", "internal", "language_of", "new_ticket", "put", "summary", "to_customer", "words"]

_REFERENCES = 10
"""How many Message-IDs of the conversation a letter names; the composer keeps the first and the latest."""

_SHOWN_CHARS = 4000
"""How much of the customer's words stands in the mail itself; the whole is attached."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "new": "New ticket",
        "priority": "Priority",
        "about": "About",
        "unsure": "not sure: please check",
        "customer": "Customer",
        "language": "Language",
        "due": "First answer due",
        "facts": "Known",
        "missing": "Missing",
        "warnings": "Warnings",
        "secrets": "secrets in the mail, masked",
        "signals": "signals",
        "suspicious": "attachment not to be opened blindly",
        "identity": "sender",
        "attachments": "attachments",
        "page": "In the console",
        "wrote": "What the customer wrote (secrets masked)",
        "how": "Answer this mail: "
        "your words go to the customer from the desk's address, signed with your display name. "
        "Commands, each on a line of its own: #close, #resolve, #note TEXT, #assign NAME, #team TEAM, #intent INTENT, "
        "#priority P1.",
        "nudged": "The customer waits for an answer",
        "escalated": "Escalated: no answer in time",
        "deadline_missed": "The time for the first answer has passed",
        "done": "Done",
        "failed": "Nothing was done",
        "sent": "your answer goes to the customer in {seconds} s (mailbot outbox hold {letter} keeps it back)",
        "sent_now": "your answer is on its way to the customer",
        "left_out": "attachments were not sent on",
        "unknown": "no such command: {line}",
        "empty": "neither an answer nor a command",
        "confirm_subject": "Please confirm this address",
        "confirm": "A colleague calls you in the console. This address was given for such mails: open this page within "
        "a day to confirm that it is yours. From then on a mail says who calls, and where. If you know nothing of it, "
        "do nothing.",
        "called": "{by} calls you on ticket {number}",
        "not_here": "Please answer in the console: an answer to this mail is only kept as a note.",
    },
    "zh": {
        "new": "新工单",
        "priority": "优先级",
        "about": "事由",
        "unsure": "不确定，请核对",
        "customer": "客户",
        "language": "语言",
        "due": "首次回复截止",
        "facts": "已知",
        "missing": "缺少",
        "warnings": "警告",
        "secrets": "邮件含敏感信息（已遮盖）",
        "signals": "信号",
        "suspicious": "附件可疑，请勿直接打开",
        "identity": "发件人身份",
        "attachments": "附件",
        "page": "控制台",
        "wrote": "客户原文（敏感信息已遮盖）",
        "how": "直接回复本邮件：您写的内容将以客服地址发给客户，署名为您的显示名。命令须单独成行："
        "#close、#resolve、#note 内容、#assign 姓名、#team 团队、#intent 意图、#priority P1。",
        "nudged": "客户正在等待回复",
        "escalated": "升级：未按时回复",
        "deadline_missed": "首次回复已超时",
        "done": "已完成",
        "failed": "未执行任何操作",
        "sent": "您的回复将在 {seconds} 秒后发给客户（mailbot outbox hold {letter} 可拦下）",
        "sent_now": "您的回复正在发给客户",
        "left_out": "附件未转发",
        "unknown": "没有这个命令：{line}",
        "empty": "既没有回复内容，也没有命令",
        "confirm_subject": "请确认此邮箱地址",
        "confirm": "有同事在控制台中提到了您。此地址被设为通知邮箱：请在一天内打开以下页面确认它属于您，"
        "此后的邮件会写明是谁、在哪个工单。若与您无关，请忽略。",
        "called": "{by} 在工单 {number} 中提到了您",
        "not_here": "请在控制台中回复；直接回复本邮件只会记为备注。",
    },
}


def words(tools: Tools, language: str = "") -> Mapping[str, str]:
    """The words for the desk's own people, in the reader's language, or else the desk's."""
    language = language or tools.policy().catalogue.default_language
    return _WORDS["zh" if language.startswith("zh") else "en"]


def put(t: Transaction, tools: Tools, ticket: Ticket, outgoing: Outgoing, now: datetime) -> str | None:
    """Put a letter into the outbox; its Message-ID, or None where the same one was put there before."""
    message_id = tools.composer.message_id(outgoing.dedupe_key, ticket.id, "a" if outgoing.internal else "t")
    new = t.outbox.put(
        dedupe_key=outgoing.dedupe_key,
        ticket=ticket.id,
        kind=outgoing.kind,
        automatic=outgoing.automatic and not outgoing.internal,
        recipient=outgoing.to.lower(),
        message_id=message_id,
        request=to_plain(outgoing),
        now=now,
        due_at=outgoing.not_before,
    )
    return message_id if new else None


def language_of(tools: Tools, ticket: Ticket) -> str:
    """The language that a ticket is answered in."""
    catalogue = tools.policy().catalogue
    return reply_language(ticket.language, catalogue.languages, catalogue.default_language)


def to_customer(
    t: Transaction,
    tools: Tools,
    ticket: Ticket,
    *,
    kind: str,
    template: str,
    key: str,
    language: str = "",
    automatic: bool = True,
    **said: Any,
) -> Outgoing:
    """A letter to a ticket's customer, in its thread and, unless ``language`` says otherwise, in the ticket's language.
    ``said``: what `wording` takes beyond what the ticket itself says."""
    catalogue = tools.policy().catalogue
    language = language or language_of(tools, ticket)
    ids = [m.message_id for m in t.messages.of(ticket.id) if m.message_id and m.direction != "note"]
    return Outgoing(
        kind=kind,
        template=template,
        language=language,
        to=ticket.requester,
        to_name=ticket.requester_name,
        subject=ticket.subject,
        in_reply_to=ids[-1] if ids else None,
        references=tuple(ids[-_REFERENCES:]),
        automatic=automatic,
        dedupe_key=key,
        context=wording(
            catalogue,
            language,
            intent=ticket.intent,
            team=ticket.team,
            name=ticket.requester_name,
            priority=ticket.priority,
            abstained=ticket.abstained,
            identity=ticket.grade,
            opened_at=ticket.created_at,
            **said,
        ),
    )


def internal(
    to: str, subject: str, body: str, *, key: str, attachment: str = "", answers: str | None = None
) -> Outgoing:
    """A letter for the desk's own people."""
    return Outgoing(
        kind="notice",
        template="internal",
        language="en",
        to=to,
        in_reply_to=answers,
        references=(answers,) if answers else (),
        dedupe_key=key,
        internal=True,
        context={"subject": subject, "body": body, "attachment": attachment},
    )


def new_ticket(tools: Tools, ticket: Ticket, analysis: Analysis, to: str, key: str) -> Outgoing:
    """A new ticket as its team gets it by mail: triaged, masked, and to be answered by an answer."""
    w, mail = words(tools), analysis.mail
    shown = mail.fresh_text[:_SHOWN_CHARS] + ("\n[…]" if len(mail.fresh_text) > _SHOWN_CHARS else "")
    body = "\n".join(
        [
            REPLY_MARKER,
            "",
            *summary(tools, ticket, w),
            *_findings(analysis, w),
            "",
            w["how"],
            "",
            f"{w['wrote']}:",
            "",
            shown,
        ]
    )
    head = [f"From: {ticket.requester_name} <{ticket.requester}>", f"Subject: {mail.subject}"]
    head += [f"Date: {mail.date.isoformat()}"] if mail.date else []
    subject = f"{w['new']} {ticket.priority} · {ticket.intent} · {mail.subject}"
    return internal(to, subject, body, key=f"team:{key}", attachment="\n".join([*head, "", mail.text]))


def summary(tools: Tools, ticket: Ticket, w: Mapping[str, str]) -> list[str]:
    """A ticket in a few lines."""
    catalogue = tools.policy().catalogue
    team = catalogue.teams.get(ticket.team)
    zone = ZoneInfo(team.hours.zone if team else "UTC")
    about = f"{ticket.category} / {ticket.intent}" + (f" ({w['unsure']})" if ticket.abstained else "")
    lines = [
        f"#{ticket.number}  {w['priority']} {ticket.priority}  {ticket.team}",
        f"{w['about']}: {about}",
        f"{w['customer']}: {ticket.requester_name} <{ticket.requester}>, {w['language']} {ticket.language}",
    ]
    if ticket.first_reply_due and not ticket.first_replied_at:
        lines.append(f"{w['due']}: {ticket.first_reply_due.astimezone(zone):%Y-%m-%d %H:%M %Z}")
    if ticket.facts:
        lines += ["", f"{w['facts']}:", *(f"- {kind}: {', '.join(v)}" for kind, v in ticket.facts.items())]
    if ticket.missing:
        lines += ["", f"{w['missing']}: {', '.join(ticket.missing)}"]
    if tools.console():
        lines += ["", f"{w['page']}: {tools.console()}/tickets/{ticket.number}"]
    return lines


def _findings(analysis: Analysis, w: Mapping[str, str]) -> list[str]:
    """Who wrote it, as far as that is proven, and what to beware of."""
    identity = analysis.identity
    lines = [f"{w['identity']}: {identity.grade} ({'; '.join(identity.because)})"]
    warnings: list[str] = []
    secrets = sorted({s.kind for s in analysis.extraction.secrets})
    warnings += [f"{w['secrets']}: {', '.join(secrets)}"] if secrets else []
    warnings += [f"{w['signals']}: {', '.join(s.name for s in analysis.decision.signals)}"] * bool(
        analysis.decision.signals
    )
    warnings += [f"{w['suspicious']}: {a.filename} ({a.suspicious})" for a in analysis.mail.attachments if a.suspicious]
    warnings += [f.reason for f in analysis.screening.findings]
    if warnings:
        lines += ["", f"{w['warnings']}:", *(f"- {line}" for line in warnings)]
    files: Sequence[str] = [f"{a.filename} ({a.content_type}, {a.size} B)" for a in analysis.mail.attachments]
    return [*lines, "", f"{w['attachments']}: {'; '.join(files)}"] if files else lines
