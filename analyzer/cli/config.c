/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/config.h"

#include <string.h>

#include "cli/complain.h"
#include "engine/rule-error.h"

#define GROUP "mailwhy"

typedef enum {
  VALUE_TEXT,
  VALUE_NUMBER,
  VALUE_PATH,  /* relative to the folder of the file; ~/ is the user's own */
  VALUE_PATHS, /* several, with ; between them */
  VALUE_TEXTS,
} ValueKind;

typedef struct {
  const char *name; /* as the option is called */
  ValueKind kind;
  gsize offset; /* in Options */
  bool only_with_dns;
} Key;

#define KEY(name, kind, member, ...) \
  { name, kind, G_STRUCT_OFFSET (Options, member), __VA_ARGS__ }

/* Only what may hold for every call; nothing that asks the network, or changes what a message says.
 */
static const Key keys[] = {
    KEY ("cache", VALUE_PATH, cache, false),
    KEY ("institutions", VALUE_PATH, institutions, false),
    KEY ("jobs", VALUE_NUMBER, jobs, false),
    KEY ("lang", VALUE_TEXT, language, false),
    KEY ("psl", VALUE_PATH, psl, false),
    KEY ("resolver", VALUE_TEXT, resolver, true),
    KEY ("rules", VALUE_PATHS, rules, false),
    KEY ("sender", VALUE_TEXT, sender, false),
    KEY ("signature", VALUE_PATH, signature, false),
    KEY ("trust", VALUE_TEXTS, trust, false),
    KEY ("voice", VALUE_TEXT, voice, false),
};
G_STATIC_ASSERT (G_N_ELEMENTS (keys) == OPTIONS_CONFIGURABLE);

static bool
is_list (const Key *key) {
  return key->kind == VALUE_PATHS || key->kind == VALUE_TEXTS;
}

static bool
is_given (const Options *options, const Key *key) {
  gpointer member = G_STRUCT_MEMBER_P (options, key->offset);
  return key->kind == VALUE_NUMBER ? *(int *)member != 0 : *(gpointer *)member != NULL;
}

/* ---- one file ---------------------------------------------------------------------------------
 */

static char *
path_from (const char *file, const char *value) {
  if (g_str_has_prefix (value, "~/"))
    return g_build_filename (g_get_home_dir (), value + 2, NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  return g_canonicalize_filename (value, folder);
}

static void
make_paths (char **values, const char *file) {
  for (guint i = 0; values[i]; i++) {
    char *path = path_from (file, values[i]);
    g_free (values[i]);
    values[i] = path;
  }
}

static bool
set_number (GKeyFile *from, const Key *key, int *ret, GError **error) {
  int number = g_key_file_get_integer (from, GROUP, key->name, error);
  if (*error == NULL && number <= 0)
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                 "%s wants a number above 0", key->name);
  *ret = *error ? 0 : number;
  return *error == NULL;
}

static bool
set_value (GKeyFile *from, const char *file, const Key *key, gpointer member, GError **error) {
  if (key->kind == VALUE_NUMBER)
    return set_number (from, key, member, error);
  if (is_list (key)) {
    char **values = g_key_file_get_string_list (from, GROUP, key->name, NULL, error);
    if (values && key->kind == VALUE_PATHS)
      make_paths (values, file);
    *(char ***)member = values;
    return values != NULL;
  }
  g_autofree char *value = g_key_file_get_string (from, GROUP, key->name, error);
  *(char **)member =
      value == NULL || key->kind == VALUE_TEXT ? g_steal_pointer (&value) : path_from (file, value);
  return *error == NULL;
}

static bool
take_values (Options *options, GKeyFile *from, const char *file) {
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    const Key *key = &keys[i];
    g_autoptr (GError) error = NULL;
    if (is_given (options, key) || (key->only_with_dns && !options->dns) ||
        !g_key_file_has_key (from, GROUP, key->name, NULL))
      continue;
    if (!set_value (from, file, key, G_STRUCT_MEMBER_P (options, key->offset), &error))
      return complain ("%s: %s", file, error->message);
    g_free (options->set_by[i]);
    options->set_by[i] = g_strdup (file);
  }
  return true;
}

static bool
is_key (const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (name, keys[i].name) == 0)
      return true;
  return false;
}

static void
tell_unknown (GKeyFile *from, const char *file) {
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_string_append_printf (names, "%s ", keys[i].name);
  g_auto (GStrv) given = g_key_file_get_keys (from, GROUP, NULL, NULL);
  for (guint i = 0; given && given[i]; i++) {
    if (is_key (given[i]))
      continue;
    Span meant = rule_suggest_word (span_from_string (given[i]), span_from_string (names->str));
    if (span_is_null (meant))
      complain ("%s: there is no key \"%s\"; see mailwhy.conf(5)", file, given[i]);
    else
      complain ("%s: there is no key \"%s\"; \"%.*s\" is one", file, given[i], SPAN_FORMAT (meant));
  }
}

static bool
read_file (Options *options, const char *file, bool may_be_missing) {
  g_autoptr (GKeyFile) from = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  if (!g_key_file_load_from_file (from, file, G_KEY_FILE_NONE, &error))
    return (may_be_missing && g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT)) ||
           complain ("%s: %s", file, error->message);
  if (!g_key_file_has_group (from, GROUP))
    return complain ("%s: the group [" GROUP "] is missing", file);
  tell_unknown (from, file);
  return take_values (options, from, file);
}

/* ---- all of them ------------------------------------------------------------------------------
 */

bool
config_apply (Options *options) {
  const char *only = g_getenv ("MAILWHY_CONFIG");
  if (options->no_config || (only && only[0] == '\0'))
    return true;
  if (only)
    return read_file (options, only, false);
  g_autofree char *own = g_build_filename (g_get_user_config_dir (), "mailwhy", "config", NULL);
  if (!read_file (options, own, true))
    return false;
  const char *const *folders = g_get_system_config_dirs ();
  for (guint i = 0; folders[i]; i++) {
    g_autofree char *file = g_build_filename (folders[i], "mailwhy", "config", NULL);
    if (!read_file (options, file, true))
      return false;
  }
  return true;
}

static void
print_value (GKeyFile *into, const Key *key, gpointer member) {
  if (key->kind == VALUE_NUMBER)
    g_key_file_set_integer (into, GROUP, key->name, *(int *)member);
  else if (is_list (key))
    g_key_file_set_string_list (into, GROUP, key->name, *(const char *const **)member,
                                g_strv_length (*(char ***)member));
  else
    g_key_file_set_string (into, GROUP, key->name, *(char **)member);
}

void
config_print (const Options *options, Sink *sink) {
  g_autoptr (GKeyFile) told = g_key_file_new ();
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (!is_given (options, &keys[i]))
      continue;
    print_value (told, &keys[i], G_STRUCT_MEMBER_P (options, keys[i].offset));
    g_autofree char *where = options->set_by[i] ? g_strconcat (" from ", options->set_by[i], NULL)
                                                : g_strdup (" from the command line");
    g_key_file_set_comment (told, GROUP, keys[i].name, where, NULL);
  }
  g_autofree char *text = g_key_file_to_data (told, NULL, NULL);
  sink_printf (sink, "%s", text[0] ? text : "[" GROUP "]\n");
}
