#!/usr/bin/env bash
# Installs the servers that the tests talk to, from Debian's packages, where this user may (root, or sudo without a
# password). Where it may not, it names what is left out; with CI=true leaving anything out is a failure.
set -euo pipefail

have_dovecot() { [ -x /usr/sbin/dovecot ] || command -v dovecot >/dev/null; }
have_imap() { [ -x /usr/lib/dovecot/imap ]; }
have_lmtp() { [ -x /usr/lib/dovecot/lmtp ]; }
have_chromium() { [ -x /usr/bin/chromium ]; }
have_postfix() { [ -x /usr/sbin/postfix ]; }
have_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

missing() {  # the Debian packages that are not there yet
  have_dovecot && have_imap || echo dovecot-imapd
  have_lmtp || echo dovecot-lmtpd
  have_postgresql || echo postgresql
  have_postfix || echo postfix
  have_chromium || echo chromium
}

may_install() {
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" -eq 0 ]; then as_root=(); return 0; fi
  as_root=(sudo -n)
  sudo -n true 2>/dev/null
}

mapfile -t packages < <(missing)
if [ "${#packages[@]}" -gt 0 ] && may_install; then
  echo "test-env: installing ${packages[*]}"
  # In run level 1 Debian starts no service on installation: the tests start their own, on free ports.
  environment=(env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1)
  log=$(mktemp)
  { "${as_root[@]}" "${environment[@]}" apt-get update -q \
    && "${as_root[@]}" "${environment[@]}" apt-get install -y -q --no-install-recommends "${packages[@]}"
  } >"$log" 2>&1 </dev/null || tail -n 20 "$log" >&2
  rm -f "$log"
  mapfile -t packages < <(missing)
fi

if [ "${#packages[@]}" -gt 0 ]; then
  echo "test-env: left out, so the tests that need it stand aside: ${packages[*]}" >&2
  [ "${CI:-}" != true ] || exit 1
fi
