"""A real Dovecot: IMAP in plain, by STARTTLS and by TLS, and LMTP, over a private folder."""

from __future__ import annotations

import getpass
import grp
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from imapclient import IMAPClient

from tests.services import HOST, Missing, answers, free_port, wait_until
from tests.services.process import Group
from tests.services.tls import Certificate, make_certificate

_PROGRAMS = {"/usr/lib/dovecot/imap": "dovecot-imapd", "/usr/lib/dovecot/lmtp": "dovecot-lmtpd"}

# Dovecot refuses to read mail as root, so root lends its users' mail to `nobody`; anybody else keeps it.
_CONFIG = """
protocols = imap lmtp
listen = {host}
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
mail_fsync = never
mail_max_userip_connections = 100
auth_mechanisms = plain login
auth_failure_delay = 0
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{certificate.cert}
ssl_key = <{certificate.key}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {root}/users/%u
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={root}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  chroot =
  # no penalty for the address all tests share
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service lmtp {{
  user = {mail_user}
  inet_listener lmtp {{
    address = {host}
    port = {lmtp_port}
  }}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody with a mailbox."""

    name: str
    password: str


class Dovecot:
    """`with Dovecot() as server:` runs until the block ends.

    `port` speaks IMAP in plain and STARTTLS, `tls_port` IMAP over TLS, `lmtp_port` LMTP; all on 127.0.0.1 and
    the same after `restart`. Raises `Missing` when Dovecot 2.3 is not installed.
    """

    def __init__(self, accounts: dict[str, str] | None = None) -> None:
        self.host = HOST
        self._program = _find()
        self._root = Path(tempfile.mkdtemp(prefix="mailbot-dovecot-"))
        self._root.chmod(0o755)
        self.certificate: Certificate = make_certificate(self._root)
        self.port, self.tls_port, self.lmtp_port = free_port(), free_port(), free_port()
        self._group: Group | None = None
        self._numbers = count(1)
        self.accounts: dict[str, Account] = {}
        self._owner = "nobody" if os.geteuid() == 0 else getpass.getuser()
        self._write_config()
        mail = self._root / "mail"
        mail.mkdir()
        self._give(mail)
        (self._root / "users").mkdir()
        for name, password in (accounts or {"support": "support-secret", "alice": "alice-secret"}).items():
            self.add_account(name, password)

    def _write_config(self) -> None:
        as_root = os.geteuid() == 0
        group = grp.getgrgid(pwd.getpwnam(self._owner).pw_gid).gr_name
        config = _CONFIG.format(
            host=self.host,
            root=self._root,
            internal="dovecot" if as_root else self._owner,
            internal_group="dovecot" if as_root else group,
            login="dovenull" if as_root else self._owner,
            mail_user=self._owner,
            mail_group=group,
            certificate=self.certificate,
            port=self.port,
            tls_port=self.tls_port,
            lmtp_port=self.lmtp_port,
        )
        (self._root / "dovecot.conf").write_text(config)

    def _give(self, folder: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(folder, self._owner)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._root, ignore_errors=True)

    # -- life --------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start and return once IMAP answers; raises `RuntimeError` with the log when Dovecot gives up."""
        group = Group([self._program, "-F", "-c", str(self._root / "dovecot.conf")], log=self._root / "out")
        self._group = group
        wait_until(lambda: answers(self.port) or not group.alive, what="Dovecot to start")
        if not group.alive:
            raise RuntimeError(f"Dovecot did not start:\n{self.log}")

    def stop(self) -> None:
        """Stop cleanly: every session gets a BYE; new connections are refused."""
        if self._group is not None:
            self._group.stop()
            self._group = None

    def restart(self) -> None:
        """Stop and start on the same ports with the same mail."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """SIGKILL: sessions end without a word; `start` brings the server back."""
        if self._group is not None:
            self._group.kill()
            self._group = None
            wait_until(lambda: not answers(self.port), what="Dovecot's port to be free")
            # A session killed while it held a dotlock leaves it, and Dovecot honours a stale one for two minutes.
            for lock in (self._root / "mail").rglob("dovecot*.lock"):
                lock.unlink(missing_ok=True)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """SIGSTOP for the length of the block: connections open, and nobody answers."""
        assert self._group is not None
        self._group.send(signal.SIGSTOP)
        try:
            yield
        finally:
            self._group.send(signal.SIGCONT)

    @property
    def log(self) -> str:
        """What Dovecot has logged so far."""
        logs = (self._root / name for name in ("out", "dovecot.log"))
        return "".join(log.read_text(errors="replace") for log in logs if log.exists())

    # -- accounts and mail -------------------------------------------------------------------------

    def add_account(self, name: str, password: str) -> Account:
        """Let `name` log in by `password`, at once and without a restart."""
        account = Account(name=name, password=password)
        # A file each: one file of them all Dovecot would read again only once a second.
        (self._root / "users" / name).write_text(f"{name}:{{PLAIN}}{password}\n")
        home = self._root / "mail" / name
        home.mkdir()
        self._give(home)
        self.accounts[name] = account
        return account

    def new_account(self) -> Account:
        """Somebody new with an empty mailbox."""
        number = next(self._numbers)
        return self.add_account(f"user{number}", f"secret-{number}")

    def imap(self, name: str = "support") -> IMAPClient:
        """A logged-in connection, for the caller to log out of."""
        client = IMAPClient(self.host, port=self.port, ssl=False, timeout=20)
        client.login(name, self.accounts[name].password)
        return client

    def append(self, name: str, *mails: bytes, folder: str = "INBOX") -> list[int]:
        """Put `mails` into `name`'s `folder` (made when absent), unseen; returns their UIDs."""
        uids = []
        with closing_session(self.imap(name)) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for raw in mails:
                answer = client.append(folder, raw)
                found = re.search(rb"APPENDUID \d+ (\d+)", answer)
                assert found, answer
                uids.append(int(found[1]))
        return uids

    def change_uidvalidity(self, name: str) -> int:
        """Give `name`'s INBOX a new UIDVALIDITY and its mails new UIDs, as a restored backup does.

        Restarts the server, since Dovecot keeps what it knows in memory. Returns the new UIDVALIDITY.
        """
        self.stop()
        maildir = self._root / "mail" / name / "Maildir"
        uidlist = maildir / "dovecot-uidlist"
        header = uidlist.read_text().splitlines()[0]
        validity = int(re.search(r"\bV(\d+)", header)[1]) + 1  # type: ignore[index]
        uidlist.write_text(re.sub(r"\bN\d+", "N1", re.sub(r"\bV\d+", f"V{validity}", header)) + "\n")
        for index in maildir.glob("dovecot.index*"):
            index.unlink()
        self.start()
        return validity


@contextmanager
def closing_session(client: IMAPClient) -> Iterator[IMAPClient]:
    """Log out at the end of the block, or only close when the block failed."""
    with closing(client.socket()):
        yield client
        client.logout()


def _find() -> str:
    """The dovecot program; raises `Missing` when it or one of its protocols is absent or not 2.3."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    absent = [package for file, package in _PROGRAMS.items() if not Path(file).exists()]
    if program is None or absent:
        raise Missing(f"Dovecot is not installed (Debian: {' '.join(absent or ['dovecot-core'])})")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("2.3."):
        raise Missing(f"Dovecot 2.3 is needed, this is {version.strip()}")
    return program
