/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Macro expansion (RFC 7208 §7). */
#pragma once
#include "base/vec.h"

typedef struct {
  Span sender; /* local-part@domain */
  Span domain; /* %{d} */
  Span ip;     /* normalised */
  Span helo;
  Span receiver;
  Span (*validated_name) (gpointer user); /* %{p}; called at most once for each macro */
  gpointer user;
} SpfMacros;

/* `text` is valid (spf_macro_is_valid). */
Span spf_macro_expand (const SpfMacros *macros, Span text, Arena *arena);
/* For a name that is asked for: without a last dot, and cut on the left to 253 bytes (§7.3). */
Span spf_macro_domain (const SpfMacros *macros, Span text, Arena *arena);
