#!/usr/bin/env bash
# Makes .venv from a hashed lock file and installs mailbot into it, editable.
#
#   tools/venv.sh             what runs   (requirements.lock)
#   tools/venv.sh dev         what tests  (requirements-dev.lock)
#
# PYTHON names the interpreter (python3). uv is used when it is on PATH, pip otherwise. When nothing changed,
# nothing is done.
set -euo pipefail
cd "$(dirname "$0")/.."

lock=requirements${1:+-$1}.lock
python=${PYTHON:-python3}
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf 'venv: %s\n' "$*" >&2; }

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  say "$python is not Python 3.11 or later; name one: make venv PYTHON=python3.12"
  exit 1
}

# The development set holds everything of the other, so either stamp will do for what runs.
state=$(cat pyproject.toml "$lock" | cksum)
for stamp in .venv/"$lock".done .venv/requirements-dev.lock.done; do
  if [ -x .venv/bin/mailbot ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then exit 0; fi
done

if [ ! -x .venv/bin/python ]; then
  say "making .venv with $("$python" --version)"
  "$python" -m venv .venv || {
    rm -rf .venv
    say "$python has no venv; on Debian: apt-get install python3-venv"
    exit 1
  }
fi

say "installing $lock"
if command -v uv >/dev/null; then
  install=(uv pip install --quiet --python .venv/bin/python)
else
  install=(.venv/bin/python -m pip install --quiet)
fi
"${install[@]}" --require-hashes -r "$lock"
"${install[@]}" --no-deps --no-build-isolation -e .
printf '%s' "$state" > ".venv/$lock.done"
