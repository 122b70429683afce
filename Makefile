# SPDX-License-Identifier: GPL-2.0
# The module is built by Kbuild; this file names the things one does.
KDIR ?= /lib/modules/$(shell uname -r)/build
K ?= uml
MINUTES ?= 10
KERNELS ?= uml-plain 6.1
DIVISOR ?= 1
VM := selftests/vm

all: $(if $(wildcard $(KDIR)/Makefile),modules) tools	## the module, if $(KDIR) is there, and the tools

modules:		## the module, for the kernel in KDIR (default: the running one's)
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

tools:			## ovctl and the rest of tools/
	$(MAKE) -C tools

demo:			## three nodes, tenants, routers, in Debian's 6.1; HOST=1: right here; ENCAP=srv6
	HOST=$(HOST) ENCAP=$(ENCAP) ./selftests/demo.sh

test:			## the gate, a quarter of an hour; ALL=1: all that is about packets in all kernels
	./selftests/run-all.sh $(if $(ALL),-a)

test-all: check		## test ALL=1, check, and a build for Debian's newest kernel
	./selftests/run-all.sh -a
	$(VM)/chroot72.sh

golden:			## rewrite selftests/golden: what ovctl prints now is right
	rm -rf build/golden
	$(VM)/run.sh -k $(K) -- env UPDATE=1 selftests/show.sh
	$(VM)/run.sh -k $(K) -- env UPDATE=1 selftests/iplink.sh
	cp build/golden/* selftests/golden/

soak:			## what takes long, MINUTES=n (10) of it: churn, faults, fuzzing
	MINUTES=$(MINUTES) ./selftests/soak.sh

scale:			## many of everything: times, sizes; KERNELS="uml-plain 6.1"
	KERNELS="$(KERNELS)" DIVISOR=$(DIVISOR) ./selftests/scale.sh

bench:			## what a packet costs, beside others: CASES=REGEX; BENCH_KERNELS="6.1 uml-plain"
	KERNELS="$(BENCH_KERNELS)" CASES="$(CASES)" ./selftests/bench.sh

evidence:		## all that this version has to show, with figures, in build/evidence.md; PARTS="churn scale": only these
	./selftests/evidence.sh $(PARTS)

check:			## what can be said of the source without running it
	./selftests/check.sh

vm:			## CMD='...' in kernel K (uml, uml-plain, debug, kcsan, 6.1, 6.12)
	@$(VM)/run.sh -k $(K) -- sh -c '$(subst ','\'',$(value CMD))'

clean:			## what make and the tests left in the tree; not the cache
	rm -rf build
	$(MAKE) -C tools clean
	find . -path ./.git -prune -o \( -name '*.o' -o -name '*.ko' \
		-o -name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' \
		-o -name modules.order -o -name Module.symvers \) \
		-type f -exec rm -f {} +

help:			## this
	@sed -n 's/^\([a-z-]*\):[^#]*## */\1\t/p' Makefile | expand -t 12

.PHONY: all modules tools demo test test-all golden soak scale bench evidence check vm clean help
