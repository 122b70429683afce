/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What older kernels lack, or spell differently. The rest of the module is
 * written for the newest supported kernel; nothing outside this folder may
 * ask what kernel it is on. OVNET_HAVE_* come from probe.sh.
 */
#ifndef OVNET_COMPAT_H
#define OVNET_COMPAT_H

#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/genetlink.h>
#include <net/inet_dscp.h>
#include <net/net_namespace.h>
#include <net/route.h>
#include <net/rtnetlink.h>
#include <net/udp_tunnel.h>

/* What is on the stack is not cleared first, though the kernel's variables are. */
#ifndef __uninitialized
#define __uninitialized __attribute__((__uninitialized__))
#endif

/*
 * Extack sentences with names in them. Without core support they are written
 * to a ring of static buffers, see extack.c.
 */
#ifdef OVNET_HAVE_ERR_MSG_FMT
#define ovnet_compat_extack(extack, fmt, ...) \
	NL_SET_ERR_MSG_FMT(extack, fmt, ##__VA_ARGS__)
#else
#define ovnet_compat_extack(extack, fmt, ...)				\
do {									\
	struct netlink_ext_ack *__ovnet_ack = (extack);			\
									\
	if (__ovnet_ack)						\
		__ovnet_ack->_msg =					\
			ovnet_compat_extack_format(fmt, ##__VA_ARGS__);	\
} while (0)

__printf(1, 2) const char *ovnet_compat_extack_format(const char *fmt, ...);
#endif

/* Policy ranges beyond 16 bits hang on a structure that has become const. */
#ifdef OVNET_HAVE_RANGE_CONST
#define OVNET_COMPAT_RANGE static const struct netlink_range_validation
#else
#define OVNET_COMPAT_RANGE static struct netlink_range_validation
#endif

/*
 * A newlink body with the arguments that newer kernels pack in a structure:
 * static int NAME(dev, link_net, tb, data, extack)
 */
#ifdef OVNET_HAVE_NEWLINK_PARAMS
#define OVNET_COMPAT_NEWLINK(name)					\
static int name##_impl(struct net_device *dev, struct net *link_net,	\
		       struct nlattr *tb[], struct nlattr *data[],	\
		       struct netlink_ext_ack *extack);			\
static int name(struct net_device *dev,					\
		struct rtnl_newlink_params *params,			\
		struct netlink_ext_ack *extack)				\
{									\
	return name##_impl(dev, rtnl_newlink_link_net(params),		\
			   params->tb, params->data, extack);		\
}									\
static int name##_impl(struct net_device *dev, struct net *link_net,	\
		       struct nlattr *tb[], struct nlattr *data[],	\
		       struct netlink_ext_ack *extack)
#else
#define OVNET_COMPAT_NEWLINK(name)					\
static int name(struct net *link_net, struct net_device *dev,		\
		struct nlattr *tb[], struct nlattr *data[],		\
		struct netlink_ext_ack *extack);			\
static int name##_impl(struct net_device *dev, struct net *link_net,	\
		       struct nlattr *tb[], struct nlattr *data[],	\
		       struct netlink_ext_ack *extack);			\
static int name(struct net *link_net, struct net_device *dev,		\
		struct nlattr *tb[], struct nlattr *data[],		\
		struct netlink_ext_ack *extack)				\
{									\
	return name##_impl(dev, link_net, tb, data, extack);		\
}									\
static int name##_impl(struct net_device *dev, struct net *link_net,	\
		       struct nlattr *tb[], struct nlattr *data[],	\
		       struct netlink_ext_ack *extack)
#endif

/*
 * Devices go before the rest of a namespace, under RTNL. The body is
 * static void NAME_one(struct net *net, struct list_head *kill), and the
 * pernet_operations get OVNET_COMPAT_EXIT_RTNL(NAME).
 */
#ifdef OVNET_HAVE_EXIT_RTNL
#define OVNET_COMPAT_EXIT_RTNL_FN(name)
#define OVNET_COMPAT_EXIT_RTNL(name) .exit_rtnl = name##_one
#else
#define OVNET_COMPAT_EXIT_RTNL_FN(name)					\
static void name##_batch(struct list_head *nets, struct list_head *kill)\
{									\
	struct net *net;						\
									\
	list_for_each_entry(net, nets, exit_list)			\
		name##_one(net, kill);					\
}

#define OVNET_COMPAT_EXIT_RTNL(name) .exit_batch_rtnl = name##_batch
#endif

/* ovnet_compat_lltx() - does the device lock its own transmissions? */
static inline bool ovnet_compat_lltx(const struct net_device *dev)
{
#ifdef OVNET_HAVE_LLTX
	return dev->lltx;
#else
	return dev->features & NETIF_F_LLTX;
#endif
}

/* ovnet_compat_set_lltx() - the device locks its own transmissions */
static inline void ovnet_compat_set_lltx(struct net_device *dev)
{
#ifdef OVNET_HAVE_LLTX
	dev->lltx = true;
#else
	dev->features |= NETIF_F_LLTX;
#endif
}

