# Everything runs in a private environment made from the lock file; nothing has to be installed by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CODE := ingest tests benchmarks catalog docs

.PHONY: serve test check format lock docs clean

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	# The pip that comes with Python 3.11 cannot read hashes of a package that two others ask for with extras.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=24,<28'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

## Browse the catalog at http://127.0.0.1:8001/ (made from the sample pages when there is none yet);
## another port: make serve SERVE='--port 8002'
serve: $(READY)
	$(BIN)/trialtrace serve $(SERVE)

## Format, lint, types, docs and all tests
test: $(READY) check
	$(BIN)/python -m pytest --cov=ingest --cov-report=term

check: $(READY)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/cog --check README.md docs/*.md

format: $(READY)
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

docs: $(READY)
	$(BIN)/cog -r README.md docs/*.md

## Pin versions and hashes anew
lock: $(READY)
	$(BIN)/python -m pip install --quiet 'pip-tools>=7'
	$(BIN)/pip-compile --quiet --no-strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --allow-unsafe --extra dev -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
