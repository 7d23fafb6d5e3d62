# fenliu: `make help` lists the targets.
MODE ?= release
CC ?= gcc
PREFIX ?= /usr/local
B := build/$(MODE)
V ?= 0
Q := $(if $(filter 1,$(V)),,@)

WARN := -std=c11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wswitch-enum \
	-Wvla -Wformat=2 -Wpedantic -Werror
PGINC := $(shell pkg-config --cflags libpq 2>/dev/null || echo -I/usr/include/postgresql)
CFLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
CFLAGS_debug := -O0 -g
# gcc's warnings of formats and of unset variables see ghosts in instrumented code
SAN := -O1 -g -fno-omit-frame-pointer $(if $(findstring clang,$(CC)),,-Wno-format-truncation -Wno-format-overflow -Wno-maybe-uninitialized)
CFLAGS_asan := $(SAN) -fsanitize=address,undefined
CFLAGS_tsan := $(SAN) -fsanitize=thread
LDFLAGS_asan := -fsanitize=address,undefined
LDFLAGS_tsan := -fsanitize=thread
ALL_CFLAGS := $(WARN) $(CFLAGS_$(MODE)) -D_GNU_SOURCE -pthread -I. -Iinclude -I$(B)/gen $(PGINC) \
	-DFENLIU_PREFIX='"$(PREFIX)"' -DFENLIU_SOURCE='"$(CURDIR)"' $(CFLAGS)
ALL_LDFLAGS := -pthread $(LDFLAGS_$(MODE)) $(LDFLAGS)
LIBS := -lnng -lcjson -lpq -linih -lsodium -lxlsxwriter -lm