/* ovnet_compat_set_netns_immutable() - the device stays in its namespace */
static inline void ovnet_compat_set_netns_immutable(struct net_device *dev)
{
#if defined(OVNET_HAVE_NETNS_IMMUTABLE)
	dev->netns_immutable = true;
#elif defined(OVNET_HAVE_NETNS_LOCAL)
	dev->netns_local = true;
#else
	dev->features |= NETIF_F_NETNS_LOCAL;
#endif
}

/* ovnet_compat_udp_sock_setup() - make a tunnel of a kernel UDP socket */
static inline void ovnet_compat_udp_sock_setup(struct net *net,
					       struct sock *sk,
					       struct udp_tunnel_sock_cfg *cfg)
{
#ifdef OVNET_HAVE_UDP_TUNNEL_SK
	setup_udp_tunnel_sock(net, sk, cfg);
#else
	setup_udp_tunnel_sock(net, sk->sk_socket, cfg);
#endif
}

/* ovnet_compat_udp_sock_release() - close it; the user data outlives readers
 * only if the caller sees to it
 */
static inline void ovnet_compat_udp_sock_release(struct sock *sk)
{
#ifdef OVNET_HAVE_UDP_TUNNEL_SK
	udp_tunnel_sock_release(sk);
#else
	udp_tunnel_sock_release(sk->sk_socket);
#endif
}

/* ovnet_compat_udp_notify() - tell all devices that we use this port */
static inline void ovnet_compat_udp_notify(struct sock *sk, bool add)
{
#ifdef OVNET_HAVE_UDP_TUNNEL_SK
	if (add)
		udp_tunnel_notify_add_rx_port(sk, UDP_TUNNEL_TYPE_VXLAN);
	else
		udp_tunnel_notify_del_rx_port(sk, UDP_TUNNEL_TYPE_VXLAN);
#else
	if (add)
		udp_tunnel_notify_add_rx_port(sk->sk_socket,
					      UDP_TUNNEL_TYPE_VXLAN);
	else
		udp_tunnel_notify_del_rx_port(sk->sk_socket,
					      UDP_TUNNEL_TYPE_VXLAN);
#endif
}

/* ovnet_compat_udp_push() - tell one device that we use, or used, this port */
static inline void ovnet_compat_udp_push(struct net_device *dev,
					 struct sock *sk, bool add)
{
#ifdef OVNET_HAVE_UDP_TUNNEL_SK
	if (add)
		udp_tunnel_push_rx_port(dev, sk, UDP_TUNNEL_TYPE_VXLAN);
	else
		udp_tunnel_drop_rx_port(dev, sk, UDP_TUNNEL_TYPE_VXLAN);
#else
	if (add)
		udp_tunnel_push_rx_port(dev, sk->sk_socket,
					UDP_TUNNEL_TYPE_VXLAN);
	else
		udp_tunnel_drop_rx_port(dev, sk->sk_socket,
					UDP_TUNNEL_TYPE_VXLAN);
#endif
}

