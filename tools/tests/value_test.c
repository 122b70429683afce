// SPDX-License-Identifier: GPL-2.0
/*
 * Command lines and the requests that they become: the number of the command,
 * and the nest with its attributes in hexadecimal.
 */
#include <stdio.h>

#include "compiler.h"
#include "fake.h"
#include "harness.h"
#include "ovctl.h"

#define RED	"72656400"
#define MAC	"020000000b01"
#define MACS	"02:00:00:00:0b:01"

struct row {
	const char *words;
	const char *request;
};

static void requests(const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		fake_reset();
		fake_answer(fake_ack(0), fake_ack(0)->nlmsg_len);
		ovctl(rows[i].words);
		assert_string_equal(said_err, "");
		if (fake_request->nlmsg_type != FAKE_FAMILY)
			print_error("%s: nothing was sent\n", rows[i].words);
		assert_int_equal(fake_request->nlmsg_type, FAKE_FAMILY);
		assert_string_equal(fake_request_text(), rows[i].request);
	}
}

static void networks(void **state __unused)
{
	static const struct row rows[] = {
		{ "network add red id 100", "6 3[2:" RED " 1:64000000]" },
		{ "network add red id 0x10 vni 16777215 type l2",
		  "6 3[2:" RED " 1:10000000 4:ffffff00 3:01]" },
		{ "network add red id 1 vni 0", "6 3[2:" RED " 1:01000000 4:00000000]" },
		{ "network set red underlay none", "7 3[2:" RED " 5:00]" },
		{ "network set red underlay u", "7 3[2:" RED " 5:7500]" },
		{ "network set red underlay u,s", "7 3[2:" RED " 5:7500 34:7300]" },
		{ "network set 100 learning off", "7 3[1:64000000 6:00]" },
		{ "network set 0100 learning on", "7 3[1:64000000 6:01]" },
		{ "network set red learning-remote on secure off ageing 0 fdb-max 4294967295 flood-rate 7",
		  "7 3[2:" RED " 7:01 8:00 9:00000000 10:ffffffff 11:07000000]" },
		{ "network del 16777215", "8 3[1:ffffff00]" },
		{ "network del red force", "8 3[2:" RED " 19:]" },
		{ "network show red", "9 3[2:" RED "]" },
		{ "network show", "9 dump 3[]" },
		{ "network list", "9 dump 3[]" },
		{ "network", "9 dump 3[]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static void underlays(void **state __unused)
{
	static const struct row rows[] = {
		{ "underlay add u vxlan 192.0.2.1",
		  "2 2[1:7500 2:01 3:c0000201 4:00000000000000000000000000000000]" },
		{ "underlay add u vxlan fd00::1,192.0.2.1 port 65535",
		  "2 2[1:7500 2:01 3:c0000201 4:fd000000000000000000000000000001 5:ffff]" },
		{ "underlay add u vxlan fd00::1 dev dev7",
		  "2 2[1:7500 2:01 3:00000000 4:fd000000000000000000000000000001 6:07000000]" },
		{ "underlay add u vxlan 192.0.2.1 shared csum on",
		  "2 2[1:7500 2:01 3:c0000201 4:00000000000000000000000000000000 17:01 12:01]" },
		{ "underlay set u srcport 1000 2000", "3 2[1:7500 7:e803 8:d007]" },
		{ "underlay set u srcport 0 0", "3 2[1:7500 7:0000 8:0000]" },
		{ "underlay set u ttl inherit tos inherit df inherit",
		  "3 2[1:7500 9:00 10:01 11:02]" },
		{ "underlay set u ttl 255 tos 252 df set csum off csum6-tx on csum6-rx off",
		  "3 2[1:7500 9:ff 10:fc 11:00 12:00 13:01 14:00]" },
		{ "underlay set u local 192.0.2.2",
		  "3 2[1:7500 3:c0000202 4:00000000000000000000000000000000]" },
		{ "underlay add u srv6 fd00::/64",
		  "2 2[1:7500 2:02 18:fd000000000000000000000000000000 19:40]" },
		{ "underlay add u srv6 fd00::/88 source fd00::1 srh full ttl 3",
		  "2 2[1:7500 2:02 18:fd000000000000000000000000000000 19:58 "
		  "20:fd000000000000000000000000000001 21:01 9:03]" },
		{ "underlay set u locator fd00::/32 source none srh off",
		  "3 2[1:7500 18:fd000000000000000000000000000000 19:20 "
		  "20:00000000000000000000000000000000 21:00]" },
		{ "underlay del u", "4 2[1:7500]" },
		{ "underlay show u", "5 2[1:7500]" },
		{ "underlay show", "5 dump 2[]" },
		/* a name of digits is a name, underlays have no number */
		{ "underlay del 7", "4 2[1:3700]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static void remotes(void **state __unused)
{
	static const struct row rows[] = {
		{ "remote add r vxlan 192.0.2.1",
		  "14 5[2:7200 3:01 4:c0000201]" },
		{ "remote add r vxlan 192.0.2.1,fd00::1,192.0.2.2,fd00::2 port 4790 id 4294967294 state down",
		  "14 5[2:7200 3:01 4:c0000201 4:fd000000000000000000000000000001 "
		  "4:c0000202 4:fd000000000000000000000000000002 5:b612 1:feffffff 6:00]" },
		{ "remote set r vtep 192.0.2.9 port 0 state up",
		  "15 5[2:7200 4:c0000209 5:0000 6:01]" },
		{ "remote set 7 state up", "15 5[1:07000000 6:01]" },
		{ "remote add r srv6 fd00::/64 vxlan 192.0.2.1",
		  "14 5[2:7200 3:02 17:fd000000000000000000000000000000 18:40 4:c0000201]" },
		{ "remote add r vxlan 192.0.2.1 srv6 fd00::/64 segs fd00::1,fd00::2",
		  "14 5[2:7200 3:01 4:c0000201 17:fd000000000000000000000000000000 18:40 "
		  "19:fd000000000000000000000000000001 19:fd000000000000000000000000000002]" },
		{ "remote add r srv6 none foreign source fd00::1,fd00::/64",
		  "14 5[2:7200 3:02 17:00000000000000000000000000000000 18:00 21:01 "
		  "20[1:fd000000000000000000000000000001 2:80] "
		  "20[1:fd000000000000000000000000000000 2:40]]" },
		{ "remote set r vtep none srv6 none segs none source none",
		  "15 5[2:7200 4:00000000 17:00000000000000000000000000000000 18:00 "
		  "19:00000000000000000000000000000000 "
		  "20[1:00000000000000000000000000000000 2:00]]" },
		{ "remote del 7 force", "16 5[1:07000000 10:]" },
		{ "remote show", "17 dump 5[]" },
		{ "remote show 7", "17 5[1:07000000]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static void ports(void **state __unused)
{
	static const struct row rows[] = {
		{ "port add dev7 network red", "10 4[1:07000000 4:" RED "]" },
		{ "port add dev7 network 100 state open learning off unknown-unicast on flood-rate 5",
		  "10 4[1:07000000 3:64000000 5:01 6:00 7:01 8:05000000]" },
		{ "port add dev7 network red mac " MACS " state open",
		  "10 4[1:07000000 4:" RED " 5:01] 12[1:07000000 3:" MAC "]" },
		{ "port add dev7 mac " MACS " ip 192.0.2.9,fd00::9 network red",
		  "10 4[1:07000000 4:" RED "] 12[1:07000000 3:" MAC " 4:c0000209]"
		  " 12[1:07000000 3:" MAC " 5:fd000000000000000000000000000009]" },
		{ "port set dev7 state blocked", "11 4[1:07000000 5:00]" },
		{ "port del dev7", "12 4[1:07000000]" },
		{ "port show dev7", "13 4[1:07000000]" },
		{ "port show network red", "13 dump 4[4:" RED "]" },
		{ "port show", "13 dump 4[]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static void fdb(void **state __unused)
{
	static const struct row rows[] = {
		{ "fdb add red 02:00:00:00:0b:01 remote r",
		  "21 7[2:" RED " 3:" MAC " 7:7200]" },
		{ "fdb add 100 2:0:0:0:b:1 remote 7 seq 5",
		  "21 7[1:64000000 3:" MAC " 6:07000000 9:05000000]" },
		{ "fdb replace red 02:00:00:00:0B:01 dev dev7",
		  "22 7[2:" RED " 3:" MAC " 4:07000000]" },
		{ "fdb del red 02:00:00:00:0b:01", "23 7[2:" RED " 3:" MAC "]" },
		{ "fdb get red 02:00:00:00:0b:01", "24 7[2:" RED " 3:" MAC "]" },
		{ "fdb show", "24 dump 7[]" },
		{ "fdb show red", "24 dump 7[2:" RED "]" },
		{ "fdb show mac 02:00:00:00:0b:01", "24 dump 7[3:" MAC "]" },
		{ "fdb show red mac 02:00:00:00:0b:01 remote r dev dev7 state learned",
		  "24 dump 7[2:" RED " 3:" MAC " 7:7200 4:07000000 8:02]" },
		{ "fdb flush", "25 7[]" },
		{ "fdb flush red state static", "25 7[2:" RED " 8:01]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static void routes(void **state __unused)
{
	static const struct row rows[] = {
		{ "route add red 192.0.2.0/24 remote r",
		  "30 10[2:" RED " 3:c0000200 5:18 8:7200]" },
		{ "route add 100 192.0.2.1 dev dev7",
		  "30 10[1:64000000 3:c0000201 5:20 9:07000000]" },
		{ "route replace red fd00::/64 prohibit",
		  "31 10[2:" RED " 4:fd000000000000000000000000000000 5:40 6:04]" },
		{ "route add red ::/0 blackhole",
		  "30 10[2:" RED " 4:00000000000000000000000000000000 5:00 6:05]" },
		{ "route add red 10.0.0.0/8 network 200",
		  "30 10[2:" RED " 3:0a000000 5:08 11:c8000000]" },
		{ "route add red ::/0 remote r weight 2",
		  "30 10[2:" RED " 4:00000000000000000000000000000000 5:00 14[2:7200 3:0200]]" },
		{ "route replace red ::/0 remote r weight 256 remote 7",
		  "31 10[2:" RED " 4:00000000000000000000000000000000 5:00 14[2:7200 3:0001] 14[1:07000000]]" },
		{ "route add red ::/0 remote r transit",
		  "30 10[2:" RED " 4:00000000000000000000000000000000 5:00 8:7200 15:01]" },
		{ "route add red ::/0 remote r weight 2 remote s transit",
		  "30 10[2:" RED " 4:00000000000000000000000000000000 5:00 14[2:7200 3:0200] 14[2:7300] 15:01]" },
		{ "route add red ::/0 remote r sid fd00::1",
		  "30 10[2:" RED " 4:00000000000000000000000000000000 5:00 14[2:7200 5:fd000000000000000000000000000001]]" },
		{ "route add red ::/0 remote r sid fd00::1 weight 2 remote s transit",
		  "30 10[2:" RED " 4:00000000000000000000000000000000 5:00 14[2:7200 5:fd000000000000000000000000000001 3:0200] 14[2:7300] 15:01]" },
		{ "route show transit", "33 dump 10[15:01]" },
		{ "route del red 0.0.0.0/0", "32 10[2:" RED " 3:00000000 5:00]" },
		{ "route get red 192.0.2.9", "33 10[2:" RED " 3:c0000209]" },
		{ "route get 100 fd00::9",
		  "33 10[1:64000000 4:fd000000000000000000000000000009]" },
		{ "route show", "33 dump 10[]" },
		{ "route show red", "33 dump 10[2:" RED "]" },
		{ "route show red dst fd00::1 remote 7 dev dev7 type unreachable",
		  "33 dump 10[2:" RED " 4:fd000000000000000000000000000001 5:80 7:07000000 9:07000000 6:03]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static void neighs(void **state __unused)
{
	static const struct row rows[] = {
		{ "neigh add red 192.0.2.9 lladdr 02:00:00:00:00:09",
		  "34 11[2:" RED " 3:c0000209 5:020000000009]" },
		{ "neigh add 100 fd00::9 lladdr 02:00:00:00:00:09 state external seq 7",
		  "34 11[1:64000000 4:fd000000000000000000000000000009 5:020000000009 6:03 7:07000000]" },
		{ "neigh replace red 192.0.2.9 lladdr 02:00:00:00:00:0a",
		  "35 11[2:" RED " 3:c0000209 5:02000000000a]" },
		{ "neigh get red 192.0.2.9", "37 11[2:" RED " 3:c0000209]" },
		{ "neigh del red fd00::9",
		  "36 11[2:" RED " 4:fd000000000000000000000000000009]" },
		{ "neigh", "37 dump 11[]" },
		{ "neigh show red addr 192.0.2.9", "37 dump 11[2:" RED " 3:c0000209]" },
		{ "neigh show lladdr 02:00:00:00:00:09 state learned",
		  "37 dump 11[5:020000000009 6:02]" },
		{ "neigh flush red state static", "38 11[2:" RED " 6:01]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static void bindings(void **state __unused)
{
	static const struct row rows[] = {
		{ "binding add dev7 mac 02:00:00:00:00:09",
		  "39 12[1:07000000 3:020000000009]" },
		{ "binding add dev7 mac 02:00:00:00:00:09 ip 192.0.2.9",
		  "39 12[1:07000000 3:020000000009 4:c0000209]" },
		{ "binding del dev7 mac 02:00:00:00:00:09 ip fd00::9",
		  "40 12[1:07000000 3:020000000009 5:fd000000000000000000000000000009]" },
		{ "binding", "41 dump 12[]" },
		{ "binding show dev7", "41 dump 12[1:07000000]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static void traces(void **state __unused)
{
	static const struct row rows[] = {
		{ "trace red from dev7 frame " MAC MAC "88b5",
		  "42 13[2:" RED " 3:07000000 7:" MAC MAC "88b5]" },
		{ "trace 100 from remote r frame " MAC MAC "88b50102",
		  "42 13[1:64000000 6:7200 7:" MAC MAC "88b50102]" },
		{ "trace red from remote 7 src 2:0:0:0:b:1 dst 02:00:00:00:0b:01 length 14",
		  "42 13[2:" RED " 5:07000000 7:" MAC MAC "88b5]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static void gateways(void **state __unused)
{
	static const struct row rows[] = {
		{ "network set red gateway 192.0.2.1/24",
		  "7 3[2:" RED " 22:c0000201 23:18]" },
		{ "network set red gateway fd00::1/64 gateway 192.0.2.1/24",
		  "7 3[2:" RED " 24:fd000000000000000000000000000001 25:40 22:c0000201 23:18]" },
		{ "network set red gateway none suppression off",
		  "7 3[2:" RED " 22:00000000 24:00000000000000000000000000000000 26:00]" },
		{ "network set red router none", "7 3[2:" RED " 28:00]" },
		{ "network set red ra autonomous", "7 3[2:" RED " 29:02]" },
		{ "network set red mss-clamp on", "7 3[2:" RED " 33:01]" },
		{ "remote set r probe-interval 10", "15 5[2:7200 15:0a00]" },
		{ "remote set r router-mac 02:00:00:00:00:09",
		  "15 5[2:7200 12:020000000009]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static void others(void **state __unused)
{
	static const struct row rows[] = {
		{ "node", "1" },
		{ "node show", "1" },
		{ "node set underlay-hooks off", "45 1[17:02]" },
		{ "node set peer-delivery auto cache off underlay-hooks auto",
		  "45 1[19:01 18:00 17:00]" },
		{ "member add red remote r", "18 6[2:" RED " 4:7200]" },
		{ "member del 100 remote 7", "19 6[1:64000000 3:07000000]" },
		{ "member show", "20 dump 6[]" },
		{ "member show red", "20 dump 6[2:" RED "]" },
		{ "drops", "26 dump 8[]" },
		{ "drops show 100", "26 dump 8[1:64000000]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

/* A name of as many bytes as there may be, and as many attributes. */
static void full(void **state __unused)
{
	static const struct row rows[] = {
		{ "network show abcdefghijklmnopqrstuvwxyzabcde",
		  "9 3[2:6162636465666768696a6b6c6d6e6f707172737475767778797a616263646500]" },
	};

	requests(rows, ARRAY_SIZE(rows));
}

static int refused(const char *words)
{
	int status;

	fake_reset();
	status = ovctl(words);
	assert_string_equal(said_out, "");
	/* nothing is asked before the words are understood */
	assert_int_equal(fake_sends, 0);
	return status;
}

static void bad_words(void **state __unused)
{
	static const struct {
		const char *words;
		const char *sentence;
	} rows[] = {
		{ "network add red id 0", "ovctl: network add red: id: \"0\" is not a number from 1 to 16777215\n" },
		{ "network add red id 16777216", "\"16777216\" is not a number" },
		{ "network add red id -1", "\"-1\" is not a number" },
		{ "network add red id", "expected its value after \"id\"" },
		{ "network add red id 1 learning 1", "learning: \"1\" is neither on nor off" },
		{ "network add red id 1 type l4", "type: \"l4\" is not l2 or l3" },
		{ "route add red 192.0.2.0", "expected remote, dev, network, unreachable, prohibit or blackhole after the prefix" },
		{ "route add red 192.0.2.0/24 remote r dev dev7", "\"dev\" is too much, nothing follows \"r\"" },
		{ "route add red 192.0.2.0/33 remote r", "\"192.0.2.0/33\" is not a prefix (192.0.2.0/24)" },
		{ "route add red ::/0 remote r remote", "expected its value after \"remote\"" },
		{ "route add red ::/0 remote r weight 0", "weight: \"0\" is not a number from 1 to 256" },
		{ "route add red ::/0 remote r weight 1 weight 2", "\"weight\" is too much, nothing follows \"1\"" },
		{ "route add red ::/0 dev dev7 transit", "\"transit\" is too much, nothing follows \"dev7\"" },
		{ "route add red ::/0 remote r remote s dev dev7", "\"dev\" is too much, nothing follows \"s\"" },
		{ "route add red ::/0 remote 1 remote 2 remote 3 remote 4 remote 5 remote 6 remote 7 remote 8 remote 9 remote 10 remote 11 remote 12 remote 13 remote 14 remote 15 remote 16 remote 17", "a route has at most 16 remotes" },
		{ "route del red", "expected PREFIX" },
		{ "port add dev7 network red ip 192.0.2.9", "\"ip\" is bound with a MAC: \"mac\" and its value are missing" },
		{ "port add dev7 network red mac 1 ip 192.0.2.9", "\"1\" is not a MAC address" },
		{ "port add dev7 network red mac 2:0:0:0:b:1 ip 192.0.2.9,", "ip: \"192.0.2.9,\" is not 1 to 64 IP addresses with commas between" },
		{ "port add dev7 network red mac 2:0:0:0:b:1 mac 2:0:0:0:b:1", "\"mac\" repeats an earlier word" },
		{ "port set dev7 mac 2:0:0:0:b:1", "\"mac\" is not known here" },
		{ "neigh add red 192.0.2.9", "expected lladdr after the address" },
		{ "neigh add red 192.0.2.9/32 lladdr 02:00:00:00:00:09", "\"192.0.2.9/32\" is not an IP address" },
		{ "network set red gateway 192.0.2.1", "gateway: \"192.0.2.1\" is not an address and its prefix length (192.0.2.1/24), nor none" },
		{ "network add  id 1", "\"\" is not a name of 1 to 31 bytes" },
		{ "network add abcdefghijklmnopqrstuvwxyzabcdef id 1", "is not a name of 1 to 31 bytes" },
		{ "network set 16777216 ageing 1", "\"16777216\" is not an id from 1 to 16777215" },
		{ "network set 0 ageing 1", "\"0\" is not an id" },
		{ "network set red underlay ", "\"\" is not a name" },
		{ "underlay add u vxlan 192.0.2.1,192.0.2.2", "is not an IPv4 address, an IPv6 address or one of each" },
		{ "underlay add u vxlan nowhere", "vxlan: \"nowhere\" is not an IPv4 address" },
		{ "underlay add u gre 192.0.2.1", "\"gre\" is not vxlan or srv6" },
		{ "underlay add u srv6 fd00::1", "\"fd00::1\" is not an IPv6 prefix" },
		{ "network set red underlay u,", "is not a name of 1 to 31 bytes" },
		{ "remote set r source fd00::1,192.0.2.1", "IPv6 prefixes" },
		{ "underlay set u ttl 0", "is not a number from 1 to 255, nor inherit" },
		{ "underlay set u df maybe", "df: \"maybe\" is not set or unset or inherit" },
		{ "underlay set u srcport 5000", "expected the end of the range after \"5000\"" },
		{ "underlay set u srcport 5000 4999", "srcport: \"5000 4999\" is not a range from 0 to 65535" },
		{ "underlay set u srcport 5000 65536", "is not a range" },
		{ "underlay set u srcport x 5", "is not a range" },
		{ "remote add r vxlan 1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,1.1.1.5", "is not 1 to 4 IP addresses" },
		{ "remote add r vxlan 1.1.1.1,", "is not 1 to 4 IP addresses" },
		{ "remote add r vxlan 1.1.1.1 id 4294967295", "is not a number from 1 to 4294967294" },
		{ "remote add r vxlan 1.1.1.1 state maybe", "state: \"maybe\" is neither up nor down" },
		{ "port add dev8 network red", "there is no device \"dev8\"" },
		{ "port add denied network red", "device \"denied\": Operation not permitted" },
		{ "fdb add red 02:00:00:00:0b remote r", "\"02:00:00:00:0b\" is not a MAC address" },
		{ "fdb show state 3", "\"3\" is not static or learned or" },
		{ "fdb flush state local", "\"local\" is not static or learned" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(refused(rows[i].words), EXIT_USAGE);
		assert_contains(said_err, rows[i].sentence);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(networks),
		cmocka_unit_test(underlays),
		cmocka_unit_test(remotes),
		cmocka_unit_test(ports),
		cmocka_unit_test(fdb),
		cmocka_unit_test(routes),
		cmocka_unit_test(neighs),
		cmocka_unit_test(bindings),
		cmocka_unit_test(traces),
		cmocka_unit_test(gateways),
		cmocka_unit_test(others),
		cmocka_unit_test(full),
		cmocka_unit_test(bad_words),
	};

	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
