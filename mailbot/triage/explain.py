"""A decision as `explain --json` prints it and as it is stored: the contract of docs/reference/explain-json.md."""

from __future__ import annotations

from typing import Any

from mailbot.model.effects import Analysis, Plan
from mailbot.model.findings import Entity
from mailbot.model.mail import Address, Attachment, ParsedMail


def explanation(analysis: Analysis, plan: Plan) -> dict[str, Any]:
    """JSON data of one mail's whole decision; texts as masked as the analysis is."""
    c = analysis.classification
    return {
        "message": _message(analysis.mail),
        "screening": _screening(analysis),
        "identity": {"grade": analysis.identity.grade, "because": list(analysis.identity.because)},
        "threading": {
            "kind": analysis.threading.kind,
            "how": analysis.threading.how,
            "confidence": round(analysis.threading.confidence, 4),
            "because": analysis.threading.because,
            "ticket": analysis.threading.ticket,
            "linked": analysis.threading.linked,
            "reopens": analysis.threading.reopens,
        },
        "language": c.language,
        "entities": [entity_data(e) for e in analysis.extraction.entities],
        "secrets": [{"kind": s.kind, "where": s.where, "span": list(s.span)} for s in analysis.extraction.secrets],
        "evidence": [
            {"filename": e.filename, "kind": e.kind, "counts": e.counts} for e in analysis.extraction.evidence
        ],
        "flags": sorted(analysis.extraction.flags),
        "category": c.category,
        "intent": c.intent,
        "secondary_intents": list(c.secondary_intents),
        "confidence": {"category": round(c.category_confidence, 4), "intent": round(c.intent_confidence, 4)},
        "candidates": [{"intent": name, "p": round(p, 4)} for name, p in c.candidates],
        "because": list(c.because),
        "abstained": c.abstained,
        "completeness": {
            "required": list(analysis.completeness.required),
            "present": list(analysis.completeness.present),
            "missing": list(analysis.completeness.missing),
            "helpful": list(analysis.completeness.helpful),
            "doubtful": [{"fact": d.fact, "because": d.because} for d in analysis.completeness.doubtful],
        },
        "decision": _decision(analysis),
        "plan": _plan(plan),
        "policy": analysis.policy,
        "model": c.model,
    }


def entity_data(e: Entity) -> dict[str, Any]:
    """One fact as JSON data."""
    return {
        "kind": e.kind,
        "value": e.value,
        "raw": e.raw,
        "where": e.where,
        "span": list(e.span),
        "valid": e.valid,
        "confidence": round(e.confidence, 4),
        "note": e.note,
        "via": e.via,
    }


def _message(mail: ParsedMail) -> dict[str, Any]:
    return {
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "from": _address(mail.sender) if mail.sender else None,
        "reply_to": [_address(a) for a in mail.reply_to],
        "to": [_address(a) for a in mail.to],
        "cc": [_address(a) for a in mail.cc],
        "subject": mail.subject,
        "date": mail.date.isoformat().replace("+00:00", "Z") if mail.date else None,
        "text": mail.text,
        "fresh_text": mail.fresh_text,
        "folds": [{"kind": f.kind, "span": [f.start, f.end]} for f in mail.folds],
        "attachments": [_attachment(a) for a in mail.attachments],
        "defects": list(mail.defects),
    }


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "address": address.address}


def _attachment(a: Attachment) -> dict[str, Any]:
    return {
        "filename": a.filename,
        "content_type": a.content_type,
        "declared_type": a.declared_type,
        "size": a.size,
        "sha256": a.sha256,
        "inline": a.inline,
        "index": a.index,
        "suspicious": a.suspicious,
        "text": a.text,
    }


def _screening(analysis: Analysis) -> dict[str, Any]:
    screening = analysis.screening
    bounce = screening.bounce
    return {
        "verdict": screening.verdict,
        "may_reply": screening.may_reply,
        "findings": [{"check": f.check, "reason": f.reason, "evidence": f.evidence} for f in screening.findings],
        "bounce": None
        if bounce is None
        else {
            "recipients": [
                {
                    "address": r.address,
                    "action": r.action,
                    "status": r.status,
                    "diagnostic": r.diagnostic,
                    "hard": r.hard,
                }
                for r in bounce.recipients
            ],
            "original_message_id": bounce.original_message_id,
        },
    }


def _decision(analysis: Analysis) -> dict[str, Any]:
    d = analysis.decision
    return {
        "category": d.category,
        "intent": d.intent,
        "priority": d.priority,
        "team": d.team,
        "assignee": d.assignee,
        "tags": list(d.tags),
        "signals": [s.name for s in d.signals],
        "signal_evidence": {s.name: s.evidence for s in d.signals},
        "trace": [{"rule": t.rule, "at": t.at, "matched": t.matched, "because": t.because} for t in d.trace],
    }


def _plan(plan: Plan) -> dict[str, Any]:
    answer = next((o for o in plan.outgoing if o.kind == "acknowledgement"), None)
    return {
        "disposition": plan.disposition,
        "acknowledge": None if answer is None else {"template": answer.template, "language": answer.language},
        "follow_ups": [
            {"kind": f.kind, "due_at": f.due_at.isoformat().replace("+00:00", "Z")} for f in plan.follow_ups
        ],
        "events": [{"kind": e.kind, "data": dict(e.data)} for e in plan.events],
    }
