/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who may ask. A page on the web can have a reader's browser send requests to this computer, under
 * a name of its own that leads here (DNS rebinding) or across origins. So the name that was asked
 * for must be this server's, and so must the page that asks, where a browser says which. */
#pragma once
#include "base/span.h"

typedef struct {
  guint port;         /* on loopback */
  const char *proxy;  /* "https://mail.example" in front of it; NULL: none */
  const char *secret; /* the proxy shows; NULL without one */
} GuardOptions;

typedef struct {
  const char *host;   /* the Host field; NULL: none */
  const char *origin; /* Origin; NULL: none, as from curl */
  const char *site;   /* Sec-Fetch-Site */
  const char *secret; /* X-Mailwhy-Secret */
} GuardRequest;

typedef enum { GUARD_PASSES, GUARD_WRONG_HOST, GUARD_WRONG_ORIGIN, GUARD_NO_SECRET } GuardResult;

/* `changes`: the request asks for more than to see the empty page. */
GuardResult guard_check (const GuardOptions *options, const GuardRequest *request, bool changes);

/* "https://mail.example" out of "https://mail.example/mailwhy/"; NULL when it is no such address.
 */
char *guard_origin_of (const char *url);
