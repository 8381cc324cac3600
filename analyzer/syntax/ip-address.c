/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/ip-address.h"

#include <arpa/inet.h>

#define ADDRESS_TEXT 64 /* room for the longest IPv6 text, a zone taken off */

/* RFC 5321 §4.1.3: the brackets of an address literal and its tag. */
static Span
without_literal (Span text) {
  text = span_trim (text);
  if (text.len >= 2 && text.data[0] == '[' && text.data[text.len - 1] == ']')
    text = span_first (span_skip (text, 1), text.len - 2);
  if (span_starts_with_nocase (text, SPAN ("IPv6:")))
    text = span_skip (text, 5);
  gssize zone = span_index (text, '%');
  return zone < 0 ? text : span_first (text, (gsize)zone);
}

static bool
to_string (Span text, char *string) {
  if (text.len == 0 || text.len >= ADDRESS_TEXT || span_index (text, '\0') >= 0)
    return false;
  memcpy (string, text.data, text.len);
  string[text.len] = '\0';
  return true;
}

/* Names are asked for as often as addresses are. */
static bool
could_be_six (Span text) {
  bool colon = false;
  for (gsize i = 0; i < text.len; i++)
    if (text.data[i] == ':')
      colon = true;
    else if (!g_ascii_isxdigit (text.data[i]) && text.data[i] != '.')
      return false;
  return colon;
}

static bool
keep (Arena *arena, int family, const void *address, Span *ret) {
  char text[INET6_ADDRSTRLEN];
  if (inet_ntop (family, address, text, sizeof text) == NULL)
    return false;
  *ret = arena_dup (arena, span_from_string (text));
  return true;
}

/* As inet_pton () reads it, and the only form inet_ntop () writes: no zeros in front. */
static bool
read_four (Span text, guint32 *ret) {
  guint parts = 0;
  *ret = 0;
  if (text.len < 7 || text.len > 15)
    return false;
  for (gsize i = 0; i < text.len; i++) {
    gsize n = 0;
    guint value = 0;
    for (; i < text.len && n < 4 && (guchar)(text.data[i] - '0') <= 9; i++, n++)
      value = value * 10 + (guint)(text.data[i] - '0');
    if (n == 0 || n > 3 || value > 255 || (n > 1 && text.data[i - n] == '0') || ++parts > 4 ||
        (i < text.len && text.data[i] != '.') || i + 1 == text.len)
      return false;
    *ret = *ret << 8 | value;
  }
  return parts == 4;
}

static guint
zeros_at (const guint16 *groups, guint at) {
  guint n = 0;
  while (at + n < 8 && groups[at + n] == 0)
    n++;
  return n;
}

static char *
put_group (char *out, guint group) {
  static const char digits[] = "0123456789abcdef";
  for (guint shift = 16; shift > 0; shift -= 4)
    if (shift == 4 || group >> (shift - 4) != 0)
      *out++ = digits[group >> (shift - 4) & 15];
  return out;
}

/* RFC 5952 §4. Much quicker than inet_ntop (), which is left what begins with zeros and may hold an
 * IPv4 address. */
static bool
keep_six (Arena *arena, const struct in6_addr *address, Span *ret) {
  char text[INET6_ADDRSTRLEN], *out = text;
  guint16 groups[8];
  guint longest = 1, at = 8;
  for (guint i = 0; i < 8; i++)
    groups[i] = (guint16)(address->s6_addr[2 * i] << 8 | address->s6_addr[2 * i + 1]);
  if (groups[0] == 0)
    return keep (arena, AF_INET6, address, ret);
  for (guint i = 0; i < 8; i++)
    if (groups[i] == 0 && zeros_at (groups, i) > longest) {
      longest = zeros_at (groups, i);
      at = i;
    }
  for (guint i = 0; i < 8; i++) {
    if (i == at) {
      *out++ = ':';
      i += longest - 1;
      if (i == 7)
        *out++ = ':';
      continue;
    }
    if (i > 0)
      *out++ = ':';
    out = put_group (out, groups[i]);
  }
  *ret = arena_dup (arena, span_between (text, out));
  return true;
}

bool
ip_address_normalize (Span text, Arena *arena, Span *ret) {
  char string[ADDRESS_TEXT];
  guint32 four;
  struct in6_addr six;
  *ret = SPAN_NULL;
  text = without_literal (text);
  if (read_four (text, &four)) {
    *ret = arena_dup (arena, text);
    return true;
  }
  if (!could_be_six (text) || !to_string (text, string) || inet_pton (AF_INET6, string, &six) != 1)
    return false;
  if (IN6_IS_ADDR_V4MAPPED (&six))
    return keep (arena, AF_INET, six.s6_addr + 12, ret);
  return keep_six (arena, &six, ret);
}

