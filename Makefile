# Huiyin 回音. `make` alone lists what there is.
# PYTHON names another Python 3.11; ARGS goes to the command: make demo ARGS=--live

PYTHON ?= python3.11
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help demo test bench check format lock migrations messages clean environment

help:  ## list the commands
	@grep -hE '^[a-z]+: .*##|^[a-z]+:  ##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

demo:  ## start a Huiyin to try (Ctrl-C stops it)
	@tools/environment runtime
	@exec .venv/bin/huiyin demo $(ARGS)

test:  ## install what the tests need, then run everything that CI runs
	@tools/environment dev
	@tools/browser
	@tools/proxy
	@tools/check && checked=0 || checked=1; tools/tests $(ARGS) && exit $$checked

check:  ## only what needs neither database nor browser: style, types, floors
	@tools/environment dev
	@exec tools/check

bench:  ## measure next to what the machine can do: make bench ONLY=intake SIZES=smallest
	@tools/environment dev
	@exec .venv/bin/python -m bench $(if $(ONLY),--only $(ONLY)) $(if $(SIZES),--sizes $(SIZES)) $(ARGS)

format:  ## put code, templates and scripts into their form
	@tools/environment dev
	@tools/check --write

migrations:  ## write the migrations that models ask for
	@tools/environment dev
	@exec .venv/bin/python manage.py makemigrations $(ARGS)

messages:  ## bring the translations up to date with the source and compile them
	@tools/environment dev
	@exec .venv/bin/python -m architecture.messages

lock:  ## choose versions anew and write the locks
	@tools/environment dev
	@exec tools/lock

clean:  ## remove the environment and what checks leave behind; never the data
	rm -rf .venv node_modules tools/node_modules site build *.egg-info .mypy_cache .ruff_cache \
		.pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov test-results
	find huiyin architecture -name __pycache__ -type d -prune -exec rm -rf {} +
