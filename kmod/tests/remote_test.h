/* SPDX-License-Identifier: GPL-2.0 */
/* A namespace with remotes, for other suites; it is in remote_test.c. */
#ifndef OVNET_REMOTE_TEST_H
#define OVNET_REMOTE_TEST_H

#include "common.h"

/**
 * struct ovnet_remote_test - a namespace with remotes, and a request
 * @on: the namespace
 * @net: it
 * @skb: the request
 * @nlh: its header
 * @nest: its object
 * @extack: of the last request
 */
struct ovnet_remote_test {
	struct ovnet_net on;
	struct net *net;
	struct sk_buff *skb;
	struct nlmsghdr *nlh;
	struct nlattr *nest;
	struct netlink_ext_ack extack;
};

int ovnet_remote_test_setup(struct kunit *test, struct ovnet_remote_test *t);
void ovnet_remote_test_exit(struct kunit *test);
int ovnet_remote_test_new(struct kunit *test, const char *name,
			  const char *addr1, const char *addr2);
struct ovnet_remote *ovnet_remote_test_at(struct kunit *test,
					  const char *text);

#endif /* OVNET_REMOTE_TEST_H */
