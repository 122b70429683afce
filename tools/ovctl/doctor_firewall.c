// SPDX-License-Identifier: GPL-2.0
/*
 * Do rules of nftables, or of iptables by way of it, drop what is for the port of
 * an underlay? A chain is read as far as it names the port; what is more than
 * that is given the benefit of the doubt.
 */
#include <endian.h>
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/xt_tcpudp.h>
#include <string.h>

#include "doctor.h"

#define DOCTOR_UDP_DPORT	2	/* offset in the header */

/* What a rule says of a port. */
enum doctor_port {
	DOCTOR_PORT_ANY,	/* nothing */
	DOCTOR_PORT_OURS,
	DOCTOR_PORT_OTHER,
	DOCTOR_PORT_UNREAD,	/* in a set, a range, a map */
};

struct doctor_rule {
	enum doctor_port port;
	bool narrow;		/* it asks for more than that */
	bool accepts;
	bool drops;
};

/* A base chain, and what becomes in it of what is for an underlay's port. */
struct doctor_chain {
	struct doctor *d;
	const struct doctor_underlay *u;
	const char *table;
	const char *name;
	uint8_t family;
	bool drops;		/* what comes to its end */
	bool settled;		/* a rule has decided */
	bool accepts;		/* a rule of the table may */
	uint64_t handle;	/* of the one that drops it */
};

struct doctor_filter {
	struct doctor *d;
	const struct doctor_underlay *u;
	struct ovnl nl;
};

static uint32_t doctor_firewall_u32(const struct nlattr *nest, uint16_t type)
{
	return ntohl(attr_number(nest, type));
}

static const char *doctor_firewall_family(uint8_t family)
{
	return family == NFPROTO_INET ? "inet" :
	       family == NFPROTO_IPV4 ? "ip" : "ip6";
}

static const char *doctor_firewall_text(const struct nlattr *attr)
{
	return mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0 ?
	       mnl_attr_get_str(attr) : "";
}

static void doctor_rule_verdict(struct doctor_rule *rule,
				const struct nlattr *data)
{
	const struct nlattr *attr = key_find(data, NFTA_IMMEDIATE_DATA);
	int32_t code;

	attr = attr ? key_find(attr, NFTA_DATA_VERDICT) : NULL;
	if (!attr || !key_find(attr, NFTA_VERDICT_CODE))
		return;
	code = doctor_firewall_u32(attr, NFTA_VERDICT_CODE);
	rule->accepts = code == NF_ACCEPT;
	rule->drops = code == NF_DROP;
}

/* "-p udp --dport N", which iptables-nft hands on as it is. */
static void doctor_rule_match(struct doctor_rule *rule,
			      const struct nlattr *data, uint16_t port)
{
	const struct nlattr *attr = key_find(data, NFTA_MATCH_INFO);
	struct xt_udp udp;

	if (strcmp(attr_text(data, NFTA_MATCH_NAME), "udp") || !attr ||
	    mnl_attr_get_payload_len(attr) < sizeof(udp)) {
		rule->narrow = true;
		return;
	}
	memcpy(&udp, mnl_attr_get_payload(attr), sizeof(udp));
	rule->port = udp.invflags ? DOCTOR_PORT_UNREAD :
		     udp.dpts[0] <= port && port <= udp.dpts[1] ?
		     DOCTOR_PORT_OURS : DOCTOR_PORT_OTHER;
}

static bool doctor_rule_is_dport(const char *name, const struct nlattr *data)
{
	return !strcmp(name, "payload") &&
	       doctor_firewall_u32(data, NFTA_PAYLOAD_BASE) ==
	       NFT_PAYLOAD_TRANSPORT_HEADER &&
	       doctor_firewall_u32(data, NFTA_PAYLOAD_OFFSET) ==
	       DOCTOR_UDP_DPORT;
}

static bool doctor_rule_is_protocol(const char *name,
				    const struct nlattr *data)
{
	return !strcmp(name, "meta") &&
	       doctor_firewall_u32(data, NFTA_META_KEY) == NFT_META_L4PROTO;
}

/* Is what was loaded before compared with this? */
static bool doctor_rule_equals(const char *name, const struct nlattr *data,
			       const void *value, size_t len)
{
	const struct nlattr *attr = key_find(data, NFTA_CMP_DATA);

	attr = attr ? key_find(attr, NFTA_DATA_VALUE) : NULL;
	return !strcmp(name, "cmp") && attr &&
	       doctor_firewall_u32(data, NFTA_CMP_OP) == NFT_CMP_EQ &&
	       mnl_attr_get_payload_len(attr) == len &&
	       !memcmp(mnl_attr_get_payload(attr), value, len);
}

