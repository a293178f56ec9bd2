# `make run` and `make test` each do all their own set-up; see README.md.

VENV   := .venv
PY     := $(VENV)/bin/python
PYTHON ?= $(shell for p in python3.11 python3.12 python3; do \
            $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null && echo $$p && break; done)
OUT    := build

.PHONY: setup run demo shots test check bench proof lock

setup: $(VENV)/.packages-stamp $(VENV)/.lock-stamp

# Kept only when nothing is missing, so that what could not be installed is named again.
$(VENV)/.packages-stamp: installer/system_packages.sh | $(PY)
	@sh installer/system_packages.sh && touch $@ || true

$(VENV)/.lock-stamp: requirements.lock | $(PY)
	@echo "安装固定版本的依赖 / installing the pinned packages ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

$(PY):
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或 3.12 / Python 3.11 or 3.12 is needed: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || sh installer/system_packages.sh python3-venv || true
	@$(PYTHON) -m venv $(VENV)

run: setup
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ]; then \
		echo "这里没有图形界面，请改用 make demo / no display here: try make demo" >&2; \
	else $(PY) main.py; fi

demo: setup
	@QT_QPA_PLATFORM=offscreen $(PY) main.py demo --to $(OUT)/demo

shots: setup
	@QT_QPA_PLATFORM=offscreen $(PY) main.py shots --to $(OUT)/shots

test: setup
	@$(PY) -m pytest -q -n auto --dist worksteal

check: setup
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports

bench: setup
	@$(PY) -m tests.benchmarks

# What was run adds up in build/proof.json, the next run goes on from there; the table of all of it lies in tests/PROOF.md.
proof: setup
	@MINUTES=$(or $(MINUTES),10) SEED=$(or $(SEED),1) $(PY) -m tests.proof

# After a change of the pins in pyproject.toml; add UPGRADE=--upgrade to renew what they leave open.
lock: setup
	@$(PY) -m uv pip compile --quiet --universal --generate-hashes --extra dev --python-version 3.11 \
		--custom-compile-command "make lock" $(UPGRADE) pyproject.toml -o requirements.lock

