# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
# PYTHON=/path/to/python3.12 chooses another Python.

PYTHON ?= python3
BIN := .venv/bin
UV := .uv/bin/uv
# Made two at a time: the kernels compile while the other environment is filled.
TESTED_IN := .venv/.dev .venv/.kernels .venv/.pango .venv-engine/.ready
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help demo env test test-fast lint bench prove lock assets screenshots clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

# It compiles the kernels itself, while the database is made.
demo: .venv/.ready .venv/.pango ## the site with real data and demo logins, on this machine only
	@$(BIN)/wwz demo

env: .venv/.kernels ## only the environment: .venv/bin/wwz works after it

test: .uv/.ready ## every check and test, on both databases and in the browser
	@$(MAKE) --no-print-directory -j2 $(TESTED_IN)
	@$(BIN)/python -m tests.stages

test-fast: .uv/.ready ## for daily work: no browser, SQLite only; decides nothing
	@$(MAKE) --no-print-directory -j2 $(TESTED_IN)
	@$(BIN)/python -m tests.stages lint house engine sqlite

lint: .venv/.dev ## style, types, direction of imports, migrations, deployment settings
	@$(BIN)/python -m tests.stages lint

bench: .venv/.dev .venv/.kernels ## measure this version, on a quiet machine; results in benchmarks/results
	@$(BIN)/python -m benchmarks $(BENCH)

prove: .venv/.dev .venv-engine/.ready .venv/.kernels ## the slow proofs
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m proof

lock: .uv/.ready .venv/.ready ## work the locks, and the page of parameters, out again
	$(COMPILE) --extra web --extra postgres --extra geo pyproject.toml -o requirements.lock
	$(COMPILE) --all-extras --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(COMPILE) --extra cluster --extra geo --group engine-test -c requirements-dev.lock pyproject.toml -o requirements-engine.lock
	$(BIN)/python -m tests.house.documents

assets: ## rebuild the vendored styles and scripts (the only target that needs Node)
	$(MAKE) -C frontend

screenshots: .venv/.dev .venv/.kernels ## draw docs/screenshots again, and docs/look where the mock-ups are
	@$(BIN)/python -m tests.browser
	@PYTHONPATH=. $(BIN)/python docs/screenshots/make.py
	@if test -d ../shared/look; then PYTHONPATH=. $(BIN)/python docs/look/make.py; fi

clean: ## remove what make made here; data in var/ stay
	rm -rf .venv .venv-engine .uv build dist benchmarks/results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# --- environments: a stamp each, so that a second run costs nothing ---

define venv
@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Platform WWZ needs Python 3.11 or newer, but this is " + sys.version.split()[0] + ". Give another one: make PYTHON=python3.12 ...")'
@test -x $(1)/bin/python || $(PYTHON) -m venv $(1) || { rm -rf $(1); echo "This Python cannot make environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
endef

# Hashes are checked in both ways. uv is quick; without uv the pip of the environment does the same.
define install
@if test -x $(UV); then $(UV) pip install --quiet --python $(1)/bin/python --require-hashes -r $(2); else $(1)/bin/python -m pip install --quiet --require-hashes -r $(2); fi
endef

define install_ourselves
@if test -x $(UV); then $(UV) pip install --quiet --python $(1)/bin/python --no-deps -e .; else $(1)/bin/python -m pip install --quiet --no-deps -e .; fi
endef

.uv/.ready:
	$(call venv,.uv)
	@echo "Preparing the installer"
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1" || echo "uv cannot be had here; pip does it, slower."
	@touch $@

.venv/.ready: requirements.lock pyproject.toml | .uv/.ready
	$(call venv,.venv)
	@echo "Installing the packages of requirements.lock into .venv"
	$(call install,.venv,requirements.lock)
	$(call install_ourselves,.venv)
	@touch $@

.venv/.kernels: .venv/.ready $(wildcard src/wwz_engine/backends/*.py)
	@echo "Compiling the kernels, once: about a minute"
	@$(BIN)/python -m wwz_engine.backends
	@touch $@

# PDF needs a library of the system. Nothing stops when it cannot be had: the site then says so.
.venv/.pango: .venv/.ready
	@$(BIN)/python -m wwz.commands.pango
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.ready
	@echo "Installing the packages of requirements-dev.lock into .venv"
	$(call install,.venv,requirements-dev.lock)
	@touch $@

# The engine's tests run where Django is not installed: docs/decisions/0006-engine-tested-without-django.md
.venv-engine/.ready: requirements-engine.lock pyproject.toml | .uv/.ready
	$(call venv,.venv-engine)
	@echo "Installing the packages of requirements-engine.lock into .venv-engine"
	$(call install,.venv-engine,requirements-engine.lock)
	$(call install_ourselves,.venv-engine)
	@touch $@
