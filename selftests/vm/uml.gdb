# SPDX-License-Identifier: GPL-2.0
# What `run.sh -g` tells gdb.  Then, e.g.:
#	break do_init_module if $_streq(mod->name, "ovnet")
#	run
#	ovnet-symbols			(the module is in place, not yet started)
#	break ovnet_fdb_lookup
#	continue
# The kernel's own lx-symbols reloads all symbols at each module and, here,
# never comes to an end.

# a user-mode kernel lives by these
handle SIGSEGV SIGUSR1 SIGALRM SIGIO nostop noprint pass
set confirm off
set breakpoint pending on

python
import os
import gdb


class OvnetSymbols(gdb.Command):
    """Load the symbols of the ovnet module: ovnet-symbols [FILE]."""

    def __init__(self):
        super().__init__("ovnet-symbols", gdb.COMMAND_DATA)

    def invoke(self, arg, from_tty):
        from linux import modules
        path = arg or os.environ["OVNET_KO"]
        for mod in modules.module_list():
            if mod["name"].string() == "ovnet":
                break
        else:
            raise gdb.GdbError("ovnet is not loaded")
        sections = mod["sect_attrs"]["grp"]["bin_attrs"]
        where = {}
        while sections.dereference():
            section = sections.dereference()
            where[section["attr"]["name"].string()] = int(section["private"])
            sections += 1
        line = "add-symbol-file %s %#x" % (path, where.pop(".text"))
        for name in (".data", ".bss", ".rodata", ".data..read_mostly"):
            if name in where:
                line += " -s %s %#x" % (name, where[name])
        gdb.execute(line)


OvnetSymbols()
end