static bool doctor_rule_is_plain(const char *name)
{
	return !strcmp(name, "counter") || !strcmp(name, "log");
}

/* One expression; @last is what the one before has loaded. */
static void doctor_rule_expr(struct doctor_rule *rule, const char *name,
			     const struct nlattr *data, uint16_t port,
			     int *last)
{
	enum { NOTHING, DPORT, PROTOCOL };
	uint8_t udp = IPPROTO_UDP;
	uint16_t be = htons(port);
	int loaded = *last;

	*last = NOTHING;
	if (doctor_rule_is_dport(name, data))
		*last = DPORT;
	else if (doctor_rule_is_protocol(name, data))
		*last = PROTOCOL;
	else if (loaded == DPORT)
		rule->port = strcmp(name, "cmp") ? DOCTOR_PORT_UNREAD :
			     doctor_rule_equals(name, data, &be, sizeof(be)) ?
			     DOCTOR_PORT_OURS : DOCTOR_PORT_OTHER;
	else if (loaded == PROTOCOL)
		rule->narrow |= !doctor_rule_equals(name, data, &udp,
						    sizeof(udp));
	else if (!strcmp(name, "immediate"))
		doctor_rule_verdict(rule, data);
	else if (!strcmp(name, "reject"))
		rule->drops = true;
	else if (!strcmp(name, "match"))
		doctor_rule_match(rule, data, port);
	else if (!doctor_rule_is_plain(name))
		rule->narrow = true;
}

static void doctor_rule_read(struct doctor_rule *rule,
			     const struct nlattr *exprs, uint16_t port)
{
	const struct nlattr *expr, *data;
	int last = 0;

	memset(rule, 0, sizeof(*rule));
	mnl_attr_for_each_nested(expr, exprs) {
		data = key_find(expr, NFTA_EXPR_DATA);
		/* some have nothing to say */
		doctor_rule_expr(rule, attr_text(expr, NFTA_EXPR_NAME),
				 data ? data : expr, port, &last);
	}
}

/* Of the base chain, in its order. */
static void doctor_chain_rule(struct doctor_chain *chain,
			      const struct doctor_rule *rule, uint64_t handle)
{
	bool any = rule->port == DOCTOR_PORT_ANY;

	if (chain->settled || rule->port == DOCTOR_PORT_OTHER ||
	    (rule->narrow && (any || rule->drops)))
		return;
	chain->settled = true;
	if (rule->port == DOCTOR_PORT_OURS && rule->drops)
		chain->handle = handle;
	else if (any && rule->drops)
		chain->drops = true;
	else if (!any || rule->accepts)
		chain->accepts = true;
	else
		chain->settled = false;
}

static int doctor_chain_read(const struct nlmsghdr *nlh, void *data)
{
	const struct nfgenmsg *msg = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr, *exprs = NULL;
	const char *table = "", *name = "";
	struct doctor_chain *chain = data;
	struct doctor_rule rule;
	uint64_t handle = 0;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*msg))
		return 0;
	mnl_attr_for_each(attr, nlh, sizeof(*msg)) {
		switch (mnl_attr_get_type(attr)) {
		case NFTA_RULE_TABLE:
			table = doctor_firewall_text(attr);
			break;
		case NFTA_RULE_CHAIN:
			name = doctor_firewall_text(attr);
			break;
		case NFTA_RULE_HANDLE:
			if (mnl_attr_validate(attr, MNL_TYPE_U64) >= 0)
				handle = be64toh(mnl_attr_get_u64(attr));
			break;
		case NFTA_RULE_EXPRESSIONS:
			exprs = attr;
			break;
		}
	}
	if (!exprs || strcmp(table, chain->table))
		return 0;
	doctor_rule_read(&rule, exprs, chain->u->port);
	if (!strcmp(name, chain->name))
		doctor_chain_rule(chain, &rule, handle);
	else if (rule.accepts && (rule.port == DOCTOR_PORT_OURS ||
				  rule.port == DOCTOR_PORT_UNREAD))
		chain->accepts = true;
	return 0;
}

static void doctor_chain_say(const struct doctor_chain *chain)
{
	const char *family = doctor_firewall_family(chain->family);

	if (chain->handle) {
		doctor_find(chain->d, DOCTOR_ERROR, "underlay", chain->u->name,
			    "a rule of nftables, in table %s %s chain %s, drops what comes to its UDP port %u",
			    family, chain->table, chain->name, chain->u->port);
		doctor_mend(chain->d, "nft delete rule %s %s %s handle %llu",
			    family, chain->table, chain->name,
			    (unsigned long long)chain->handle);
	} else if (chain->drops && !chain->accepts) {
		doctor_find(chain->d, DOCTOR_WARNING, "underlay",
			    chain->u->name,
			    "nftables, in table %s %s chain %s, drops what no rule accepts, and none accepts its UDP port %u",
			    family, chain->table, chain->name, chain->u->port);
		doctor_mend(chain->d,
			    "nft insert rule %s %s %s udp dport %u accept",
			    family, chain->table, chain->name, chain->u->port);
	}
}

