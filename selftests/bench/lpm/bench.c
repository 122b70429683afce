// SPDX-License-Identifier: GPL-2.0
/*
 * What it costs to find the longest of N prefixes: by ours, and by the kernel's
 * FIB, which lpm.py has told the same ones.
 *
 * In debugfs, ovnet-lpm/
 *	set		write "FAMILY N": ours has N prefixes, 4 or 6
 *	prefixes	read: all of them, for others
 *	run		write "WHO COUNT": look up so many destinations, each below
 *			one of the prefixes at random; WHO: ours, fib, or none,
 *			which only makes the destinations
 *			read: how many nanoseconds that took, and how many it found
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/nsproxy.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/unaligned.h>
#include <linux/vmalloc.h>
#include <net/ip_fib.h>
#include <net/ip6_fib.h>

#include "lpm.h"

/* In older kernels IPv6 may be a module, and is asked through this. */
#ifdef LPM_BENCH_STUBS
#include <net/ipv6_stubs.h>
#define fib6_lookup(...) ipv6_stub->fib6_lookup(__VA_ARGS__)
#endif

#define LPM_BENCH_MAX	(1U << 21)

/* As a table of the Internet's, and one of a cluster's, have them, roughly. */
static const u8 lpm_bench_lengths4[16] = {
	24, 24, 24, 24, 24, 24, 24, 24, 22, 22, 23, 21, 20, 19, 32, 32,
};

static const u8 lpm_bench_lengths6[16] = {
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 48, 48, 48, 56, 56, 128,
};

/* All of it: lpm_bench_lock */
static DEFINE_MUTEX(lpm_bench_lock);
static struct ovnet_lpm lpm_bench_set;
static struct ovnet_lpm_entry *lpm_bench_entries;
static u32 lpm_bench_n;
static int lpm_bench_family;
static u64 lpm_bench_ns;
static u32 lpm_bench_found;

static struct dentry *lpm_bench_dir;

/* splitmix64 */
static u64 lpm_bench_mix(u64 x)
{
	x += 0x9e3779b97f4a7c15ULL;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

/* The bits of an address behind LEN. */
static void lpm_bench_host(u8 *addr, unsigned int len, u64 bits)
{
	unsigned int bytes = lpm_bench_family == 4 ? 4 : 16, i;

	for (i = len / 8; i < bytes; i++, bits = bits >> 8 | bits << 56) {
		u8 mask = i == len / 8 ? 0xff >> len % 8 : 0xff;

		addr[i] = (addr[i] & ~mask) | (bits & mask);
	}
}

static void lpm_bench_prefix(u32 i, struct ovnet_lpm_entry *prefix)
{
	u64 bits = lpm_bench_mix(i);

	memset(prefix, 0, sizeof(*prefix));
	if (lpm_bench_family == 4) {
		prefix->len = lpm_bench_lengths4[bits & 15];
		put_unaligned_be32(bits >> 32, prefix->addr);
		prefix->addr[0] = 16 + prefix->addr[0] % 100;
	} else {
		prefix->len = lpm_bench_lengths6[bits & 15];
		put_unaligned_be64(bits, prefix->addr);
		put_unaligned_be64(lpm_bench_mix(bits), prefix->addr + 8);
		prefix->addr[0] = 0xfd;
		prefix->addr[1] = 0;
		prefix->addr[2] = 0;
	}
	lpm_bench_host(prefix->addr, prefix->len, 0);
}

static void lpm_bench_clear(void)
{
	u32 i;

	for (i = 0; i < lpm_bench_n; i++)
		ovnet_lpm_remove(&lpm_bench_set, &lpm_bench_entries[i]);
	synchronize_rcu();
	vfree(lpm_bench_entries);
	lpm_bench_entries = NULL;
	lpm_bench_n = 0;
}

static int lpm_bench_make(int family, u32 n)
{
	u32 i;
	int err;

	lpm_bench_clear();
	lpm_bench_family = family;
	lpm_bench_entries = vmalloc(array_size(n, sizeof(*lpm_bench_entries)));
	if (!lpm_bench_entries)
		return -ENOMEM;
	for (i = 0; lpm_bench_n < n; i++) {
		lpm_bench_prefix(i, &lpm_bench_entries[lpm_bench_n]);
		err = ovnet_lpm_insert(&lpm_bench_set,
				       &lpm_bench_entries[lpm_bench_n],
				       &lpm_bench_entries);
		if (!err)
			lpm_bench_n++;
		else if (err != -EEXIST)
			return err;
		cond_resched();
	}
	return 0;
}

static bool lpm_bench_fib4(struct net *net, const u8 *addr)
{
	struct flowi4 fl4 = {};
	struct fib_result res;

	memcpy(&fl4.daddr, addr, sizeof(fl4.daddr));
	return !fib_lookup(net, &fl4, &res, FIB_LOOKUP_NOREF);
}

static bool lpm_bench_fib6(struct net *net, const u8 *addr)
{
	struct fib6_result res = {};
	struct flowi6 fl6 = {};

	memcpy(&fl6.daddr, addr, sizeof(fl6.daddr));
	return !fib6_lookup(net, 0, &fl6, &res, 0) &&
	       res.f6i != net->ipv6.fib6_null_entry;
}

static bool lpm_bench_ours(struct net *net, const u8 *addr)
{
	struct in6_addr v6;
	__be32 v4;

	if (lpm_bench_family == 4) {
		memcpy(&v4, addr, sizeof(v4));
		return ovnet_lpm_lookup4_rcu(&lpm_bench_set, v4);
	}
	memcpy(&v6, addr, sizeof(v6));
	return ovnet_lpm_lookup6_rcu(&lpm_bench_set, &v6);
}

static bool lpm_bench_none(struct net *net, const u8 *addr)
{
	return addr[0];
}

static void lpm_bench_run(bool (*look)(struct net *net, const u8 *addr),
			  u32 count)
{
	struct net *net = current->nsproxy->net_ns;
	struct ovnet_lpm_entry to;
	u32 i, found = 0;
	u64 bits, start;

	start = ktime_get_ns();
	for (i = 0; i < count; i++) {
		bits = lpm_bench_mix(~(u64)i);
		to = lpm_bench_entries[(bits >> 32) % lpm_bench_n];
		lpm_bench_host(to.addr, to.len, bits);
		rcu_read_lock();
		found += look(net, to.addr);
		rcu_read_unlock();
		if (!(i % 1024))
			cond_resched();
	}
	lpm_bench_ns = ktime_get_ns() - start;
	lpm_bench_found = found;
}

/* "WORD NUMBER" */
static int lpm_bench_read(const char __user *from, size_t len, char *word,
			  u32 *number)
{
	char text[32];

	if (len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, from, len))
		return -EFAULT;
	text[len] = '\0';
	return sscanf(text, "%7s %u", word, number) == 2 ? 0 : -EINVAL;
}

