/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A client of the generic netlink family "ovnet", over libmnl.
 *
 * Functions return 0 or a negative errno. What the kernel says about a
 * request, refusal or warning, has then been printed to standard error after
 * ovnl.who.
 */
#ifndef OVNL_H
#define OVNL_H

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/ovnet.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OVNL_GROUPS_MAX		8
#define OVNL_BUFFER_SIZE	32768	/* as much as the kernel puts in one read */

struct ovnl_group {
	char name[GENL_NAMSIZ];
	uint32_t id;
};

struct ovnl_ack;

struct ovnl {
	struct mnl_socket *sock;
	struct ovnl_group groups[OVNL_GROUPS_MAX];
	const char *who;
	/* finds better words for a refusal; NULL: there are none */
	void (*explain)(struct ovnl_ack *ack, const struct nlmsghdr *request);
	unsigned int n_groups;
	unsigned int seq;
	uint32_t version;	/* of the interface, as the module says */
	uint16_t family;
};

/* Messages that answered a request, one behind the other. */
struct ovnl_rows {
	bool (*keep)(const struct nlmsghdr *nlh);	/* NULL: all of them */
	char *data;
	size_t used;
	size_t size;
};

typedef int (*ovnl_cb)(const struct nlmsghdr *nlh, void *data);

/* What an NLMSG_ERROR or NLMSG_DONE says. */
struct ovnl_ack {
	int error;		/* 0 or a negative errno */
	uint32_t offset;	/* in the request, of what is wrong; 0: not said */
	char text[256];		/* empty: nothing */
};

/* ovnl.c */
int ovnl_open(struct ovnl *nl);
void ovnl_close(struct ovnl *nl);
int ovnl_try(struct ovnl *nl, struct nlmsghdr *nlh, struct ovnl_rows *rows,
	     struct ovnl_ack *ack);
int ovnl_ask(struct ovnl *nl, struct nlmsghdr *nlh, struct ovnl_rows *rows,
	     struct ovnl_ack *ack);
int ovnl_talk(struct ovnl *nl, struct nlmsghdr *nlh, struct ovnl_rows *rows);
int ovnl_dump(struct ovnl *nl, struct nlmsghdr *nlh, struct ovnl_rows *rows);
int ovnl_join(struct ovnl *nl, const char *group);
int ovnl_listen(struct ovnl *nl, ovnl_cb cb, void *data);

/* rows.c */
int ovnl_rows_add(struct ovnl_rows *rows, const struct nlmsghdr *nlh);
int ovnl_rows_each(const struct ovnl_rows *rows, ovnl_cb cb, void *data);
void ovnl_rows_free(struct ovnl_rows *rows);

/* ack.c */
void ovnl_ack_read(struct ovnl_ack *ack, const struct nlmsghdr *nlh);
void ovnl_ack_explain(struct ovnl_ack *ack, const struct nlmsghdr *request);
const char *ovnl_ack_text(const struct ovnl_ack *ack);
void ovnl_ack_print(const struct ovnl_ack *ack, const char *who);

/* op.c */
const char *ovnl_op_name(uint8_t cmd);

/* netns.c */
int ovnl_netns_enter(const char *name);

/* module.c */
bool ovnl_module_path(const char *top, const char *release, char *path,
		      size_t size);
bool ovnl_module_installed(const char *top, char *release, size_t size);

#endif /* OVNL_H */
