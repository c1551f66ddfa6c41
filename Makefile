# Two commands: `make run` judges the phones, `make test` checks the suite.  Nothing has to be done before them.
# `make help` lists the rest.

PYTHON ?=
ARGS ?=
BIN := .venv/bin

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras \
        --no-emit-index-url --no-annotate --quiet

.PHONY: help run test test-all bench bench-large fuzz schemas lock clean

help:
	@echo 'make run          judge the phones of devices.yaml        (make run ARGS="--plan" passes options on)'
	@echo 'make test         every check, in minutes'
	@echo 'make test-all     the slow checks'
	@echo 'make bench        figures: speed, memory, set-up times    (make bench-large: an hour, ten gigabytes)'
	@echo 'make fuzz         feed noise to the decoders for a minute'
	@echo 'make schemas      write the JSON Schemas of all files anew'
	@echo 'make lock         resolve the dependencies again          (needs uv on PATH)'
	@echo 'make clean        remove what the commands above made, but no report and no evidence'

# 1 and 2 of `claims run` mean that the phones were judged: what it found is no failure of this command.
run:
	@PYTHON='$(PYTHON)' sh .ci/environment requirements.lock report
	@$(BIN)/claims run $(ARGS) || { code=$$?; [ $$code -le 2 ] || exit $$code; }

test:
	@PYTHON='$(PYTHON)' sh .ci/environment requirements-dev.lock report
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict harness steps
	$(BIN)/lint-imports
	@sh .ci/tests $(ARGS)

test-all:
	@PYTHON='$(PYTHON)' sh .ci/environment requirements-dev.lock report
	$(BIN)/python -m pytest -q -m slow $(ARGS)

bench:
	@PYTHON='$(PYTHON)' sh .ci/environment requirements-dev.lock
	$(BIN)/python -m tests.bench $(ARGS)

bench-large:
	@PYTHON='$(PYTHON)' sh .ci/environment requirements-dev.lock
	$(BIN)/python -m tests.bench --large $(ARGS)

fuzz:
	@PYTHON='$(PYTHON)' sh .ci/environment requirements-dev.lock
	$(BIN)/python -m tests.fuzz $(ARGS)

schemas:
	@PYTHON='$(PYTHON)' sh .ci/environment requirements-dev.lock
	$(BIN)/python -m harness.store.schemas

lock:
	$(LOCK) requirements.in -o requirements.lock
	$(LOCK) requirements.in requirements-dev.in -c requirements.lock -o requirements-dev.lock
	npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

clean:
	rm -rf .venv node_modules .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache claims_suite.egg-info build
	find harness steps tests -name __pycache__ -type d -prune -exec rm -rf {} +
