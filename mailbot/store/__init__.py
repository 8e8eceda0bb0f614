"""The database: tables, migrations, the unit of work, the spool, and claims. The only importer of sqlmodel."""

from mailbot.store.bookkeeping import FolderPosition
from mailbot.store.database import Database, Transaction
from mailbot.store.followups import Due
from mailbot.store.messages import Posted
from mailbot.store.outbox import Letter
from mailbot.store.spool import Shelved

__all__ = ["Database", "Due", "FolderPosition", "Letter", "Posted", "Shelved", "Transaction"]
