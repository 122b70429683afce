/* SPDX-License-Identifier: GPL-2.0 */
/* A node that receives tunnel packets, for other suites; see vxlan_rcv_test.c. */
#ifndef OVNET_VXLAN_RCV_TEST_H
#define OVNET_VXLAN_RCV_TEST_H

#include "frames.h"
#include "remote_test.h"

#define OVNET_VXLAN_RCV_TEST_VNI	0x123456

/**
 * struct ovnet_vxlan_rcv_test - a node with one network and one remote
 * @remotes: the namespace; it has remote n, 192.0.2.2 and 2001:db8::2
 * @network: with %OVNET_VXLAN_RCV_TEST_VNI
 * @underlay: that it uses
 * @config: of that: 192.0.2.1 and 2001:db8::1
 * @udp4: its socket
 * @udp6: likewise
 * @sk4: as the stack has it
 * @sk6: likewise
 * @dev: that packets come by
 */
struct ovnet_vxlan_rcv_test {
	struct ovnet_remote_test remotes;
	struct ovnet_network *network;
	struct ovnet_underlay underlay;
	struct ovnet_underlay_config config;
	struct ovnet_udp udp4;
	struct ovnet_udp udp6;
	struct sock *sk4;
	struct sock *sk6;
	struct net_device dev;
};

/* What differs from a packet that is fine. */
struct ovnet_vxlan_rcv_test_outer {
	bool v6;
	u8 tos;
	u32 vni;		/* 0: the network's */
	u8 source;		/* last byte; 0: the remote's */
	u8 dest;		/* last byte; 0: the underlay's */
	bool no_csum;
	bool no_flag;
};

struct ovnet_vxlan_rcv_test *ovnet_vxlan_rcv_test(struct kunit *test);
int ovnet_vxlan_rcv_test_init(struct kunit *test);
void ovnet_vxlan_rcv_test_exit(struct kunit *test);
struct ovnet_frame *ovnet_vxlan_rcv_test_inner(struct kunit *test, u16 proto,
					       u8 tos);
struct sk_buff *
ovnet_vxlan_rcv_test_packet(struct kunit *test,
			    const struct ovnet_vxlan_rcv_test_outer *o,
			    const void *inner, unsigned int len);

#endif /* OVNET_VXLAN_RCV_TEST_H */