/* RFC 6890 and its successors, in host byte order. */
static const struct {
  guint32 network;
  int bits;
} local_four[] = {
    {0x00000000, 8},  /* 0.0.0.0/8, this network */
    {0x0a000000, 8},  /* 10.0.0.0/8, RFC 1918 */
    {0x64400000, 10}, /* 100.64.0.0/10, RFC 6598 */
    {0x7f000000, 8},  /* 127.0.0.0/8, loopback */
    {0xa9fe0000, 16}, /* 169.254.0.0/16, RFC 3927 */
    {0xac100000, 12}, /* 172.16.0.0/12, RFC 1918 */
    {0xc0a80000, 16}, /* 192.168.0.0/16, RFC 1918 */
    {0xe0000000, 4},  /* 224.0.0.0/4, multicast */
    {0xf0000000, 4},  /* 240.0.0.0/4, reserved, broadcast */
};

static bool
four_is_public (guint32 address) {
  for (gsize i = 0; i < G_N_ELEMENTS (local_four); i++)
    if ((address ^ local_four[i].network) >> (32 - local_four[i].bits) == 0)
      return false;
  return true;
}

static bool
six_is_public (const struct in6_addr *address) {
  const guint8 *byte = address->s6_addr;
  return !IN6_IS_ADDR_UNSPECIFIED (address) && !IN6_IS_ADDR_LOOPBACK (address) &&
         !IN6_IS_ADDR_LINKLOCAL (address) && !IN6_IS_ADDR_SITELOCAL (address) &&
         !IN6_IS_ADDR_MULTICAST (address) && (byte[0] & 0xfe) != 0xfc; /* RFC 4193 */
}

bool
ip_address_is_public (Span text) {
  char string[ADDRESS_TEXT];
  guint32 four;
  struct in6_addr six;
  if (read_four (text, &four))
    return four_is_public (four);
  /* all that is not public begins with zeros or with 0xf */
  if (span_index (text, ':') > 0 && text.data[0] != '0' && text.data[0] != 'f')
    return true;
  return to_string (text, string) && inet_pton (AF_INET6, string, &six) == 1 &&
         six_is_public (&six);
}

Span
ip_address_network (Span text, Arena *arena) {
  char name[INET6_ADDRSTRLEN];
  struct in6_addr six = {0};
  gssize dot = span_last_index (text, '.');
  if (text.len == 0 || text.len >= sizeof name)
    return SPAN_NULL;
  if (span_index (text, ':') < 0)
    return dot < 0 ? SPAN_NULL : arena_printf (arena, "%.*s.0/24", (int)dot, text.data);
  memcpy (name, text.data, text.len);
  name[text.len] = '\0';
  if (inet_pton (AF_INET6, name, &six) != 1)
    return SPAN_NULL;
  memset (six.s6_addr + 6, 0, 10);
  inet_ntop (AF_INET6, &six, name, sizeof name);
  return arena_printf (arena, "%s/48", name);
}

/* 4 or 16 bytes; 0 for what is no address. */
static gsize
read_bytes (Span text, guint8 *bytes) {
  char string[ADDRESS_TEXT];
  if (!to_string (text, string))
    return 0;
  if (inet_pton (AF_INET, string, bytes) == 1)
    return 4;
  return inet_pton (AF_INET6, string, bytes) == 1 ? 16 : 0;
}

bool
ip_bytes_begin_alike (const guint8 *a, const guint8 *b, gsize bits) {
  guint8 rest = (guint8)(0xff00 >> bits % 8);
  return memcmp (a, b, bits / 8) == 0 &&
         (bits % 8 == 0 || ((a[bits / 8] ^ b[bits / 8]) & rest) == 0);
}

bool
ip_address_in_network (Span address, Span network) {
  guint8 a[16], b[16];
  gssize slash = span_index (network, '/');
  guint64 bits;
  if (slash < 0 || !span_to_uint64 (span_skip (network, (gsize)slash + 1), &bits))
    return false;
  gsize n = read_bytes (address, a);
  return n > 0 && n == read_bytes (span_first (network, (gsize)slash), b) && bits <= n * 8 &&
         ip_bytes_begin_alike (a, b, (gsize)bits);
}
