"""what is done in its orders, tickets on hold, addresses of people."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_DONE = sa.text("status IN ('resolved', 'closed')")
_FILTERED = ("team", "category", "intent", "priority", "language", "assignee")
_INDEXES = {"ticket_done": ["id", *_FILTERED], "ticket_done_changed": ["updated_at", "id", *_FILTERED]}


def upgrade() -> None:
    """Bring the tables to this version."""
    # Behind many that wait, a page of what is done is read from its own index, with all that it is filtered by.
    for name, columns in _INDEXES.items():
        op.create_index(name, "ticket", columns, sqlite_where=_DONE, postgresql_where=_DONE)
    op.add_column("snooze", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("snooze", sa.Column("reason", sa.String(length=300), nullable=False, server_default=""))
    op.add_column("person", sa.Column("address", sa.String(length=320), nullable=False, server_default=""))
    op.add_column("person", sa.Column("mail_calls", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Take it back."""
    for column in ("mail_calls", "address"):
        op.drop_column("person", column)
    for column in ("reason", "paused_at"):
        op.drop_column("snooze", column)
    for name in _INDEXES:
        op.drop_index(name, "ticket")
