"""with which key the letters of the outbox are sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.add_column("outbox", sa.Column("key", sa.String(length=16), nullable=False, server_default=""))
    op.create_index("ix_outbox_key", "outbox", ["key"])


def downgrade() -> None:
    """Take it back; sealed letters could not be read afterwards."""
    op.drop_index("ix_outbox_key", "outbox")
    op.drop_column("outbox", "key")
