# `make` builds .venv; everything else builds it first. Only that step needs the network.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := setup
.PHONY: help setup demo test run check lint types layers quality retrain bench lock clean

# Says what can be made: the lines below with two hashes.
help:
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: .venv/ready ## build .venv, the only step that needs the network (the default)

# The mark `ready` comes last, so that an interrupted set-up starts afresh.
.venv/ready: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Pactwatch needs Python 3.11 or newer; name one with: make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv with pip; on Debian: apt install python3-venv" >&2; exit 2; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup ## watch five sources on a local web, write a digest
	@$(BIN)/pactwatch demo

test: setup ## all tests
	$(BIN)/python -m pytest

run: setup ## the service
	$(BIN)/pactwatch run

check: lint types layers ## lint, types, layers

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

# Floors rise with QUALITY=--raise, JUDGING=--raise and FACTS=--raise; docs/quality.md says how one may fall.
quality: setup ## how exactly pages are read, gold stories judged and their facts told; fails under a floor (less than a minute)
	@$(BIN)/python -m tests.reading.quality $(QUALITY)
	@$(BIN)/python -m tests.judging.quality $(JUDGING)
	@$(BIN)/python -m tests.facts.quality $(FACTS)

# Shows what would change; RETRAIN=--accept writes it. docs/feedback.md.
retrain: setup ## fold what readers marked into the judge's weights
	@mkdir -p .retrain
	@$(BIN)/pactwatch stories marks --jsonl > .retrain/marks.jsonl
	@PYTHONPATH=. $(BIN)/python bench/retrain.py --marks .retrain/marks.jsonl $(RETRAIN)

# Prints as it goes. Figures and what they mean: docs/benchmarks.md.
bench: setup ## measure list learning, idle polls and the rule of looks (about 8 minutes)
	@echo "1 of 3: learning list pages, a few seconds"
	@$(BIN)/python -u bench/list_learning.py
	@echo "2 of 3: 1,000 idle polls, about 3 minutes"
	@$(BIN)/python -u bench/idle_polls.py 1000
	@echo "3 of 3: how long items wait, about 4 minutes; a line a policy"
	@$(BIN)/python -u bench/pace.py

# Needs uv. The lock names versions and hashes, no address.
lock: ## resolve the dependencies anew
	UV_PYTHON_DOWNLOADS=never UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile pyproject.toml --extra dev \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -o requirements.lock

clean: ## remove .venv, the demo's home and caches
	rm -rf .venv .demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build *.egg-info
