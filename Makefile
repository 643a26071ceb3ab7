# One command starts the product, one proves it. Everything else is a part of those two.
#   make run [PORT=8123]   make test   make help
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= python3
UV := .tools/bin/uv
# uv trusts only its own roots unless told: networks that re-sign TLS are common in municipalities.
export UV_SYSTEM_CERTS = 1
export UV_PYTHON_DOWNLOADS = never
BIN := .venv/bin
BUILD := review_app/static/build
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard review_app/translations/*/LC_MESSAGES/*.po))

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: setup ## Set up what is missing, then start web server and worker with demo data
	@REVIEW_MODE=$${REVIEW_MODE:-demo} exec $(BIN)/review-app serve --port $(PORT) --with-worker --set-up

setup: .venv/.run $(BUILD)/.built $(CATALOGUES) ## All set-up, nothing started

test: setup .venv/.test ## Lint, types, contracts, tests on both databases, browser journeys
	@$(BIN)/python -m tests.everything

check: setup .venv/.test ## Lint, types and contracts only
	@$(BIN)/python -m tests.everything --only checks

bench: setup .venv/.test ## Print benchmarks as ratios
	@$(BIN)/python -m benchmarks

docs: setup ## Print docs/reference from the code
	@$(BIN)/review-app docs

messages: .venv/.run ## Bring the Danish catalogue up to date with the source
	@$(BIN)/pybabel -q extract -F babel.cfg --ignore-dirs ".* node_modules" --no-location --sort-output --no-wrap --omit-header -k _l -o .tools/messages.pot .
	@$(BIN)/pybabel -q update --no-fuzzy-matching --no-wrap --omit-header --ignore-obsolete -i .tools/messages.pot -d review_app/translations
	@$(MAKE) --no-print-directory $(CATALOGUES)

lock: $(UV) ## Compile the lock files anew
	@for set in run:pyproject.toml build:--group=build test:--group=test; do \
	  $(UV) pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --quiet \
	    $${set#*:} $$([ $${set%%:*} = run ] || echo -c requirements/run.txt) -o requirements/$${set%%:*}.txt; done

clean: ## Remove everything made, keep the data in var/
	rm -rf .tools .venv $(BUILD) assets/node_modules

$(UV): requirements/tools.txt
	@echo "fetching tools"
	@rm -rf .tools && $(PYTHON) -m pip install --quiet --require-hashes --target .tools -r $< 2>/dev/null
	@touch $@

.venv/.run: requirements/run.txt requirements/build.txt pyproject.toml | $(UV)
	@echo "installing locked dependencies"
	@[ -x $(BIN)/python ] || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip install --quiet --compile-bytecode --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.test: requirements/test.txt .venv/.run | $(UV)
	@echo "installing locked test tools"
	@$(UV) pip install --quiet --require-hashes -r requirements/test.txt
	@touch $@

$(BUILD)/.built: assets/build.sh assets/package.json assets/icons.txt assets/sprite.mjs assets/package-lock.json $(wildcard assets/scss/*.scss assets/js/*.js) | $(UV) .venv/.run
	@echo "building assets"
	@bash assets/build.sh
	@touch $@

# -f: the catalogue is kept without its header, and Babel takes a missing one for a fuzzy one.
%.mo: %.po | .venv/.run
	@$(BIN)/pybabel -q compile -f -i $< -o $@

.PHONY: help run setup test check bench docs messages lock clean
