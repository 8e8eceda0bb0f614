"""the console: people, sessions, links, tokens, drafts, saved replies, and the search index."""

import sqlalchemy as sa
from alembic import op

from mailbot.store.dialect import create_search

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this version."""
    _people()
    _work()
    op.create_index("ticket_created", "ticket", ["created_at"])
    op.create_index("ticket_assignee", "ticket", ["assignee", "status", "priority", "id"])
    op.create_index("ticket_team", "ticket", ["team", "status", "priority", "id"])
    op.create_index("ticket_category", "ticket", ["category", "status", "priority", "id"])
    op.create_index("ticket_intent", "ticket", ["intent", "id"])
    overdue = sa.text("status = 'open' AND first_replied_at IS NULL")
    op.create_index("ticket_due", "ticket", ["first_reply_due"], sqlite_where=overdue, postgresql_where=overdue)
    unsure = sa.text("abstained AND status IN ('open', 'pending')")
    op.create_index("ticket_unsure", "ticket", ["priority", "id"], sqlite_where=unsure, postgresql_where=unsure)
    op.create_index("event_at", "event", ["kind", "at"])
    create_search(op.get_bind())
    # Mail that is here already is indexed in the background, from this message down.
    op.execute(
        "INSERT INTO setting (name, value) SELECT 'search_reindex', CAST(MAX(id) AS VARCHAR(20)) FROM message "
        "HAVING MAX(id) IS NOT NULL"
    )


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("display", sa.String(length=128), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("teams", sa.JSON(), nullable=False),
        sa.Column("password", sa.String(length=256), nullable=False),
        sa.Column("totp", sa.String(length=64), nullable=False),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("created_at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "session",
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("created_at", _WHEN, nullable=False),
        sa.Column("seen_at", _WHEN, nullable=False),
        sa.Column("expires_at", _WHEN, nullable=False),
        sa.Column("peer", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("secret"),
    )
    op.create_index("ix_session_person", "session", ["person"])
    op.create_table(
        "one_time_link",
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("person", _ID, nullable=True),
        sa.Column("expires_at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("secret"),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("login_attempt_key", "login_attempt", ["key", "at"])
    op.create_table(
        "api_token",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", _WHEN, nullable=False),
        sa.Column("expires_at", _WHEN, nullable=False),
        sa.Column("used_at", _WHEN, nullable=True),
        sa.Column("revoked_at", _WHEN, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret"),
    )


def _work() -> None:
    op.create_table(
        "draft",
        sa.Column("ticket", _ID, autoincrement=False, nullable=False),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("ticket", "person", "kind"),
    )
    op.create_table(
        "saved_reply",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("shortcut", sa.String(length=48), nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("shortcut"),
    )
    op.create_table(
        "idempotency",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "snooze",
        sa.Column("ticket", _ID, autoincrement=False, nullable=False),
        sa.Column("until", _WHEN, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("ticket"),
    )


def downgrade() -> None:
    """Bring them back."""
    op.execute("DROP TABLE search_index")
    for index in ("ticket_created", "ticket_assignee", "ticket_team", "ticket_category", "ticket_intent"):
        op.drop_index(index, "ticket")
    for index in ("ticket_due", "ticket_unsure"):
        op.drop_index(index, "ticket")
    op.drop_index("event_at", "event")
    tables = ("snooze", "idempotency", "saved_reply", "draft", "api_token", "login_attempt", "one_time_link")
    for table in (*tables, "session", "person"):
        op.drop_table(table)
