"""A real Postfix: takes mail by SMTP with STARTTLS and hands each domain on to where a test says."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.services import HOST, Missing, answers, free_port, wait_until
from tests.services.process import Group
from tests.services.tls import Certificate, make_certificate

_MAIN = """
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
daemon_directory = /usr/lib/postfix/sbin
maillog_file = /dev/stdout
myhostname = mx.mail.example
mydestination =
local_recipient_maps =
alias_maps =
inet_interfaces = {host}
inet_protocols = ipv4
mynetworks =
smtpd_relay_restrictions = permit_auth_destination, reject
relay_domains = {domains}
transport_maps = inline:{{ {transports} }}
# nothing is ever looked up, and nothing leaves this machine
default_transport = error:5.7.1 nothing goes there
smtp_dns_support_level = disabled
lmtp_dns_support_level = disabled
append_dot_mydomain = no
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
smtpd_tls_chain_files = {certificate.key}, {certificate.cert}
smtp_tls_security_level = none
lmtp_tls_security_level = none
minimal_backoff_time = 1s
queue_run_delay = 1s
"""

_MASTER = """
{host}:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """`with Postfix({"mail.example": "lmtp:inet:127.0.0.1:24"}) as server:` runs until the block ends.

    `port` speaks SMTP and STARTTLS with `certificate`. The mapping says by domain or address where mail goes (RCPT of
    any other is refused). Its master wants to be root: another user must be able to `sudo` without a password. Raises
    `Missing` where that, or Postfix, is not there.
    """

    def __init__(self, transports: Mapping[str, str]) -> None:
        self.host, self.port = HOST, free_port()
        self._command = _find()
        self._root = Path(tempfile.mkdtemp(prefix="mailbot-postfix-"))
        self._root.chmod(0o755)
        self.certificate: Certificate = make_certificate(self._root)
        self._log = self._root / "out"
        self._group: Group | None = None
        etc = self._root / "etc"
        for folder in (etc, self._root / "queue", self._root / "data"):
            folder.mkdir()
        (etc / "main.cf").write_text(
            _MAIN.format(
                root=self._root,
                host=self.host,
                certificate=self.certificate,
                domains=", ".join(name for name in transports if "@" not in name),
                transports=" ".join(f"{{ {name} = {where} }}" for name, where in transports.items()),
            )
        )
        (etc / "master.cf").write_text(_MASTER.format(host=self.host, port=self.port))
        self._run("chown", "postfix", str(self._root / "data"))

    def _run(self, *command: str) -> None:
        subprocess.run([*self._command[:-1], *command], check=True, capture_output=True)

    def __enter__(self) -> Self:
        group = Group([*self._command, "-c", str(self._root / "etc"), "start-fg"], log=self._log)
        self._group = group
        wait_until(lambda: answers(self.port) or not group.alive, what="Postfix to start")
        if not group.alive:
            raise RuntimeError(f"Postfix did not start:\n{self.log}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._group is not None:
            # Its master leads a session of its own, which no signal to our group reaches.
            stop = [*self._command, "-c", str(self._root / "etc"), "stop"]
            subprocess.run(stop, check=False, capture_output=True)
            self._group.stop()
            wait_until(lambda: not answers(self.port), what="Postfix to stop")
        self._run("rm", "-rf", str(self._root))

    @property
    def log(self) -> str:
        """What Postfix has logged so far."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""


def _find() -> list[str]:
    """The command that runs Postfix as root; raises `Missing`."""
    program = shutil.which("postfix") or shutil.which("postfix", path="/usr/sbin")
    if program is None:
        raise Missing("Postfix is not installed (Debian: postfix)")
    if os.geteuid() == 0:
        return [program]
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n", program]
    raise Missing("Postfix runs only as root, or with sudo that asks for no password")
