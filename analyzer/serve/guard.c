/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "serve/guard.h"

#include <string.h>

#define MAX_NAME 300

/* With the port; a browser leaves out 80. */
static bool
is_own_host (const GuardOptions *options, const char *host) {
  static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *whole = g_strdup_printf ("%s:%u", names[i], options->port);
    if (g_ascii_strcasecmp (host, whole) == 0 ||
        (options->port == 80 && g_ascii_strcasecmp (host, names[i]) == 0))
      return true;
  }
  return false;
}

static const char *
host_of_origin (const char *origin) {
  const char *slashes = strstr (origin, "://");
  return slashes ? slashes + 3 : NULL;
}

static bool
is_own_origin (const GuardOptions *options, const char *origin) {
  return g_str_has_prefix (origin, "http://") && is_own_host (options, origin + strlen ("http://"));
}

static bool
is_proxy_host (const GuardOptions *options, const char *host) {
  return options->proxy && g_ascii_strcasecmp (host, host_of_origin (options->proxy)) == 0;
}

/* In the same time wherever they differ. */
static bool
is_secret (const char *secret, const char *said) {
  gsize len = strlen (secret);
  guchar differ = said == NULL || strlen (said) != len;
  for (gsize i = 0; i < len && said && strlen (said) == len; i++)
    differ |= (guchar)secret[i] ^ (guchar)said[i];
  return differ == 0;
}

static bool
is_own_page (const GuardOptions *options, const GuardRequest *request) {
  const char *origin = request->origin, *site = request->site;
  if (site && !g_str_equal (site, "same-origin") && !g_str_equal (site, "none"))
    return false;
  if (origin == NULL)
    return true;
  return is_own_origin (options, origin) ||
         (options->proxy && g_ascii_strcasecmp (origin, options->proxy) == 0);
}

GuardResult
guard_check (const GuardOptions *options, const GuardRequest *request, bool changes) {
  const char *host = request->host;
  if (host == NULL || strnlen (host, MAX_NAME) == MAX_NAME ||
      (!is_own_host (options, host) && !is_proxy_host (options, host)))
    return GUARD_WRONG_HOST;
  if (options->secret && !is_secret (options->secret, request->secret))
    return GUARD_NO_SECRET;
  return !changes || is_own_page (options, request) ? GUARD_PASSES : GUARD_WRONG_ORIGIN;
}

char *
guard_origin_of (const char *url) {
  const char *host = host_of_origin (url);
  if (host == NULL || !(g_str_has_prefix (url, "https://") || g_str_has_prefix (url, "http://")))
    return NULL;
  gsize len = strcspn (host, "/?#");
  if (len == 0 || memchr (host, '@', len) || memchr (host, ' ', len))
    return NULL;
  return g_strndup (url, (gsize)(host - url) + len);
}
