# mailbot's commands. Each is one line here; what is longer stands in tools/.
PYTHON ?= python3
export PYTHON

.PHONY: help venv run test test-long lock wheel

help:  ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

venv:  ## make .venv from the hashed lock file, and fetch what the console loads in the browser
	@tools/venv.sh
	@tools/static.sh

run: venv  ## run the demo: the real daemon on embedded defaults
	@exec .venv/bin/mailbot demo

test:  ## install what the tests need, then run every check and test
	@tools/venv.sh dev
	@tools/static.sh dev
	@tools/test-env.sh
	@tools/check.sh

test-long:  ## the long forms: fuzzing, chaos, soak
	@tools/venv.sh dev
	@tools/test-env.sh
	@HYPOTHESIS_PROFILE=long .venv/bin/pytest -m long

lock:  ## write the lock files again from pyproject.toml; UPGRADE=--upgrade takes newer versions
	@tools/lock.sh $(UPGRADE)

wheel:  ## build dist/mailbot-*.whl
	@tools/venv.sh
	@tools/static.sh
	@.venv/bin/python -m hatchling build -t wheel
