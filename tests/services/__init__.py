"""Real servers for the tests, on 127.0.0.1 and free ports, started and stopped by the tests themselves.

Each is a context manager that any user may run. A server whose program is not installed raises `Missing`.
"""

from __future__ import annotations

import os
import random
import socket
import time
from collections.abc import Callable

HOST = "127.0.0.1"


class Missing(Exception):  # noqa: N818 - it is a state of the machine, not an error of the test
    """A program that a test needs is not installed; says which Debian package brings it."""


# Below the ports that the kernel gives to outgoing connections, which may take one between its choice and its use;
# each process of a parallel run has three thousand of its own.
_FIRST_PORT = 20_000 + 3_000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_unused = random.SystemRandom().sample(range(_FIRST_PORT, _FIRST_PORT + 3_000), 3_000)


def free_port() -> int:
    """A TCP port nobody listens on now, and that was not given before."""
    while True:
        port = _unused.pop()
        try:
            socket.create_server((HOST, port)).close()
        except OSError:
            continue
        return port


def wait_until(holds: Callable[[], bool], *, seconds: float = 20, what: str = "the condition") -> None:
    """Return once `holds()` is true; raise `TimeoutError` naming `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.02)


def answers(port: int) -> bool:
    """Does somebody accept a connection on `port`?"""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
