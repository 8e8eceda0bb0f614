"""data keys of sealed mail, which mails hold a live secret, and what is left of each."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "content_key",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("ix_content_key_key", "content_key", ["key"])
    op.create_index("ix_content_sealed", "content", ["sealed"])
    op.add_column("raw", sa.Column("live", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("raw", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("raw", sa.Column("kept", sa.String(length=8), nullable=False, server_default="whole"))
    op.create_index("raw_kept", "raw", ["kept", "live", "settled_at"])
    op.execute("UPDATE raw SET settled_at = received_at WHERE state = 'done'")
    # The signal's evidence stands in the stored decision under the signal's name; quotes in a text are escaped there.
    op.execute(
        sa.text(
            "UPDATE raw SET live = :yes WHERE id IN (SELECT raw FROM decision WHERE CAST(analysis AS TEXT) LIKE :found)"
        ).bindparams(sa.bindparam("yes", True, sa.Boolean()), found='%"live_secret_in_mail":%"%')
    )


def downgrade() -> None:
    """Take it back; sealed mail could not be read afterwards."""
    op.drop_index("raw_kept", "raw")
    for column in ("kept", "settled_at", "live"):
        op.drop_column("raw", column)
    op.drop_index("ix_content_sealed", "content")
    op.drop_index("ix_content_key_key", "content_key")
    op.drop_table("content_key")
