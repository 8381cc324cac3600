/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/dns.h"

#include <stdio.h>

#include "cli/complain.h"

bool
dns_is_asked (const Options *options) {
  return options->dns || options->resolver || options->zones;
}

Resolver *
dns_open (const Options *options) {
  g_autoptr (GError) error = NULL;
  const char *const *zones = (const char *const *)options->zones;
  Resolver *resolver =
      zones ? resolver_new_zone (zones, &error) : resolver_new_live (options->resolver, &error);
  if (resolver == NULL)
    complain ("%s: %s",
              zones               ? "--zone"
              : options->resolver ? "--resolver"
                                  : "--dns",
              error->message);
  return resolver;
}