MAINS := engine/fenliud.c engine/fenliu.c
SRC := $(filter-out $(MAINS),$(wildcard engine/*.c engine/*/*.c adapters/*.c))
QUERIES := $(sort $(wildcard schema/queries/*.sql))
MIGRATIONS := $(sort $(wildcard schema/migrations/*.sql))
ANALYST := $(sort $(wildcard schema/analyst/*.sql))
GEN_C := $(B)/gen/queries.c $(B)/gen/migrations.c $(B)/gen/analyst.c
LIB_O := $(SRC:%.c=$(B)/%.o) $(GEN_C:.c=.o)
TEST_SRC := $(sort $(wildcard tests/*_test.c))
TEST_O := $(TEST_SRC:%.c=$(B)/%.o) $(B)/tests/unit.o $(B)/tests/throwaway.o $(B)/tests/desk_world.o $(B)/gen/suites.o
TOOL_SRC := $(wildcard tests/bench/*.c tests/fuzz/*.c tests/chaos/*.c schema/demo/*.c)
TOOLS := $(foreach s,$(TOOL_SRC),$(B)/$(basename $(notdir $(s))))

.PHONY: all demo test unit sim model bench bench-model bench-backtest bench-peers bench-scale lint install clean help setup format
all: build/fenliud build/fenliu ## build build/fenliud and build/fenliu (default)

build/fenliud build/fenliu: build/%: $(B)/%
	$(Q)cp -f $< $@.new && mv -f $@.new $@

$(B)/fenliud $(B)/fenliu: $(B)/%: $(B)/engine/%.o $(B)/libengine.a
	@echo "  link $@"
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIBS)

$(B)/libengine.a: $(LIB_O)
	@echo "  ar   $@"
	$(Q)rm -f $@ && ar rcs $@ $^

# What others link to call fenliud: one object of what include/fenliu declares, the rest of its names hidden.
PUBLIC := fl_client_open fl_many_open fl_word fl_adapter_of
$(B)/libfenliu.a: $(B)/libengine.a
	@echo "  ar   $@"
	$(Q)rm -f $@ && $(CC) -r -nostdlib $(PUBLIC:%=-Wl,-u,%) -o $(B)/libfenliu.o $<
	$(Q)objcopy --wildcard --keep-global-symbol='fl_*' $(B)/libfenliu.o && ar rcs $@ $(B)/libfenliu.o

$(B)/unit: $(TEST_O) $(B)/libengine.a
	@echo "  link $@"
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIBS) $(shell pkg-config --libs check 2>/dev/null || echo -lcheck)

# A tool is one file beside the library.
$(foreach s,$(TOOL_SRC),$(eval $(B)/$(basename $(notdir $(s))): $(s)))
$(TOOLS): $(B)/%: $(B)/libengine.a
	@echo "  tool $@"
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(filter %/$*.c,$(TOOL_SRC)) $< $(ALL_LDFLAGS) $(LIBS)

$(B)/%.o: %.c $(B)/gen/queries.h Makefile
	@mkdir -p $(@D)
	@echo "  cc   $<"
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(B)/gen/%.o: $(B)/gen/%.c
	$(Q)$(CC) $(ALL_CFLAGS) -Wno-overlength-strings -c -o $@ $<

$(B)/gen/queries.h: $(QUERIES) schema/embed.sh
	@mkdir -p $(@D)
	$(Q)schema/embed.sh queries-h $(QUERIES) > $@.new && (cmp -s $@.new $@ && rm $@.new && touch $@ || mv $@.new $@)
$(B)/gen/queries.c: $(QUERIES) $(B)/gen/queries.h schema/embed.sh
	$(Q)schema/embed.sh queries $(QUERIES) > $@
$(B)/gen/migrations.c: $(MIGRATIONS) schema/embed.sh $(B)/gen/queries.h
	$(Q)schema/embed.sh migrations $(MIGRATIONS) > $@
$(B)/gen/analyst.c: $(ANALYST) schema/embed.sh $(B)/gen/queries.h
	$(Q)schema/embed.sh analyst $(ANALYST) > $@
$(B)/gen/suites.c: $(TEST_SRC) $(B)/gen/queries.h
	$(Q){ echo '#include "tests/suite.h"'; \
	for t in $(basename $(notdir $(TEST_SRC))); do echo "Suite *$${t%_test}_suite(void);"; done; \
	echo 'suite_maker *const suites[] = {'; \
	for t in $(basename $(notdir $(TEST_SRC))); do echo "$${t%_test}_suite,"; done; echo '0};'; } > $@

# The programs with one channel more, added as adapters/README.md says: a file and a row (tests/system/channel.py).
$(B)/notary/adapters/list.h: adapters/list.h
	@mkdir -p $(@D)
	$(Q)sed 's/X(union)/X(union) X(notary)/' $< > $@
$(B)/notary/registry.o: adapters/registry.c
$(B)/notary/notary.o: tests/channel/notary.c
$(B)/notary/%.o: $(B)/notary/adapters/list.h include/fenliu/adapter.h
	@echo "  cc   $(filter %.c,$^)"
	$(Q)$(CC) -I$(B)/notary $(ALL_CFLAGS) -c -o $@ $(filter %.c,$^)
$(B)/notary/fenliud $(B)/notary/fenliu: $(B)/notary/%: $(B)/engine/%.o $(B)/notary/registry.o $(B)/notary/notary.o $(B)/libengine.a
	@echo "  link $@"
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIBS)

setup: ## install what is missing (Debian packages)
	$(Q)deploy/setup.sh

demo: setup ## install what is missing, build, and play the year 2021 of Shifeng District
	$(Q)$(MAKE) --no-print-directory all $(B)/play
	$(Q)deploy/demo.sh

test: setup ## install what is missing, and pass all tests
	$(Q)tests/run.sh

unit: $(B)/unit ## the unit tests alone
	$(Q)$(B)/unit

sim: setup ## a simulated year: N=20000 disputes, forty mediators, crashes; SEED=… (some minutes)
	$(Q)$(MAKE) --no-print-directory all
	$(Q)FENLIU_BUILD=$(CURDIR)/build tests/sim/year.py --disputes $(or $(N),20000) $(if $(SEED),--seed $(SEED))

bench: setup ## measure: one "name value unit" a line, and build/bench.json
	$(Q)$(MAKE) --no-print-directory all $(TOOLS)
	$(Q)tests/bench/run.sh

bench-backtest: setup ## measure policy backtest over N=1000000 stored cases (some minutes)
	$(Q)$(MAKE) --no-print-directory all
	$(Q)FENLIU_BUILD=$(CURDIR)/build tests/bench/backtest.py $(N)

bench-scale: setup ## measure totals, intake and pull over N=1000000 concluded disputes of many courts (state N to fit the disk)
	$(Q)$(MAKE) --no-print-directory all $(B)/play $(B)/bench_intake
	$(Q)FENLIU_BUILD=$(CURDIR)/build MODE=$(MODE) tests/bench/scale.py $(N)

bench-model: ## how well and how fast narratives are read: folds, corpora left out, reliability, share routed
	$(Q)deploy/setup.sh --training
	$(Q)$(MAKE) --no-print-directory all $(B)/train $(B)/bench_classify
	$(Q)MODE=$(MODE) tests/bench/peers/fasttext.sh "$(CORPUS)" --ours

bench-peers: setup ## measure beside fasttext (same folds) and two rule engines and two job queues of others (needs Node and npm)
	$(Q)$(MAKE) --no-print-directory all $(B)/bench_classify
	$(Q)[ ! -r "$(CORPUS)/labelled.tsv" ] || { deploy/setup.sh --training && \
		$(MAKE) --no-print-directory $(B)/train && MODE=$(MODE) tests/bench/peers/fasttext.sh "$(CORPUS)"; }
	$(Q)$(MAKE) --no-print-directory all $(B)/bench_decide $(B)/bench_pull
	$(Q)MODE=$(MODE) tests/bench/peers/run.sh
	$(Q)MODE=$(MODE) tests/bench/peers/queues/run.sh

# Training is no part of building: what it needs (liblinear) is installed when it is asked for.
TRAIN_SRC := $(sort $(wildcard deploy/model/train/*.c))
$(B)/train: $(TRAIN_SRC) $(wildcard deploy/model/train/*.h) $(B)/libengine.a
	@echo "  tool $@"
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(TRAIN_SRC) $(B)/libengine.a $(ALL_LDFLAGS) -llinear $(LIBS)

CORPUS ?= ../shared/corpora
model: ## train the model of narratives from CORPUS=../shared/corpora, and print how well it does
	$(Q)deploy/setup.sh --training
	$(Q)$(MAKE) --no-print-directory $(B)/train
	$(Q)$(B)/train "$(CORPUS)" deploy/model deploy/model/narrative.model

lint: ## clang-format, clang-tidy, cppcheck, shellcheck
	$(Q)tests/lint.sh

format: ## put every C file into the house style
	$(Q)clang-format -i $$(git ls-files '*.c' '*.h')

install: all $(B)/libfenliu.a ## install below DESTDIR and PREFIX
	$(Q)DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" MODE="$(MODE)" deploy/install.sh

clean: ## remove build/
	$(Q)rm -rf build

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 16
	@echo "variables:  MODE=debug|release|asan|tsan  CC=gcc|clang  V=1  DESTDIR=  PREFIX="

-include $(LIB_O:.o=.d) $(TEST_O:.o=.d) $(B)/engine/fenliud.d $(B)/engine/fenliu.d
