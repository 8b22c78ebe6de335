# Everything goes through dev/: `make run` and `make test` need Python 3.11+ and nothing else.
# ARGS and PORT reach it through the environment, so no quoting is lost.
PYTHON ?= python3
DEV = $(PYTHON) dev
export ARGS PORT SIZE CLOCK

.DEFAULT_GOAL := help
.PHONY: help run test matrix security screens journeys bench cluster drill check pictures manage messages reset setup lock clean

help: ## list what make can do
	@sed -n 's/^\([a-z]*\): .*## /\1  /p' $(MAKEFILE_LIST) | awk -F '  ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

run: ## start TraffickFree with its demo (ARGS=empty: without; PORT=8000; DATABASE_URL and REDIS_URL replace the embedded servers)
	@$(DEV) run

test: ## run the suite (ARGS="tests/events -k hold" chooses; CLOCK="2026-12-31 23:30" sets the time, docs/testing.md)
	@$(DEV) test

matrix: ## ask every URL in every role with every verb, and look at every page on every screen; make test takes some of them by turns
	@MATRIX=every ARGS="tests/matrix tests/e2e" $(DEV) test

security: ## try every control in full and print what was tried, how often, and what came of it (docs/security/README.md)
	@$(DEV) security

screens: ## look at every page of the demo on each screen, in light and dark, in each language (ARGS="--only events --langs es"; docs/design.md)
	@$(DEV) screens

journeys: ## weigh every page and walk the five journeys in a browser, also on a slow line (docs/weight.md, docs/journeys.md)
	@JOURNEYS=write ARGS="-n0 tests/e2e/test_journeys.py tests/e2e/test_weight.py" $(DEV) test

bench: ## measure pages, jobs and memory beside bare ones, on a scale set (SIZE=small or full; docs/performance.md)
	@$(DEV) bench

cluster: ## start two web servers, two workers and two databases behind a balancer (ARGS=drill kills them one by one)
	@$(DEV) cluster

drill: ## break what can break under load, each twenty times, and count what was lost (ARGS chooses; docs/drills.md)
	@$(DEV) drill

check: ## lint, format, types, templates, migrations, production settings, architecture
	@$(DEV) check

pictures: ## take the pictures of the guides anew, from the demo in a real browser
	@ARGS="-n0 tests/pictures/make_pictures.py" $(DEV) test

manage: ## run a management command: make manage ARGS="figures --community pasadena --round 2026-H1"
	@$(DEV) manage

messages: ## bring the translators' files up to the code (docs/translating.md)
	@$(DEV) messages

reset: ## stop what runs and delete the demo's data
	@$(DEV) reset

setup: ## make or repair .venv, and no more
	@$(DEV) setup

lock: ## compile the requirements again, with the newest patches (needs network)
	@$(DEV) lock

clean: reset ## delete .venv and every cache as well
	@rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