/* ovnet_compat_dump_attrs() - parsed attributes of a dump request */
static inline struct nlattr **ovnet_compat_dump_attrs(struct netlink_callback *cb)
{
#ifdef OVNET_HAVE_DUMP_INFO
	return genl_info_dump(cb)->attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

/* ovnet_compat_route_input4() - where an IPv4 packet that came goes; 0: the skb
 * has its route, not held
 */
static inline int ovnet_compat_route_input4(struct sk_buff *skb, __be32 daddr,
					    __be32 saddr, u8 tos,
					    struct net_device *dev)
{
#ifdef OVNET_HAVE_ROUTE_INPUT_DSCP
	return ip_route_input_noref(skb, daddr, saddr,
				    inet_dsfield_to_dscp(tos), dev);
#else
	return ip_route_input_noref(skb, daddr, saddr, tos, dev);
#endif
}

/* ovnet_compat_tc_egress() - does tc look at what a device sends? */
static inline bool ovnet_compat_tc_egress(const struct net_device *dev)
{
#if defined(OVNET_HAVE_TCX)
#ifdef CONFIG_NET_XGRESS
	return rcu_access_pointer(dev->tcx_egress);
#endif
#elif defined(CONFIG_NET_EGRESS)
	return rcu_access_pointer(dev->miniq_egress);
#endif
	return false;
}

/* ovnet_compat_nit_active() - does a packet socket see what a device sends? */
static inline bool ovnet_compat_nit_active(struct net_device *dev)
{
#ifdef OVNET_HAVE_NIT_ACTIVE_RCU
	return dev_nit_active_rcu(dev);
#else
	return dev_nit_active(dev);
#endif
}

/*
 * ovnet_compat_local_ports() - the host's range, high << 16 | low
 *
 * Of two ranges, where it is being changed: any port will do for a moment.
 */
static inline u32 ovnet_compat_local_ports(const struct net *net)
{
#ifdef OVNET_HAVE_LOCAL_PORTS_WORD
	return READ_ONCE(net->ipv4.ip_local_ports.range);
#else
	return (u32)READ_ONCE(net->ipv4.ip_local_ports.range[1]) << 16 |
	       READ_ONCE(net->ipv4.ip_local_ports.range[0]);
#endif
}

#ifndef OVNET_HAVE_LINK_NET_CAPABLE
/**
 * rtnl_dev_link_net_capable() - may a device be changed by whoever is asking?
 * @dev: which
 * @link_net: where the rest of it is
 *
 * Return: whether that is here, or they rule there, too.
 */
static inline bool rtnl_dev_link_net_capable(const struct net_device *dev,
					     const struct net *link_net)
{
	return net_eq(link_net, dev_net(dev)) ||
	       ns_capable(link_net->user_ns, CAP_NET_ADMIN);
}
#endif

/* Renamed. */
#ifndef OVNET_HAVE_NETIF_GET_FLAGS
#define netif_get_flags(dev) dev_get_flags(dev)
#endif

/* Declare NAME as a function that can be that operation of a device. */
#define OVNET_COMPAT_NDO(op, name) \
	extern typeof(*((const struct net_device_ops *)NULL)->op) name

/*
 * The "bridge fdb" operations of a device, as calls of a BODY with arguments
 * that all kernels give: BODY(ndm, tb, dev, addr, vid, flags, extack) to add,
 * BODY(tb, dev, addr, vid, extack) to delete, BODY(ndm, tb, dev, extack) to
 * flush with tb parsed by BODY_policy. Newer kernels want to know whether
 * listeners have been told, and we do that.
 */
#ifdef OVNET_HAVE_FDB_NOTIFIED
#define OVNET_COMPAT_FDB_ADD(name, body)				\
int name(struct ndmsg *ndm, struct nlattr *tb[],			\
	 struct net_device *dev, const unsigned char *addr, u16 vid,	\
	 u16 flags, bool *notified, struct netlink_ext_ack *extack)	\
{									\
	*notified = true;						\
	return body(ndm, tb, dev, addr, vid, flags, extack);		\
}

#define OVNET_COMPAT_FDB_DEL(name, body)				\
int name(struct ndmsg *ndm, struct nlattr *tb[],			\
	 struct net_device *dev, const unsigned char *addr, u16 vid,	\
	 bool *notified, struct netlink_ext_ack *extack)		\
{									\
	*notified = true;						\
	return body(tb, dev, addr, vid, extack);			\
}
#else
#define OVNET_COMPAT_FDB_ADD(name, body)				\
int name(struct ndmsg *ndm, struct nlattr *tb[],			\
	 struct net_device *dev, const unsigned char *addr, u16 vid,	\
	 u16 flags, struct netlink_ext_ack *extack)			\
{									\
	return body(ndm, tb, dev, addr, vid, flags, extack);		\
}

#define OVNET_COMPAT_FDB_DEL(name, body)				\
int name(struct ndmsg *ndm, struct nlattr *tb[],			\
	 struct net_device *dev, const unsigned char *addr, u16 vid,	\
	 struct netlink_ext_ack *extack)				\
{									\
	return body(tb, dev, addr, vid, extack);			\
}
#endif

#ifdef OVNET_HAVE_FDB_FLUSH_NLH
#define OVNET_COMPAT_FDB_FLUSH(name, body)				\
int name(struct nlmsghdr *nlh, struct net_device *dev,			\
	 struct netlink_ext_ack *extack)				\
{									\
	struct nlattr *tb[NDA_MAX + 1];					\
	int err;							\
									\
	err = nlmsg_parse(nlh, sizeof(struct ndmsg), tb, NDA_MAX,	\
			  body##_policy, extack);			\
	return err ?: body(nlmsg_data(nlh), tb, dev, extack);		\
}
#else
/* The core has parsed it. */
#define OVNET_COMPAT_FDB_FLUSH(name, body)				\
int name(struct ndmsg *ndm, struct nlattr *tb[],			\
	 struct net_device *dev, u16 vid,				\
	 struct netlink_ext_ack *extack)				\
{									\
	return body(ndm, tb, dev, extack);				\
}
#endif

/* ovnet_compat_fdb_seen() - how many rows earlier messages of a dump had */
static inline int ovnet_compat_fdb_seen(struct netlink_callback *cb)
{
#ifdef OVNET_HAVE_FDB_DUMP_CONTEXT
	return ((struct ndo_fdb_dump_context *)cb->ctx)->fdb_idx;
#else
	return cb->args[2];
#endif
}

/* __assign_str() of a trace event has lost its second argument */
#ifdef OVNET_HAVE_ASSIGN_STR_1
#define OVNET_COMPAT_ASSIGN_STR(dst, src) __assign_str(dst)
#else
#define OVNET_COMPAT_ASSIGN_STR(dst, src) __assign_str(dst, src)
#endif

#endif /* OVNET_COMPAT_H */
