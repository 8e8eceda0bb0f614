"""The actions of ``then``: one row each in ACTIONS, built by one function a shape into effects on the decision."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from mailbot.rules.operands import kind_of
from mailbot.rules.vocabulary import Fault, Path, Vocabulary, unknown

Mode = Literal["first", "add", "at_least", "at_most"]
"""first: the first rule that sets it wins; add: gathered over all rules; at_least, at_most: bounds of the priority."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an action does to one field of the `Decision`."""

    field: str
    value: object
    mode: Mode = "first"
    implied: bool = False
    """True where the action says it of another field (an intent brings its category and team)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A row: how its operand is written, what it does, and what stands in the reference."""

    name: str
    build: Callable[[Action, object, Path, Vocabulary], tuple[Effect, ...] | list[Fault]]
    says: str
    example: str
    """An operand in YAML."""
    field: str
    names: str = ""
    """Which names of the vocabulary are valid; empty where any word is."""
    mode: Mode = "first"
    shape: str = "name"
    """name, names, word, words, flag, duration, acknowledgement: for the schema."""


Built = tuple[Effect, ...] | list[Fault]


def _fault(row: Action, operand: object, path: Path, expected: str, remedy: str = "") -> list[Fault]:
    return [Fault(path=path, problem=f"{row.name} wants {expected}, not {kind_of(operand)}", remedy=remedy)]


def _name(row: Action, operand: object, path: Path, vocabulary: Vocabulary) -> Built:
    """One name or word."""
    if not isinstance(operand, str) or not operand:
        return _fault(row, operand, path, "a word", "put it in quotes if it is a word")
    valid = vocabulary.names.get(row.names, ())
    if row.names and operand not in valid:
        return [unknown(path, row.names, operand, valid)]
    return (Effect(field=row.field, value=operand, mode=row.mode),)


def _names(row: Action, operand: object, path: Path, vocabulary: Vocabulary) -> Built:
    """A name, or a list of names."""
    items = operand if isinstance(operand, list) else [operand]
    words: list[str] = []
    faults: list[Fault] = [] if items else _fault(row, operand, path, "at least one word")
    for index, item in enumerate(items):
        built = _name(row, item, (*path, index) if isinstance(operand, list) else path, vocabulary)
        if isinstance(built, list):
            faults += built
        else:
            words.append(str(built[0].value))
    return faults or (Effect(field=row.field, value=tuple(words), mode="add"),)


def _flag(row: Action, operand: object, path: Path, _: Vocabulary) -> Built:
    """true or false."""
    if not isinstance(operand, bool):
        return _fault(row, operand, path, "true or false")
    return (Effect(field=row.field, value=operand),)


def _intent(row: Action, operand: object, path: Path, vocabulary: Vocabulary) -> Built:
    """An intent brings its category and its team, unless an earlier rule, or this one, names others."""
    built = _name(row, operand, path, vocabulary)
    if isinstance(built, list):
        return built
    category, team = vocabulary.intents.get(str(operand), ("", ""))
    return (
        *built,
        *((Effect(field="category", value=category, implied=True),) if category else ()),
        *((Effect(field="team", value=team, implied=True),) if team else ()),
    )


def _acknowledge(row: Action, operand: object, path: Path, vocabulary: Vocabulary) -> Built:
    """``auto`` (the plan chooses), ``none`` or false (nothing is sent), or the name of a template."""
    if operand == "none" or operand is False:
        return (Effect(field=row.field, value=None),)
    if operand == "auto" or operand is True:
        return (Effect(field=row.field, value="auto"),)
    valid = vocabulary.names.get(row.names, ())
    if not isinstance(operand, str):
        return _fault(row, operand, path, "auto, none, or a template")
    if operand not in valid:
        return [unknown(path, row.names, operand, ("auto", "none", *valid))]
    return (Effect(field=row.field, value=operand),)


_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 24 * 3_600, "w": 7 * 24 * 3_600}
DURATION = r"^\s*\d{1,6}\s*[smhdw]\s*$"


def minutes(text: object) -> int | float | None:
    """A duration such as "30s", "30m", "24h", "7d", "2w" in minutes, a whole number where it is one; None where it is
    no duration."""
    if not isinstance(text, str) or not re.match(DURATION, text):
        return None
    text = text.strip()
    seconds = int(text[:-1]) * _SECONDS[text[-1]]
    return seconds / 60 if seconds % 60 else seconds // 60


def _duration(row: Action, operand: object, path: Path, _: Vocabulary) -> Built:
    """A duration: 30s, 30m, 4h, 2d."""
    span = minutes(operand)
    if not span:
        return _fault(row, operand, path, "a duration", "for example 30s, 30m, 4h or 2d")
    return (Effect(field=row.field, value=span),)


_ROWS = (
    Action(name="category", build=_name, field="category", names="category", example="security",
           says="Set the category."),
    Action(name="intent", build=_intent, field="intent", names="intent", example="account_compromised",
           says="Set the intent, and with it the category and team that belong to it."),
    Action(name="priority", build=_name, field="priority", names="priority", example="P2",
           says="Set the priority, whatever the signals say."),
    Action(name="priority_at_least", build=_name, field="priority", names="priority", mode="at_least", example="P2",
           says="Raise the priority to this one; a more urgent one stays."),
    Action(name="priority_at_most", build=_name, field="priority", names="priority", mode="at_most", example="P3",
           says="Lower the priority to this one; a less urgent one stays."),
    Action(name="team", build=_name, field="team", names="team", example="compliance", says="Set the team."),
    Action(name="assignee", build=_name, field="assignee", example="wang", shape="word",
           says="Assign the ticket to a person."),
    Action(name="tags", build=_names, field="tags", mode="add", example="[vip, on-chain]", shape="words",
           says="Add tags."),
    Action(name="deadline", build=_duration, field="deadline_minutes", example="2h", shape="duration",
           says="When a person must have answered, instead of the priority's own time."),
    Action(name="acknowledge", build=_acknowledge, field="acknowledge", names="template", example="none",
           shape="acknowledgement",
           says="Choose the acknowledgement: `auto`, `none`, or the name of a template."),
    Action(name="ask", build=_names, field="ask", names="fact", mode="add", example="[contact]", shape="names",
           says="Ask for facts beyond those that the intent requires, where they lack."),
    Action(name="follow_up", build=_name, field="follow_up", names="follow_up", example="default",
           says="Choose the follow-up plan."),
    Action(name="escalate", build=_flag, field="escalate", example="true", shape="flag",
           says="Escalate at once, without waiting for a clock."),
    Action(name="notify", build=_names, field="notify", names="channel", mode="add", example="[on_call]",
           shape="names", says="Tell a channel (webhook or mail) of it."),
    Action(name="quarantine", build=_flag, field="quarantine", example="true", shape="flag",
           says="Hold the mail: no ticket, no answer, until a person releases it."),
)  # fmt: skip

ACTIONS: Mapping[str, Action] = {row.name: row for row in _ROWS}


def build(then: Mapping[str, object], path: Path, vocabulary: Vocabulary) -> tuple[tuple[Effect, ...], list[Fault]]:
    """The effects of a ``then``; what an action says of its own field comes before what another implies."""
    effects: list[Effect] = []
    faults: list[Fault] = []
    for name, operand in then.items():
        row = ACTIONS.get(name)
        if row is None:
            faults.append(unknown((*path, name), "action", str(name), ACTIONS))
            continue
        built = row.build(row, operand, (*path, name), vocabulary)
        if isinstance(built, list):
            faults += built
        else:
            effects += built
    return tuple(sorted(effects, key=lambda e: e.implied)), faults
