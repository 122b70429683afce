// SPDX-License-Identifier: GPL-2.0
/* What becomes of vxlan devices, their bridges, rows and neighbours. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake.h"
#include "fake_node.h"
#include "harness.h"
#include "import.h"

#define DEV		FAKE_IFNAME		/* the vxlan device of most tests */
#define BRIDGE		20
#define PORT		30

static char answer[8192] __aligned(NLMSG_ALIGNTO);
static struct nlmsghdr *end_of_answer;
static int refused;			/* error of a dump */
static void (*links)(void), (*rows)(void), (*neighs)(void), (*addrs)(void);

static char root[] = "/tmp/ovnet-import-XXXXXX";
static char *no_words[] = { NULL };
static struct args args = { .object = &import_object, .words = no_words };
static struct import im;

/* --- messages of rtnetlink ------------------------------------------------ */

static void *begin_message(uint16_t type, size_t len)
{
	end_of_answer = mnl_nlmsg_put_header(answer);
	end_of_answer->nlmsg_type = type;
	return mnl_nlmsg_put_extra_header(end_of_answer, len);
}

static void end_message(void)
{
	fake_answer(answer, end_of_answer->nlmsg_len);
}

static void put_addr(uint16_t type, const char *text)
{
	uint8_t addr[16];

	if (strchr(text, ':')) {
		inet_pton(AF_INET6, text, addr);
		mnl_attr_put(end_of_answer, type, 16, addr);
	} else {
		inet_pton(AF_INET, text, addr);
		mnl_attr_put(end_of_answer, type, 4, addr);
	}
}

static void begin_link(const char *name, uint32_t index, uint32_t master)
{
	struct ifinfomsg *info = begin_message(RTM_NEWLINK, sizeof(*info));
	static const uint8_t mac[] = { 2, 0, 0, 0, 1, 1 };

	info->ifi_index = index;
	mnl_attr_put_strz(end_of_answer, IFLA_IFNAME, name);
	mnl_attr_put_u32(end_of_answer, IFLA_MTU, 1450);
	mnl_attr_put(end_of_answer, IFLA_ADDRESS, sizeof(mac), mac);
	if (master)
		mnl_attr_put_u32(end_of_answer, IFLA_MASTER, master);
}

/* Of a vxlan device whose bridge is @master. */
static struct nlattr *info, *data;

static void begin_vxlan(const char *name, uint32_t index, uint32_t master,
			uint32_t vni)
{
	struct nlattr *slave;

	begin_link(name, index, master);
	info = mnl_attr_nest_start(end_of_answer, IFLA_LINKINFO);
	mnl_attr_put_strz(end_of_answer, IFLA_INFO_KIND, "vxlan");
	if (master) {
		mnl_attr_put_strz(end_of_answer, IFLA_INFO_SLAVE_KIND, "bridge");
		slave = mnl_attr_nest_start(end_of_answer, IFLA_INFO_SLAVE_DATA);
		mnl_attr_put_u8(end_of_answer, IFLA_BRPORT_NEIGH_SUPPRESS, 1);
		mnl_attr_nest_end(end_of_answer, slave);
	}
	data = mnl_attr_nest_start(end_of_answer, IFLA_INFO_DATA);
	mnl_attr_put_u32(end_of_answer, IFLA_VXLAN_ID, vni);
	mnl_attr_put_u16(end_of_answer, IFLA_VXLAN_PORT, htons(4789));
}

static void end_vxlan(void)
{
	mnl_attr_nest_end(end_of_answer, data);
	mnl_attr_nest_end(end_of_answer, info);
	end_message();
}

static void put_row(uint8_t family, uint32_t index, uint16_t state,
		    uint8_t flags, const char *mac, const char *dst)
{
	struct ndmsg *row = begin_message(RTM_NEWNEIGH, sizeof(*row));
	uint8_t bytes[PARSE_MAC_LEN];

	row->ndm_family = family;
	row->ndm_ifindex = index;
	row->ndm_state = state;
	row->ndm_flags = flags;
	parse_mac(mac, bytes);
	mnl_attr_put(end_of_answer, NDA_LLADDR, sizeof(bytes), bytes);
	if (dst)
		put_addr(NDA_DST, dst);
}

