# kadane. `make help` lists the targets. Sources are found by wildcard: adding a file never
# touches this one.
B       ?= build
ifeq ($(origin CC),default)
CC      := gcc
endif
Q       := $(if $(V),,@)
SAN     ?=
PREFIX  ?= /usr/local
T       ?= 60
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
           -Wimplicit-fallthrough -Wvla -Werror
PKGS    := libuv libcjson tree-sitter
OPT     ?= -O2 -g
VERSION := 0.1.0
CFLAGS  += -std=c11 $(OPT) $(WARN) $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all)
LDFLAGS += $(if $(SAN),-fsanitize=$(SAN))
CPPFLAGS += -D_POSIX_C_SOURCE=200809L -DKADANE_VERSION='"$(VERSION)"' -Iinclude -MMD -MP \
           $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LIBS    := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -ldl -lm
SECCOMP := $(shell pkg-config --static --libs libseccomp 2>/dev/null)

# Twins: what differs between systems has a folder for each, and this is where one is chosen.
SYSTEM  ?= $(if $(filter Darwin,$(shell uname -s)),macos,linux)
JAIL_linux := $(wildcard lsp/jail/*.c)
JAIL_macos := $(addprefix lsp/jail/,copies.c files.c mask.c options.c pool.c report.c sum.c watch.c \
           work.c) $(wildcard lsp/jail/macos/*.c)
JAILCC_linux = gcc -std=c11 -D_GNU_SOURCE
JAILCC_macos = $(CC) -std=c11 -Ilsp/jail
JAILLIBS_linux = -static $(SECCOMP)
CPPFLAGS += $(if $(filter macos,$(SYSTEM)),-D_DARWIN_C_SOURCE)

GRAMMAR := build/grammar/src
ROOMS   := base io lang judge model rpc job step action server cli
SRC     := $(foreach room,$(ROOMS),$(wildcard lsp/$(room)/*.c lsp/$(room)/$(SYSTEM)/*.c))
OBJ     := $(SRC:%.c=$B/%.o) $B/gen/embedded_files.o $B/grammar/parser.o $B/grammar/scanner.o
EMBED   := $(wildcard prompts/*.md prompts/*.json lsp/harness/*.py lsp/harness/*.cpp)
UNIT    := $(patsubst tests/unit/%.c,$B/unit/%,$(wildcard tests/unit/test_*.c))
FUZZ    := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

.PHONY: all bin unit setup demo test tidy asan fuzz bench bench-timing verdicts install uninstall clean help compile-commands

all: ## build build/kadane (installs what is missing first)
	@.ci/setup build
	@$(MAKE) --no-print-directory -j2 bin

bin: $B/kadane $B/kadane-jail

unit: $(UNIT) $B/live/ask

demo: ## set up, build, and run the main job: recorded answers, live verdicts
	@.ci/setup demo
	@$(MAKE) --no-print-directory -j2 bin
	@docs/examples/demo.sh $B/kadane

test: ## set up, build with gcc and clang under sanitizers, run every test
	@.ci/setup test
	@$(MAKE) --no-print-directory -j2 bin
	@$(MAKE) --no-print-directory -j2 B=build/gcc CC=gcc SAN=address,undefined OPT='-O1 -g' bin unit
	@$(MAKE) --no-print-directory -j2 B=build/clang CC=clang SAN=address,undefined OPT='-O1 -g' bin unit
	@tests/run.sh build build/gcc build/clang

tidy: ## check the house rules
	@tests/tidy.sh

asan: ## build build/asan/kadane with sanitizers
	@$(MAKE) --no-print-directory B=build/asan SAN=address,undefined OPT='-O1 -g' bin

fuzz: ## fuzz each target for T seconds (make fuzz T=60)
	@.ci/setup fuzz
	@$(MAKE) --no-print-directory B=build/fuzz CC=clang SAN=fuzzer-no-link,address,undefined \
		OPT='-O1 -g' LDFLAGS=-fsanitize=fuzzer,address,undefined fuzzers
	@for target in $(FUZZ); do tests/fuzz/run.sh $$target $(T) || exit 1; done

.PHONY: fuzzers
fuzzers: $(FUZZ)

bench: ## measure against floors and by hand; prints ratios
	@.ci/setup bench
	@$(MAKE) --no-print-directory -j2 bin $B/bench/timing $B/bench/sse
	@tests/bench/run.sh $B

bench-timing: ## of that the timing alone: false claims, intervals, beside other tools
	@.ci/setup bench
	@$(MAKE) --no-print-directory -j2 bin $B/bench/timing
	@python3 -B tests/bench/timing.py $B

verdicts: ## judge a corpus of right and wrong translations; prints the counts
	@.ci/setup bench
	@$(MAKE) --no-print-directory -j2 bin
	@python3 -B tests/verdicts/run.py --kadane $B/kadane

install: bin ## install into $(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/kadane
	install -m 755 $B/kadane $(DESTDIR)$(PREFIX)/bin/kadane
	install -m 755 $B/kadane-jail $(DESTDIR)$(PREFIX)/libexec/kadane/kadane-jail

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/kadane $(DESTDIR)$(PREFIX)/libexec/kadane/kadane-jail

clean: ## remove build/
	rm -rf build

compile-commands: ## write compile_commands.json for editors
	@$(MAKE) --no-print-directory --always-make --dry-run bin | .ci/compile-commands > compile_commands.json

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

# --- how things are made ---

$B/kadane: $B/lsp/main.o $(OBJ)
	@echo "  link $@"
	$Q$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# Small, on Linux static: it runs inside the sandbox, where no library need be visible.
$B/kadane-jail: $(JAIL_$(SYSTEM)) $(wildcard lsp/jail/*.h lsp/jail/$(SYSTEM)/*.h include/jail/*.h)
	@mkdir -p $(@D)
	@echo "  link $@"
	$Q$(JAILCC_$(SYSTEM)) $(OPT) $(WARN) -Iinclude -o $@ $(JAIL_$(SYSTEM)) $(JAILLIBS_$(SYSTEM))

$B/unit/%: $B/tests/unit/%.o $(OBJ)
	@mkdir -p $(@D)
	@echo "  link $@"
	$Q$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$B/bench/%: $B/tests/bench/%.o $(OBJ)
	@mkdir -p $(@D)
	@echo "  link $@"
	$Q$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$B/live/%: $B/tests/live/%.o $(OBJ)
	@mkdir -p $(@D)
	@echo "  link $@"
	$Q$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

build/fuzz/fuzz_%: build/fuzz/tests/fuzz/fuzz_%.o $(OBJ)
	@echo "  link $@"
	$Q$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# A twin opens the private headers of the folder it is a part of.
$B/lsp/io/$(SYSTEM)/%.o: CPPFLAGS += -iquote lsp/io

$B/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc   $@"
	$Q$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$B/gen/embedded_files.o: $B/gen/embedded_files.c
	$Q$(CC) $(CPPFLAGS) $(CFLAGS) -Wno-overlength-strings -c -o $@ $<

$B/gen/embedded_files.c: $(EMBED) .ci/embed
	@mkdir -p $(@D)
	.ci/embed $(EMBED) > $@.new
	mv $@.new $@

# The grammar is somebody else's code: its warnings are not ours.
$B/grammar/%.o: $(GRAMMAR)/%.c
	@mkdir -p $(@D)
	@echo "  cc   $@"
	$Q$(CC) -std=c11 $(OPT) -w -I$(GRAMMAR) -c -o $@ $<

$(GRAMMAR)/parser.c $(GRAMMAR)/scanner.c: | build/grammar/stamp
build/grammar/stamp:
	.ci/grammar
	@touch $@

-include $(OBJ:.o=.d) $B/lsp/main.d $B/tests/live/ask.d $(UNIT:$B/unit/%=$B/tests/unit/%.d)
