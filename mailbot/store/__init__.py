"""The database: tables, migrations, the unit of work, the spool, and claims. The only importer of sqlmodel."""

from mailbot.store.database import Database, Transaction

__all__ = ["Database", "Transaction"]