/* A row of the vxlan device. */
static void vxlan_row(uint16_t state, const char *mac, const char *dst)
{
	put_row(AF_BRIDGE, FAKE_IFINDEX, state, NTF_SELF, mac, dst);
}

static void flood_row(const char *dst)
{
	vxlan_row(NUD_PERMANENT, "00:00:00:00:00:00", dst);
	end_message();
}

static void say(void (*what)(void))
{
	struct nlmsghdr *ack;

	if (what)
		what();
	ack = fake_ack(refused);
	fake_answer(ack, ack->nlmsg_len);
}

/* Whose objects are asked for by the module's own family. */
static void say_objects(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	static const uint8_t local[] = { 192, 0, 2, 1 }, vtep[] = { 192, 0, 2, 2 };
	struct nlmsghdr *object = fake_message(FAKE_FAMILY, 0, genl->cmd);
	struct nlattr *nest;

	if (genl->cmd == OVNET_CMD_UNDERLAY_GET) {
		nest = mnl_attr_nest_start(object, OVNET_A_UNDERLAY);
		mnl_attr_put_strz(object, OVNET_A_UNDERLAY_NAME, "mine");
		mnl_attr_put(object, OVNET_A_UNDERLAY_LOCAL4, 4, local);
		mnl_attr_put_u16(object, OVNET_A_UNDERLAY_PORT, 4789);
	} else {
		nest = mnl_attr_nest_start(object, OVNET_A_REMOTE);
		mnl_attr_put_strz(object, OVNET_A_REMOTE_NAME, "node2");
		mnl_attr_put(object, OVNET_A_REMOTE_VTEP, 4, vtep);
	}
	mnl_attr_nest_end(object, nest);
	fake_answer(object, object->nlmsg_len);
	say(NULL);
}

static void kernel(const struct nlmsghdr *nlh)
{
	const uint8_t *family = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_type == FAKE_FAMILY)
		say_objects(nlh);
	else if (nlh->nlmsg_type == RTM_GETLINK)
		say(links);
	else if (nlh->nlmsg_type == RTM_GETADDR)
		say(addrs);
	else
		say(*family == AF_BRIDGE ? rows : neighs);
}

static int reset(void **state __unused)
{
	request_close();
	fake_reset();
	fake_kernel = kernel;
	links = NULL;
	rows = NULL;
	neighs = NULL;
	addrs = NULL;
	refused = 0;
	return 0;
}

/* --- runs ----------------------------------------------------------------- */

struct run {
	char **names;
	size_t n;
	const char *root;
	int status;
};

static void run(void *data)
{
	struct run *run = data;

	im = (struct import) { .args = &args, .root = run->root };
	run->status = import_examine(&im, run->names, run->n);
	if (run->status == EXIT_DONE)
		import_say(&im);
	import_free(&im);
}

/* Not by the words of a command: no device is there but one. */
static int import(char *first, char *second, const char *below)
{
	char *names[] = { first, second };
	struct run r = { names, second ? 2 : 1, below, 0 };

	assert_int_equal(said(run, &r), SAID_RETURNED);
	return r.status;
}

/* Lines that are commands. */
static const char *commands(void)
{
	static char text[4096];
	char *copy = strdup(said_out), *rest = copy, *line;

	text[0] = '\0';
	while ((line = strsep(&rest, "\n")))
		if (*line && *line != '#')
			strcat(strcat(text, line), "\n");
	free(copy);
	return text;
}

static void assert_imports(const char *wanted)
{
	int status = import(DEV, NULL, "");

	assert_string_equal(said_err, "");
	assert_int_equal(status, EXIT_DONE);
	assert_string_equal(commands(), wanted);
}

