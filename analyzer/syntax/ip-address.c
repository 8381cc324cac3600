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
could_be_address (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if (!g_ascii_isxdigit (text.data[i]) && text.data[i] != ':' && text.data[i] != '.')
      return false;
  return true;
}

static bool
keep (Arena *arena, int family, const void *address, Span *ret) {
  char text[INET6_ADDRSTRLEN];
  if (inet_ntop (family, address, text, sizeof text) == NULL)
    return false;
  *ret = arena_dup (arena, span_from_string (text));
  return true;
}

/* As inet_ntop () writes IPv4: most addresses are given so. */
static bool
is_normal_four (Span text) {
  guint parts = 0;
  for (gsize i = 0; i < text.len; i++) {
    gsize n = 0;
    guint value = 0;
    for (; i < text.len && n < 4 && g_ascii_isdigit (text.data[i]); i++, n++)
      value = value * 10 + (guint)(text.data[i] - '0');
    if (n == 0 || n > 3 || value > 255 || (n > 1 && text.data[i - n] == '0') || ++parts > 4
        || (i < text.len && text.data[i] != '.') || i + 1 == text.len)
      return false;
  }
  return parts == 4;
}

bool
ip_address_normalize (Span text, Arena *arena, Span *ret) {
  char string[ADDRESS_TEXT];
  struct in_addr four;
  struct in6_addr six;
  *ret = SPAN_NULL;
  text = without_literal (text);
  if (is_normal_four (text)) {
    *ret = arena_dup (arena, text);
    return true;
  }
  if (!could_be_address (text) || !to_string (text, string))
    return false;
  if (inet_pton (AF_INET, string, &four) == 1)
    return keep (arena, AF_INET, &four, ret);
  if (inet_pton (AF_INET6, string, &six) != 1)
    return false;
  if (IN6_IS_ADDR_V4MAPPED (&six))
    return keep (arena, AF_INET, six.s6_addr + 12, ret);
  return keep (arena, AF_INET6, &six, ret);
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
  struct in_addr four;
  struct in6_addr six;
  if (!to_string (text, string))
    return false;
  if (inet_pton (AF_INET, string, &four) == 1)
    return four_is_public (ntohl (four.s_addr));
  return inet_pton (AF_INET6, string, &six) == 1 && six_is_public (&six);
}
