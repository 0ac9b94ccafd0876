# Everything happens in .venv; the versions that were tested stand in constraints.txt.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
WATWERKT_DATA ?= $(CURDIR)/data

.DEFAULT_GOAL := help
DOCUMENTS ?= 20000
WORKERS ?= 2
LAYOUTS ?= 1x0 1x1 3x0 3x1
PEERS := .venv-peers
TEXTS := search_app/translations
.PHONY: help install demo test axe opensearch test-opensearch check format texts lock screenshots bench-peers bench-search bench-page

help: ## say what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "watwerkt needs Python 3.11 or newer; set PYTHON=python3.12 or the like."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

install: .venv/installed ## make .venv and install watwerkt in it

demo: .venv/installed ## serve the bundled examples on PORT (8000)
	WATWERKT_DATA="$(WATWERKT_DATA)" $(BIN)/watwerkt demo --port $(PORT)

test: .venv/installed-dev ## run all tests, WORKERS (2) files at once
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

axe: tests/node_modules/installed ## install what the accessibility tests need (npm)

tests/node_modules/installed: tests/package-lock.json
	cd tests && npm ci --no-audit --no-fund
	@touch $@

OPENSEARCH := tests/opensearch
opensearch: $(OPENSEARCH)/lib/installed ## install the OpenSearch of the tests (Maven, JDK 17)

$(OPENSEARCH)/lib/installed: $(OPENSEARCH)/pom.xml $(OPENSEARCH)/SingleNode.java
	rm -rf $(@D)
	mvn -q -B -ntp -f $< package
	javac -cp '$(@D)/*' -d $(@D) $(OPENSEARCH)/SingleNode.java
	@touch $@

test-opensearch: .venv/installed-dev ## run the tests on OpenSearch with each of LAYOUTS (shards x replicas)
	@if ! { command -v java && command -v mvn; } >/dev/null; then \
		echo "Nothing tested on OpenSearch: install openjdk-17-jdk-headless and maven."; exit 0; fi; \
	$(MAKE) --no-print-directory opensearch || exit 1; \
	for layout in $(LAYOUTS); do \
		echo "shards x replicas: $$layout"; $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m opensearch --opensearch $$layout \
			tests/test_index_* tests/test_opensearch_* || exit 1; done

check: .venv/installed-dev ## lint, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/installed-dev ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

texts: .venv/installed-dev ## collect the Dutch texts of the page, and compile their English
	$(BIN)/pybabel -q extract -F $(TEXTS)/babel.cfg -k N_ --no-location --sort-output -o $(TEXTS)/messages.pot .
	$(BIN)/pybabel -q update -i $(TEXTS)/messages.pot -d $(TEXTS) --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	rm $(TEXTS)/messages.pot
	$(BIN)/pybabel -q compile -d $(TEXTS)

lock: .venv/installed-dev ## write what is installed now to constraints.txt
	$(BIN)/python -m pip freeze --exclude-editable --exclude watwerkt > constraints.txt

screenshots: .venv/installed-dev ## take a picture of every kind of page, for docs/screenshots
	$(BIN)/python docs/make_screenshots.py

$(PEERS)/installed: benchmarks/peers/requirements.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

bench-peers: $(PEERS)/installed ## make an environment with other search engines

bench-search: .venv/installed bench-peers ## compare search engines on DOCUMENTS (20000)
	$(BIN)/python -m benchmarks.search_peers --documents $(DOCUMENTS)

bench-page: .venv/installed-dev ## how fast pages are seen, and how many readers can search at once
	$(BIN)/python -m benchmarks.bench_page
