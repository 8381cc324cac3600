/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the options say of the DNS: nothing, live, or files. */
#pragma once
#include "cli/options.h"
#include "dns/resolver.h"

bool dns_is_asked (const Options *options);
/* One for each thread; NULL, and a message on standard error, when it cannot be had. */
Resolver *dns_open (const Options *options);
