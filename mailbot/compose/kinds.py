"""The kinds of letter there are, and the names every template of every kind may use."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "ack_complete": "Acknowledgement: everything needed is there.",
    "ack_incomplete": "Acknowledgement that asks for what is missing.",
    "ack_urgent": "Acknowledgement where assets are at risk: freeze or cancel first, then the rest.",
    "ack_secret": "Acknowledgement of a mail with a live secret in it: change it or move the funds first.",
    "ack_human": "Receipt for a person in danger: short, plain, asks for nothing.",
    "ack_received": "Acknowledgement where it is not clear what the mail is about; a person will read it.",
    "ack_merged": "An answer was added to its ticket, which is complete now.",
    "status": "Answer to a customer who asks how the matter stands.",
    "reminder": "First reminder of what is missing.",
    "last_reminder": "Last reminder, naming the day on which the ticket is closed.",
    "closing": "The ticket was closed because nothing came.",
    "reopened": "A closed ticket is open again.",
    "resolved": "The matter is settled; asks for a rating where a link is configured.",
    "late": "The desk has not answered in time, and says so.",
    "incident": "Acknowledgement of a mail about a known problem, with the desk's text about it.",
    "incident_over": "The known problem is over, with the desk's text about it.",
    "reply": "The frame of a person's answer.",
}
"""Kind (the template's file name without `.j2`) → what it is for."""

PLACEHOLDERS: Mapping[str, str] = {
    "desk": "The desk's name.",
    "name": "The customer's display name; empty where there is none or where it is an address, a link or longer than "
    "a name.",
    "ticket": "The ticket's number.",
    "kind": "The kind of mail as the outbox knows it: acknowledgement, reminder, status, reply and so on.",
    "language": "The letter's language.",
    "understood": "What the mail is about, as a noun phrase; empty where that is not known.",
    "abstained": "True where the classifier left it to a person; then `understood` is not to be claimed.",
    "priority": "The ticket's priority, P1 to P4.",
    "missing": "Facts to ask for: a list of objects with `fact`, `label` and `how_to_find` (both in the customer's "
    "language, the second may be empty).",
    "present": "Facts that are there: as `missing`, with `value`, identifiers by their ends; empty where it is long, "
    "a link, free words or a file. The letters that come with mailbot do not name them.",
    "doubtful": "Facts that do not hold: as `missing`, with `because` (for the desk, in English).",
    "secrets": "Kinds of secret found in the mail, never their text.",
    "live_secret": "True where one of them opens something still.",
    "signals": "Names of the signals found, such as `cancellable_withdrawal`.",
    "right_mailbox": "The address meant for this matter where the customer wrote to another one; else empty.",
    "identity": "How far the sender's identity is proven: verified, authenticated, unauthenticated, contradicted or "
    "lookalike.",
    "opened_at": "When the ticket was opened; ISO 8601 or empty. For `when` and `day`.",
    "answer_due": "When a person has to have answered; ISO 8601 or empty.",
    "overdue": "True where `answer_due` has passed.",
    "closes_at": "When the ticket is closed if nothing comes; ISO 8601 or empty.",
    "zone": "The time zone in which times are told.",
    "anti_phishing_phrase": "The desk's phrase by which customers know its mail; may be empty.",
    "rating_url": "Where to rate the answer; empty where none is configured.",
    "articles": "Help-centre articles that fit: a list of objects with `title` and `url`; mostly empty.",
    "reply_marker": "The line above which an answer is to be written.",
    "body": "A person's text: the answer in `reply`, the news in `incident` and `incident_over`. For `paragraphs`.",
    "author": "Who wrote `body`.",
}
"""Name → what it holds. Every template of every kind gets all of them."""

FILTERS: Mapping[str, str] = {
    "when": "A date and time in the customer's language, with its distance from UTC.",
    "day": "A date in the customer's language.",
    "listed": "A list as a sentence says it: a, b and c.",
    "paragraphs": "A person's text with its paragraphs, line breaks and https links.",
    "link": "An https address that becomes a link.",
}
"""Our own filters; Jinja's stand beside them."""
