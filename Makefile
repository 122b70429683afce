# SPDX-License-Identifier: GPL-2.0
# The module is built by Kbuild; this file names the things one does.
KDIR ?= /lib/modules/$(shell uname -r)/build
K ?= uml
MINUTES ?= 10
KERNELS ?= uml-plain 6.1
DIVISOR ?= 1
VM := selftests/vm
VERSION := $(shell cat VERSION)
PREFIX ?= /usr
UNITDIR ?= /lib/systemd/system
SOURCE := /usr/src/ovnet-$(VERSION)
export PREFIX

all: $(if $(wildcard $(KDIR)/Makefile),modules) tools	## the module, if $(KDIR) is there, and the tools

modules:		## the module, for the kernel in KDIR (default: the running one's)
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

tools:			## ovctl and the rest of tools/
	$(MAKE) -C tools

install: tools		## ovctl, the plugin of ip, manual pages, unit, header, spec: DESTDIR=, PREFIX=/usr
	$(MAKE) -C tools install
	install -D -m 0644 dist/ovnet.service $(DESTDIR)$(UNITDIR)/ovnet.service
	install -D -m 0644 uapi/linux/ovnet.h $(DESTDIR)$(PREFIX)/include/linux/ovnet.h
	install -D -m 0644 uapi/ovnet.yaml $(DESTDIR)$(PREFIX)/share/ynl/specs/ovnet.yaml
	install -d $(DESTDIR)$(PREFIX)/share/pkgconfig
	sed 's,@PREFIX@,$(PREFIX),; s,@VERSION@,$(VERSION),' dist/ovnet.pc.in \
		> $(DESTDIR)$(PREFIX)/share/pkgconfig/ovnet.pc

install-source:		## the module's source, where DKMS looks: then "dkms install ovnet/VERSION"
	install -d $(DESTDIR)$(SOURCE)
	tar c --exclude='*.o' --exclude='.*' --exclude='*_autoconf.h' --exclude=kmod/tests \
		dkms.conf Kbuild VERSION kmod uapi/linux | tar xo -C $(DESTDIR)$(SOURCE)

uninstall:		## what install and install-source have put there
	$(MAKE) -C tools uninstall
	rm -f $(DESTDIR)$(UNITDIR)/ovnet.service $(DESTDIR)$(PREFIX)/include/linux/ovnet.h \
		$(DESTDIR)$(PREFIX)/share/ynl/specs/ovnet.yaml $(DESTDIR)$(PREFIX)/share/pkgconfig/ovnet.pc
	rm -rf $(DESTDIR)$(SOURCE)

demo:			## three nodes, tenants, routers, in Debian's 6.1; HOST=1: right here; ENCAP=srv6
	HOST=$(HOST) ENCAP=$(ENCAP) ./selftests/demo.sh

test:			## the gate: everything in user-mode Linux, a choice in Debian's kernels
	./selftests/run-all.sh

test-all: check		## everything in all kernels, check, the packages, and builds for the kernels in between
	./selftests/run-all.sh -a
	./selftests/packages.sh
	$(VM)/matrix.sh

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

vm:			## CMD='...' in kernel K (uml, uml-plain, debug, kcsan, 6.1, 6.12, 7.2)
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

.PHONY: all modules tools install install-source uninstall demo test test-all golden soak scale bench evidence check vm clean help
