# SPDX-License-Identifier: EUPL-1.2
# Two commands do everything on a fresh Debian or Ubuntu with Python 3.11+: `make run`, `make test`.
.POSIX:
HOST = 127.0.0.1
PORT ?= 8000
SCENARIO =
ONLY =
BIN = .venv/bin
TIMED = scripts/timed.sh
COVERED = 85
# What is compiled once is kept, whatever the shell says.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help coverage install install-test run test check static lint types arrows words depends unit-libs telwerk blindkoppel unit-sqlite apart
.PHONY: unit-postgres journeys journey pictures soak bare mutants gates bench spark docs format lock clean

help:
	@echo "make run      start the practice world on http://$(HOST):$(PORT)/ (PORT= and HOST= to change)"
	@echo "make test     everything continuous integration checks"
	@echo "make check    style, types, arrows, translations, dependencies, tests on SQLite"
	@echo "make apart    servers, killed processes and older releases, on SQLite"
	@echo "make coverage the tests on SQLite once more, with every branch that they reach counted"
	@echo "make journey SCENARIO=1   one scenario in a real browser"
	@echo "make bench    speed side by side with named peers"
	@echo "make spark    matching on Spark gives the pairs of one machine (needs Java)"
	@echo "make docs     the guide as a site in site/"
	@echo "make soak     durability, promises and machines of cases at full size"
	@echo "make bare     run and test on a Debian with nothing but python3, make and git (root, debootstrap)"
	@echo "make mutants  small mistakes in the code that guards access: do the tests notice?"
	@echo "make gates    every release gate that a machine can repeat; takes hours"

install:
	@scripts/install.sh run

install-test:
	@scripts/install.sh test

run: install
	@KETENZICHT_DEMO=true $(BIN)/ketenzicht start --host "$(HOST)" --port "$(PORT)"

# What must be right before every change goes in.
check: install-test static unit-libs unit-sqlite

# What reads the code and uses one processor, side by side.
static:
	@MAKE="$(MAKE)" scripts/together.sh types lint arrows words depends

lint:
	@$(TIMED) "style (ruff, djade)" sh -c '$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q . && git ls-files "*.html" | xargs $(BIN)/djade --check --target-version 5.2'

types:
	@$(TIMED) "types (mypy --strict)" sh -c '$(BIN)/mypy -p ketenzicht -p telwerk -p blindkoppel -p bench'

arrows:
	@$(TIMED) "arrows (import-linter)" $(BIN)/lint-imports --no-cache

words:
	@$(TIMED) "translations complete" $(BIN)/python -m ketenzicht.web.messages

depends:
	@$(TIMED) "dependencies: used, named, free (deptry, licences)" scripts/depends.sh

# Side by side: parties that wait for each other leave the processor to who counts.
unit-libs:
	@MAKE="$(MAKE)" scripts/together.sh telwerk blindkoppel

telwerk:
	@$(TIMED) "telwerk" sh -c 'cd libs/telwerk && ../../$(BIN)/pytest -q -n 2 --dist worksteal'

blindkoppel:
	@$(TIMED) "blindkoppel" sh -c 'cd libs/blindkoppel && ../../$(BIN)/pytest -q -n 2 --dist worksteal'

unit-sqlite:
	@$(TIMED) "platform on SQLite" sh -c 'cd platform && ../$(BIN)/pytest -q -n 2 --dist worksteal -m "not apart and not journey and not soak"'

apart:
	@$(TIMED) "platform on SQLite: servers, killed processes, older releases" sh -c 'cd platform && ../$(BIN)/pytest -q -n 2 --dist worksteal -m "apart and not journey and not soak"'

# Counting branches takes half as long again as the tests themselves, so it is a gate of a release and not of a landing.
coverage: install-test
	@$(TIMED) "platform on SQLite, with branch coverage" sh -c 'cd platform && ../$(BIN)/pytest -q -n 2 --dist worksteal -m "not journey and not soak" --cov --cov-branch --cov-report=term:skip-covered --cov-fail-under=$(COVERED)'

unit-postgres:
	@$(TIMED) "platform on PostgreSQL" sh -c 'cd platform && KETENZICHT_TEST_DATABASE=postgres ../$(BIN)/pytest -q -n 2 --dist worksteal -m "not journey and not soak"'

journeys:
	@$(TIMED) "journeys in Chromium" sh -c 'cd platform && CHROMIUM=$$(../scripts/browser.sh) ../$(BIN)/pytest -q -n 2 --dist worksteal -m journey'

journey: install-test
	@cd platform && CHROMIUM=$$(../scripts/browser.sh) ../$(BIN)/pytest -q -m journey -k "scenario_$$(printf '%02d' "$(SCENARIO)")" || { [ $$? = 5 ] && echo "No journey walks scenario $(SCENARIO) yet; there are: $$(ls tests/journeys | sed -n 's/test_scenario_0*\([0-9]*\)_.*/\1/p' | tr '\n' ' ')"; false; }

test: check apart unit-postgres journeys
	@$(TIMED) --summary

pictures: install-test
	@cd platform && KETENZICHT_PICTURES=true CHROMIUM=$$(../scripts/browser.sh) ../$(BIN)/pytest -q -m journey -k "(desk or phone or chain or boards) and not script"
	@mkdir -p docs/images && for name in mijn-dag-oefenwereld-desk zaak-oefenwereld-desk kaart-phone cijfers-met-uitgave-desk schatting-desk; do cp "var/screenshots/$$name.png" docs/images/; done

soak: install-test
	@cd platform && SOAK=1 ../$(BIN)/pytest -q -n 2 --dist worksteal tests/durability tests/promises tests/cases -m "not journey"

bare:
	@scripts/bare.sh

mutants: install-test
	@$(BIN)/python -m bench.mutants $(ONLY)

gates: coverage soak mutants
	@cd platform && ../$(BIN)/pytest -q tests/audit tests/vault tests/surfaces/test_serving.py

bench: install-test
	@$(BIN)/python -m bench

spark: install-test
	@$(BIN)/uv pip install -q --python $(BIN)/python -e 'libs/blindkoppel[spark]'
	@cd libs/blindkoppel && ../../$(BIN)/pytest -q tests/test_splink_engine.py

docs: install-test
	@$(BIN)/mkdocs build --strict --quiet && echo "The guide stands in site/index.html"

format: install-test
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix . && git ls-files "*.html" | xargs $(BIN)/djade --target-version 5.2

lock:
	@uv export --all-packages --all-extras --no-extra spark --no-emit-workspace --no-header --no-annotate -q -o requirements-test.lock >/dev/null
	@uv export --no-dev --group build --no-emit-workspace --no-header --no-annotate -q -o requirements.lock >/dev/null

clean:
	rm -rf .venv var site .mypy_cache .ruff_cache .import_linter_cache