static int doctor_firewall_dump(struct ovnl *nl, uint16_t type, uint8_t family,
				struct ovnl_rows *rows)
{
	char buf[256] __aligned(NLMSG_ALIGNTO) = {};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct ovnl_ack ack = {};
	struct nfgenmsg *msg;
	int err;

	nlh->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | type;
	nlh->nlmsg_flags = NLM_F_DUMP;
	msg = mnl_nlmsg_put_extra_header(nlh, sizeof(*msg));
	msg->nfgen_family = family;
	msg->version = NFNETLINK_V0;
	err = ovnl_try(nl, nlh, rows, &ack);
	return err ? err : ack.error;
}

/* Does a chain see packets for an underlay's port on their way in? */
static bool doctor_firewall_sees(const struct doctor_underlay *u,
				 uint8_t family, const char *type,
				 const struct nlattr *hook)
{
	uint32_t number = doctor_firewall_u32(hook, NFTA_HOOK_HOOKNUM);

	return !strcmp(type, "filter") &&
	       (number == NF_INET_PRE_ROUTING || number == NF_INET_LOCAL_IN) &&
	       (family == NFPROTO_INET ||
		(family == NFPROTO_IPV4 && u->local[0].len) ||
		(family == NFPROTO_IPV6 && u->local[1].len));
}

static int doctor_firewall_chain(const struct nlmsghdr *nlh, void *data)
{
	const struct nfgenmsg *msg = mnl_nlmsg_get_payload(nlh);
	struct doctor_filter *filter = data;
	const struct nlattr *attr, *hook = NULL;
	struct doctor_chain chain = {
		.d = filter->d,
		.u = filter->u,
		.table = "",
		.name = "",
	};
	struct ovnl_rows rows = {};
	const char *type = "";

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*msg))
		return 0;
	chain.family = msg->nfgen_family;
	mnl_attr_for_each(attr, nlh, sizeof(*msg)) {
		switch (mnl_attr_get_type(attr)) {
		case NFTA_CHAIN_TABLE:
			chain.table = doctor_firewall_text(attr);
			break;
		case NFTA_CHAIN_NAME:
			chain.name = doctor_firewall_text(attr);
			break;
		case NFTA_CHAIN_HOOK:
			hook = attr;
			break;
		case NFTA_CHAIN_TYPE:
			type = doctor_firewall_text(attr);
			break;
		case NFTA_CHAIN_POLICY:
			if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
				chain.drops = ntohl(mnl_attr_get_u32(attr)) ==
					      NF_DROP;
			break;
		}
	}
	if (!hook || !doctor_firewall_sees(filter->u, chain.family, type, hook))
		return 0;
	if (!doctor_firewall_dump(&filter->nl, NFT_MSG_GETRULE, chain.family,
				  &rows)) {
		ovnl_rows_each(&rows, doctor_chain_read, &chain);
		doctor_chain_say(&chain);
	}
	ovnl_rows_free(&rows);
	return 0;
}

/* Told to go past the host's stack, packets meet no rule. */
static bool doctor_firewall_passed_by(const struct doctor *d)
{
	return d->node.n && attr_number(d->node.rows[0].nest,
					OVNET_A_NODE_UNDERLAY_HOOKS) ==
			    OVNET_UNDERLAY_HOOKS_OFF;
}

/**
 * doctor_firewall() - do the host's rules let tunnels in?
 * @d: the doctor
 *
 * A kernel without nftables has no chains; only root may see them.
 */
void doctor_firewall(struct doctor *d)
{
	struct doctor_filter filter = { .d = d };
	struct ovnl_rows chains = {};
	struct doctor_underlay u;
	size_t i;

	if (!d->underlays.n || doctor_firewall_passed_by(d))
		return;
	filter.nl.sock = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
	if (!filter.nl.sock)
		return;
	if (mnl_socket_bind(filter.nl.sock, 0, MNL_SOCKET_AUTOPID) >= 0 &&
	    !doctor_firewall_dump(&filter.nl, NFT_MSG_GETCHAIN, NFPROTO_UNSPEC,
				  &chains)) {
		for (i = 0; doctor_underlay(d, i, &u); i++) {
			filter.u = &u;
			if (!u.srv6)
				ovnl_rows_each(&chains, doctor_firewall_chain,
					       &filter);
		}
	}
	ovnl_rows_free(&chains);
	ovnl_close(&filter.nl);
}