/* --- tests ---------------------------------------------------------------- */

static void link_plain(void)
{
	begin_vxlan(DEV, FAKE_IFINDEX, 0, 100);
	put_addr(IFLA_VXLAN_LOCAL, "192.0.2.1");
	end_vxlan();
}

#define UNDERLAY	"underlay add wire vxlan 192.0.2.1 df unset\n"
#define NETWORK		"network add " DEV " id 100 underlay wire learning-remote on ageing 300 suppression off\n"

static void plain(void **state __unused)
{
	links = link_plain;
	assert_imports(UNDERLAY NETWORK);
	assert_contains(said_out, "#   ip link del " DEV "\n#   ovctl -b FILE\n");
	assert_contains(said_out, "# " DEV ": MTU 1450;");
}

static void rows_floods(void)
{
	flood_row("192.0.2.3");
	flood_row("192.0.2.2");
	vxlan_row(NUD_NOARP, "02:00:00:00:00:05", "192.0.2.5");
	mnl_attr_put_u16(end_of_answer, NDA_PORT, htons(4790));
	end_message();
	vxlan_row(NUD_PERMANENT, "02:00:00:00:00:02", "192.0.2.2");
	end_message();
	put_row(AF_BRIDGE, FAKE_IFINDEX, NUD_REACHABLE,
		NTF_SELF | NTF_EXT_LEARNED, "02:00:00:00:00:03", "192.0.2.3");
	end_message();
	/* of the bridge, and of another device */
	put_row(AF_BRIDGE, FAKE_IFINDEX, NUD_NOARP, 0, "02:00:00:00:00:08", NULL);
	end_message();
	put_row(AF_BRIDGE, 77, NUD_PERMANENT, NTF_SELF, "02:00:00:00:00:09",
		"192.0.2.9");
	end_message();
}

static void with_rows(void **state __unused)
{
	links = link_plain;
	rows = rows_floods;
	assert_imports(UNDERLAY
		       "remote add 192.0.2.2 vxlan 192.0.2.2\n"
		       "remote add 192.0.2.3 vxlan 192.0.2.3\n"
		       "remote add 192.0.2.5 vxlan 192.0.2.5 port 4790\n"
		       NETWORK
		       "member add " DEV " remote 192.0.2.3\n"
		       "member add " DEV " remote 192.0.2.2\n"
		       "fdb replace " DEV " 02:00:00:00:00:05 remote 192.0.2.5\n"
		       "fdb replace " DEV " 02:00:00:00:00:02 remote 192.0.2.2\n"
		       "fdb replace " DEV " 02:00:00:00:00:03 remote 192.0.2.3 state external\n");
}

static void rows_left_out(void)
{
	vxlan_row(NUD_REACHABLE, "02:00:00:00:00:02", "192.0.2.2");
	end_message();
	vxlan_row(NUD_REACHABLE, "02:00:00:00:00:03", "192.0.2.2");
	end_message();
	flood_row("239.1.1.1");
	vxlan_row(NUD_PERMANENT, "02:00:00:00:00:04", "192.0.2.1");
	end_message();
	vxlan_row(NUD_PERMANENT, "01:00:5e:00:00:01", "192.0.2.4");
	end_message();
	vxlan_row(NUD_PERMANENT, "02:00:00:00:00:05", "192.0.2.4");
	mnl_attr_put_u32(end_of_answer, NDA_VNI, 7);
	end_message();
	vxlan_row(NUD_PERMANENT, "02:00:00:00:00:06", NULL);
	mnl_attr_put_u32(end_of_answer, NDA_NH_ID, 7);
	end_message();
	vxlan_row(NUD_PERMANENT, "02:00:00:00:00:07", "192.0.2.2");
	mnl_attr_put_u16(end_of_answer, NDA_PORT, htons(1));
	end_message();
}

#define LEFT_OUT	"# " DEV ": FDB rows that are not here: "

