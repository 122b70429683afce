// SPDX-License-Identifier: GPL-2.0
/* What uapi/ovnet.yaml calls the operations that can be asked for. */
#include "compiler.h"
#include "ovnl.h"

/**
 * ovnl_op_name() - name of an operation
 * @cmd: OVNET_CMD_*
 *
 * Return: the name; "such operation" for one that has none here.
 */
const char *ovnl_op_name(uint8_t cmd)
{
	static const char *const names[] = {
		[OVNET_CMD_NODE_GET] = "node-get",
		[OVNET_CMD_UNDERLAY_NEW] = "underlay-new",
		[OVNET_CMD_UNDERLAY_SET] = "underlay-set",
		[OVNET_CMD_UNDERLAY_DEL] = "underlay-del",
		[OVNET_CMD_UNDERLAY_GET] = "underlay-get",
		[OVNET_CMD_NETWORK_NEW] = "network-new",
		[OVNET_CMD_NETWORK_SET] = "network-set",
		[OVNET_CMD_NETWORK_DEL] = "network-del",
		[OVNET_CMD_NETWORK_GET] = "network-get",
		[OVNET_CMD_PORT_NEW] = "port-new",
		[OVNET_CMD_PORT_SET] = "port-set",
		[OVNET_CMD_PORT_DEL] = "port-del",
		[OVNET_CMD_PORT_GET] = "port-get",
		[OVNET_CMD_REMOTE_NEW] = "remote-new",
		[OVNET_CMD_REMOTE_SET] = "remote-set",
		[OVNET_CMD_REMOTE_DEL] = "remote-del",
		[OVNET_CMD_REMOTE_GET] = "remote-get",
		[OVNET_CMD_MEMBER_NEW] = "member-new",
		[OVNET_CMD_MEMBER_DEL] = "member-del",
		[OVNET_CMD_MEMBER_GET] = "member-get",
		[OVNET_CMD_MEMBER_SET] = "member-set",
		[OVNET_CMD_FDB_NEW] = "fdb-new",
		[OVNET_CMD_FDB_SET] = "fdb-set",
		[OVNET_CMD_FDB_DEL] = "fdb-del",
		[OVNET_CMD_FDB_GET] = "fdb-get",
		[OVNET_CMD_FDB_FLUSH] = "fdb-flush",
		[OVNET_CMD_DROPS_GET] = "drops-get",
		[OVNET_CMD_ROUTE_NEW] = "route-new",
		[OVNET_CMD_ROUTE_SET] = "route-set",
		[OVNET_CMD_ROUTE_DEL] = "route-del",
		[OVNET_CMD_ROUTE_GET] = "route-get",
		[OVNET_CMD_NEIGH_NEW] = "neigh-new",
		[OVNET_CMD_NEIGH_SET] = "neigh-set",
		[OVNET_CMD_NEIGH_DEL] = "neigh-del",
		[OVNET_CMD_NEIGH_GET] = "neigh-get",
		[OVNET_CMD_NEIGH_FLUSH] = "neigh-flush",
		[OVNET_CMD_BINDING_NEW] = "binding-new",
		[OVNET_CMD_BINDING_DEL] = "binding-del",
		[OVNET_CMD_BINDING_GET] = "binding-get",
		[OVNET_CMD_TRACE_GET] = "trace-get",
		[OVNET_CMD_PROBE_SEND] = "probe-send",
		[OVNET_CMD_PROBE_GET] = "probe-get",
		[OVNET_CMD_NODE_SET] = "node-set",
	};

	if (cmd < ARRAY_SIZE(names) && names[cmd])
		return names[cmd];
	return "such operation";
}
