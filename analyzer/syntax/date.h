/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dates of mail headers (RFC 5322 §3.3, obsolete zones too) and their RFC 3339 form. Independent of
 * locale and clock. */
#pragma once
#include "base/value.h"
#include "base/arena.h"

/* "Wed, 26 Jun 2019 15:49:40 -0500 (CDT)"; without day name, two-digit years, missing seconds,
 * named zones; comments are passed over. `ret->raw` is always set; `ret->set` only for a valid
 * date. False when it is not one. */
bool date_parse (Span text, Date *ret);
/* asctime form of a From_ line: "Wed Jun 26 15:49:40 2019", optionally a zone. */
bool date_parse_asctime (Span text, Date *ret);
/* Seconds since 1970 written in decimal (t=, x=). Set only up to the year 9999. */
bool date_from_epoch (Span digits, Date *ret);
/* "2019-06-26T20:49:40Z"; null when not set or before the year 0 or after 9999. */
Span date_format (const Date *date, Arena *arena);
