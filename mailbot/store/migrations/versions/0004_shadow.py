"""what a candidate policy would have decided, and decisions by time."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "shadow",
        sa.Column("raw", _ID, autoincrement=False, nullable=False),
        sa.Column("ticket", _ID, nullable=True),
        sa.Column("policy", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("raw"),
    )
    op.create_index("decision_at", "decision", ["at"])


def downgrade() -> None:
    """Take it back."""
    op.drop_index("decision_at", "decision")
    op.drop_table("shadow")
