/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was signed, out of an opaque S/MIME signature (RFC 8551 §3.5.2): CMS SignedData as DER or
 * BER. Nothing is verified, and nothing is decrypted. */
#pragma once
#include "base/arena.h"

/* True and what was signed, in the arena: a MIME entity, or a message. False for anything else. */
bool smime_signed_content (Span bytes, Arena *arena, Span *ret);