static ssize_t lpm_bench_set_write(struct file *file, const char __user *from,
				   size_t len, loff_t *pos)
{
	char family[8];
	u32 n;
	int err;

	err = lpm_bench_read(from, len, family, &n);
	if (err)
		return err;
	if (n > LPM_BENCH_MAX || (strcmp(family, "4") && strcmp(family, "6")))
		return -EINVAL;
	mutex_lock(&lpm_bench_lock);
	err = lpm_bench_make(family[0] - '0', n);
	mutex_unlock(&lpm_bench_lock);
	return err ?: len;
}

static ssize_t lpm_bench_run_write(struct file *file, const char __user *from,
				   size_t len, loff_t *pos)
{
	bool (*look)(struct net *net, const u8 *addr) = NULL;
	char who[8];
	u32 count;
	int err;

	err = lpm_bench_read(from, len, who, &count);
	if (err)
		return err;
	mutex_lock(&lpm_bench_lock);
	if (!strcmp(who, "none"))
		look = lpm_bench_none;
	else if (!strcmp(who, "ours"))
		look = lpm_bench_ours;
	else if (!strcmp(who, "fib"))
		look = lpm_bench_family == 4 ? lpm_bench_fib4 : lpm_bench_fib6;
	if (look && lpm_bench_n)
		lpm_bench_run(look, count);
	else
		err = -EINVAL;
	mutex_unlock(&lpm_bench_lock);
	return err ?: len;
}

static ssize_t lpm_bench_run_read(struct file *file, char __user *to,
				  size_t len, loff_t *pos)
{
	char text[48];
	int n;

	mutex_lock(&lpm_bench_lock);
	n = scnprintf(text, sizeof(text), "%llu %u\n", lpm_bench_ns,
		      lpm_bench_found);
	mutex_unlock(&lpm_bench_lock);
	return simple_read_from_buffer(to, len, pos, text, n);
}

static const struct file_operations lpm_bench_set_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = lpm_bench_set_write,
};

static const struct file_operations lpm_bench_run_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = lpm_bench_run_read,
	.write = lpm_bench_run_write,
};

static void *lpm_bench_seq_start(struct seq_file *seq, loff_t *pos)
{
	mutex_lock(&lpm_bench_lock);
	return *pos < lpm_bench_n ? &lpm_bench_entries[*pos] : NULL;
}

static void *lpm_bench_seq_next(struct seq_file *seq, void *v, loff_t *pos)
{
	return ++*pos < lpm_bench_n ? &lpm_bench_entries[*pos] : NULL;
}

static void lpm_bench_seq_stop(struct seq_file *seq, void *v)
{
	mutex_unlock(&lpm_bench_lock);
}

static int lpm_bench_seq_show(struct seq_file *seq, void *v)
{
	const struct ovnet_lpm_entry *entry = v;

	if (lpm_bench_family == 4)
		seq_printf(seq, "%pI4/%u\n", entry->addr, entry->len);
	else
		seq_printf(seq, "%pI6c/%u\n", entry->addr, entry->len);
	return 0;
}

static const struct seq_operations lpm_bench_prefixes_sops = {
	.start = lpm_bench_seq_start,
	.next = lpm_bench_seq_next,
	.stop = lpm_bench_seq_stop,
	.show = lpm_bench_seq_show,
};

DEFINE_SEQ_ATTRIBUTE(lpm_bench_prefixes);

static int __init lpm_bench_init(void)
{
	lpm_bench_dir = debugfs_create_dir("ovnet-lpm", NULL);
	debugfs_create_file("set", 0200, lpm_bench_dir, NULL,
			    &lpm_bench_set_fops);
	debugfs_create_file("prefixes", 0400, lpm_bench_dir, NULL,
			    &lpm_bench_prefixes_fops);
	debugfs_create_file("run", 0600, lpm_bench_dir, NULL,
			    &lpm_bench_run_fops);
	return 0;
}

static void __exit lpm_bench_exit(void)
{
	debugfs_remove(lpm_bench_dir);
	lpm_bench_clear();
}

module_init(lpm_bench_init);
module_exit(lpm_bench_exit);

MODULE_DESCRIPTION("Longest prefix match, for ovnet's benchmark");
MODULE_LICENSE("GPL");
