/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The address in angle brackets of a From whose other parts are no address list (RFC 5322 §3.4):
 * "Shop [US] <a@b.example>", "Shop; <a@b.example>", "‹a@b.example›". */
#pragma once
#include "base/span.h"

/* The last `<local@domain>` of the value, without brackets; the typographic ‹ and › count as
 * brackets, a missing last one is forgiven, "mailto:" is taken off. What stands in a quoted string
 * that ends is no address. `before` is what stands in front of it, trimmed. False when there is
 * none. Linear. */
bool angle_address_last (Span value, Span *ret_address, Span *ret_before);
