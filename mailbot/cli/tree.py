"""A decision as a tree for people: what was read, found, decided, and which rule did or did not fire."""

from __future__ import annotations

from typing import Any

from rich.markup import escape
from rich.tree import Tree


def tree(source: str, data: dict[str, Any]) -> Tree:
    """The tree of one explanation (`mailbot.triage.explain.explanation`)."""
    root = Tree(f"[bold]{escape(source)}[/]")
    if "error" in data:
        root.add(f"[bold red]{data['error']['code']}[/]: {escape(data['error']['message'])}")
        return root
    _mail(root, data)
    _found(root, data)
    _decided(root, data)
    return root


def _mail(root: Tree, data: dict[str, Any]) -> None:
    mail, screening = data["message"], data["screening"]
    sender = mail["from"] or {"name": "", "address": "(nobody)"}
    node = root.add(f"mail: {escape(mail['subject'] or '(no subject)')}")
    node.add(f"from {escape(sender['name'])} <{escape(sender['address'])}>, {data['identity']['grade']}")
    for a in mail["attachments"]:
        node.add(
            f"attachment {escape(a['filename'])} ({a['content_type']}, {a['size']} octets) "
            f"{escape(a.get('suspicious', ''))}"
        )
        for line in a.get("text", "").splitlines():
            node.add(f"[dim]read in it:[/] {escape(line)}")
    for defect in mail["defects"]:
        node.add(f"[yellow]defect:[/] {escape(defect)}")
    screen = root.add(
        f"screening: {screening['verdict']}, "
        f"{'may' if screening['may_reply'] else 'must not'} be answered automatically"
    )
    for f in screening["findings"]:
        screen.add(f"{f['check']}: {escape(f['reason'])} {escape(f['evidence'])}")
    thread = data["threading"]
    root.add(
        f"thread: {thread['kind']}{' by ' + thread['how'] if thread['how'] else ''} "
        f"({escape(thread.get('because', ''))})"
    )


def _found(root: Tree, data: dict[str, Any]) -> None:
    facts = root.add("facts")
    for e in data["entities"]:
        mark = {True: "[green]✓[/]", False: "[red]✗[/]", None: "·"}[e["valid"]]
        facts.add(f"{mark} {e['kind']} = {escape(e['value'])}  [dim]{e['where']} {e.get('note', '')}[/]")
    for s in data["secrets"]:
        facts.add(f"[bold red]secret[/] {s['kind']} in {escape(s['where'])}, masked")
    c, sure = data["completeness"], data["confidence"]
    root.add(
        f"about: {data['category']} {sure['category']:.0%} / {data['intent']} {sure['intent']:.0%}"
        f"{' — not sure, a person decides' if data['abstained'] else ''}, language {data['language']}"
    )
    complete = root.add(f"complete: {len(c['present'])} of {len(c['required'])} required facts")
    for fact in c["required"]:
        complete.add(f"[green]✓[/] {fact}" if fact in c["present"] else f"[red]✗[/] {fact} is missing")
    for d in c["doubtful"]:
        complete.add(f"[yellow]?[/] {d['fact']}: {escape(d['because'])}")


def _decided(root: Tree, data: dict[str, Any]) -> None:
    d, plan = data["decision"], data["plan"]
    node = root.add(
        f"[bold]decision: {d['priority']}, team {d['team']}[/]{' · ' + ', '.join(d['tags']) if d['tags'] else ''}"
    )
    for name in d["signals"]:
        node.add(f"signal {name}: {escape(str(d.get('signal_evidence', {}).get(name, '')))}")
    for t in d["trace"]:
        node.add(
            f"{'[green]✓[/]' if t['matched'] else '[dim]✗[/]'} {t['rule']} [dim]({t['at']})[/] {escape(t['because'])}"
        )
    answer = plan["acknowledge"]
    then = root.add("plan: " + (f"answer with {answer['template']} in {answer['language']}" if answer else "no answer"))
    for event in plan.get("events", ()):
        then.add(f"{event['kind']} {escape(str(event['data'] or ''))}")
    for f in plan["follow_ups"]:
        then.add(f"{f['kind']} at {f['due_at']}")
