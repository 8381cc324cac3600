/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/rule-source.h"

#include <glib/gstdio.h>

#include "base/whole-file.h"
#include "engine/rule-limits.h"

RuleSource *
rule_source_new (void) {
  RuleSource *source = g_new0 (RuleSource, 1);
  source->arena = arena_new ();
  return source;
}

void
rule_source_free (RuleSource *source) {
  if (source == NULL)
    return;
  arena_free (source->arena);
  g_free (source);
}

void
rule_source_add (RuleSource *source, const char *name, Span bytes) {
  RuleFile *file = vec_push (source->arena, &source->files, RuleFile);
  file->name = arena_dup (source->arena, span_from_string (name)).data;
  file->bytes = arena_dup (source->arena, bytes.data ? bytes : SPAN (""));
}

static bool
has_room (const RuleSource *source, const char *name, guint64 size, GError **error) {
  if (source->files.n >= LIMIT_RULE_FILES)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NFILE, "%s: there are too many rule files",
                 name);
  else if (size > LIMIT_RULE_FILE)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: a rule file of over %d bytes", name,
                 LIMIT_RULE_FILE);
  else
    return true;
  return false;
}

static int
compare_names (gconstpointer a, gconstpointer b) {
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
sorted_names (const char *path, GError **error) {
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  if (dir == NULL)
    return NULL;
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  while ((name = g_dir_read_name (dir)) && names->len <= LIMIT_RULE_FILES)
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static bool
add_file (RuleSource *source, const char *path, GError **error) {
  g_autofree char *contents = NULL;
  gsize length;
  GStatBuf info;
  guint64 size = g_stat (path, &info) == 0 ? (guint64)info.st_size : 0;
  if (!has_room (source, path, size, error) ||
      !whole_file_read (path, LIMIT_RULE_FILE, &contents, &length, error) ||
      !has_room (source, path, length, error))
    return false;
  rule_source_add (source, path, span_of (contents, length));
  return true;
}

static bool
add_directory (RuleSource *source, const char *path, guint depth, GError **error) {
  g_autoptr (GPtrArray) names = sorted_names (path, error);
  if (names == NULL)
    return false;
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autofree char *child = g_build_filename (path, name, NULL);
    bool ok = true;
    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      ok = depth >= LIMIT_RULE_FOLDER_DEPTH || add_directory (source, child, depth + 1, error);
    else if (g_str_has_suffix (name, ".rules"))
      ok = add_file (source, child, error);
    if (!ok)
      return false;
  }
  return true;
}

bool
rule_source_add_directory (RuleSource *source, const char *path, GError **error) {
  return add_directory (source, path, 0, error);
}

static bool
add_resource (RuleSource *source, const char *path, gsize skip, GError **error) {
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL || !has_room (source, path, g_bytes_get_size (bytes), error))
    return false;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  rule_source_add (source, path + skip, span_of (data, length));
  return true;
}

static bool
add_resource_folder (RuleSource *source, const char *prefix, gsize skip, guint depth,
                     GError **error) {
  g_auto (GStrv) names =
      g_resources_enumerate_children (prefix, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (names == NULL)
    return false;
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (guint i = 0; names[i]; i++) {
    g_autofree char *child = g_strconcat (prefix, names[i], NULL);
    bool ok = true;
    if (g_str_has_suffix (child, "/"))
      ok = depth >= LIMIT_RULE_FOLDER_DEPTH ||
           add_resource_folder (source, child, skip, depth + 1, error);
    else if (g_str_has_suffix (child, ".rules"))
      ok = add_resource (source, child, skip, error);
    if (!ok)
      return false;
  }
  return true;
}

bool
rule_source_add_resources (RuleSource *source, const char *prefix, GError **error) {
  g_autofree char *folder =
      g_str_has_suffix (prefix, "/") ? g_strdup (prefix) : g_strconcat (prefix, "/", NULL);
  source->checked = true;
  return add_resource_folder (source, folder, strlen (folder), 0, error);
}
