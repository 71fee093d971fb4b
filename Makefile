# The product's commands. `make help` lists them.
SHELL := /bin/sh
PY ?= python3
VENV := .venv
PEERS := .peers
BIN := $(VENV)/bin
unexport PYTHONDONTWRITEBYTECODE # else every process compiles the whole product anew
LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
PANGO := libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help setup run test check format lock bench pictures pango browser clean

help: ## list these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-14s %s\n", $$1, $$2}'

setup: pango browser $(VENV)/.dev ## install all that `run` and `test` need, start nothing

run: pango $(VENV)/.run ## install, create the sample rollout where there is none, and serve it
	@$(BIN)/planner demo --if-empty
	@$(BIN)/planner serve --host $(HOST) --port $(PORT)

test: setup ## run every test, on SQLite and where a server is there on PostgreSQL too
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder
	@$(BIN)/python -m tests.on_postgres

check: $(VENV)/.dev ## format, lint, types, import law and templates, in under a minute
	@$(BIN)/ruff format --check -q . || { echo "Run: make format"; exit 1; }
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/deptry planner
	@$(BIN)/python -m pytest -q tests/architecture/test_laws.py tests/architecture/test_docs.py tests/architecture/test_guides.py

format: $(VENV)/.dev ## put the code in its agreed form
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

bench: setup $(PEERS)/.set ## measure the claims in bench/ and print ratios against peers
	@$(BIN)/python -m bench

pictures: setup ## take the pictures of README.md anew from the sample rollout
	@$(BIN)/python -m tests.browser.pictures

lock: $(VENV)/.tools ## write the lock files anew from pyproject.toml
	@$(BIN)/$(LOCK) pyproject.toml -o requirements.txt
	@$(BIN)/$(LOCK) pyproject.toml --extra dev --group tools -o requirements-dev.txt
	@$(BIN)/$(LOCK) --group tools -o requirements-tools.txt
	@$(BIN)/$(LOCK) --group peers -o requirements-peers.txt

clean: ## remove what set-up and tests made, but not your data in instance/
	@rm -rf $(VENV) $(PEERS) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

# A private Python environment, built from the lock files with their hashes.
$(VENV)/bin/python:
	@$(PY) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is %s." % sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "Installing Python's venv support ..."; \
	    { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; } >set-up.log 2>&1 || { tail -3 set-up.log; exit 1; }; \
	  else echo "Python's venv support is missing. Run: sudo apt-get install -y python3-venv"; exit 1; fi; }
	@$(PY) -m venv $(VENV)

$(VENV)/.tools: requirements-tools.txt | $(VENV)/bin/python
	@echo "Setting up the Python environment ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-tools.txt
	@touch $@

$(VENV)/.run: requirements.txt pyproject.toml $(VENV)/.tools
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt \
	  || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.txt \
	  || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Other programs that do the same work, only to be measured; what cannot be installed is left out of the tables, which say so.
$(PEERS)/.set: requirements-peers.txt
	@$(PY) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-peers.txt \
	  || echo "The peers could not be installed: their columns will say so."
	@touch $@

# Libraries of the system: Pango draws the PDF, Chromium runs the browser tests.
pango:
	@$(PY) -c 'import ctypes.util as u, sys; sys.exit(not (u.find_library("pangoft2-1.0") and u.find_library("gobject-2.0")))' || { \
	  if [ "$$(uname)" = Darwin ]; then echo "PDF reports need Pango. Run: brew install pango"; \
	  elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "Installing Pango for PDF reports ..."; \
	    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $(PANGO); } >set-up.log 2>&1 || { tail -3 set-up.log; exit 1; }; \
	  else echo "PDF reports need Pango. Run: sudo apt-get install -y --no-install-recommends $(PANGO)"; fi; }

browser:
	@command -v chromium >/dev/null && command -v pdftotext >/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "Installing Chromium and poppler for the browser and PDF tests ..."; \
	    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium poppler-utils; } >set-up.log 2>&1 || { tail -3 set-up.log; exit 1; }; \
	  else echo "The browser tests need Chromium. Run: sudo apt-get install -y --no-install-recommends chromium poppler-utils"; fi; }
