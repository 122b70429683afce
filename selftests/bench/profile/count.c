// SPDX-License-Identifier: GPL-2.0
/*
 * A plugin of QEMU's: how often each instruction of the guest's kernel is run.
 *
 *	-plugin count.so,out=FILE
 *
 * The guest says "now" by an instruction that does nothing, and that nobody else
 * has (MARKER): counts start at the first one, are written to FILE at the second,
 * and so on. FILE has a line "window N" for each such pair, and a line for each
 * instruction that was run in it: address (hexadecimal), times, bytes.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin.h"

#define KERNEL		0xffff800000000000ULL
#define SLOTS		(1U << 21)	/* more than a kernel's working set has */
#define BYTES		15		/* an instruction's, at most */

/* nopl 0x746e766f(%rax): mark.py has it, too */
static const uint8_t MARKER[] = { 0x0f, 0x1f, 0x80, 0x6f, 0x76, 0x6e, 0x74 };

struct insn {
	uint64_t address;
	uint64_t times;
	uint8_t size;
	uint8_t bytes[BYTES];
};

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_VERSION;

static struct insn table[SLOTS];
static unsigned int used;
static FILE *out;

/* Open addressing; the table is never more than half full. */
static struct insn *find(uint64_t address)
{
	unsigned int i = address * 0x9e3779b97f4a7c15ULL >> 43;

	while (table[i].address && table[i].address != address)
		i = (i + 1) % SLOTS;
	if (!table[i].address) {
		if (++used > SLOTS / 2) {
			fprintf(stderr, "count: too many instructions\n");
			exit(1);
		}
		table[i].address = address;
	}
	return &table[i];
}

static void write_window(unsigned int window)
{
	const struct insn *insn;
	unsigned int i, b;

	fprintf(out, "window %u\n", window);
	for (i = 0; i < SLOTS; i++) {
		insn = &table[i];
		if (!insn->times)
			continue;
		fprintf(out, "%" PRIx64 " %" PRIu64 " ", insn->address,
			insn->times);
		for (b = 0; b < insn->size; b++)
			fprintf(out, "%02x", insn->bytes[b]);
		fputc('\n', out);
	}
	fflush(out);
}

static void marked(unsigned int vcpu, void *data)
{
	static unsigned int calls;
	unsigned int i;

	(void)vcpu;
	(void)data;
	if (calls++ % 2) {
		write_window(calls / 2 - 1);
		return;
	}
	for (i = 0; i < SLOTS; i++)
		table[i].times = 0;
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t i, n = qemu_plugin_tb_n_insns(tb);
	struct qemu_plugin_insn *in;
	struct insn *insn;
	uint64_t address;

	(void)id;
	for (i = 0; i < n; i++) {
		in = qemu_plugin_tb_get_insn(tb, i);
		if (qemu_plugin_insn_size(in) == sizeof(MARKER) &&
		    !memcmp(qemu_plugin_insn_data(in), MARKER, sizeof(MARKER)))
			qemu_plugin_register_vcpu_insn_exec_cb(in, marked,
							       QEMU_PLUGIN_CB_NO_REGS,
							       NULL);
		address = qemu_plugin_insn_vaddr(in);
		if (address < KERNEL)
			continue;
		insn = find(address);
		insn->size = qemu_plugin_insn_size(in);
		if (insn->size > BYTES)
			insn->size = BYTES;
		/* Again: the kernel may have patched it. */
		memcpy(insn->bytes, qemu_plugin_insn_data(in), insn->size);
		qemu_plugin_register_vcpu_insn_exec_inline(in,
							   QEMU_PLUGIN_INLINE_ADD_U64,
							   &insn->times, 1);
	}
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id,
					   const struct qemu_plugin_info *info,
					   int argc, char **argv);

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_plugin_info *info,
			int argc, char **argv)
{
	int i;

	(void)info;
	for (i = 0; i < argc; i++)
		if (!strncmp(argv[i], "out=", 4))
			out = fopen(argv[i] + 4, "w");
	if (!out) {
		fprintf(stderr, "count: a file is wanted: out=FILE\n");
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	return 0;
}
