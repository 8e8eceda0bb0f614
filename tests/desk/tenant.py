"""A daemon like any other, but for leases of a few seconds. usage: tenant.py CONFIG"""

from __future__ import annotations

import sys
from pathlib import Path

from mailbot.app import App
from mailbot.config import load
from mailbot.daemon import Daemon
from mailbot.desk import positions
from mailbot.observe.log import configure

if __name__ == "__main__":
    positions.LEASE_S = 4
    configure(json=True, level="info")
    sys.exit(Daemon(App(load(Path(sys.argv[1])))).run())
