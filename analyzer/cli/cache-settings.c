/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/cache-settings.h"

#include <sys/stat.h>

#include "base/whole-file.h"
#include "cli/load-rules.h"
#include "engine/rule-source.h"
#include "syntax/domain.h"

/* Lengths keep what follows apart. */
static void
put (GChecksum *sum, const char *text, gsize len) {
  g_autofree char *head = g_strdup_printf ("%" G_GSIZE_FORMAT ":", len);
  g_checksum_update (sum, (const guchar *)head, -1);
  g_checksum_update (sum, (const guchar *)text, (gssize)len);
}

static void
put_string (GChecksum *sum, const char *text) {
  if (text)
    put (sum, text, strlen (text));
  else
    g_checksum_update (sum, (const guchar *)"-", 1);
}

static void
put_strings (GChecksum *sum, char **texts) {
  for (; texts && *texts; texts++)
    put_string (sum, *texts);
  g_checksum_update (sum, (const guchar *)";", 1);
}

static void
put_number (GChecksum *sum, gint64 number) {
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  put_string (sum, text);
}

static void
put_time (GChecksum *sum, Number time) {
  put_number (sum, time.set);
  put_number (sum, time.set ? time.value : 0);
}

/* ---- what is not the options' -----------------------------------------------------------------
 */

/* A program that was built again may answer otherwise, whatever its version says. */
static void
put_stat (GChecksum *sum, const char *path) {
  struct stat info;
  if (path == NULL || stat (path, &info) != 0)
    return;
  put_number (sum, info.st_size);
  put_number (sum, info.st_mtim.tv_sec);
  put_number (sum, info.st_mtim.tv_nsec);
}

static bool
put_file (GChecksum *sum, const char *path, GError **error) {
  g_autofree char *text = NULL;
  gsize len = 0;
  if (path && !whole_file_read (path, 64 << 20, &text, &len, error))
    return false;
  put (sum, text ? text : "", len);
  return true;
}

static bool
put_rules (GChecksum *sum, char **directories, GError **error) {
  g_autoptr (GPtrArray) sources = load_rule_sources (directories, error);
  if (sources == NULL)
    return false;
  for (guint i = 0; i < sources->len; i++) {
    const RuleSource *source = g_ptr_array_index (sources, i);
    for (guint k = 0; k < source->files.n; k++) {
      const RuleFile *file = vec_at (&source->files, RuleFile, k);
      put_string (sum, file->name);
      put (sum, file->bytes.data, file->bytes.len);
    }
  }
  return true;
}

/* ---- all --------------------------------------------------------------------------------------
 */

static void
put_options (GChecksum *sum, const Options *options) {
  const gint64 numbers[] = {options->input,        options->outer,      options->tickets,
                            options->trust_all,    options->verify,     options->redact,
                            options->requirements, options->message,    options->report.voice,
                            options->since_days,   options->report.utf8};
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    put_number (sum, numbers[i]);
  put_time (sum, options->since);
  put_time (sum, options->until);
  put_string (sum, options->sender);
  put_string (sum, options->language);
  put_string (sum, options->cause);
  put_string (sum, options->receiver);
  put_string (sum, options->from_domain);
  put_strings (sum, options->trust);
  put_strings (sum, options->domains);
  put_strings (sum, options->codes);
}

char *
cache_options_digest (const Options *options) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  put_options (sum, options);
  return g_strdup (g_checksum_get_string (sum));
}

char *
cache_settings_digest (const Options *options, GError **error) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  put_string (sum, MAILWHY_VERSION);
  put_stat (sum, "/proc/self/exe");
  put_string (sum, domain_suffix_list_name ());
  put_stat (sum, domain_suffix_list_name ());
  put_string (sum, g_getenv ("MAILWHY_READER"));
  put_options (sum, options);
  if (!put_rules (sum, options->rules, error) || !put_file (sum, options->psl, error) ||
      !put_file (sum, options->institutions, error))
    return NULL;
  return g_strdup (g_checksum_get_string (sum));
}
