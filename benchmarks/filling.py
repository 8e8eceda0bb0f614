"""Many tickets, quickly: rows as `desk.receive` and a year of work leave them, written with one statement a batch."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from mailbot.store import Database
from mailbot.store.words import tokens
from tests.web.desk import CUSTOMERS, Desk

START = datetime(2025, 11, 20, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
WORDS = tuple(
    "提现 未到账 充值 登录 验证码 订单 冻结 deposit withdrawal missing login code order frozen fee network".split()  # noqa: SIM905
)
BATCH = 10_000
FIRST_NUMBER = 10_000_000
RAW_FROM = 10_000_000
_TEXTS = 3_000
_TABLES = {
    "message": "id,ticket,raw,direction,kind,message_id,content_hash,author,subject,text,fresh_text,attachments,at",
    "search_index": "rowid,author,words",
    "participant": "ticket,address",
    "event": "ticket,kind,at,actor,data",
    "decision": "raw,ticket,analysis,context,policy,at",
    "follow_up": "ticket,kind,due_at,dedupe_key,cancelled_by,state,settled_at",
}
Rows = dict[str, list[Sequence[Any]]]


def uid_of(ticket: int) -> str:
    """The account number that a ticket's customer gave."""
    return str(10**9 + ticket * 7919)


def fill(database: Database, made: Desk, many: int) -> None:
    """Write tickets, three in a hundred of them open, the rest closed; a third as many customers as tickets. Each has
    a mail, an answer and its events; one in ten was reminded, one in fifty corrected."""
    (number,) = made.take(CUSTOMERS["zh"])
    with database.engine.connect() as c:
        c.exec_driver_sql("PRAGMA cache_size=-400000")  # indexes are written all over
        template = dict(c.exec_driver_sql("SELECT * FROM ticket WHERE number = ?", (number,)).mappings().one())
        decision = c.exec_driver_sql("SELECT analysis, context FROM decision").mappings().first()
        assert decision is not None
        maker = _Maker(many, template, decision["analysis"], decision["context"], made)
        columns = ",".join(template)
        for first in range(2, many + 2, BATCH):
            rows: Rows = {"ticket": [], **{name: [] for name in _TABLES}}
            for i in range(first, min(first + BATCH, many + 2)):
                maker.add(rows, i)
            for table, values in rows.items():
                if values:
                    names = columns if table == "ticket" else _TABLES[table]
                    marks = ",".join("?" * len(values[0]))
                    c.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", [tuple(v) for v in values])
            c.commit()
        c.exec_driver_sql("ANALYZE")
        c.commit()
        c.exec_driver_sql("PRAGMA cache_size=-16000")


class _Maker:
    """Makes the rows of one ticket after another."""

    def __init__(self, many: int, template: dict[str, Any], analysis: str, context: str, made: Desk) -> None:
        self.many, self.template, self.analysis, self.context = many, template, analysis, context
        self.chance = random.Random(7)
        catalogue = made.tools.policy().catalogue
        self.intents = [(i, s.category, s.team) for i, s in catalogue.intents.items()]
        texts = [" ".join(self.chance.choices(WORDS, k=40)) for _ in range(_TEXTS)]
        self.texts = [(text, " ".join(tokens(text))) for text in texts]

    def add(self, rows: Rows, i: int) -> None:
        """All rows of ticket ``i``."""
        chance, many = self.chance, self.many
        at = (START + (NOW - START) * (i / many)).replace(tzinfo=None)
        answered = at + timedelta(hours=chance.random() * 30)
        intent, category, team = chance.choice(self.intents)
        recent = i > many * 0.97
        silent = recent and i % 2 == 1
        who, uid = f"customer{i % (many // 3 + 1)}@mail.example", uid_of(i)
        text, indexed = chance.choice(self.texts)
        corrected = i % 50 == 0
        row = self.template | {
            "id": i, "number": str(FIRST_NUMBER + i), "status": chance.choice(("open", "pending")) if recent
            else "closed", "intent": intent, "category": category, "team": team, "requester": who,
            "requester_name": f"Customer {i}", "created_at": str(at), "updated_at": str(answered), "subject": text[:40],
            "first_reply_due": str(at + timedelta(days=1)), "first_replied_at": None if silent else str(answered),
            "priority": chance.choice(("P1", "P2", "P3", "P3", "P3", "P4")), "first_text": text,
            "assignee": chance.choice(("", "demo", "ming", "lina")), "abstained": i % 17 == 0,
            "language": chance.choice(("zh", "zh", "en", "ja", "ru", "es")), "facts": json.dumps({"uid": [uid]}),
        }  # fmt: skip
        rows["ticket"].append(tuple(row.values()))
        mail, answer, body = 2 * i, 2 * i + 1, f"{text} UID {uid}"
        rows["message"] += [
            (mail, i, RAW_FROM + i, "in", "ticket", f"m{i}", "", who, text[:40], body, "", "[]", str(at)),
            (answer, i, None, "out", "reply", f"r{i}", "", "", "Re", "Thank you.", "", "[]", str(answered)),
        ]
        rows["search_index"].append((mail, " ".join(tokens(who)), f"{indexed} uid {uid}"))
        rows["participant"].append((i, who))
        rows["event"].append((i, "ticket_opened", str(at), "mailbot", "{}"))
        if not silent:
            rows["event"].append((i, "replied", str(answered), "ming", "{}"))
        if corrected:
            data = json.dumps({"from": chance.choice(self.intents)[0], "to": intent})
            rows["event"].append((i, "corrected", str(answered), "ming", data))
        if i % 10 == 0:
            due = str(at + timedelta(hours=1))
            rows["follow_up"].append((i, "remind_first", due, f"f{i}", "customer", "done", due))
        if recent:
            rows["decision"].append((RAW_FROM + i, i, self.analysis, self.context, "p", str(at)))
