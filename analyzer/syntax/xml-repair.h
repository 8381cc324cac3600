/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* XML that is not well-formed, of a vocabulary that is known (RFC 9990 section 3.1 has one): what
 * of it can be read, so that a parser takes it. */
#pragma once
#include "base/span.h"

/* The text with the elements of those names alone, NUL-terminated; to be freed. Anything else that
 * begins as a tag becomes text, and so does a lone '&'. An end tag closes what is open inside; one
 * of nothing is left out; attributes, comments and whatever stands outside the first element are
 * left out. Where the end of an element named `unit` is missing, the element is left out, as its
 * values may be cut; if an element `part` in it has its end, only what is still open. `names` is
 * NULL-terminated, lower case. Linear, but for the depth of the open elements, which is bounded.
 * NULL for text that is not UTF-8, nor of a charset with ASCII in it.
 */
char *xml_repair (Span text, const char *const *names, const char *unit, const char *part,
                  gsize *ret_len);
