"""Mail that the desk's own people write: answers to customers from another client, and instructions by mail.

A colleague who answers from the mailbox itself is seen by the copy that comes to us (Bcc, Cc, or the folder of sent
mail) and by what it refers to. An agent who answers a mail that mailbot wrote to the team is obeyed: the token of
such a mail is another one than customers have.
"""

from __future__ import annotations

from mailbot.model.effects import Instruction, Plan, TicketChange
from mailbot.model.ticket import Candidate, Event, Status
from mailbot.triage import linear
from mailbot.triage.case import Case

COMMANDS = ("close", "resolve", "note", "assign", "team", "intent", "priority")
"""What a line ``#command operand`` may say. ``close`` and ``resolve`` have no operand."""

_BY_PEOPLE = frozenset({"own_address", "reply_to", "mailing_list", "precedence", "auto_response_suppress"})
"""What screening may say of a mail that a person of the desk wrote; anything else speaks for a program."""
_COMMAND = linear.compile(r"^#([a-z]+)(?:\s+(.*))?$")
_PROVEN = frozenset({"authenticated", "verified"})
_FORGED = frozenset({"contradicted", "lookalike"})


def from_the_desk(case: Case) -> Plan | None:
    """The plan for a mail that the desk's own people wrote about a ticket; None for every other mail."""
    analysis, ticket = case.analysis, case.ticket
    if ticket is None or case.context.history or case.raw.source.history:
        return None
    sender = analysis.mail.sender.address.lower() if analysis.mail.sender else ""
    checks = {f.check for f in analysis.screening.findings}
    by_a_person = checks <= _BY_PEOPLE
    if analysis.threading.among_agents:
        return _instructed(case, ticket, sender, by_a_person=by_a_person)
    agent = sender in case.catalogue.agents and sender not in ticket.participants
    if not by_a_person or not (agent or "own_address" in checks):
        return None
    if analysis.identity.grade in _FORGED and not case.raw.source.sent:
        return _noted(case, ticket, "not_believed", "; ".join(analysis.identity.because))
    if not _customers(case, ticket):
        return _noted(case, ticket, "recorded", "a colleague wrote it, and not to the customer")
    status: Status | None = "pending" if ticket.status in {"open", "pending"} else None
    return Plan(
        disposition="message",
        change=TicketChange(ticket=ticket.ticket, status=status),
        events=(
            Event(
                kind="answered_elsewhere",
                at=case.context.now,
                actor=sender or "mailbot",
                data={"because": analysis.threading.because, "identity": analysis.identity.grade},
            ),
        ),
        cancel=("customer", "desk"),
        direction="out",
        answered=True,
    )


def _customers(case: Case, ticket: Candidate) -> frozenset[str]:
    """The people of a ticket whom the mail went to, and who are not the desk's own."""
    mail, catalogue = case.analysis.mail, case.catalogue
    ours = catalogue.own_addresses | catalogue.agents
    to = {a.address.lower() for a in (*mail.to, *mail.cc)}
    return frozenset(a for a in to & ticket.participants if a not in ours)


def _noted(case: Case, ticket: Candidate, kind: str, because: str) -> Plan:
    return Plan(
        disposition="message",
        change=TicketChange(ticket=ticket.ticket),
        events=(Event(kind=kind, at=case.context.now, data={"because": because}),),
        direction="note",
    )


def _instructed(case: Case, ticket: Candidate, sender: str, *, by_a_person: bool) -> Plan:
    """What an answer to a mail among colleagues makes happen. It never counts as the customer's."""
    if not by_a_person:
        reasons = "; ".join(f.reason for f in case.analysis.screening.findings)
        return _noted(case, ticket, "recorded", reasons)
    why = _refused(case, sender)
    if why:
        return _noted(case, ticket, "agent_refused", why)
    mail = case.analysis.mail
    name = mail.sender.name if mail.sender and mail.sender.name else sender.partition("@")[0]
    told = read(mail.fresh_text, author=name, address=sender)
    return Plan(
        disposition="message",
        change=TicketChange(ticket=ticket.ticket),
        events=(Event(kind="agent_wrote", at=case.context.now, actor=name, data={"from": sender}),),
        direction="note",
        instruction=told,
    )


def _refused(case: Case, sender: str) -> str:
    """Why an agent's mail is not carried out; empty where it is."""
    identity, catalogue = case.analysis.identity, case.catalogue
    if sender not in catalogue.agents | catalogue.own_addresses:
        return f"{sender or 'nobody'} is no agent: see teams, members"
    if case.raw.source.sent:
        return ""
    if identity.grade in _FORGED:
        return "; ".join(identity.because)
    if catalogue.agents_need == "authenticated" and identity.grade not in _PROVEN:
        return f"it is not proven that {sender} wrote it ({'; '.join(identity.because)})"
    return ""


def read(text: str, *, author: str, address: str) -> Instruction:
    """The answer and the commands in an agent's words. A command stands on a line of its own; quoted lines are left
    out. A line that looks like a command and is none is named, so that nobody's typing error is sent."""
    answer: list[str] = []
    commands: list[tuple[str, str]] = []
    unknown: list[str] = []
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith(">"):
            continue
        found = _COMMAND.match(bare.lower())
        if found is None:
            answer.append(line.rstrip())
        elif found.group(1) in COMMANDS:
            commands.append((found.group(1), bare[1 + len(found.group(1)) :].strip()))
        else:
            unknown.append(bare[:80])
    return Instruction(
        author=author,
        address=address,
        answer="\n".join(answer).strip(),
        commands=tuple(commands[:20]),
        unknown=tuple(unknown[:20]),
    )
