"""The conditions of ``when``: one row each in CONDITIONS, built by one function a shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from mailbot.rules import operands, texts, times
from mailbot.rules.nodes import Leaf
from mailbot.rules.operands import Read
from mailbot.rules.vocabulary import ATTACHMENTS, GRADES, THREADS, VERDICTS, Fault, Path, Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A row: what it reads, how its operand is written, and what stands in the reference."""

    name: str
    build: Callable[[Condition, object, Path, Vocabulary], Leaf | list[Fault]]
    fact: str
    """The field of `Facts` that it reads."""
    read: Read
    shape: str
    """Name of the function of `operands`, `texts` or `times` that builds it."""
    says: str
    example: str
    """An operand in YAML."""
    names: str = ""
    """Which names of the vocabulary are valid; empty where any word is."""
    fixed: tuple[str, ...] = ()
    """The valid names where they do not come from the catalogue."""

    def valid(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The names an operand may use; empty where any word is valid."""
        return self.fixed or vocabulary.names.get(self.names, ())


def _row(
    name: str, shape: operands.Shape, says: str, example: str, read: str = "", names: str = "",
    fixed: tuple[str, ...] = (),
) -> Condition:  # fmt: skip
    def build(row: Condition, operand: object, path: Path, vocabulary: Vocabulary) -> Leaf | list[Fault]:
        return shape(operands.Ask(
            condition=row.name, operand=operand, path=path, read=row.read, valid=row.valid(vocabulary),
            what=row.names or row.name, zone=vocabulary.zone, teams=vocabulary.names.get("team", ()),
        ))  # fmt: skip

    return Condition(
        name=name, build=build, fact=read or name, read=attrgetter(read or name), shape=shape.__name__,
        says=says, example=example,
        names=names, fixed=fixed,
    )  # fmt: skip


_ONE, _SET, _NUMBER = operands.one_of, operands.holds, operands.number
_FLAG, _TEXT = operands.flag, texts.text

_ROWS = (
    _row("category", _ONE, "The category.", "deposit_withdrawal", names="category"),
    _row("intent", _ONE, "What the customer mainly wants; one of a list.",
         "[withdrawal_pending, withdrawal_not_received]", names="intent"),
    _row("secondary_intent", _SET, "What the customer also wants.", "complaint", read="secondary_intents",
         names="intent"),
    _row("confidence", _NUMBER, "Calibrated probability of the intent, 0 to 1.", "{gte: 0.6}",
         read="intent_confidence"),
    _row("category_confidence", _NUMBER, "Calibrated probability of the category, 0 to 1.", "{lt: 0.5}"),
    _row("abstained", _FLAG, "The classifier is not sure: a person decides.", "true"),
    _row("language", _ONE, "Language of the mail (BCP 47).", "[zh, zh-Hant]", names="language"),
    _row("mailbox", _ONE, "Name of the mailbox the mail came to.", "account", names="mailbox"),
    _row("sender", operands.glob, "Address of From, in lower case; `*` stands for anything.", '"*@vip.example"'),
    _row("domain", operands.glob, "Domain of From, in lower case; `*` stands for anything.",
         '["*.gov.example", court.example]'),
    _row("recipient", operands.globs, "An address of To or Cc; `*` stands for anything.", "api@desk.example",
         read="recipients"),
    _row("identity", _ONE, "How far the sender is who From says.", "[contradicted, lookalike]", fixed=GRADES),
    _row("verdict", _ONE, "What screening says of the mail.", "record_only", fixed=VERDICTS),
    _row("may_reply", _FLAG, "Whether the mail may be answered automatically.", "false"),
    _row("thread", _ONE, "A new matter, a reply on a ticket, or a customer asking again.", "chaser", fixed=THREADS),
    _row("priority", _ONE, "Priority by intent and signals, before the rules.", "[P1, P2]", names="priority"),
    _row("team", _ONE, "Team by the intent, before the rules.", "onchain_ops", names="team"),
    _row("entity", _SET, "Kinds of facts found in the mail.", "{all: [uid, tx_hash]}", read="entities",
         names="entity"),
    _row("value", operands.values, "Values of the facts found, by kind; `*` stands for anything.",
         "{coin: [USDT, USDC]}", read="entities", names="entity"),
    _row("invalid", _SET, "Kinds of facts with a value whose check fails (a wrong checksum).", "address",
         names="entity"),
    _row("amount_usd", _NUMBER, "Largest stated amount in US dollars, by the fixed table; unknown never holds.",
         "{gte: 10000}"),
    _row("missing", _SET, "Facts the intent needs and the mail lacks.", "[uid, tx_hash]", names="fact"),
    _row("present", _SET, "Facts the intent needs and the mail has.", "uid", names="fact"),
    _row("doubtful", _SET, "Facts that are there but broken or contradictory.", "address", names="fact"),
    _row("signal", _SET, "What changes the priority.", "{none: [ongoing_theft]}", read="signals", names="signal"),
    _row("secret", _SET, "Kinds of secrets found (and masked).", "seed_phrase", read="secrets", names="secret"),
    _row("flag", _SET, "Statements that are no identifiers.", "internal_transfer", read="flags", names="flag"),
    _row("attachment", _SET, "Kinds of the judged attachments.", "police_report", read="attachments",
         fixed=ATTACHMENTS),
    _row("size", _NUMBER, "Octets of the whole mail.", "{gt: 10000000}"),
    _row("subject", _TEXT, "Words of the subject.", "{matches: '(?i)phish|钓鱼'}"),
    _row("text", _TEXT, "Words of what is new in the mail.", "[chargeback, 拒付]"),
    _row("earlier_tickets", _NUMBER, "How many tickets the sender had before.", "{gte: 3}"),
    _row("tag", _SET, "What the account directory says of the customer.", "vip", read="tags"),
    _row("time", times.time_of_day, "Wall-clock time in a zone; `before` earlier than `after` spans midnight.",
         '{after: "22:00", before: "06:00", zone: Asia/Shanghai}', read="now"),
    _row("weekday", times.weekday, "Day of the week in a zone.", "[sat, sun]", read="now"),
    _row("date", times.date_range, "Calendar days in a zone, both ends included.",
         "{from: 2027-02-05, to: 2027-02-12}", read="now"),
    _row("working_hours", times.working_hours,
         "Whether a team is at work; the mail's own team where none is named.", "false", read="open_teams"),
)  # fmt: skip

CONDITIONS: Mapping[str, Condition] = {row.name: row for row in _ROWS}
