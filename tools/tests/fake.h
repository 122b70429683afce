/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stands in for the kernel: what is sent is kept, what was put there before is
 * the answer. The family is found without anybody's doing.
 */
#ifndef OVCTL_FAKE_H
#define OVCTL_FAKE_H

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/ovnet.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAKE_FAMILY	0x2a
#define FAKE_ROOM	131072	/* as long as a request may be */

/* What a device called "dev7" is, and no other is there. */
#define FAKE_IFNAME	"dev7"
#define FAKE_IFINDEX	7

extern bool fake_no_family;	/* the module is not loaded */
extern bool fake_own_family;	/* the first answer is that about the family */
extern uint32_t fake_version;	/* of the interface, that the module has */
extern unsigned int fake_sends;	/* requests so far, also that for the family */
extern const struct nlmsghdr *const fake_request;	/* the last one */

void fake_reset(void);

/* One read's worth: @data is copied, and cut to what the reader asks for. */
void fake_answer(const void *data, size_t len);
void fake_answer_errno(int err);
/* Puts the answers to each request but that for the family; or NULL. */
extern void (*fake_kernel)(const struct nlmsghdr *nlh);
/* Take the sequence numbers of answers as they are. */
extern bool fake_keep_seq;

/* A message of the family in a buffer that the next one overwrites. */
struct nlmsghdr *fake_message(uint16_t type, uint16_t flags, uint8_t cmd);
struct nlmsghdr *fake_ack(int error);

/* Hexadecimal "TYPE:PAYLOAD TYPE:PAYLOAD" of the attributes in a nest. */
char *fake_attrs(const struct nlattr *nest);
/* The same of the last request's nest, after "CMD FLAGS NEST ". */
char *fake_request_text(void);

#endif /* OVCTL_FAKE_H */
