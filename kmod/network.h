/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_NETWORK_H
#define OVNET_NETWORK_H

#include "ovnet_priv.h"

/**
 * struct ovnet_network_config - what can be asked of a network
 * @set: bits of enum ovnet_network_attr: which of the rest were given
 * @id: key
 * @name: may be NULL
 * @type: enum ovnet_network_type; default l2
 * @vni: 0 to 2^24-1
 * @underlay: name; empty: none
 * @srv6: name of one of kind srv6; empty: none
 * @learning: bool
 * @learning_remote: bool
 * @secure: bool
 * @ageing: seconds
 * @fdb_max: rows
 * @flood_rate: frames a second
 * @suppression: bool
 * @ra: enum ovnet_ra_mode
 * @neigh_max: rows
 * @mss_clamp: bool
 * @router: name; empty: none
 * @gateway4: big endian; 0: none
 * @gateway4_len: bits of the prefix on the link
 * @gateway6: ::: none
 * @gateway6_len: bits of the prefix on the link
 */
struct ovnet_network_config {
	u64 set;
	u32 id;
	const char *name;
	u8 type;
	u32 vni;
	const char *underlay;
	const char *srv6;
	bool learning;
	bool learning_remote;
	bool secure;
	u32 ageing;
	u32 fdb_max;
	u32 flood_rate;
	bool suppression;
	u8 ra;
	u32 neigh_max;
	bool mss_clamp;
	const char *router;
	__be32 gateway4;
	u8 gateway4_len;
	struct in6_addr gateway6;
	u8 gateway6_len;
};

/**
 * struct ovnet_network_underlays - what the tunnels of a network leave by
 * @vxlan: of kind vxlan, or NULL
 * @srv6: of kind srv6, or NULL
 */
struct ovnet_network_underlays {
	struct ovnet_underlay *vxlan;
	struct ovnet_underlay *srv6;
};

#define OVNET_NETWORK_UNDERLAYS	(BIT_ULL(OVNET_A_NETWORK_UNDERLAY) | \
				 BIT_ULL(OVNET_A_NETWORK_SRV6_UNDERLAY))

struct ovnet_network *
ovnet_network_create(struct ovnet_net *on,
		     const struct ovnet_network_config *config,
		     struct netlink_ext_ack *extack);
int ovnet_network_change(struct ovnet_network *network,
			 const struct ovnet_network_config *config,
			 struct netlink_ext_ack *extack);
int ovnet_network_check_change(struct ovnet_network *network,
			       const struct ovnet_network_config *config,
			       struct ovnet_network_underlays *underlays,
			       struct netlink_ext_ack *extack);
void ovnet_network_do_change(struct ovnet_network *network,
			     const struct ovnet_network_config *config,
			     const struct ovnet_network_underlays *underlays);
int ovnet_network_find_router(struct ovnet_net *on, u8 type, const char *name,
			      struct ovnet_network **router,
			      struct netlink_ext_ack *extack);
void ovnet_network_set_router(struct ovnet_network *network,
			      struct ovnet_network *router);
void ovnet_network_unlink(struct ovnet_network *network);
void ovnet_network_destroy(struct ovnet_network *network);

/* network_underlay.c */
struct ovnet_underlay *
ovnet_network_named_underlay(struct ovnet_net *on, const char *name,
			     struct netlink_ext_ack *extack);
void ovnet_network_hold_underlays(const struct ovnet_network_underlays *u);
void ovnet_network_put_underlays(const struct ovnet_network_underlays *u);
void ovnet_network_set_underlays(struct ovnet_network *network,
				 const struct ovnet_network_underlays *u);
int ovnet_network_find_underlays(struct ovnet_net *on,
				 const struct ovnet_network_config *config,
				 struct ovnet_network_underlays *u,
				 struct netlink_ext_ack *extack);

/* network_netlink.c */
void ovnet_network_notify(const struct ovnet_network *network, u8 cmd);

#endif /* OVNET_NETWORK_H */
