// SPDX-License-Identifier: GPL-2.0
/* Words of a batch, and what devices are to each other. */
#include <ctype.h>
#include <linux/if_link.h>
#include <string.h>

#include "import.h"

/* Neither a shell nor a batch makes anything else of it. */
static bool import_plain(const char *name)
{
	for (; *name; name++)
		if (!isascii((unsigned char)*name) ||
		    (!isalnum((unsigned char)*name) &&
		     !strchr(".-_:@+,/", *name)))
			return false;
	return true;
}

/**
 * import_word() - the name of a device as one word, for shells and batches
 * @name: the name
 * @word: result
 *
 * Return: @word.
 */
const char *import_word(const char *name, char word[IMPORT_WORD_SIZE])
{
	char *at = word;

	if (import_plain(name))
		return strcpy(word, name);
	*at++ = '\'';
	for (; *name; name++) {
		if (*name == '\'')
			at = stpcpy(at, "'\"'\"'");
		else
			*at++ = *name;
	}
	*at++ = '\'';
	*at = '\0';
	return word;
}

/**
 * import_number() - a number of a device
 * @nest: its attributes, or NULL
 * @type: which, of any size
 * @none: what it is if it is not there
 *
 * Return: the number.
 */
uint64_t import_number(const struct nlattr *nest, uint16_t type, uint64_t none)
{
	return nest && key_find(nest, type) ? attr_number(nest, type) : none;
}

/**
 * import_ours() - is a device one of those that were asked for?
 * @im: the import
 * @link: the device
 *
 * Return: whether it is.
 */
bool import_ours(const struct import *im, const struct import_link *link)
{
	size_t i;

	for (i = 0; i < im->n_devices; i++)
		if (im->devices[i].link == link)
			return true;
	return false;
}

/**
 * import_is_v6() - does a vxlan device have a socket of IPv6?
 * @link: the device
 *
 * Return: whether it has.
 */
bool import_is_v6(const struct import_link *link)
{
	return link->data && (key_find(link->data, IFLA_VXLAN_LOCAL6) ||
			      key_find(link->data, IFLA_VXLAN_GROUP6));
}

/**
 * import_is_port() - is a device an endpoint's, in the bridge?
 * @device: the vxlan device
 * @link: the device
 *
 * Return: whether it is.
 */
bool import_is_port(const struct import_device *device,
		    const struct import_link *link)
{
	return device->bridge && link != device->link &&
	       link->master == device->bridge->ifindex;
}
