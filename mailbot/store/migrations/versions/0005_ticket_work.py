"""how tickets hang together, who is called by name in a note, files of answers, accounts of another house."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "relation",
        sa.Column("ticket", _ID, autoincrement=False, nullable=False),
        sa.Column("other", _ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=128), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("ticket", "other", "kind"),
    )
    op.create_index("ix_relation_other", "relation", ["other"])
    op.create_table(
        "mention",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("ticket", _ID, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=128), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("seen_at", _WHEN, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("mention_person", "mention", ["person", "seen_at"])
    op.create_table(
        "upload",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("ticket", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=255), nullable=True),
        sa.Column("at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("upload_ticket", "upload", ["ticket", "person"])
    op.create_index("ix_upload_sha256", "upload", ["sha256"])
    op.add_column("person", sa.Column("subject", sa.String(length=400), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("person", "subject")
    op.drop_table("upload")
    op.drop_table("mention")
    op.drop_table("relation")
