"""The bare parts on the same mails, in one process: what the way of a mail costs without mailbot around it.

imapclient FETCH of 50, mail-parser, one batched prediction, one SQLite transaction per 50 mails with full
synchronisation, and an acknowledgement over one kept SMTP connection. Prints JSON: mails, cpu_s, wall_s.

usage: composite.py IMAP_HOST IMAP_PORT USER PASSWORD SMTP_HOST SMTP_PORT
"""

from __future__ import annotations

import json
import smtplib
import sqlite3
import sys
import tempfile
import time
from email.message import EmailMessage

import mailparser
from imapclient import IMAPClient

from classifiers.base import Sample
from classifiers.linear import LinearClassifier

BATCH = 50


def main() -> None:
    """Run and print."""
    host, port, user, password, smtp_host, smtp_port = sys.argv[1:7]
    classifier = LinearClassifier.default()
    client = IMAPClient(host, int(port), ssl=False)
    client.login(user, password)
    client.select_folder("INBOX")
    smtp = smtplib.SMTP(smtp_host, int(smtp_port))
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(f"{folder}/composite.db", isolation_level=None)
        db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE ticket(id INTEGER PRIMARY KEY, subject, intent);"
            "CREATE TABLE message(id INTEGER PRIMARY KEY, ticket, message_id, text);"
            "CREATE INDEX m ON message(message_id);"
            "CREATE TABLE event(id INTEGER PRIMARY KEY, ticket, kind);"
        )
        mailparser.parse_from_bytes(b"Subject: first use\r\n\r\nMerci beaucoup\r\n")
        classifier.predict([Sample(text="Merci beaucoup")])  # start-up is not what is measured here either
        cpu, wall = time.process_time(), time.perf_counter()
        uids = client.search("ALL")
        for start in range(0, len(uids), BATCH):
            _batch(client, uids[start : start + BATCH], classifier, db, smtp)
        print(
            json.dumps({"mails": len(uids), "cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall})
        )
    smtp.quit()
    client.logout()


def _batch(
    client: IMAPClient, uids: list[int], classifier: LinearClassifier, db: sqlite3.Connection, smtp: smtplib.SMTP
) -> None:
    answers = client.fetch(uids, ["BODY.PEEK[]"])
    parsed = [mailparser.parse_from_bytes(answers[uid][b"BODY[]"]) for uid in uids]
    texts = [f"{m.subject}\n{m.text_plain[0] if m.text_plain else ''}" for m in parsed]
    labels = classifier.predict([Sample(text=text) for text in texts])
    db.execute("BEGIN IMMEDIATE")
    for m, text, label in zip(parsed, texts, labels, strict=True):
        db.execute("SELECT ticket FROM message WHERE message_id = ?", (m.headers.get("In-Reply-To", ""),)).fetchone()
        ticket = db.execute(
            "INSERT INTO ticket(subject, intent) VALUES (?, ?)", (m.subject, label.intents[0][0])
        ).lastrowid
        db.execute("INSERT INTO message(ticket, message_id, text) VALUES (?, ?, ?)", (ticket, m.message_id, text))
        db.execute("INSERT INTO event(ticket, kind) VALUES (?, 'opened')", (ticket,))
    db.execute("COMMIT")
    for m in parsed:
        if m.headers.get("Auto-Submitted") or "MAILER-DAEMON" in str(m.headers.get("From", "")):
            continue
        answer = EmailMessage()
        answer["From"], answer["To"], answer["Subject"] = (
            "support@desk.example",
            "customer@mail.example",
            f"Re: {m.subject}",
        )
        answer.set_content("We have received your mail.")
        smtp.send_message(answer)


if __name__ == "__main__":
    main()