/* Who was learned from is a remote all the same. */
static void left_out(void **state __unused)
{
	links = link_plain;
	rows = rows_left_out;
	assert_imports(UNDERLAY "remote add 192.0.2.2 vxlan 192.0.2.2\n" NETWORK);
	assert_contains(said_out, LEFT_OUT "2 (02:00:00:00:00:02 dst 192.0.2.2, ...), learned");
	assert_contains(said_out, LEFT_OUT "1 (01:00:5e:00:00:01 dst 192.0.2.4), of groups");
	assert_contains(said_out, LEFT_OUT "1 (02:00:00:00:00:06), to groups of nexthops");
	assert_contains(said_out, LEFT_OUT "1 (02:00:00:00:00:05 dst 192.0.2.4), to another VNI");
	assert_contains(said_out, LEFT_OUT "2 (00:00:00:00:00:00 dst 239.1.1.1, ...), to an address");
	assert_contains(said_out, LEFT_OUT "1 (02:00:00:00:00:07 dst 192.0.2.2), to a UDP port");
}

static void rows_one(void)
{
	vxlan_row(NUD_REACHABLE, "02:00:00:00:00:02", "192.0.2.2");
	end_message();
}

static void link_not_learning(void)
{
	begin_vxlan(DEV, FAKE_IFINDEX, 0, 100);
	put_addr(IFLA_VXLAN_LOCAL, "192.0.2.1");
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_LEARNING, 0);
	end_vxlan();
}

/* Nobody learns them anew. */
static void not_learning(void **state __unused)
{
	links = link_not_learning;
	rows = rows_one;
	assert_imports(UNDERLAY "remote add 192.0.2.2 vxlan 192.0.2.2\n"
		       "network add " DEV " id 100 underlay wire learning-remote off ageing 300 suppression off\n"
		       "fdb replace " DEV " 02:00:00:00:00:02 remote 192.0.2.2\n");
}

static void link_all4(void)
{
	struct ifla_vxlan_port_range range = { htons(5000), htons(6000) };

	begin_link("eth0", 3, 0);
	end_message();
	begin_vxlan(DEV, FAKE_IFINDEX, 0, 0);
	put_addr(IFLA_VXLAN_LOCAL, "192.0.2.1");
	put_addr(IFLA_VXLAN_GROUP, "239.1.1.1");
	mnl_attr_put_u32(end_of_answer, IFLA_VXLAN_LINK, 3);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_TTL, 9);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_TOS, 0x1a);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_DF, 1);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_UDP_CSUM, 0);
	mnl_attr_put(end_of_answer, IFLA_VXLAN_PORT_RANGE, sizeof(range), &range);
	mnl_attr_put_u32(end_of_answer, IFLA_VXLAN_AGEING, 60);
	mnl_attr_put_u32(end_of_answer, IFLA_VXLAN_LIMIT, 500);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_PROXY, 1);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_L2MISS, 1);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_L3MISS, 1);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_RSC, 1);
	mnl_attr_put_u32(end_of_answer, IFLA_VXLAN_LABEL, 1);
	end_vxlan();
}

static void neighs_two(void)
{
	put_row(AF_INET, FAKE_IFINDEX, NUD_PERMANENT, 0, "02:00:00:00:00:02",
		"10.0.0.2");
	end_message();
	put_row(AF_INET6, FAKE_IFINDEX, NUD_PERMANENT, NTF_EXT_LEARNED,
		"02:00:00:00:00:03", "fd00:10::3");
	end_message();
	put_row(AF_INET, FAKE_IFINDEX, NUD_REACHABLE, 0, "02:00:00:00:00:04",
		"10.0.0.4");
	end_message();
	put_row(AF_INET, BRIDGE, NUD_PERMANENT, 0, "02:00:00:00:00:05",
		"10.0.0.5");
	end_message();
}

