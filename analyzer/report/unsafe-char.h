/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Characters that change what a terminal or an editor shows around them, so that no format
 * writes them as they are: controls of both sets (ECMA-48; U+009B begins an escape sequence),
 * line and paragraph separators, the bidirectional controls (UAX #9 §2), and characters that are
 * there but cannot be seen (RFC 5892 §2.6, UTS #39 §5.1, tag characters). */
#pragma once
#include <glib.h>
#include <stdbool.h>

static inline bool
char_is_unsafe (gunichar c) {
  if (c < 0xa0)
    return c < 0x20 || c >= 0x7f;
  if (c < 0x2000)
    return c == 0xad || c == 0x61c || c == 0x180e;
  if (c < 0x2070)
    return (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || c >= 0x2060;
  return c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}
