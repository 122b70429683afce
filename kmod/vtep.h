/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_VTEP_H
#define OVNET_VTEP_H

#include "ovnet_priv.h"

int ovnet_vtep_init(struct ovnet_net *on);
void ovnet_vtep_exit(struct ovnet_net *on);
bool ovnet_vtep_in(struct ovnet_vtep *const *vteps, int n,
		   const struct ovnet_addr *addr);
int ovnet_vtep_parse_addr(const struct nlattr *attr, struct ovnet_addr *addr,
			  struct netlink_ext_ack *extack);
int ovnet_vtep_parse(const struct nlattr *nest, struct ovnet_vtep **vteps,
		     struct netlink_ext_ack *extack);
int ovnet_vtep_check(struct ovnet_net *on, const struct ovnet_remote *self,
		     struct ovnet_vtep *const *vteps, int n,
		     struct netlink_ext_ack *extack);
int ovnet_vtep_insert(struct ovnet_net *on, struct ovnet_remote *remote,
		      struct ovnet_vtep *const *vteps, int n);
void ovnet_vtep_take_back(struct ovnet_net *on, struct ovnet_remote *remote,
			  struct ovnet_vtep *const *vteps, int n);
void ovnet_vtep_adopt(struct ovnet_net *on, struct ovnet_remote *remote,
		      struct ovnet_vtep **vteps, int n);
void ovnet_vtep_remove(struct ovnet_net *on, struct ovnet_vtep *const *vteps,
		       int n);
void ovnet_vtep_free(struct ovnet_vtep *const *vteps, int n);

#endif /* OVNET_VTEP_H */
