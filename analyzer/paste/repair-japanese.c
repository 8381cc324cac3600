/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/repair.h"

/* Of one run: a line of Japanese. */
#define RUN_MAX 512

/* Length of the pairs from the start on up to "(B" or "(J", which lead back to ASCII; 0 when they
 * are none. A pair is two signs of JIS X 0208 (RFC 1468). */
static gsize
pairs_at (Span rest) {
  bool kana = false;
  for (gsize at = 0; at + 1 < MIN (rest.len, RUN_MAX); at += 2) {
    char a = rest.data[at], b = rest.data[at + 1];
    if (at >= 4 && a == '(' && (b == 'B' || b == 'J'))
      return kana ? at : 0;
    if (a <= ' ' || a > '~' || b <= ' ' || b > '~')
      return 0;
    kana |= a == '$' || a == '%';
  }
  return 0;
}

/* The same in EUC-JP, each byte with its high bit. Null when some pair is no character. */
static char *
text_of_pairs (Span pairs, gsize *ret_len) {
  g_autofree char *euc = g_malloc (pairs.len);
  for (gsize i = 0; i < pairs.len; i++)
    euc[i] = (char)(pairs.data[i] | 0x80);
  return g_convert (euc, (gssize)pairs.len, "UTF-8", "EUC-JP", NULL, ret_len, NULL);
}

/* "$B08@h(B": ISO-2022-JP whose escape characters were lost, as most programs lose them. */
bool
repair_lost_escapes (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Span in = rewrite.in;
  for (gsize at = 0; at + 8 < in.len; at++) {
    if (in.data[at] != '$' || in.data[at + 1] != 'B')
      continue;
    Span rest = span_skip (in, at + 2);
    gsize len = pairs_at (rest), n = 0;
    g_autofree char *plain = len ? text_of_pairs (span_first (rest, len), &n) : NULL;
    if (plain == NULL)
      continue;
    bool escape = at > 0 && in.data[at - 1] == '\x1B';
    rewrite_keep (&rewrite, at - escape);
    rewrite_note (&rewrite, REPAIR_CHARSET, span_of (in.data + at, len + 4), span_of (plain, n));
    rewrite_replace (&rewrite, at - escape, at + len + 4, span_of (plain, n));
    at += len + 3;
  }
  return rewrite_end (&rewrite);
}
