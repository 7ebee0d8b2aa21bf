# make run and make test need nothing but Python 3.11 or newer: they set up .venv and, where they may,
# the system libraries. Another Python: make run PYTHON=python3.12. Arguments: make run ARGS="--help".

# Relative paths only, so that the checkout's own path may hold spaces.
BIN := .venv/bin
ARGS ?=
ONLY ?=
export PYTHON

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test lint types imports pytest model divider second specks printed gallery bench performance robustness screenshots nox hooks clean ready ready-dev

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: ready ## start ocr-app
	@$(BIN)/python -m ocr_app $(ARGS)

test: lint types pytest ## check everything, as continuous integration does

lint: ready-dev ## check style and formatting with ruff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: ready-dev ## check the types with mypy
	@$(BIN)/mypy

imports: ready-dev ## check which package may import which
	@$(BIN)/lint-imports

# Offscreen, so that no window opens, and none is needed.
pytest: ready-dev
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(ARGS)

model: ready ## train the shipped model again
	@$(BIN)/python -m ocr_app train --recipe shipped --out resources/default-model.npz $(ARGS)

divider: ready ## train the network again that tells whole digits from parts
	@$(BIN)/python -m ocr_app.engine.reader.training resources/whole-digit.npz

second: ready ## train the two networks again that give the reader's second opinion
	@$(BIN)/python -m ocr_app.engine.reader.second_training resources

specks: ready ## train the network again that says what was under specks, on fonts of this system
	@$(BIN)/python -m ocr_app.engine.reader.impulse_training resources/speck-pixel.npz

printed: ready ## train the network for print again, on fonts of this system
	@$(BIN)/python -m ocr_app.engine.reader.printed_training resources/printed-digit.npz

gallery: ready ## draw a sheet of synthetic digits
	@$(BIN)/python docs/make_gallery.py $(ARGS)

bench: ready-dev ## measure speed against its peers; some of it: ONLY="training inference"
	@$(BIN)/python -m benchmarks $(ONLY:%=--only %) $(ARGS)

performance: ready-dev ## write the figures of results that make bench kept into the docs: ARGS=results.json
	@$(BIN)/python docs/make_performance.py $(ARGS)

robustness: ready-dev ## measure what reading withstands, for docs/robustness.md
	@$(BIN)/python docs/make_robustness.py $(ARGS)

screenshots: ready-dev ## take the pictures in docs again
	@$(BIN)/python docs/make_screenshots.py $(ARGS)

nox: ready-dev ## run the tests on every supported Python
	@$(BIN)/nox $(ARGS)

hooks: ready-dev ## let git run the quick checks before every commit
	@$(BIN)/pre-commit install

clean: ## remove what was built, .venv too
	@rm -rf .venv .nox build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@.ci/environment.sh run

ready-dev:
	@.ci/environment.sh dev