static void addrs_one(void)
{
	struct ifaddrmsg *addr = begin_message(RTM_NEWADDR, sizeof(*addr));

	addr->ifa_index = FAKE_IFINDEX;
	addr->ifa_prefixlen = 24;
	put_addr(IFA_LOCAL, "10.0.0.1");
	end_message();
}

static void all_ipv4(void **state __unused)
{
	links = link_all4;
	neighs = neighs_two;
	addrs = addrs_one;
	assert_imports("underlay add wire vxlan 192.0.2.1 dev eth0 srcport 5000 6000 ttl 9 tos 24 df set csum off\n"
		       "network add " DEV " id 16777215 vni 0 underlay wire learning-remote on ageing 60 suppression on fdb-max 500\n"
		       "neigh replace " DEV " 10.0.0.2 lladdr 02:00:00:00:00:02\n"
		       "neigh replace " DEV " fd00:10::3 lladdr 02:00:00:00:00:03 state external\n");
	assert_contains(said_out, ": its tos has bits of ECN");
	assert_contains(said_out, ": it floods by the group 239.1.1.1");
	assert_contains(said_out, "(l2miss)");
	assert_contains(said_out, "(l3miss)");
	assert_contains(said_out, "(rsc)");
	assert_contains(said_out, "flow label");
	assert_contains(said_out, "#   ip link add " DEV " address 02:00:00:00:01:01 mtu 1450 type ovnet id 16777215\n"
				  "#   ip link set " DEV " up\n"
				  "#   ip addr add 10.0.0.1/24 dev " DEV "\n");
}

static void link_all6(void)
{
	begin_link("blue", 3, 0);
	info = mnl_attr_nest_start(end_of_answer, IFLA_LINKINFO);
	mnl_attr_put_strz(end_of_answer, IFLA_INFO_KIND, "vrf");
	mnl_attr_nest_end(end_of_answer, info);
	end_message();
	begin_vxlan(DEV, FAKE_IFINDEX, 0, 100);
	put_addr(IFLA_VXLAN_LOCAL6, "fd00::1");
	mnl_attr_put_u32(end_of_answer, IFLA_VXLAN_LINK, 3);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_TTL_INHERIT, 1);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_TOS, 1);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_UDP_ZERO_CSUM6_TX, 1);
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_UDP_ZERO_CSUM6_RX, 1);
	end_vxlan();
}

static void rows_long(void)
{
	flood_row("2001:db8:1111:2222:3333:4444:5555:6666");
	flood_row("fe80::1");
}

static void all_ipv6(void **state __unused)
{
	links = link_all6;
	rows = rows_long;
	assert_imports("underlay add wire vxlan fd00::1 vrf blue ttl inherit tos inherit csum6-tx off csum6-rx off\n"
		       "remote add 8:1111:2222:3333:4444:5555:6666 vxlan 2001:db8:1111:2222:3333:4444:5555:6666\n"
		       "network add " DEV " id 100 underlay wire learning-remote on ageing 300 suppression off\n"
		       "member add " DEV " remote 8:1111:2222:3333:4444:5555:6666\n");
	assert_string_equal(strstr(said_out, "its tos") ?: "", "");
}

static bool filters, speaks_stp;

static void put_port(const char *name, uint32_t index, const char *kind,
		     bool special)
{
	struct nlattr *slave;

	begin_link(name, index, BRIDGE);
	info = mnl_attr_nest_start(end_of_answer, IFLA_LINKINFO);
	mnl_attr_put_strz(end_of_answer, IFLA_INFO_KIND, kind);
	mnl_attr_put_strz(end_of_answer, IFLA_INFO_SLAVE_KIND, "bridge");
	slave = mnl_attr_nest_start(end_of_answer, IFLA_INFO_SLAVE_DATA);
	mnl_attr_put_u8(end_of_answer, IFLA_BRPORT_LEARNING, !special);
	mnl_attr_put_u8(end_of_answer, IFLA_BRPORT_UNICAST_FLOOD, !special);
	mnl_attr_put_u8(end_of_answer, IFLA_BRPORT_MCAST_FLOOD, !special);
	mnl_attr_put_u8(end_of_answer, IFLA_BRPORT_ISOLATED, special);
	mnl_attr_nest_end(end_of_answer, slave);
	mnl_attr_nest_end(end_of_answer, info);
	end_message();
}

