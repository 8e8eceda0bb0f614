"""Daemons that kill themselves with SIGKILL when a step is reached for the n-th time.

usage: victim.py        then, a line each on standard input: CONFIG<tab>LOG<tab>STEP<tab>N

Everything is imported once; each line forks a process that is `mailbot run` with a watcher on its steps (STEP "none"
lets it live). Its end is answered by a line with the exit status; its pid and every step it reached are in LOG.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import Counter
from pathlib import Path

from mailbot.app import App
from mailbot.config import load
from mailbot.daemon import Daemon
from mailbot.observe import steps
from mailbot.observe.log import configure


class Watched(Daemon):
    """A daemon that says when it has come up."""

    file = 2

    def start(self) -> None:
        """Start, then say so: the signals are in place."""
        super().start()
        os.write(self.file, b"READY\n")


def main() -> None:
    """Fork a daemon for each line, one after the other."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(*line.rstrip("\n").split("\t"))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def live(config: str, log: str, step: str, n: str) -> None:
    """Be the daemon, until the step or a signal ends it."""
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"PID {os.getpid()}\n".encode())
    seen: Counter[str] = Counter()
    lock = threading.Lock()

    def on_step(name: str) -> None:
        with lock:
            seen[name] += 1
            os.write(file, f"{name}\n".encode())
            if name == step and seen[name] == int(n):
                os.write(file, f"KILL {name}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)

    steps.watch(on_step)
    configure(json=True, level="warning")
    status = 1
    try:
        daemon = Watched(App(load(Path(config))))
        daemon.file = file
        status = daemon.run()
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
