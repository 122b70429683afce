// SPDX-License-Identifier: GPL-2.0
/* Do the module and ovctl belong together? */
#define _GNU_SOURCE		/* strverscmp() */
#include <string.h>

#include "doctor.h"

#define DOCTOR_RELOAD	"ovctl save > /run/ovnet.json && modprobe -r ovnet && modprobe ovnet && ovctl restore /run/ovnet.json"
#define DOCTOR_TOOLS	"make -C SOURCE/tools install"

/**
 * doctor_version() - does ovctl speak the module's language?
 * @d: the doctor
 *
 * Of a newer interface nothing can be asked.
 */
void doctor_version(struct doctor *d)
{
	const char *version;

	if (d->loaded && !d->asked) {
		doctor_find(d, DOCTOR_ERROR, "module", "ovnet",
			    "it speaks version %u of the interface, ovctl only %u: install the ovctl that came with the module; nothing else could be looked at",
			    client.version, OVNET_GENL_VERSION);
		doctor_mend(d, DOCTOR_TOOLS);
	}
	if (!d->asked || !d->node.n)
		return;
	version = attr_text(d->node.rows[0].nest, OVNET_A_NODE_VERSION);
	if (client.version == OVNET_GENL_VERSION &&
	    !strcmp(version, OVNET_VERSION))
		return;
	doctor_find(d, DOCTOR_WARNING, "module", "ovnet",
		    "it is version %s and ovctl %s: one may not know what the other has",
		    version, OVNET_VERSION);
	if (strverscmp(version, OVNET_VERSION) < 0)
		doctor_mend(d, DOCTOR_RELOAD);
	else
		doctor_mend(d, DOCTOR_TOOLS);
}
