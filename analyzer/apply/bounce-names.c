/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apply/bounce-names.h"

#define LOCAL_PART_MAX 256 /* RFC 5321 §4.5.3.1.1 has 64; addresses of returns are longer */
#define NAME_MAX 255       /* RFC 1035 §2.3.4 */

typedef struct {
  Span text;
  char *copy; /* NULL while nothing is to be hidden */
  Arena *arena;
} Names;

static void
hide (Names *names, gsize from, gsize until) {
  for (gsize i = from; i < until; i++) {
    if (!g_ascii_isalnum (names->text.data[i]))
      continue;
    if (names->copy == NULL)
      names->copy = (char *)arena_dup (names->arena, names->text).data;
    names->copy[i] = 'x';
  }
}

/* ---- mailboxes ---- */

/* RFC 5322 §3.2.3 atext and its dots, without what divides an address from other text: a property's
 * "=", and "/", "?" and "&" of a link. */
static bool
is_local (char c) {
  return g_ascii_isalnum (c) || is_any_of (c, "!#$%'*+-^_`{|}~.");
}

/* Where the quoted string begins whose last quote is at `quote`; `quote` where none does. */
static gsize
quoted_from (Span text, gsize quote) {
  for (gsize i = quote; i > 0 && quote - i < LOCAL_PART_MAX; i--)
    if (text.data[i - 1] == '"')
      return i - 1;
  return quote;
}

/* Within "<" all up to it is the address, "=" too: that of a return names the recipient so. */
static gsize
local_from (Span text, gsize at) {
  if (at > 0 && text.data[at - 1] == '"')
    return quoted_from (text, at - 1);
  gsize start = at;
  while (start > 0 && at - start < LOCAL_PART_MAX && is_local (text.data[start - 1]))
    start--;
  gsize whole = start;
  while (whole > 0 && at - whole < LOCAL_PART_MAX &&
         (is_local (text.data[whole - 1]) || is_any_of (text.data[whole - 1], "=/&")))
    whole--;
  return whole > 0 && text.data[whole - 1] == '<' ? whole : start;
}

static void
hide_local_parts (Names *names) {
  Span text = names->text;
  for (gsize at = 1; at + 1 < text.len; at++)
    if (text.data[at] == '@' && g_ascii_isalnum (text.data[at + 1]))
      hide (names, local_from (text, at), at);
}

/* ---- hosts ---- */

typedef struct {
  gsize start, end;
  guint dots; /* inside */
  bool small; /* no capital letter */
} Host;

static bool
is_host_char (char c) {
  return g_ascii_isalnum (c) || is_any_of (c, "-_.");
}

static Host
host_around (Span text, gsize at) {
  Host host = {.start = at, .end = at, .small = true};
  while (host.start > 0 && at - host.start < NAME_MAX && is_host_char (text.data[host.start - 1]))
    host.start--;
  while (host.end < text.len && host.end - at < NAME_MAX && is_host_char (text.data[host.end]))
    host.end++;
  while (host.end > at && text.data[host.end - 1] == '.')
    host.end--;
  for (gsize i = host.start; i < host.end; i++) {
    host.dots += text.data[i] == '.' && i > host.start;
    host.small &= !g_ascii_isupper (text.data[i]);
  }
  return host;
}

/* "spf-mail.museum.example": a bare name looks like the end of a sentence without its blank, or a
 * code ("DMARC.Reject"), so it has more than one dot and no capitals, or a word joined to it. */
static bool
looks_like_host (Span text, const Host *host, gsize at, gsize len) {
  bool joined = (at > host->start && text.data[at - 1] == '-') ||
                (at + len < host->end && text.data[at + len] == '-');
  return host->small && (host->dots > 1 || (host->dots == 1 && joined));
}

/* Behind "@", before the address in brackets, in "<>" of its own (Postfix: "<NAME[192.0.2.25]>:
 * Client host rejected"), or by its look. A link's is no stranger's, and "=" ends a property's
 * name. */
static bool
is_in_host (Span text, gsize at, gsize len) {
  Host host = host_around (text, at);
  char before = host.start > 0 ? text.data[host.start - 1] : '\0';
  char after = host.end < text.len ? text.data[host.end] : '\0';
  if (before == '@')
    return true;
  if (host.dots == 0 || before == '/' || after == '/' || after == '=')
    return false;
  return after == '[' || (before == '<' && after == '>') || looks_like_host (text, &host, at, len);
}

static void
hide_in_hosts (Names *names, Span word) {
  Span rest = names->text;
  for (gssize hit; (hit = span_find_nocase (rest, word)) >= 0;) {
    gsize at = (gsize)(rest.data - names->text.data) + (gsize)hit;
    if (is_in_host (names->text, at, word.len))
      hide (names, at, at + word.len);
    rest = span_skip (names->text, at + word.len);
  }
}

Span
bounce_without_names (Span text, Arena *arena) {
  Names names = {.text = text, .arena = arena};
  hide_local_parts (&names);
  hide_in_hosts (&names, SPAN ("spf"));
  hide_in_hosts (&names, SPAN ("dkim"));
  hide_in_hosts (&names, SPAN ("dmarc"));
  return names.copy ? span_of (names.copy, text.len) : text;
}
