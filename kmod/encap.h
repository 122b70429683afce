/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_ENCAP_H
#define OVNET_ENCAP_H

/* How packets travel between nodes. */
enum ovnet_encap {
	OVNET_ENCAP_VXLAN,
	OVNET_ENCAP_SRV6,
};

#endif /* OVNET_ENCAP_H */
