"""How often answers on a topic were found helpful, day by day."""

from alembic import op
from sqlalchemy import Column, Date, Integer, String

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "feedback",
        Column("day", Date, primary_key=True),
        Column("topic", String(80), primary_key=True),
        Column("helpful", Integer, nullable=False),
        Column("not_helpful", Integer, nullable=False),
    )


def downgrade() -> None:
    """Takes the table away."""
    op.drop_table("feedback")