static void link_bridged(void)
{
	begin_link("br0", BRIDGE, 0);
	info = mnl_attr_nest_start(end_of_answer, IFLA_LINKINFO);
	mnl_attr_put_strz(end_of_answer, IFLA_INFO_KIND, "bridge");
	data = mnl_attr_nest_start(end_of_answer, IFLA_INFO_DATA);
	mnl_attr_put_u8(end_of_answer, IFLA_BR_VLAN_FILTERING, filters);
	mnl_attr_put_u32(end_of_answer, IFLA_BR_STP_STATE, speaks_stp);
	mnl_attr_put_u32(end_of_answer, IFLA_BR_AGEING_TIME, 12000);
	end_vxlan();
	begin_vxlan(DEV, FAKE_IFINDEX, BRIDGE, 100);
	put_addr(IFLA_VXLAN_LOCAL, "192.0.2.1");
	mnl_attr_put_u32(end_of_answer, IFLA_VXLAN_AGEING, 300);
	end_vxlan();
	put_port("tap0", PORT, "tun", false);
	put_port("it's#1", PORT + 1, "veth", true);
	put_port("gre0", PORT + 2, "gretap", false);
}

static void rows_bridged(void)
{
	put_row(AF_BRIDGE, PORT, NUD_NOARP, 0, "02:00:00:00:00:11", NULL);
	end_message();
	put_row(AF_BRIDGE, PORT, NUD_REACHABLE, NTF_EXT_LEARNED, "02:00:00:00:00:12", NULL);
	end_message();
	/* learned; its own; not the bridge's */
	put_row(AF_BRIDGE, PORT, NUD_REACHABLE, 0, "02:00:00:00:00:13", NULL);
	end_message();
	put_row(AF_BRIDGE, PORT, NUD_PERMANENT, 0, "02:00:00:00:01:01", NULL);
	end_message();
	put_row(AF_BRIDGE, PORT, NUD_PERMANENT, NTF_SELF, "02:00:00:00:00:14", NULL);
	end_message();
}

static void bridged(void **state __unused)
{
	filters = false;
	speaks_stp = true;
	links = link_bridged;
	rows = rows_bridged;
	neighs = neighs_two;
	assert_imports(UNDERLAY
		       "network add " DEV " id 100 underlay wire learning-remote on ageing 300 suppression on\n"
		       "neigh replace " DEV " 10.0.0.5 lladdr 02:00:00:00:00:05\n"
		       "port add tap0 network " DEV " state open\n"
		       "fdb replace " DEV " 02:00:00:00:00:11 dev tap0\n"
		       "fdb replace " DEV " 02:00:00:00:00:12 dev tap0 state external\n"
		       "port add 'it'\"'\"'s#1' network " DEV " state open learning off unknown-unicast off\n");
	assert_contains(said_out, "#   ip link del " DEV "\n#   ip link set tap0 nomaster\n"
				  "#   ip link set 'it'\"'\"'s#1' nomaster\n#   ovctl -b FILE\n");
	assert_contains(said_out, "br0: it speaks STP");
	assert_contains(said_out, "br0: its rows go after 120 seconds; here those of ports and tunnels go after the same 300");
	assert_contains(said_out, "'it'\"'\"'s#1': was isolated");
	assert_contains(said_out, "'it'\"'\"'s#1': got no multicast");
	assert_contains(said_out, "# gre0: it is in the bridge, too, and is of kind gretap");
}

static uint16_t never;
static size_t never_len;

