/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/sandbox.h"

#include <stdio.h>

#include "cli/dns.h"
#include "confine/confine.h"
#include "syntax/domain.h"
#include "verify/dkim-key.h"

static void
add_all (GPtrArray *paths, char **more) {
  for (; more && *more; more++)
    g_ptr_array_add (paths, *more);
}

/* Each worker has a resolver of its own and reads these again. */
static void
add_dns (GPtrArray *paths, const Options *options) {
  static char system[] = "/etc/resolv.conf";
  add_all (paths, options->zones);
  if (options->dns)
    g_ptr_array_add (paths, system);
}

/* What would look for files of its own later. */
static void
prepare (const Options *options) {
  domain_suffix_list_name ();
  if (!dns_is_asked (options) && options->action != ACTION_CHECK_RULES)
    return;
  dkim_key_prepare ();
  resolver_prepare (NULL); /* whoever asks it tells that it is not there */
}

static void
tell (const Options *options) {
  if (!options->report.verbose || confine_is_whole () || confine_is_left_out ())
    return;
  g_autofree char *what = confine_describe ();
  fprintf (stderr, "mailwhy: sandbox: %s\n", what);
}

void
sandbox_enter (const Options *options, char **files, const Output *output) {
  if (options->no_sandbox)
    return;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autofree char *folder = output && output->target ? g_path_get_dirname (output->target) : NULL;
  prepare (options);
  add_all (paths, files);
  add_dns (paths, options);
  g_ptr_array_add (paths, NULL);
  const Confinement what = {.readable = (const char *const *)paths->pdata,
                            .folder = folder,
                            .cache = options->action == ACTION_ANALYZE ? options->cache : NULL,
                            .network = dns_is_asked (options) && !options->zones};
  confine (&what);
  tell (options);
}
