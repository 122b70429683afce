// SPDX-License-Identifier: GPL-2.0
/* What the doctor finds below a root of its own, and with a module of another version. */
#define _GNU_SOURCE		/* asprintf() */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "doctor.h"
#include "fake.h"
#include "harness.h"

#define SIGNATURE	"~Module signature appended~\n"

static char root[] = "/tmp/ovnet-doctor-XXXXXX";
static char *words[] = { "doctor", NULL };
static const char *version;	/* of the module */
static struct utsname uts;
static struct args args;
static struct doctor d;

/* The directories on the way to it, too. */
static char *path_of(const char *name)
{
	static char path[512];
	char *at;

	snprintf(path, sizeof(path), "%s/%s", root, name);
	for (at = path + strlen(root) + 1; (at = strchr(at, '/')); at++) {
		*at = '\0';
		mkdir(path, 0700);
		*at = '/';
	}
	return path;
}

static void put(const char *name, const char *text)
{
	FILE *file = fopen(path_of(name), "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* Of the running kernel's modules. */
static void put_module(const char *name, const char *text)
{
	char path[256];

	snprintf(path, sizeof(path), "lib/modules/%s/%s", uts.release, name);
	put(path, text);
}

static int drop_one(const char *path, const struct stat *st __unused,
		    int type __unused, struct FTW *ftw)
{
	return ftw->level ? remove(path) : 0;
}

/* The module itself, and nothing that it holds. */
static void kernel(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	struct nlmsghdr *answer;
	struct nlattr *nest;

	if (nlh->nlmsg_type == FAKE_FAMILY &&
	    genl->cmd == OVNET_CMD_NODE_GET) {
		answer = fake_message(FAKE_FAMILY, 0, OVNET_CMD_NODE_GET);
		nest = mnl_attr_nest_start(answer, OVNET_A_NODE);
		mnl_attr_put_strz(answer, OVNET_A_NODE_VERSION, version);
		mnl_attr_put_u64(answer, OVNET_A_NODE_FEATURES, ~0ULL);
		mnl_attr_nest_end(answer, nest);
		fake_answer(answer, answer->nlmsg_len);
	}
	answer = fake_ack(0);
	fake_answer(answer, answer->nlmsg_len);
}

/* Another look. */
static void again(void)
{
	doctor_free(&d);
	d = (struct doctor) { .args = &args, .root = root };
}

static int begin(void **state __unused)
{
	nftw(root, drop_one, 8, FTW_DEPTH | FTW_PHYS);
	request_close();
	fake_reset();
	fake_kernel = kernel;
	version = OVNET_VERSION;
	args = (struct args) {
		.object = &doctor_object,
		.verb = doctor_object.verbs,
		.words = words + 1,
	};
	d = (struct doctor) { .args = &args, .root = root };
	return 0;
}

static int end(void **state __unused)
{
	doctor_free(&d);
	return 0;
}

/* Does it find this alone? */
static void assert_found(const char *check, enum doctor_severity severity,
			 const char *what, const char *mend)
{
	assert_int_equal(doctor_examine(&d), EXIT_DONE);
	assert_int_equal(d.n, 1);
	assert_string_equal(d.findings[0].check, check);
	assert_int_equal(d.findings[0].severity, severity);
	assert_contains(d.findings[0].what, what);
	assert_contains(d.findings[0].mend, mend);
}

static void assert_well(void)
{
	assert_int_equal(doctor_examine(&d), EXIT_DONE);
	if (d.n)
		print_error("%s: %s\n", d.findings[0].check,
			    d.findings[0].what);
	assert_int_equal(d.n, 0);
}

static void load(void)
{
	put("sys/module/ovnet/refcnt", "0\n");
}

static void installed(const char *name, const char *text)
{
	char line[256];

	snprintf(line, sizeof(line), "%s: kernel/udp_tunnel.ko\n", name);
	put_module("modules.dep", line);
	put_module(name, text);
}

static void not_installed(void **state __unused)
{
	put_module("modules.dep", "kernel/net/vxlan.ko:\n");
	assert_found("installed", DOCTOR_ERROR, "no ovnet module", "make -C /lib/modules/");
}

static void not_built(void **state __unused)
{
	put("var/lib/dkms/ovnet/kernel", "");
	assert_found("installed", DOCTOR_ERROR, "no ovnet module", "dkms autoinstall -k ");
	assert_contains(d.findings[0].mend, uts.release);
}

static void stands_in(void **state __unused)
{
	installed("updates/dkms/ovnet.ko",
		  "ELF stand_in=7.9.0: ovnet 0.1.0 does not compile for it");
	assert_found("installed", DOCTOR_ERROR, "7.9.0: ovnet 0.1.0 does not compile for it", "less /var/lib/dkms/ovnet/");
	assert_contains(d.findings[0].mend, uts.release);
}

static void not_loaded(void **state __unused)
{
	installed("updates/ovnet.ko", "");
	assert_found("loaded", DOCTOR_ERROR, "installed but not loaded", "modprobe ovnet");
	assert_int_equal(fake_sends, 0);	/* that would load it */
}

static void no_more_modules(void **state __unused)
{
	installed("updates/ovnet.ko", "");
	put("proc/sys/kernel/modules_disabled", "1\n");
	assert_found("loaded", DOCTOR_ERROR, "kernel.modules_disabled is 1", "reboot");
}

static void is_loaded(void **state __unused)
{
	load();
	assert_well();
}

static void is_unsigned(const char *file, const char *text, const char *why)
{
	installed("updates/ovnet.ko", "ELF");
	put(file, text);
	assert_int_equal(doctor_examine(&d), EXIT_DONE);
	assert_int_equal(d.n, 2);
	assert_string_equal(d.findings[0].check, "signed");
	assert_int_equal(d.findings[0].severity, DOCTOR_ERROR);
	assert_contains(d.findings[0].what, why);
	assert_contains(d.findings[0].mend, "sign-file sha256 ");
	assert_string_equal(d.findings[1].check, "loaded");
}

static void not_signed(void **state __unused)
{
	is_unsigned("sys/module/module/parameters/sig_enforce", "Y\n",
		    "module.sig_enforce is on");
}

static void locked_down(void **state __unused)
{
	is_unsigned("sys/kernel/security/lockdown",
		    "none [integrity] confidentiality\n", "locked down");
}

static void need_not_be_signed(void **state __unused)
{
	installed("updates/ovnet.ko", "ELF");
	put("sys/module/module/parameters/sig_enforce", "N\n");
	put("sys/kernel/security/lockdown", "[none] integrity\n");
	assert_found("loaded", DOCTOR_ERROR, "", "");
}

static void is_signed(void **state __unused)
{
	installed("updates/ovnet.ko", "ELF and so on" SIGNATURE);
	put("sys/module/module/parameters/sig_enforce", "Y\n");
	assert_found("loaded", DOCTOR_ERROR, "", "");
}

static void may_be_signed(void **state __unused)
{
	installed("updates/dkms/ovnet.ko.xz", "xz");
	put("sys/module/module/parameters/sig_enforce", "Y\n");
	assert_found("loaded", DOCTOR_ERROR, "", "");
}

static void newer_interface(void **state __unused)
{
	load();
	fake_version = OVNET_GENL_VERSION + 1;
	assert_found("version", DOCTOR_ERROR, "it speaks version 2 of the interface, ovctl only 1",
		     "make -C SOURCE/tools install");
}

static void newer_module(void **state __unused)
{
	load();
	version = "99.0";
	assert_found("version", DOCTOR_WARNING, "it is version 99.0 and ovctl " OVNET_VERSION,
		     "make -C SOURCE/tools install");
}

static void older_module(void **state __unused)
{
	load();
	version = "0.0.9";
	assert_found("version", DOCTOR_WARNING, "it is version 0.0.9",
		     "modprobe -r ovnet && modprobe ovnet && ovctl restore");
}

/* All of the last finding's command but the reload, below the root. */
static void mend_files(const char *dir)
{
	char command[1024] = "", *from = d.findings[0].mend, *at, *end;

	end = strstr(from, " && n");
	assert_non_null(end);
	*end = '\0';
	for (; (at = strstr(from, dir)); from = at + strlen(dir)) {
		strncat(command, from, at - from);
		strcat(command, root);
		strcat(command, dir);
	}
	strcat(command, from);
	assert_int_equal(system(command), 0);
}

/* A file that is shipped, to where it is looked for. */
static void ship(const char *from, const char *to)
{
	char path[512], text[1024] = "";
	FILE *file;

	snprintf(path, sizeof(path), "%.*s/../../dist/%s",
		 (int)(strrchr(__FILE__, '/') - __FILE__), __FILE__, from);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
	fclose(file);
	put(to, text);
}

static void network_manager(void **state __unused)
{
	load();
	put("proc/77/comm", "NetworkManager\n");
	put("etc/NetworkManager/conf.d/10-other.conf", "# driver:ovnet managed=0\n[device]\nmanaged=0\n");
	assert_found("networkmanager", DOCTOR_WARNING, "not told to leave devices of ovnet alone",
		     "/etc/NetworkManager/conf.d/90-ovnet.conf");
	mend_files("/etc/NetworkManager");
	again();
	assert_well();
}

static void network_manager_told(void **state __unused)
{
	load();
	put("proc/77/comm", "NetworkManager\n");
	ship("NetworkManager/90-ovnet.conf",
	     "usr/lib/NetworkManager/conf.d/90-ovnet.conf");
	assert_well();
}

static void networkd(void **state __unused)
{
	load();
	put("proc/77/comm", "systemd-network\n");
	put("etc/systemd/network/99-all.network", "[Match]\nName=*\n[Network]\nDHCP=yes\n");
	assert_found("networkd", DOCTOR_WARNING, "not told to leave devices of ovnet alone",
		     "/etc/systemd/network/10-ovnet.network");
	mend_files("/etc/systemd");
	again();
	assert_well();
}

static void networkd_told(void **state __unused)
{
	load();
	put("proc/77/comm", "systemd-network\n");
	ship("networkd/10-ovnet.network",
	     "usr/lib/systemd/network/10-ovnet.network");
	assert_well();
}

static void others_run(void **state __unused)
{
	load();
	put("proc/77/comm", "systemd-networks\n");
	put("proc/x77/comm", "NetworkManager\n");
	assert_found("networkd", DOCTOR_WARNING, "", "");
}

#define UDP_HEAD "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n"

static void taken(const char *list, const char *line)
{
	char text[1024], name[64];

	load();
	snprintf(text, sizeof(text), UDP_HEAD "%s", line);
	snprintf(name, sizeof(name), "proc/self/net/%s", list);
	put(name, text);
	put("proc/42/comm", "dnsmasq\n");
	put("proc/42/fd/2", "");
	symlink("socket:[4242]", path_of("proc/42/fd/3"));
}

static void taken_by_program(void **state __unused)
{
	taken("udp", "  347: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4241 2 0000000000000000 0\n"
		     "  348: 0100007F:12B5 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4242 2 0000000000000000 0\n");
	assert_found("port-taken", DOCTOR_WARNING, "UDP port 4789 is taken by dnsmasq (pid 42)",
		     "ovctl underlay add NAME vxlan ADDR port 4790");
}

static void taken_by_kernel(void **state __unused)
{
	taken("udp6", "  348: 00000000000000000000000000000000:12B5 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 17 2 0000000000000000 0\n");
	assert_found("port-taken", DOCTOR_WARNING, "UDP port 4789 is taken by a socket of the kernel",
		     "port 4790");
}

static void taken_is_another(void **state __unused)
{
	taken("udp", "  347: 00000000:12B6 00000000:12B5 07 00000000:00000000 00:00000000 00000000     0        0 4242 2 0000000000000000 0\n");
	assert_well();
}

static void checksums(void **state __unused)
{
	load();
	put("proc/self/net/snmp",
	    "Ip: Forwarding DefaultTTL\nIp: 1 64\n"
	    "Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti\n"
	    "Udp: 100 2 3 4 5 6 7 8\n"
	    "UdpLite: InCsumErrors\nUdpLite: 9\n");
	put("proc/self/net/snmp6", "Udp6InErrors   \t3\nUdp6InCsumErrors                 \t4\n");
	assert_found("checksum", DOCTOR_WARNING, "11 UDP packets have come with a wrong checksum",
		     "ethtool -K DEV rx off tx off");
}

static void no_checksums(void **state __unused)
{
	load();
	put("proc/self/net/snmp", "Udp: InErrors InCsumErrors\nUdp: 1 0\n");
	put("proc/self/net/snmp6", "Udp6InCsumErrors 0\n");
	assert_well();
}

static void prefixes(void **state __unused)
{
	struct parse_addr a[2], b[2];

	assert_int_equal(parse_addrs("192.0.2.129,2001:db8::", a, 2), 2);
	assert_int_equal(parse_addrs("192.0.2.1,2001:db8:8000::1", b, 2), 2);
	assert_true(attr_covers(&a[0], 24, &b[0]));
	assert_false(attr_covers(&a[0], 25, &b[0]));
	assert_false(attr_covers(&a[0], 32, &b[0]));
	assert_true(attr_covers(&a[0], 32, &a[0]));
	assert_true(attr_covers(&a[0], 0, &b[0]));
	assert_true(attr_covers(&a[1], 32, &b[1]));
	assert_false(attr_covers(&a[1], 33, &b[1]));
	assert_false(attr_covers(&a[0], 0, &b[1]));
	assert_false(attr_covers(&a[0], 33, &a[0]));
}

static int make(void **state __unused)
{
	uname(&uts);
	return mkdtemp(root) ? 0 : -1;
}

static int remove_all(void **state)
{
	begin(state);
	return rmdir(root);
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(not_installed),
		TEST(not_built),
		TEST(stands_in),
		TEST(not_loaded),
		TEST(no_more_modules),
		TEST(is_loaded),
		TEST(not_signed),
		TEST(locked_down),
		TEST(need_not_be_signed),
		TEST(is_signed),
		TEST(may_be_signed),
		TEST(newer_interface),
		TEST(newer_module),
		TEST(older_module),
		TEST(network_manager),
		TEST(network_manager_told),
		TEST(networkd),
		TEST(networkd_told),
		TEST(others_run),
		TEST(taken_by_program),
		TEST(taken_by_kernel),
		TEST(taken_is_another),
		TEST(checksums),
		TEST(no_checksums),
		TEST(prefixes),
	};

	return cmocka_run_group_tests_name("doctor", tests, make, remove_all);
}