static void link_never(void)
{
	uint8_t one = 1;

	begin_vxlan(DEV, FAKE_IFINDEX, 0, 100);
	mnl_attr_put(end_of_answer, never, never_len, &one);
	end_vxlan();
}

static void link_elsewhere(void)
{
	begin_vxlan(DEV, FAKE_IFINDEX, 0, 100);
	mnl_attr_nest_end(end_of_answer, data);
	mnl_attr_nest_end(end_of_answer, info);
	mnl_attr_put_u32(end_of_answer, IFLA_LINK_NETNSID, 0);
	end_message();
}

static void link_no_vxlan(void)
{
	begin_link(DEV, FAKE_IFINDEX, 0);
	end_message();
}

static void assert_refused(const char *why)
{
	assert_int_equal(import(DEV, NULL, ""), EXIT_REFUSED);
	assert_contains(said_err, ": " DEV ": ");
	assert_contains(said_err, why);
	assert_string_equal(said_out, "");
}

static void refusals(void **state __unused)
{
	static const struct {
		uint16_t type;
		size_t len;
		const char *why;
	} nevers[] = {
		{ IFLA_VXLAN_COLLECT_METADATA, 1, "(external)" },
		{ IFLA_VXLAN_VNIFILTER, 1, "(vnifilter)" },
		{ IFLA_VXLAN_GBP, 0, "(gbp)" },
		{ IFLA_VXLAN_GPE, 0, "VXLAN-GPE" },
		{ IFLA_VXLAN_REMCSUM_TX, 1, "(remcsumtx)" },
		{ IFLA_VXLAN_REMCSUM_RX, 1, "(remcsumrx)" },
	};
	size_t i;

	links = link_never;
	for (i = 0; i < ARRAY_SIZE(nevers); i++) {
		never = nevers[i].type;
		never_len = nevers[i].len;
		assert_refused(nevers[i].why);
	}
	links = link_elsewhere;
	assert_refused("in another namespace");
	links = link_bridged;
	filters = true;
	assert_refused("its bridge br0 filters VLANs");
	links = link_no_vxlan;
	assert_refused("it is no vxlan device");
	links = NULL;
	assert_refused("it has gone");
}

static void link_two(void)
{
	link_plain();
	begin_vxlan("vx2", 8, 0, 200);
	put_addr(IFLA_VXLAN_LOCAL, "192.0.2.1");
	mnl_attr_put_u8(end_of_answer, IFLA_VXLAN_TTL, 9);
	end_vxlan();
	begin_vxlan("100", 9, 0, 300);
	put_addr(IFLA_VXLAN_LOCAL6, "fd00::1");
	end_vxlan();
	begin_vxlan("vx4", 10, 0, 100);
	end_vxlan();
}

static void rows_two(void)
{
	flood_row("192.0.2.2");
	put_row(AF_BRIDGE, 8, NUD_PERMANENT, NTF_SELF, "00:00:00:00:00:00", "192.0.2.2");
	end_message();
}

#define SAYS_SHARED	"# shared: another vxlan device has the UDP port"

static void two(void **state __unused)
{
	links = link_two;
	rows = rows_two;
	assert_int_equal(import(DEV, "vx2", ""), EXIT_DONE);
	assert_string_equal(commands(),
			    "underlay add wire vxlan 192.0.2.1 shared df unset\n"
			    "remote add 192.0.2.2 vxlan 192.0.2.2\n"
			    NETWORK
			    "member add " DEV " remote 192.0.2.2\n"
			    "network add vx2 id 200 underlay wire learning-remote on ageing 300 suppression off\n"
			    "member add vx2 remote 192.0.2.2\n");
	assert_contains(said_out, "vx2: alone its underlay would have shared ttl 9 df unset;");
	assert_contains(said_out, SAYS_SHARED);
	/* the socket of IPv6 is another one */
	assert_int_equal(import(DEV, "100", ""), EXIT_DONE);
	assert_contains(commands(), "underlay add wire-2 vxlan fd00::1\n");
	assert_contains(commands(), "network add net100 id 300 underlay wire-2 ");
	assert_int_equal(import(DEV, "vx4", ""), EXIT_REFUSED);
	assert_contains(said_err, ": vx4: it has VNI 100, as " DEV " has");
	assert_int_equal(import(DEV, DEV, ""), EXIT_DONE);
}

