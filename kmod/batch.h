/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_BATCH_H
#define OVNET_BATCH_H

#include <linux/list.h>
#include <net/genetlink.h>

struct ovnet_batch_chunk;
struct ovnet_net;
struct ovnet_network;

/**
 * struct ovnet_batch - a message whose objects are done all or not at all
 * @on: namespace; its mutex is held, and RTNL if the command wants it
 * @extack: for the refusal
 * @nest: of the object that is being prepared
 * @id: of the message; rows remember which one named them last
 * @steps: &struct ovnet_batch_step.node, in the order of the message
 * @chunks: &struct ovnet_batch_chunk, memory for steps
 * @at: where there is some in the last of them
 * @room: how much
 * @unheard: nobody hears of the rows of this network
 * @kill: devices that go when the mutex is no longer held; RTNL
 * @mtu: the MTU of legs is to follow; RTNL
 * @forget: networks may have another underlay: remotes forget their routes
 */
struct ovnet_batch {
	struct ovnet_net *on;
	struct netlink_ext_ack *extack;
	const struct nlattr *nest;
	u32 id;
	struct list_head steps;
	struct ovnet_batch_chunk *chunks;
	u8 *at;
	size_t room;
	const struct ovnet_network *unheard;
	struct list_head kill;
	bool mtu;
	bool forget;
};

/**
 * struct ovnet_batch_step - what is to be done, or undone, for one object
 * @node: in &struct ovnet_batch.steps
 * @commit: makes it so and tells listeners; cannot fail
 * @abort: leaves what was there before, silently; cannot fail; may be NULL
 * @claim: of the object, see ovnet_batch_claim(), or NULL
 *
 * Embedded in what the step needs to know.
 */
struct ovnet_batch_step {
	struct list_head node;
	void (*commit)(struct ovnet_batch *batch,
		       struct ovnet_batch_step *step);
	void (*abort)(struct ovnet_batch *batch,
		      struct ovnet_batch_step *step);
	bool *claim;
};

/**
 * struct ovnet_batch_kind - a command that takes many objects
 * @attr: OVNET_A_*, the nest of each
 * @max: highest attribute in it
 * @multi: bits of attributes that may be there more than once
 * @rtnl: whether RTNL is wanted, too
 * @policy: of the nest
 * @with: what else may be in the message, in nests of its own kind, or NULL
 * @prepare: does or reserves all that can fail, and adds the step that does
 *	     the rest; 0 or an error, with extack and nothing added
 */
struct ovnet_batch_kind {
	u8 attr;
	u8 max;
	u32 multi;
	bool rtnl;
	const struct nla_policy *policy;
	const struct ovnet_batch_kind *with;
	int (*prepare)(struct ovnet_batch *batch, struct nlattr **tb);
};

int ovnet_batch_run(struct genl_info *info,
		    const struct ovnet_batch_kind *kind);
bool ovnet_batch_heard(struct ovnet_batch *batch,
		       const struct ovnet_network *network,
		       bool (*heard)(const struct ovnet_network *network));
void ovnet_batch_commit(struct ovnet_batch *batch);
void ovnet_batch_abort(struct ovnet_batch *batch);
void ovnet_batch_free(struct ovnet_batch *batch);
void *ovnet_batch_alloc(struct ovnet_batch *batch, size_t size);
void ovnet_batch_add(struct ovnet_batch *batch, struct ovnet_batch_step *step);
int ovnet_batch_claim(struct ovnet_batch *batch, struct ovnet_batch_step *step,
		      bool *claim);
int ovnet_batch_add_once(struct ovnet_batch *batch,
			 struct ovnet_batch_step *step, bool *claim);

#endif /* OVNET_BATCH_H */
