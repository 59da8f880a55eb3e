# Every chore of the project by name. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help test build check deny demo demo-stop bench crash ui clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## build, start in the background on ./dreamos, run an example brief (PROVIDER=anthropic|openai for real models)
	@PROVIDER='$(PROVIDER)' scripts/demo start

demo-stop: ## end what `make demo` started; its data stays in ./dreamos
	@scripts/demo stop

test: ## everything: format, lints, tidy, docs, all tests on SQLite and on a PostgreSQL of its own
	@scripts/postgres run scripts/test

check: ## format, lints, tidy and docs, without the tests
	@scripts/check

build: ## the release binary with the control room in it: target/release/dreamos
	@scripts/ui build
	cargo build --release --locked -p dreamos

deny: ## licences, banned crates and sources of all dependencies
	@scripts/deny

bench: ## measure what the design keeps budgets for, beside the targets (PARTS="commands messages": these alone)
	@scripts/bench $(PARTS)

crash: ## thousands of kill -9 cycles and power cuts against the release binary (KILLS=2000 CUTS=200)
	@KILLS='$(KILLS)' CUTS='$(CUTS)' scripts/crash

ui: ## build the control room's pages for the next build of the binary, and check them
	@scripts/ui build
	@scripts/ui check

clean: ## remove what builds made, the installed test tools too
	@scripts/postgres stop
	cargo clean
