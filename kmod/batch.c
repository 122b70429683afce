// SPDX-License-Identifier: GPL-2.0
/*
 * One message, many objects, all or nothing: what can fail is done first, for
 * all of them, in a way that can be taken back.
 */
#include <linux/slab.h>
#include <net/rtnetlink.h>

#include "batch.h"
#include "cache.h"
#include "endpoint.h"
#include "ovnet_priv.h"

/* Attributes of the object that has most. */
#define OVNET_BATCH_ATTRS_MAX	63

#define OVNET_BATCH_CHUNK	4096	/* bytes that steps are cut from */

/**
 * struct ovnet_batch_chunk - memory for steps: many are small, and all go at
 * once
 * @next: of the batch
 * @steps: one behind the other
 */
struct ovnet_batch_chunk {
	struct ovnet_batch_chunk *next;
	u8 steps[] __aligned(sizeof(u64));
};

/**
 * ovnet_batch_alloc() - memory for a step
 * @batch: to be run
 * @size: of the structure that begins with it
 *
 * Return: zeroed, until @batch is done; NULL if there is no memory.
 */
void *ovnet_batch_alloc(struct ovnet_batch *batch, size_t size)
{
	struct ovnet_batch_chunk *chunk;
	void *step;

	size = ALIGN(size, sizeof(u64));
	if (size > batch->room) {
		chunk = kmalloc(max_t(size_t, OVNET_BATCH_CHUNK,
				      sizeof(*chunk) + size),
				GFP_KERNEL_ACCOUNT);
		if (!chunk)
			return NULL;
		chunk->next = batch->chunks;
		batch->chunks = chunk;
		batch->at = chunk->steps;
		batch->room = max_t(size_t, OVNET_BATCH_CHUNK - sizeof(*chunk),
				    size);
	}
	step = batch->at;
	batch->at += size;
	batch->room -= size;
	return memset64(step, 0, size / sizeof(u64));
}

/**
 * ovnet_batch_free() - memory of a batch that is done
 * @batch: committed, or aborted
 */
void ovnet_batch_free(struct ovnet_batch *batch)
{
	struct ovnet_batch_chunk *chunk;

	while ((chunk = batch->chunks)) {
		batch->chunks = chunk->next;
		kfree(chunk);
	}
}

/**
 * ovnet_batch_add() - another step
 * @batch: to be run
 * @step: of it
 */
void ovnet_batch_add(struct ovnet_batch *batch, struct ovnet_batch_step *step)
{
	list_add_tail(&step->node, &batch->steps);
}

/**
 * ovnet_batch_claim() - an object is changed or removed once in a message
 * @batch: to be run
 * @step: that does it
 * @claim: of the object; set until @step is done; protected by the
 *	   namespace's mutex
 *
 * A second change would be checked against what the first has not done yet.
 *
 * Return: 0 or -EINVAL, with extack.
 */
int ovnet_batch_claim(struct ovnet_batch *batch, struct ovnet_batch_step *step,
		      bool *claim)
{
	lockdep_assert_held(&batch->on->lock);
	if (*claim) {
		NL_SET_ERR_MSG_ATTR(batch->extack, batch->nest,
				    "An object is named once in a message");
		return -EINVAL;
	}
	*claim = true;
	step->claim = claim;
	return 0;
}

/**
 * ovnet_batch_add_once() - another step, for an object that is named once
 * @batch: to be run
 * @step: of it
 * @claim: of the object, see ovnet_batch_claim()
 *
 * Return: 0 or -EINVAL, with extack.
 */
int ovnet_batch_add_once(struct ovnet_batch *batch,
			 struct ovnet_batch_step *step, bool *claim)
{
	int err = ovnet_batch_claim(batch, step, claim);

	if (!err)
		ovnet_batch_add(batch, step);
	return err;
}

/**
 * ovnet_batch_heard() - does anybody hear of the rows of a network?
 * @batch: that is being committed
 * @network: whose rows
 * @heard: asks; once, while the network is the same: who begins to listen later
 *	   finds the rows as they are by now
 *
 * Return: true if so.
 */
