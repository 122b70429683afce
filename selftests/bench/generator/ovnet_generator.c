// SPDX-License-Identifier: GPL-2.0
/*
 * A packet generator for the benchmark: copies of a frame, whatever that is,
 * each in an skb that nobody else has a reference to. (pktgen keeps one, so that
 * who writes to its packets has to copy them first; and it makes only UDP.)
 *
 * In debugfs, ovnet-generator/
 *	frame	what is sent: write it whole
 *	run	write "IFINDEX COUNT OFFSET STEPS" to send COUNT of them by that
 *		device of the writer's namespace; STEPS: the 32 bits at OFFSET, big
 *		endian, go up by 0 to STEPS - 1, one after the other
 *		read: how many nanoseconds that took
 */
#include <linux/debugfs.h>
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/nsproxy.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#define GENERATOR_MTU	9216

struct generator_job {
	int ifindex;
	u32 count;
	u32 offset;
	u32 steps;
};

/* All of it: generator_lock */
static DEFINE_MUTEX(generator_lock);
static u8 generator_frame[GENERATOR_MTU];
static u32 generator_len;
static u64 generator_ns;

static struct dentry *generator_dir;

static struct sk_buff *generator_make(struct net_device *dev,
				      const struct generator_job *job, u32 i)
{
	struct sk_buff *skb;
	__be32 step;
	u8 *data;

	skb = alloc_skb(LL_RESERVED_SPACE(dev) + generator_len, GFP_KERNEL);
	if (!skb)
		return NULL;
	skb_reserve(skb, LL_RESERVED_SPACE(dev));
	data = skb_put_data(skb, generator_frame, generator_len);
	if (job->steps > 1) {
		memcpy(&step, data + job->offset, sizeof(step));
		be32_add_cpu(&step, i % job->steps);
		memcpy(data + job->offset, &step, sizeof(step));
	}
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb->protocol = eth_hdr(skb)->h_proto;
	skb->dev = dev;
	return skb;
}

/* As pktgen does it: no queueing discipline. */
static int generator_send(struct net_device *dev,
			  const struct generator_job *job)
{
	struct netdev_queue *txq = netdev_get_tx_queue(dev, 0);
	struct sk_buff *skb;
	netdev_tx_t ret;
	u32 i;

	for (i = 0; i < job->count; i++) {
		if (signal_pending(current))
			return -EINTR;
		skb = generator_make(dev, job, i);
		if (!skb)
			return -ENOMEM;
		local_bh_disable();
		HARD_TX_LOCK(dev, txq, smp_processor_id());
		ret = netdev_start_xmit(skb, dev, txq, false);
		HARD_TX_UNLOCK(dev, txq);
		local_bh_enable();
		if (ret != NETDEV_TX_OK)
			return -EIO;
		cond_resched();
	}
	return 0;
}

static ssize_t generator_run_write(struct file *file, const char __user *from,
				   size_t len, loff_t *pos)
{
	struct generator_job job;
	struct net_device *dev;
	char text[64];
	u64 start;
	int err;

	if (len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, from, len))
		return -EFAULT;
	text[len] = '\0';
	if (sscanf(text, "%d %u %u %u", &job.ifindex, &job.count, &job.offset,
		   &job.steps) != 4)
		return -EINVAL;
	dev = dev_get_by_index(current->nsproxy->net_ns, job.ifindex);
	if (!dev)
		return -ENODEV;
	mutex_lock(&generator_lock);
	err = -EINVAL;
	if (!generator_len || (u64)job.offset + sizeof(u32) > generator_len)
		goto out;
	start = ktime_get_ns();
	err = generator_send(dev, &job);
	generator_ns = ktime_get_ns() - start;
out:
	mutex_unlock(&generator_lock);
	dev_put(dev);
	return err ?: len;
}

static ssize_t generator_run_read(struct file *file, char __user *to,
				  size_t len, loff_t *pos)
{
	char text[24];
	int n;

	mutex_lock(&generator_lock);
	n = scnprintf(text, sizeof(text), "%llu\n", generator_ns);
	mutex_unlock(&generator_lock);
	return simple_read_from_buffer(to, len, pos, text, n);
}

static ssize_t generator_frame_write(struct file *file, const char __user *from,
				     size_t len, loff_t *pos)
{
	int err = 0;

	if (len < ETH_HLEN || len > GENERATOR_MTU)
		return -EINVAL;
	mutex_lock(&generator_lock);
	generator_len = len;
	if (copy_from_user(generator_frame, from, len)) {
		generator_len = 0;
		err = -EFAULT;
	}
	mutex_unlock(&generator_lock);
	return err ?: len;
}

static const struct file_operations generator_run_fops = {
	.owner = THIS_MODULE,
	.read = generator_run_read,
	.write = generator_run_write,
};

static const struct file_operations generator_frame_fops = {
	.owner = THIS_MODULE,
	.write = generator_frame_write,
};

static int __init generator_init(void)
{
	generator_dir = debugfs_create_dir("ovnet-generator", NULL);
	debugfs_create_file("run", 0600, generator_dir, NULL,
			    &generator_run_fops);
	debugfs_create_file("frame", 0200, generator_dir, NULL,
			    &generator_frame_fops);
	return 0;
}

static void __exit generator_exit(void)
{
	debugfs_remove(generator_dir);
}

module_init(generator_init);
module_exit(generator_exit);

MODULE_DESCRIPTION("Packet generator for ovnet's benchmark");
MODULE_LICENSE("GPL");
