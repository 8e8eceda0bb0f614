"""What others must be asked before a mail is decided on: the DNS for its sender's proofs, the account directory.

Asked for a whole batch side by side, within one time limit, and before any transaction is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from mailbot.desk.tools import Tools
from mailbot.model.mail import AccountFacts, AuthenticationFacts
from mailbot.triage.extract import extract
from mailbot.triage.policy import Policy
from mailbot.triage.reading import Reading

LIMIT_S = 8.0
"""For a batch; what is not answered by then is not known."""
_THREADS = 8
_LATE = AuthenticationFacts(spf="temperror", dkim="temperror", dmarc="temperror")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was said of one mail."""

    authentication: AuthenticationFacts = field(default_factory=AuthenticationFacts)
    account: AccountFacts = field(default_factory=AccountFacts)


def ask(tools: Tools, policy: Policy, wave: Sequence[Reading], limit_s: float = LIMIT_S) -> list[Known]:
    """For each mail, in order. Never raises."""
    prove, directory = tools.authenticate, tools.directory
    if prove is None and directory is None:
        return [Known() for _ in wave]
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="outside")
    proofs = [pool.submit(prove, r.raw) if prove and not r.raw.source.history else None for r in wave]
    accounts = [pool.submit(directory, *_sender(r, policy)) if directory and r.keys.sender else None for r in wave]
    asked: list[Future[Any]] = [f for f in (*proofs, *accounts) if f is not None]
    wait(asked, timeout=limit_s)
    pool.shutdown(wait=False, cancel_futures=True)
    known = []
    for proof, account in zip(proofs, accounts, strict=True):
        proven = AuthenticationFacts()
        if proof is not None:
            proven = proof.result() if proof.done() and not proof.cancelled() and not proof.exception() else _LATE
        said = AccountFacts()
        if account is not None and account.done() and not account.cancelled() and not account.exception():
            said = account.result()
        known.append(Known(authentication=proven, account=said))
    return known


def _sender(reading: Reading, policy: Policy) -> tuple[str, str]:
    """The address that writes, and the UID that the mail names where it names just one."""
    found = extract(reading.mail, policy.identifiers, received_at=reading.raw.received_at)
    uids = {e.value for e in found.entities if e.kind == "uid" and e.valid is not False}
    return reading.keys.sender, uids.pop() if len(uids) == 1 else ""
