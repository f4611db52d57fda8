# Everything a newcomer needs is `make demo` and `make test`; both set themselves up.
PY  ?= python3
V   := .venv
BIN := $(V)/bin
KEY := $(shell cat pyproject.toml constraints.txt | cksum | cut -d' ' -f1)
RUN := $(V)/.run-$(KEY)
TST := $(V)/.test-$(KEY)
DEV := $(V)/.dev-$(KEY)
PIP := $(BIN)/python -m pip install -q --no-compile --disable-pip-version-check -c constraints.txt

# The tests start hundreds of processes: each would compile the whole program again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo serve test e2e rules worker relay migrate migration policies graph matrix bench \
        lint types imports format check phrases

help:            ## This list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUN)     ## Real cases from filing to the last payment, with exports and a summary
	$(BIN)/casework demo

# The office of `make demo` where there is one and no other is named.
DEMO := $(if $(CASEWORK_HOME)$(CASEWORK_DATABASE_URL),,$(wildcard var/demo/casework.db))
serve: $(RUN)    ## The office in a browser: that of the demo, or an empty one
	$(if $(DEMO),CASEWORK_HOME=var/demo CASEWORK_SECOND_FACTOR_WAIVED=1) \
		$(BIN)/casework serve $(if $(DEMO),--demo)

test: $(TST)     ## All tests, on SQLite and on a real PostgreSQL
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadgroup $(T)

e2e: $(TST)      ## The browser tests alone; a missing browser fails them
	REQUIRE_BROWSER=1 $(BIN)/python -m pytest -m browser

rules: $(TST)    ## The rule book's tests alone, in seconds
	$(BIN)/python -m pytest -q tests/rules

worker: $(RUN)   ## One RQ worker (production)
	$(BIN)/casework worker

relay: $(RUN)    ## Hand due outbox messages to RQ (production)
	$(BIN)/casework relay

migrate: $(RUN)  ## Bring the database to the newest migration
	$(BIN)/casework migrate

migration: $(DEV) ## Draft a migration: make migration id=004 m="what it changes"
	$(BIN)/casework migration --id "$(id)" "$(m)"

policies: $(RUN) ## Validate and print the policy catalogue
	$(BIN)/casework policies

phrases: $(RUN)  ## Find every amount phrase in the official texts: make phrases FROM=folder
	$(BIN)/casework policies --check-against $(FROM)

graph: $(RUN)    ## Draw the processes into docs/processes
	$(BIN)/python -m workflows.diagram docs/processes

matrix: $(TST)   ## Rewrite the reviewed matrix of every state, action and role
	$(BIN)/python -m tests.rules.matrix

bench: $(TST)    ## Measure the hot paths
	$(BIN)/python -m tests.bench

lint: $(DEV)     ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)    ## mypy, strict
	$(BIN)/mypy

imports: $(DEV)  ## The import contracts
	$(BIN)/lint-imports

format: $(DEV)   ## Format, and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: lint types imports test ## Everything CI runs

$(BIN)/python:
	@$(PY) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PY) -m venv $(V)
$(RUN): | $(BIN)/python
	$(PIP) -e .
	@rm -f $(V)/.run-*; touch $@
$(TST): | $(BIN)/python
	$(PIP) -e '.[test]'
	@rm -f $(V)/.test-* $(V)/.run-*; touch $@ $(RUN)
$(DEV): | $(BIN)/python
	$(PIP) -e '.[test,dev]'
	@rm -f $(V)/.dev-* $(V)/.test-* $(V)/.run-*; touch $@ $(RUN) $(TST)
