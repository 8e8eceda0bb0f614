"""mails whose pictures are still to be read."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "picture",
        sa.Column("raw", _ID, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", _WHEN, nullable=False),
        sa.Column("leased_until", _WHEN, nullable=True),
        sa.Column("result", sa.String(length=400), nullable=False),
        sa.Column("created_at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("raw"),
    )
    op.create_index("picture_queue", "picture", ["state", "due_at"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("picture")