bool ovnet_batch_heard(struct ovnet_batch *batch,
		       const struct ovnet_network *network,
		       bool (*heard)(const struct ovnet_network *network))
{
	if (batch->unheard == network)
		return false;
	if (heard(network))
		return true;
	batch->unheard = network;
	return false;
}

static int ovnet_batch_prepare_one(struct ovnet_batch *batch,
				   const struct ovnet_batch_kind *kind,
				   struct nlattr **tb)
{
	int err;

	if (WARN_ON_ONCE(kind->max > OVNET_BATCH_ATTRS_MAX))
		return -EINVAL;
	err = ovnet_netlink_sort_nest(tb, kind->max, batch->nest, kind->multi,
				      batch->extack);
	return err ?: kind->prepare(batch, tb);
}

static int ovnet_batch_prepare(struct ovnet_batch *batch,
			       struct genl_info *info,
			       const struct ovnet_batch_kind *kind)
{
	/* Not one for each: some compilers make it all zero first. */
	struct nlattr *tb[OVNET_BATCH_ATTRS_MAX + 1];
	int rem, err;

	nlmsg_for_each_attr(batch->nest, info->nlhdr, GENL_HDRLEN, rem) {
		err = ovnet_batch_prepare_one(batch,
					      nla_type(batch->nest) ==
					      kind->attr ? kind : kind->with,
					      tb);
		cond_resched();
		if (!err)
			continue;
		/* Which object it was is said in any case. */
		if (!batch->extack->bad_attr)
			NL_SET_BAD_ATTR(batch->extack, batch->nest);
		return err;
	}
	if (list_empty(&batch->steps)) {
		NL_SET_ERR_MSG(batch->extack,
			       "A request carries at least one object");
		return -EINVAL;
	}
	return 0;
}

/**
 * ovnet_batch_commit() - do what was prepared
 * @batch: whose steps are; the namespace's mutex is held
 */
void ovnet_batch_commit(struct ovnet_batch *batch)
{
	struct ovnet_batch_step *step;

	list_for_each_entry(step, &batch->steps, node) {
		/* Before the object goes. */
		if (step->claim)
			*step->claim = false;
		step->commit(batch, step);
		cond_resched();
	}
	if (batch->forget)
		ovnet_remote_forget_underlay(batch->on);
	ovnet_remote_put_implicit(batch->on);
}

/**
 * ovnet_batch_abort() - undo what was prepared
 * @batch: whose steps are; the namespace's mutex is held
 */
void ovnet_batch_abort(struct ovnet_batch *batch)
{
	struct ovnet_batch_step *step;

	list_for_each_entry_reverse(step, &batch->steps, node) {
		if (step->claim)
			*step->claim = false;
		if (step->abort)
			step->abort(batch, step);
		cond_resched();
	}
}

/**
 * ovnet_batch_run() - do what a message asks for, all or nothing
 * @info: request; all of its attributes are nests of @kind->attr, or of what
 *	  may come with it, which the family's policy has seen to
 * @kind: the command
 *
 * Return: 0 or an error, with extack, which names the object.
 */
int ovnet_batch_run(struct genl_info *info,
		    const struct ovnet_batch_kind *kind)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct ovnet_batch batch = {
		.on = on,
		.extack = info->extack,
		.steps = LIST_HEAD_INIT(batch.steps),
		.kill = LIST_HEAD_INIT(batch.kill),
	};
	int err;

	if (kind->rtnl)
		rtnl_lock();
	mutex_lock(&on->lock);
	batch.id = ++on->batches ?: ++on->batches;
	err = ovnet_batch_prepare(&batch, info, kind);
	if (err)
		ovnet_batch_abort(&batch);
	else
		ovnet_batch_commit(&batch);
	ovnet_cache_flush(on);
	mutex_unlock(&on->lock);
	ovnet_batch_free(&batch);
	if (kind->rtnl) {
		ovnet_endpoint_reap(on, &batch.kill);
		ovnet_fabric_reap(on, &batch.kill);
		unregister_netdevice_many(&batch.kill);
		if (!err && batch.mtu)
			ovnet_mtu_update(on);
		rtnl_unlock();
	}
	return err;
}
