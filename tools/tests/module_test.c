// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "compiler.h"
#include "harness.h"
#include "ovnl.h"

static char top[] = "/tmp/ovnet-module-XXXXXX";
static char dir[512], file[600];
static struct utsname uts;

static int make(void **state __unused)
{
	uname(&uts);
	if (!mkdtemp(top))
		return -1;
	snprintf(dir, sizeof(dir), "%s/%s", top, uts.release);
	snprintf(file, sizeof(file), "%s/modules.dep", dir);
	return mkdir(dir, 0700);
}

static int remove_all(void **state __unused)
{
	unlink(file);
	return rmdir(dir) || rmdir(top);
}

static bool installed(const char *modules)
{
	char release[128];
	bool is;
	FILE *f;

	if (modules) {
		f = fopen(file, "w");
		assert_non_null(f);
		fputs(modules, f);
		fclose(f);
	}
	is = ovnl_module_installed(top, release, sizeof(release));
	assert_string_equal(release, uts.release);
	return is;
}

static void no_list(void **state __unused)
{
	assert_false(installed(NULL));
}

static void others(void **state __unused)
{
	assert_false(installed(""));
	assert_false(installed("kernel/drivers/net/vxlan/vxlan.ko: kernel/net/ipv4/udp_tunnel.ko\n"));
	assert_false(installed("updates/myovnet.ko:\n"));
}

static void ours(void **state __unused)
{
	assert_true(installed("a.ko:\nupdates/ovnet.ko: kernel/net/ipv4/udp_tunnel.ko\n"));
	assert_true(installed("updates/dkms/ovnet.ko.xz:"));
	assert_true(installed("ovnet.ko:\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_list),
		cmocka_unit_test(others),
		cmocka_unit_test(ours),
	};

	return cmocka_run_group_tests_name("module", tests, make, remove_all);
}
