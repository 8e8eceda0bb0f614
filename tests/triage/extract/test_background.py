"""Which order, transfer or day a mail is about, where it names others beside it: whole mails of ten languages.

The mails name more than their case: another order, earlier losses, a test that arrived. They were written before the
words that tell them apart were looked for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.triage.extract.reading import found

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "background.jsonl").read_text("utf-8").splitlines()
]
FINE, GONE = "1f6a" * 16, "8b3e" * 16


def _value(kind: str, value: str) -> str:
    if kind == "event_time":
        return value[:10]
    figure, _, unit = value.partition(" ")
    return f"{float(figure):g} {unit}" if kind == "amount" else value


@pytest.mark.parametrize("row", ROWS, ids=[str(r["id"]) for r in ROWS])
def test_the_case_is_told_from_the_other_orders_and_days(row: dict[str, Any]) -> None:
    wanted = {kind: {_value(kind, v) for v in values} for kind, values in row["entities"].items()}
    assert {kind: {_value(kind, v) for v in found(row["body"], kind, date=row["date"])} for kind in wanted} == wanted


ASIDE = [
    (f"Tx {FINE} is not related.\nTx {GONE} is stuck.", [GONE]),
    (f"First tx {FINE}, second tx {GONE}. The first one arrived in minutes and went well.", [GONE]),
    (f"I sent tx {FINE}. That one was fine. Then I sent tx {GONE} and it never arrived.", [GONE]),
    (f"Tx {FINE} went well but tx {GONE} never arrived.", [GONE]),
    (f"Tx {FINE} is not related.", [FINE]),
    (f"Tx {FINE} is stuck, please check. Tx {GONE} is stuck as well.", [FINE, GONE]),
    (f"Tx {FINE} and tx {GONE} are missing. My account was fine until now.", [FINE, GONE]),
]


@pytest.mark.parametrize(("text", "left"), ASIDE, ids=[t[:40] + str(n) for n, (t, _) in enumerate(ASIDE)])
def test_a_transfer_is_left_out_only_where_the_mail_sets_it_aside_and_another_stays(text: str, left: list[str]) -> None:
    assert found(text, "tx_hash") == left


BOTH = [
    "Order {} on 3 March, 300 USDT, says completed normally but never arrived. Order {} on 4 March, 200 USDT is stuck.",
    "3月3日订单号{}，300U，显示已经完成，但是币没到账。3月4日订单号{}，200U，还在申诉中。",
    "注文{}（3月3日、300 USDT）は完了していますと表示されますが届きません。注文{}（3月4日、200 USDT）も届きません。",
    "주문 {}(3월 3일, 300 USDT)은 완료되었다는데 안 들어왔습니다. 주문 {}(3월 4일, 200 USDT)은 이의제기 중.",
    "A ordem {} de 3/3, 300 USDT, foi concluída mas não recebi. A ordem {} de 4/3, 200 USDT, está em disputa.",
]


@pytest.mark.parametrize("text", BOTH, ids=[t[:12] for t in BOTH])
def test_what_only_seems_to_have_gone_well_stays(text: str) -> None:
    orders = ["260303183012345678", "260304094512345671"]
    mail = text.format(*orders)
    assert found(mail, "order_id") == orders
    assert found(mail, "event_time") == ["2026-03-03", "2026-03-04"]
    assert {_value("amount", v) for v in found(mail, "amount")} == {"300 USDT", "200 USDT"}
