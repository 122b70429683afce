# SPDX-License-Identifier: GPL-2.0
# make fuzz TIME=SECONDS: each *.c here is a target of libFuzzer, run for that
# long from corpus/TARGET. An input that breaks something fails the run and is
# kept in build/tools/fuzz/broken; what was found on the way is kept, too.
# Needs clang-14 and libclang-rt-14-dev.

FUZZ	:= $(O)/fuzz
FUZZ_CC	?= clang-14
TIME	?= 5
FUZZERS	:= $(patsubst $(TOOLS)/fuzz/%.c,$(FUZZ)/%,$(wildcard $(TOOLS)/fuzz/*.c))
FUZZ_OBJECTS := $(patsubst $(TOOLS)/%.c,$(FUZZ)/obj/%.o,$(STAND_INS) \
		  $(SOURCES) $(TOOLS)/iproute2/link_ovnet.c)
FUZZ_CFLAGS := $(CHECK_CFLAGS) -fsanitize=fuzzer-no-link -I$(TOOLS)/fuzz

fuzz: fuzz-programs
	$(TOOLS)/fuzz/run.sh $(TIME) $(FUZZERS)

fuzz-programs: $(FUZZERS)

$(FUZZ)/obj/ovctl/main.o: FUZZ_CFLAGS += -Dmain=ovctl_main

$(FUZZERS): $(FUZZ)/%: $(FUZZ)/obj/fuzz/%.o $(FUZZ_OBJECTS)
	$(FUZZ_CC) $(FUZZ_CFLAGS) $(CHECK_LDFLAGS) -fsanitize=fuzzer -o $@ $^ \
		$(LDLIBS) -lcmocka

$(FUZZ)/obj/%.o: $(TOOLS)/%.c $(TOOLS)/Makefile $(TOOLS)/fuzz/fuzz.mk
	@mkdir -p $(@D)
	$(FUZZ_CC) $(MY_CFLAGS) $(FUZZ_CFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard $(FUZZ)/obj/*/*.d)

.PHONY: fuzz fuzz-programs
