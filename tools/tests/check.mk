# SPDX-License-Identifier: GPL-2.0
# make check: the units of tools/, each with a test of its own, *_test.c, that
# is linked with all the rest; nothing that it does reaches a kernel. What is
# not a test here stands in for what ovctl has around it.
# Needs libcmocka-dev.

CHECK	:= $(O)/check
CHECKS	:= $(patsubst $(TOOLS)/tests/%.c,$(CHECK)/%,$(wildcard $(TOOLS)/tests/*_test.c))
STAND_INS := $(filter-out %_test.c,$(wildcard $(TOOLS)/tests/*.c))
CHECK_OBJECTS := $(patsubst $(TOOLS)/%.c,$(CHECK)/obj/%.o,\
		   $(STAND_INS) $(SOURCES) $(TOOLS)/iproute2/link_ovnet.c)
CHECK_CFLAGS := -O1 -g -fno-omit-frame-pointer -I$(TOOLS)/ovctl \
		-I$(TOOLS)/iproute2 -I$(TOOLS)/tests \
		-fsanitize=address,undefined -fno-sanitize-recover=all
# exit() of the code under test comes back to the test
CHECK_LDFLAGS := -Wl,--wrap=exit

check: check-programs
	$(TOOLS)/tests/run.sh $(CHECKS)

check-programs: $(CHECKS)

$(CHECK)/obj/ovctl/main.o: CHECK_CFLAGS += -Dmain=ovctl_main

$(CHECK)/%_test: $(CHECK)/obj/tests/%_test.o $(CHECK_OBJECTS)
	$(CC) $(CHECK_CFLAGS) $(CHECK_LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

$(CHECK)/obj/%.o: $(TOOLS)/%.c $(TOOLS)/Makefile $(TOOLS)/tests/check.mk
	@mkdir -p $(@D)
	$(CC) $(MY_CFLAGS) $(CHECK_CFLAGS) -MMD -MP -c -o $@ $<

.SECONDARY:
-include $(wildcard $(CHECK)/obj/*/*.d)

.PHONY: check check-programs