static void no_address(void **state __unused)
{
	links = link_two;
	assert_int_equal(import("vx4", NULL, ""), EXIT_DONE);
	assert_contains(commands(), "underlay add wire vxlan ADDR shared df unset\n");
	assert_contains(said_out, "# no address is given (local)");
}

/* What the namespace has is not made again. */
static void there(void **state __unused)
{
	char path[128];

	snprintf(path, sizeof(path), "mkdir -p %s/sys/module/ovnet", root);
	assert_int_equal(system(path), 0);
	links = link_plain;
	rows = rows_floods;
	assert_int_equal(import(DEV, NULL, root), EXIT_DONE);
	assert_string_equal(said_err, "");
	assert_contains(said_out, "# underlay mine is there");
	assert_contains(commands(), "remote add 192.0.2.3 vxlan 192.0.2.3\n");
	assert_null(strstr(commands(), "remote add 192.0.2.2"));
	assert_contains(commands(), "network add " DEV " id 100 underlay mine ");
	assert_contains(commands(), "member add " DEV " remote node2\n");
	snprintf(path, sizeof(path), "rm -r %s/sys", root);
	assert_int_equal(system(path), 0);
}

static void fails(void **state __unused)
{
	refused = -EPERM;
	assert_int_equal(import(DEV, NULL, ""), EXIT_REFUSED);
	assert_contains(said_err, "rtnetlink: Operation not permitted");
	assert_string_equal(said_out, "");
}

static void words(void **state __unused)
{
	assert_int_equal(ovctl("import"), EXIT_USAGE);
	assert_contains(said_err, "expected DEV");
	assert_int_equal(ovctl("import nowhere"), EXIT_USAGE);
	assert_contains(said_err, "device nowhere: No such device");
	assert_int_equal(ovctl("import " DEV " nowhere"), EXIT_USAGE);
	assert_int_equal(fake_sends, 0);
	assert_int_equal(ovctl("import help"), EXIT_DONE);
	links = link_plain;
	assert_int_equal(ovctl("import " DEV), EXIT_DONE);
	assert_contains(said_out, NETWORK);
}

/* A batch takes it as it is. */
static void as_batch(void **state __unused)
{
	links = link_plain;
	rows = rows_floods;
	assert_int_equal(import(DEV, NULL, ""), EXIT_DONE);
	harness_text(said_out);
	request_close();
	fake_node_reset();
	assert_int_equal(ovctl("-b " HARNESS_FILE), EXIT_DONE);
	assert_string_equal(said_err, "");
	assert_int_equal(fake_node_count(), 1 + 3 + 1 + 2 + 3);
}

static int make(void **state __unused)
{
	return mkdtemp(root) ? 0 : -1;
}

static int unmake(void **state __unused)
{
	return rmdir(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(plain, reset),
		cmocka_unit_test_setup(with_rows, reset),
		cmocka_unit_test_setup(left_out, reset),
		cmocka_unit_test_setup(not_learning, reset),
		cmocka_unit_test_setup(all_ipv4, reset),
		cmocka_unit_test_setup(all_ipv6, reset),
		cmocka_unit_test_setup(bridged, reset),
		cmocka_unit_test_setup(refusals, reset),
		cmocka_unit_test_setup(two, reset),
		cmocka_unit_test_setup(no_address, reset),
		cmocka_unit_test_setup(there, reset),
		cmocka_unit_test_setup(fails, reset),
		cmocka_unit_test_setup(words, reset),
		cmocka_unit_test_setup(as_batch, reset),
	};

	return cmocka_run_group_tests_name("import", tests, make, unmake);
}
