# make: set-up, then the demo. make test: the same set-up, then lint, types, layers, tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?= -n auto

# Compiled code is kept, whatever the machine's setting: the tests start the command many
# hundreds of times, and compiling anew at each start takes longer than all they do.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := demo
.PHONY: demo test coverage lint docs bench lock clean help

demo: .setup-stamp ## Set up, then the three main jobs: the gate, holding to account, the figures
	$(BIN)/beholden demo
	$(BIN)/beholden regulator demo
	$(BIN)/beholden figures demo

# The host's pip brings a pinned uv into the environment; without uv the same lines work with pip.
.setup-stamp: pyproject.toml hatch_build.py requirements/dev.txt requirements/uv.txt $(wildcard src/beholden/_kernels/*.c src/beholden/_kernels/*.h)
	$(PYTHON) -m venv --without-pip $(VENV)
	@if $(PYTHON) -m pip --python $(BIN)/python install --quiet --require-hashes -r requirements/uv.txt; then \
		VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --require-hashes --no-deps -r requirements/dev.txt && \
		VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --reinstall-package beholden -e . ; \
	else \
		$(PYTHON) -m pip --python $(BIN)/python install --quiet --require-hashes --no-deps -r requirements/dev.txt && \
		$(PYTHON) -m pip --python $(BIN)/python install --quiet --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@

test: lint ## Lint, types, layers, then every test
	$(BIN)/pytest $(PYTEST_ARGS)

# Counting lines doubles the time of the tests, so it is no part of them.
coverage: .setup-stamp ## Every test, with the lines that none of them reaches
	$(BIN)/pytest $(PYTEST_ARGS) --cov --cov-report=term

lint: .setup-stamp ## Style, types and floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/reference.py --check

docs: .setup-stamp ## Write docs/reference anew from the code
	$(BIN)/python tools/reference.py

.bench-stamp: .setup-stamp requirements/bench.txt
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --require-hashes --no-deps -r requirements/bench.txt
	@touch $@

bench: .bench-stamp ## Measure side by side with the peers; writes docs/benchmarks.md
	$(BIN)/python -m bench

lock: .setup-stamp ## Renew the hashed requirement files
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 requirements/uv.in -o requirements/uv.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group dev --extra photos --extra postgresql --extra figures --extra stats pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group dev --extra photos --extra postgresql --extra figures --extra stats --extra bench pyproject.toml -c requirements/dev.txt -o requirements/bench.txt

clean: ## Remove everything that make made
	rm -rf $(VENV) .setup-stamp .bench-stamp beholden-demo build dist src/beholden/_kernels/_kernels.so

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12
