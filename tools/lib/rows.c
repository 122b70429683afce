// SPDX-License-Identifier: GPL-2.0
/*
 * Answers are kept until the kernel's last word is in: nothing is printed of
 * a dump that has to be repeated or of a request that fails half way.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ovnl.h"

/**
 * ovnl_rows_add() - keep a copy of a message
 * @rows: where
 * @nlh: the message
 *
 * Those that @rows->keep says no to are passed over.
 *
 * Return: 0 or -ENOMEM.
 */
int ovnl_rows_add(struct ovnl_rows *rows, const struct nlmsghdr *nlh)
{
	size_t len = MNL_ALIGN(nlh->nlmsg_len);
	size_t size = rows->size;
	char *data;

	if (rows->keep && !rows->keep(nlh))
		return 0;
	while (size - rows->used < len)
		size = size ? size * 2 : OVNL_BUFFER_SIZE;
	if (size != rows->size) {
		data = realloc(rows->data, size);
		if (!data)
			return -ENOMEM;
		rows->data = data;
		rows->size = size;
	}
	memcpy(rows->data + rows->used, nlh, nlh->nlmsg_len);
	memset(rows->data + rows->used + nlh->nlmsg_len, 0,
	       len - nlh->nlmsg_len);
	rows->used += len;
	return 0;
}

/**
 * ovnl_rows_each() - call a function for each message
 * @rows: the messages
 * @cb: the function; ends the walk by returning other than 0
 * @data: for @cb
 *
 * Return: 0 or what @cb returned.
 */
int ovnl_rows_each(const struct ovnl_rows *rows, ovnl_cb cb, void *data)
{
	const struct nlmsghdr *nlh;
	size_t at = 0;
	int err;

	while (at < rows->used) {
		nlh = (const struct nlmsghdr *)(rows->data + at);
		err = cb(nlh, data);
		if (err)
			return err;
		at += MNL_ALIGN(nlh->nlmsg_len);
	}
	return 0;
}

/**
 * ovnl_rows_free() - forget all messages
 * @rows: the messages; may be filled again
 */
void ovnl_rows_free(struct ovnl_rows *rows)
{
	free(rows->data);
	rows->data = NULL;
	rows->used = 0;
	rows->size = 0;
}
