// SPDX-License-Identifier: GPL-2.0
/* What a device is told that no network here can be: then nothing is printed. */
#include <linux/if_link.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "import.h"

/* Each of them changes what is in the tunnel, or for whom it is. */
static const struct import_never {
	uint16_t type;
	const char *what;
} import_nevers[] = {
	{ IFLA_VXLAN_VNIFILTER,
	  "it has a list of VNIs (vnifilter): add a network for each of them that is used, \"bridge vni show\" lists them",
	},
	{ IFLA_VXLAN_COLLECT_METADATA,
	  "it is for all VNIs (external), and routes, tc or Open vSwitch say which: add a network for each, with \"ovctl network add\"",
	},
	{ IFLA_VXLAN_GPE,
	  "its header is VXLAN-GPE, which is not spoken here: make the device without gpe on all nodes first",
	},
	{ IFLA_VXLAN_GBP,
	  "its packets carry a group policy (gbp), which is not understood here: make the device without gbp on all nodes first",
	},
	{ IFLA_VXLAN_REMCSUM_TX,
	  "it leaves checksums to the receiver (remcsumtx), which is not done here: make the device without on all nodes first",
	},
	{ IFLA_VXLAN_REMCSUM_RX,
	  "it takes checksums from the sender (remcsumrx), which is not done here: make the device without on all nodes first",
	},
};

/**
 * import_refuse() - it cannot be; nothing will be printed
 * @im: the import
 * @name: of the device
 * @fmt: why, and what to do
 */
void import_refuse(struct import *im, const char *name, const char *fmt, ...)
{
	va_list ap;

	im->refused = true;
	fprintf(stderr, "%s: %s: ", args_who(im->args), name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

/* Some are numbers, and some are there or not. */
static bool import_has(const struct nlattr *data, uint16_t type)
{
	const struct nlattr *attr = key_find(data, type);

	return attr && (!mnl_attr_get_payload_len(attr) ||
			attr_number(data, type));
}

/* One VNI is one network. */
static void import_check_vni(struct import *im,
			     const struct import_device *device)
{
	size_t i;

	for (i = 0; &im->devices[i] != device; i++)
		if (im->devices[i].vni == device->vni)
			import_refuse(im, device->link->name,
				      "it has VNI %u, as %s has: a node has one network of a VNI; give the underlay the addresses of both families, and move this device's rows to that network",
				      device->vni, im->devices[i].link->name);
}

/**
 * import_check() - could there be a network that does the same?
 * @im: the import
 * @device: the device; those before it have been looked at
 *
 * If not, it is said.
 */
void import_check(struct import *im, const struct import_device *device)
{
	const struct import_link *link = device->link;
	size_t i;

	if (link->elsewhere) {
		import_refuse(im, link->name,
			      "its tunnels are in another namespace than it is: make the network there, and endpoints' devices with \"ip link add NAME netns NETNS type ovnet port NETWORK\"");
		return;
	}
	for (i = 0; i < ARRAY_SIZE(import_nevers); i++) {
		if (import_has(link->data, import_nevers[i].type)) {
			import_refuse(im, link->name, "%s",
				      import_nevers[i].what);
			return;
		}
	}
	if (device->bridge &&
	    import_number(device->bridge->data, IFLA_BR_VLAN_FILTERING, 0))
		import_refuse(im, link->name,
			      "its bridge %s filters VLANs, and one network would join them all: add a network for each VLAN, or, if there is one only, \"ip link set %s type bridge vlan_filtering 0\" and ask again",
			      device->bridge->name, device->bridge->name);
	import_check_vni(im, device);
}
