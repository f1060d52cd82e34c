# Everything here needs only Python 3.11 and make; the rest is brought into .venv/.
PYTHON ?= python3.11
PORT ?= 8000
VENV := .venv
UV := $(shell command -v uv 2>/dev/null || echo $(VENV)-uv/bin/uv)
RUN := $(VENV)/bin
export PRAKARSA_PROFILE ?= demo
export PRAKARSA_ADDRESS ?= http://127.0.0.1:$(PORT)

.PHONY: help demo serve test check bench soak parts faults clean
help:
	@echo "make demo   run the product with example data   (PORT=8000, RESET=1 starts afresh)"
	@echo "make test   run the whole suite"
	@echo "make check  style, types, imports, shapes, templates, migrations, docs"
	@echo "make bench  print the benchmark tables"
	@echo "make serve  run the product on DATABASE_URL"
	@echo "make parts  write the list of all parts to var/parts.cdx.json"
	@echo "make faults compare that list with the public lists of known faults"

$(VENV)-uv/bin/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: $(PYTHON) was not found."; exit 1; }
	$(PYTHON) -m venv $(VENV)-uv
	$(VENV)-uv/bin/python -m pip install --quiet uv

# The stamp is older than the lock file exactly when the environment is out of date.
$(VENV)/.stamp: uv.lock pyproject.toml | $(if $(findstring /,$(UV)),$(UV))
	$(UV) sync --frozen --all-extras --quiet --python $(PYTHON)
	@touch $@

.messages: $(VENV)/.stamp
	@$(RUN)/python scripts/messages.py compile
.PHONY: .messages

demo: .messages
	@$(RUN)/prakarsa demo --port $(PORT) $(if $(RESET),--reset)

serve: .messages
	@$(RUN)/prakarsa serve --port $(PORT)

test: .messages
	@PRAKARSA_PROFILE=test $(RUN)/python -m tests.run

check: .messages
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/deptry src
	$(RUN)/djlint --quiet --lint --ignore H015,H025 src
	PRAKARSA_PROFILE=test $(RUN)/pytest -q -n 2 tests/architecture tests/docs -k "not Z01 and not Z03 and not S09"
	PRAKARSA_PROFILE=test $(RUN)/python -m django makemigrations --check --dry-run --settings prakarsa.foundation.settings
	$(RUN)/python scripts/messages.py check

bench: .messages
	@$(RUN)/python -m bench

soak: .messages
	@$(RUN)/python -m bench.soak

# The parts list of what is installed to run, and what is publicly known to be wrong with it.
parts: .messages
	@mkdir -p var
	$(UV) export --frozen --all-extras --no-dev --no-emit-project --quiet --preview-features sbom-export --format cyclonedx1.5 --output-file var/parts.cdx.json >/dev/null

faults: .messages
	@mkdir -p var
	$(UV) export --frozen --all-extras --no-dev --no-emit-project --quiet --output-file var/parts.txt >/dev/null
	$(UV) tool run pip-audit --requirement var/parts.txt --disable-pip --strict

clean:
	rm -rf $(VENV) $(VENV)-uv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
