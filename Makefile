# Everything that is done to this tree has a target here; `make` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

tool := go tool -modfile=tools/go.mod
ARGS ?=
FUZZTIME ?= 10s
ROUNDS ?= 300
BENCH ?= .
COUNT ?= 1

# The version that `throughline version` shows is the one Go takes from the repository, so the stamp is asked
# for even where GOFLAGS switches it off. A source archive has no repository: it builds without.
VCS := $(if $(shell git rev-parse --git-dir 2>/dev/null),-buildvcs=true)

# What `make generate` runs, in this order. Each step must leave the tree unchanged when nothing it reads
# has changed; .ci/run holds it to that.
GENERATE_STEPS := generate-views generate-assets generate-docs

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: build ## builds the program and opens the demo organisation in a browser
	./bin/throughline demo $(ARGS)

.PHONY: test
test: ## every test, with PostgreSQL, Chromium and the race detector; installs what is missing
	scripts/with-servers.sh scripts/test.sh

.PHONY: check
check: format vet lint laws ## the fast gate: format, vet, staticcheck, laws, unit tests
	env -u THROUGHLINE_TEST_POSTGRES -u THROUGHLINE_TEST_CHROMIUM go test -short ./...

.PHONY: soak
soak: ## crash rounds in the hundreds on every store (ROUNDS=300)
	THROUGHLINE_SOAK_ROUNDS=$(ROUNDS) scripts/with-servers.sh \
		go test -count=1 -v -timeout 120m -run '^TestKilled(Process|Server)LosesNothing$$' ./storage/sqlite ./storage/postgres

.PHONY: bench
bench: ## all benchmarks, against a PostgreSQL that waits for its disk (BENCH=regexp COUNT=n)
	mkdir -p bin
	scripts/with-servers.sh durable go test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) -timeout 120m ./... | tee bin/bench.txt
	$(tool) benchstat bin/bench.txt

.PHONY: load
load: build ## 200 people at work on 100,000 records for ten minutes (LOAD="-people 50 -for 1m"; LOAD=-h tells all)
	go run ./testing/load $(LOAD)

.PHONY: fuzz
fuzz: ## every fuzz function in turn (FUZZTIME=10s each)
	scripts/fuzz.sh $(FUZZTIME)

.PHONY: generate
generate: $(GENERATE_STEPS) ## writes all generated files afresh: views, assets, documents

.PHONY: build
build: ## the program, static and reproducible, as bin/throughline
	CGO_ENABLED=0 go build -trimpath $(VCS) -ldflags '-s -w -buildid=' -o bin/throughline .

.PHONY: cover
cover: ## how much of each package the unit tests run through
	mkdir -p bin
	go test -short -coverprofile bin/cover.out ./...
	go tool cover -func bin/cover.out | tail -n 1

.PHONY: vuln
vuln: ## known vulnerabilities in what is linked (asks the Go vulnerability database)
	$(tool) govulncheck ./...

.PHONY: reproducible
reproducible: ## builds the last commit twice, in two places, and compares the bytes
	scripts/reproducible.sh

.PHONY: format
format: ## lists files that gofumpt would change, and fails if there are any
	@files=$$($(tool) gofumpt -l .); if [ -n "$$files" ]; then echo "gofumpt -w wants to change:"; echo "$$files"; exit 1; fi

.PHONY: fmt
fmt: ## formats every file the way `make format` wants it
	$(tool) gofumpt -w .

.PHONY: vet
vet: ## go vet
	go vet ./...

.PHONY: lint
lint: ## staticcheck
	$(tool) staticcheck ./...

.PHONY: laws
laws: ## the laws of the house (archtest)
	go test ./archtest/...

.PHONY: generate-views generate-assets generate-docs
generate-views:
	$(tool) templ generate -path web/view -log-level error

generate-assets:
	web/static/build.sh

generate-docs:
	go run . docs
