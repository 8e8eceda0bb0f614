"""The figures of a running mailbot, for Prometheus. Each is declared here, once, with what it counts.

No label carries what a stranger wrote: the values come from the configuration and from our own short lists.
"""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_WRITE_S = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0)

mails_accepted = Counter(
    "mailbot_mails_accepted_total",
    "Mails made durable, by the way they came.",
    ["mailbox", "protocol"],
    registry=REGISTRY,
)
accept_failures = Counter(
    "mailbot_accept_failures_total",
    "Batches that could not be made durable; their mails stayed with the sender.",
    ["mailbox", "protocol"],
    registry=REGISTRY,
)
accept_seconds = Histogram(
    "mailbot_accept_seconds", "Time to make a batch durable.", buckets=_WRITE_S, registry=REGISTRY
)
mails_oversize = Counter(
    "mailbot_mails_oversize_total",
    "Mails over the size limit: refused, or taken by their beginning.",
    ["mailbox"],
    registry=REGISTRY,
)
pictures_late = Counter(
    "mailbot_pictures_late_total",
    "Mails whose pictures were read after they had been answered, by what came of it.",
    ["result"],
    registry=REGISTRY,
)
mailbox_connected = Gauge(
    "mailbot_mailbox_connected", "1 while the IMAP mailbox is connected, else 0.", ["mailbox"], registry=REGISTRY
)
mailbox_looked = Gauge(
    "mailbot_mailbox_last_look_timestamp_seconds",
    "When nothing more was to be fetched from the IMAP mailbox.",
    ["mailbox"],
    registry=REGISTRY,
)
mailbox_failures = Counter(
    "mailbot_mailbox_failures_total",
    "Connections to an IMAP mailbox that failed or broke.",
    ["mailbox"],
    registry=REGISTRY,
)
sessions_refused = Counter(
    "mailbot_sessions_refused_total",
    "SMTP and LMTP sessions, mails and recipients that were refused.",
    ["mailbox", "reason"],
    registry=REGISTRY,
)
mails_handled = Counter(
    "mailbot_mails_handled_total",
    "Mails that triage is done with, by what became of them.",
    ["disposition"],
    registry=REGISTRY,
)
mails_failed = Counter(
    "mailbot_mails_failed_total",
    "Attempts of triage that failed, by whether the mail went to the shelf.",
    ["shelved"],
    registry=REGISTRY,
)
triage_seconds = Histogram(
    "mailbot_triage_batch_seconds",
    "Time to handle a batch, from claim to commit.",
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0),
    registry=REGISTRY,
)
letters = Counter(
    "mailbot_letters_total",
    "Attempts to send, by kind of letter and how they ended.",
    ["kind", "outcome"],
    registry=REGISTRY,
)
mails_shredded = Counter(
    "mailbot_mails_shredded_total",
    "Raw mails whose octets went, by what is left (masked, gone) and why.",
    ["left", "why"],
    registry=REGISTRY,
)
follow_ups = Counter(
    "mailbot_follow_ups_total",
    "Follow-ups that fell due, by kind and what was done.",
    ["kind", "result"],
    registry=REGISTRY,
)

feed_failures = Counter(
    "mailbot_feed_failures_total", "Attempts to fetch a feed of help-centre articles that failed.", registry=REGISTRY
)
grant_ends = Gauge(
    "mailbot_oauth_grant_ends_timestamp_seconds",
    "When the grant that tokens are fetched with runs out, where that is known.",
    ["grant"],
    registry=REGISTRY,
)
grant_refused = Gauge(
    "mailbot_oauth_grant_refused",
    "1 while no token can be had by this grant, else 0.",
    ["grant"],
    registry=REGISTRY,
)

policy_refused = Gauge(
    "mailbot_policy_refused", "1 while a changed configuration is refused for its mistakes, else 0.", registry=REGISTRY
)
drift = Gauge(
    "mailbot_drift",
    "The mail of the last week against the four weeks before: stability index of intents and languages; shares.",
    ["measure"],
    registry=REGISTRY,
)
drift_left = Gauge(
    "mailbot_drift_left",
    "1 while this measure of the mail is no longer as it was, else 0: look at the classifier.",
    ["measure"],
    registry=REGISTRY,
)


def exposition() -> bytes:
    """All figures in Prometheus' text format (``text/plain; version=0.0.4``)."""
    return generate_latest(REGISTRY)
