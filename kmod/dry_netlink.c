// SPDX-License-Identifier: GPL-2.0
/* Traces over netlink: a frame in, what would happen to it out. */
#include <linux/etherdevice.h>

#include "dry.h"

/* All steps, what the request named, and the verdict. */
#define OVNET_DRY_REPLY_SIZE	(30 * 1024)

const struct nla_policy ovnet_trace_policy[OVNET_A_TRACE_MAX + 1] = {
	[OVNET_A_TRACE_NETWORK_ID] = { .type = NLA_U32 },
	[OVNET_A_TRACE_NETWORK_NAME] = { .type = NLA_NUL_STRING,
					 .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_TRACE_IFINDEX] = { .type = NLA_U32 },
	[OVNET_A_TRACE_REMOTE_ID] = { .type = NLA_U32 },
	[OVNET_A_TRACE_REMOTE_NAME] = { .type = NLA_NUL_STRING,
					.len = OVNET_NAME_LEN - 1 },
	[OVNET_A_TRACE_FRAME] = NLA_POLICY_RANGE(NLA_BINARY, ETH_HLEN,
						 OVNET_TRACE_FRAME_MAX),
};

static const struct ovnet_dst_attrs ovnet_dry_attrs = {
	.ifindex = OVNET_A_TRACE_IFINDEX,
	.ifname = OVNET_A_TRACE_IFNAME,
	.remote_id = OVNET_A_TRACE_REMOTE_ID,
	.remote_name = OVNET_A_TRACE_REMOTE_NAME,
};

/* The frame, as if it had come by a device. */
static struct sk_buff *ovnet_dry_frame(struct ovnet_net *on,
				       const struct nlattr *attr)
{
	struct sk_buff *skb;

	skb = alloc_skb(OVNET_HEADROOM + nla_len(attr), GFP_KERNEL_ACCOUNT);
	if (!skb)
		return NULL;
	skb_reserve(skb, OVNET_HEADROOM);
	skb_put_data(skb, nla_data(attr), nla_len(attr));
	skb_reset_mac_header(skb);
	skb->protocol = eth_hdr(skb)->h_proto;
	skb->dev = on->net->loopback_dev;
	return skb;
}

static u8 ovnet_dry_verdict(const struct ovnet_dry *dry)
{
	if (dry->sent)
		return OVNET_TRACE_VERDICT_DELIVERED;
	if (dry->passed)
		return OVNET_TRACE_VERDICT_PASSED;
	return dry->reason ? OVNET_TRACE_VERDICT_DROPPED :
			     OVNET_TRACE_VERDICT_ANSWERED;
}

static int ovnet_dry_fill_verdict(struct sk_buff *skb,
				  const struct ovnet_dry *dry)
{
	u8 verdict = ovnet_dry_verdict(dry);

	if (nla_put_u32(skb, OVNET_A_TRACE_MISSED, dry->missed) ||
	    nla_put_u8(skb, OVNET_A_TRACE_VERDICT, verdict))
		return -EMSGSIZE;
	if (verdict != OVNET_TRACE_VERDICT_DROPPED)
		return 0;
	return nla_put_string(skb, OVNET_A_TRACE_REASON,
			      ovnet_drop_name(dry->reason));
}

/* The steps go into the reply while the frame takes them. */
static int ovnet_dry_fill(struct sk_buff *skb, const void *object)
{
	struct ovnet_pkt pkt = *(const struct ovnet_pkt *)object;
	struct ovnet_dry dry = { .reply = skb };

	pkt.dry = &dry;
	if (nla_put_u32(skb, OVNET_A_TRACE_NETWORK_ID, pkt.network->id) ||
	    nla_put_string(skb, OVNET_A_TRACE_NETWORK_NAME,
			   pkt.network->name) ||
	    ovnet_dst_put(skb, pkt.in, &ovnet_dry_attrs)) {
		kfree_skb(pkt.skb);
		return -EMSGSIZE;
	}
	ovnet_dry_run(&pkt);
	return ovnet_dry_fill_verdict(skb, &dry);
}

static const struct ovnet_msg_kind ovnet_dry_kind = {
	.cmd = OVNET_CMD_TRACE_GET,
	.attr = OVNET_A_TRACE,
	.fill = ovnet_dry_fill,
};

/* The network that a request names, and where in it the frame comes from. */
static int ovnet_dry_parse(struct ovnet_pkt *pkt, struct nlattr **tb,
			   struct netlink_ext_ack *extack)
{
	int err;

	if (tb[OVNET_A_TRACE_IFINDEX] && (tb[OVNET_A_TRACE_REMOTE_ID] ||
					  tb[OVNET_A_TRACE_REMOTE_NAME])) {
		NL_SET_ERR_MSG_ATTR(extack, tb[OVNET_A_TRACE_IFINDEX],
				    "A frame comes from one place, not from two");
		return -EINVAL;
	}
	err = ovnet_network_resolve(pkt->on, tb[OVNET_A_TRACE_NETWORK_ID],
				    tb[OVNET_A_TRACE_NETWORK_NAME],
				    &pkt->network, extack);
	if (err)
		return err;
	pkt->in = ovnet_dst_parse(pkt->on, pkt->network, tb, &ovnet_dry_attrs,
				  extack);
	if (IS_ERR(pkt->in))
		return PTR_ERR(pkt->in);
	if (!pkt->in) {
		NL_SET_ERR_MSG(extack,
			       "Where does the frame come from? A port, a leg or a remote");
		return -EINVAL;
	}
	return 0;
}

/**
 * ovnet_dry_get_doit() - OVNET_CMD_TRACE_GET
 * @skb: request
 * @info: request
 *
 * It tells what is configured, as GET of everything does, and changes nothing:
 * everybody may. The mutex keeps what the frame meets, and lets one trace of
 * a namespace run at a time, which ends when the reply is full.
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_dry_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_TRACE_MAX + 1];
	struct ovnet_pkt pkt = { .on = on };
	struct sk_buff *reply;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_TRACE, tb, OVNET_A_TRACE_MAX,
				  ovnet_trace_policy);
	if (err)
		return err;
	if (!tb[OVNET_A_TRACE_FRAME]) {
		NL_SET_ERR_MSG(info->extack, "Which frame? It is missing");
		return -EINVAL;
	}
	reply = genlmsg_new(OVNET_DRY_REPLY_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	pkt.skb = ovnet_dry_frame(on, tb[OVNET_A_TRACE_FRAME]);
	if (!pkt.skb) {
		err = -ENOMEM;
		goto err_reply;
	}

	mutex_lock(&on->lock);
	err = ovnet_dry_parse(&pkt, tb, info->extack);
	if (err)
		goto err_frame;
	if (ovnet_dst_dev(pkt.in))
		pkt.skb->dev = ovnet_dst_dev(pkt.in);
	rcu_read_lock();
	local_bh_disable();
	err = ovnet_netlink_message(reply, info->snd_portid, info->snd_seq, 0,
				    &ovnet_dry_kind, &pkt);
	local_bh_enable();
	rcu_read_unlock();
	mutex_unlock(&on->lock);
	if (err)
		goto err_reply;
	return genlmsg_reply(reply, info);

err_frame:
	mutex_unlock(&on->lock);
	kfree_skb(pkt.skb);
err_reply:
	nlmsg_free(reply);
	return err;
}
