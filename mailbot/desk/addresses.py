"""Where mail to a person goes, and the link by which they confirm that it reaches them.

Until then one mail a day goes there, with the link and nothing else; nobody learns from a mistyped address who works on
what. Addresses of agents in the configuration are confirmed by whoever wrote it.
"""

from __future__ import annotations

from datetime import datetime

import re2

from mailbot.desk import access
from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event
from mailbot.store import Transaction
from mailbot.store.people import Person

PURPOSE = "address"
_ADDRESS = re2.compile(r"^[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@<>\"(),:;\[\]\\.]+(\.[^\s@<>\"(),:;\[\]\\.]+)+$")


def is_address(text: str) -> bool:
    """Whether a text is a mail address that could be answered."""
    return bool(_ADDRESS.match(text)) and len(text) <= 254


def set_address(tools: Tools, name: str, address: str, by: str, *, mail_calls: bool | None = None) -> Person:
    """Where mail to a person goes ("" for nowhere), and whether it tells who called. Another address than before is to
    be confirmed. Raises LookupError, ValueError."""
    address = address.strip().lower()
    if address and not is_address(address):
        raise ValueError("This is no e-mail address.")
    if address in tools.policy().catalogue.own_addresses:
        raise ValueError("This is an address of the desk itself.")
    values: dict[str, object] = {"address": address} | ({} if mail_calls is None else {"mail_calls": mail_calls})
    with tools.db.write() as t:
        person = t.people.named(name)
        if person.address != address:
            t.people.drop_links(PURPOSE, person.id)
            values["address_confirmed"] = False
        data = {"person": person.name, **{k: v for k, v in values.items() if k != "address_confirmed"}}
        t.messages.log([Event(kind="person_changed", at=tools.clock(), actor=by, data=data)], ticket=None)
        return t.people.change(person.id, **values)


def confirmed(tools: Tools, person: Person) -> bool:
    """Whether mail to a person may say more than that the address is to be confirmed."""
    return person.address_confirmed or person.address in tools.policy().catalogue.agents


def ask(t: Transaction, tools: Tools, person: Person, now: datetime) -> str:
    """The address of a page that confirms; "" where one that was sent still works, or there is no console to open."""
    if not tools.console() or t.people.has_link(PURPOSE, person.id, now):
        return ""
    return f"{tools.console()}/link/{access.new_link(t, PURPOSE, person.id, now)}"


def confirm(tools: Tools, secret: str) -> Person:
    """Mail reaches who opened this link. Raises LookupError."""
    purpose, person = access.link_purpose(tools, secret)
    now = tools.clock()
    with tools.db.write() as t:
        if purpose != PURPOSE or person is None or not t.people.use_link(access.digest(secret)):
            raise LookupError("this link was used already, or is too old")
        data = {"person": person.name}
        t.messages.log([Event(kind="address_confirmed", at=now, actor=person.name, data=data)], ticket=None)
        return t.people.change(person.id, address_confirmed=True)
