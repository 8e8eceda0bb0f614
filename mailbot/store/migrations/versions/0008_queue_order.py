"""what waits, with all that a queue is filtered and ordered by."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COLUMNS = (
    "id", "status", "priority", "team", "assignee", "category", "intent", "language", "abstained", "first_reply_due",
    "first_replied_at", "updated_at", "created_at",
)  # fmt: skip


def upgrade() -> None:
    """Bring the tables to this version."""
    # Only the few tickets that wait stand in it, so that any order of them is sorted without touching the others.
    alive = sa.text("status IN ('open', 'pending')")
    op.create_index("ticket_alive", "ticket", list(_COLUMNS), sqlite_where=alive, postgresql_where=alive)


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ticket_alive", "ticket")
