# The commands of iamstudy. `make run` and `make test` are all the set-up a newcomer needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run dev test e2e check bench fuzz clean

run: $(VENV)/.run  ## study: packages, database, notes, server; prints the address
	@$(BIN)/python manage.py serve

dev: $(VENV)/.dev  ## develop: the same, and it reloads when a file changes
	@DEBUG=1 $(BIN)/python manage.py serve --reload

test: $(VENV)/.dev  ## all tests but those in a browser
	@$(BIN)/python -m pytest

e2e: $(VENV)/.dev  ## the tests in a browser (they skip where there is no Chromium)
	@$(BIN)/python -m pytest --override-ini addopts=--strict-markers tests/e2e

check: $(VENV)/.dev  ## before every commit: format, lint, types, house, tests, templates
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/djlint --lint templates --quiet
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m pytest

bench: $(VENV)/.dev  ## print speed and memory beside a named limit or peer (PART=engine, compare, notes …: one part)
	@$(BIN)/python -m bench $(PART)

fuzz: $(VENV)/.dev  ## hold the engine to its reference for an hour or two; Ctrl+C stops, the next start goes on
	@$(BIN)/python -m tests.fuzz
	@$(BIN)/python -m tests.quizzes.computed.fuzz
	@$(BIN)/python -m tests.iam.comparison.agreeing

clean:  ## forget packages and caches; your data in var/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "iamstudy needs Python 3.11 or newer. On Debian and Ubuntu: apt-get install python3 (or set PYTHON=...)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	  { echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
