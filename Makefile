# Everything works from a fresh clone with Python 3.11 or newer, git and make.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.SILENT:
.DELETE_ON_ERROR:
SHELL := /bin/bash

ifndef PYTHON
PYTHON := $(shell for name in python3 python python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)
endif

BIN := .venv/bin
SETUP := requirements/bootstrap.lock pyproject.toml tools/sync.py
PYTEST_ARGS ?= -n auto

.PHONY: help demo test test-full lint bench docs clean distclean mutants messages lock \
	lint-code lint-types lint-imports lint-size lint-locks lint-packs lint-audit

help: ## Show this list
	grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/.run ## Decide a synthetic county, fill a register, start the desk on 127.0.0.1:8000 (SERVE=0 stops before that)
	$(BIN)/minsheng demo --desk $(if $(filter 0,$(SERVE)),,--serve)

test: .venv/.dev ## Tests that need nothing but pip, with a coverage floor for each package
	rm -rf .coverage && mkdir -p .coverage
	$(BIN)/python -m pytest -q -m "not full" --cov --cov-report= $(PYTEST_ARGS)
	$(BIN)/python tools/coverage_floor.py

test-full: .venv/.dev ## Tests that need a browser, fonts or minutes; REQUIRE_ALL=1 fails when a group is left out
	$(BIN)/python tools/test_full.py

lint: lint-code lint-types lint-imports lint-size lint-locks lint-packs lint-audit ## Style, types, imports, packs, locks, advisories

lint-code: .venv/.dev
	echo "lint: ruff"
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet . || { echo "lint: not formatted; run: $(BIN)/ruff format ."; exit 1; }

lint-types: .venv/.dev
	echo "lint: mypy (strict on minsheng.policy)"
	$(BIN)/mypy

lint-imports: .venv/.dev
	echo "lint: imports go one way"
	$(BIN)/lint-imports

lint-size: .venv/.dev
	$(BIN)/python tools/file_size.py

lint-locks: .venv/.dev
	$(BIN)/python tools/lock.py --check

lint-packs: .venv/.dev
	echo "lint: minsheng policy check"
	$(BIN)/minsheng policy check policies

lint-audit: .venv/.dev
	$(BIN)/python tools/audit.py

bench: .venv/.dev ## Measure; writes bench/results.json and its chart (PERSONS=100000 makes it quick)
	$(BIN)/python -m bench.run $(if $(PERSONS),--persons $(PERSONS))
	$(BIN)/python -m bench.picture

docs: .venv/.dev ## Build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir site
	echo "docs: site/index.html"

messages: .venv/.dev ## Take new messages into the catalogues and compile them
	$(BIN)/python tools/messages.py

mutants: .venv/.dev ## Mutation tests for the modules that decide
	$(BIN)/python tools/mutants.py

lock: .venv/.dev ## Write requirements/*.lock from pyproject.toml (UPGRADE=1 takes newer versions)
	$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

clean: ## Remove what was built (distclean: also the virtual environment)
	rm -rf build dist site demo-out mutants .cache .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean
	rm -rf .venv bench/peer/.venv

.venv/.run: requirements/run.lock $(SETUP) | python
	$(PYTHON) tools/sync.py run
	touch $@

.venv/.dev: requirements/dev.lock requirements/run.lock $(SETUP) | python
	$(PYTHON) tools/sync.py dev
	touch .venv/.run $@

.PHONY: python
python:
	test -n "$(PYTHON)" || { \
		echo "Minsheng needs Python 3.11 or newer, and none was found."; \
		echo "Install one (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv) and try again,"; \
		echo "or say where yours is: make PYTHON=/path/to/python3.12 …"; exit 1; }
