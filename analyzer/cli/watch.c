/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/complain.h"

#define LIMIT_WATCHED (1 << 20) /* names in memory */
#define FIRST_LINE "mailwhy watch 1"
#define COMES (IN_CLOSE_WRITE | IN_MOVED_TO)
#define GOES (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED)
#define MAX_FOLDERS 2

struct Watch {
  char *folders[MAX_FOLDERS]; /* "new" and "cur" of a Maildir, or the folder alone */
  int descriptors[MAX_FOLDERS];
  char *above; /* the Maildir itself, which can go with all in it; NULL */
  int above_descriptor;
  guint n_folders;
  bool maildir;
  int inotify;
  char *state;      /* NULL: none is kept */
  int state_fd;     /* to write on in it; -1: none */
  GHashTable *seen; /* keys */
};

/* A Maildir's name goes on behind a colon with the flags, which change. */
static char *
key_of (const Watch *watch, const char *name) {
  return watch->maildir ? g_strndup (name, strcspn (name, ":")) : g_strdup (name);
}

/* ---- the state --------------------------------------------------------------------------------
 */

static bool
read_state (Watch *watch, bool *ret_there) {
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  *ret_there = g_file_get_contents (watch->state, &text, NULL, &error);
  if (!*ret_there)
    return g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
           complain ("--state: %s", error->message);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);
  if (n < 2 || strcmp (lines[0], FIRST_LINE) != 0)
    return complain ("--state: %s was not written by this version", watch->state);
  /* Behind the last line end is nothing, or a name that was cut. */
  for (guint i = 1; i + 1 < n; i++)
    g_hash_table_add (watch->seen, g_strcompress (lines[i]));
  return true;
}

static int
compare_names (gconstpointer a, gconstpointer b) {
  return strcmp (a, b);
}

/* A name a line; written anew at the start, so that those that are gone are forgotten. */
static bool
write_state (Watch *watch) {
  g_autoptr (GString) text = g_string_new (FIRST_LINE "\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (watch->seen), compare_names);
  for (GList *at = names; at; at = at->next) {
    g_autofree char *escaped = g_strescape (at->data, NULL);
    g_string_append_printf (text, "%s\n", escaped);
  }
  if (!g_file_set_contents_full (watch->state, text->str, (gssize)text->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    return complain ("--state: %s", error->message);
  watch->state_fd = open (watch->state, O_WRONLY | O_APPEND | O_CLOEXEC);
  return watch->state_fd >= 0 || complain ("--state: %s: %s", watch->state, g_strerror (errno));
}

static bool
append_to_state (const Watch *watch, const char *key) {
  g_autofree char *escaped = g_strescape (key, NULL);
  g_autofree char *line = g_strconcat (escaped, "\n", NULL);
  gssize length = (gssize)strlen (line);
  return watch->state_fd < 0 || write (watch->state_fd, line, (gsize)length) == length ||
         complain ("--state: %s: %s", watch->state, g_strerror (errno));
}

/* ---- what is there ----------------------------------------------------------------------------
 */

static bool
add_seen (Watch *watch, const char *key) {
  if (g_hash_table_size (watch->seen) >= LIMIT_WATCHED)
    return complain ("--watch: more than %d messages; start again when some are gone",
                     LIMIT_WATCHED);
  g_hash_table_add (watch->seen, g_strdup (key));
  return true;
}

/* Names of files, each with the folder's index; other than hidden ones. */
typedef void (*NameHandler) (Watch *watch, guint folder, const char *name, gpointer data);

static bool
list_folders (Watch *watch, NameHandler handler, gpointer data) {
  for (guint i = 0; i < watch->n_folders; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GDir) dir = g_dir_open (watch->folders[i], 0, &error);
    const char *name;
    if (dir == NULL)
      return complain ("--watch: %s", error->message);
    while ((name = g_dir_read_name (dir)))
      if (name[0] != '.')
        handler (watch, i, name, data);
  }
  return true;
}

static void
on_present (Watch *watch, guint folder G_GNUC_UNUSED, const char *name, gpointer data) {
  g_autofree char *key = key_of (watch, name);
  g_hash_table_add (data, g_strdup (key));
}

/* Forgets those that are gone; without a state of before, all that are there were seen. */
static bool
settle (Watch *watch, bool known) {
  g_autoptr (GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;
  if (!list_folders (watch, on_present, present))
    return false;
  g_hash_table_iter_init (&iter, watch->seen);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (present, key))
      g_hash_table_iter_remove (&iter);
  g_hash_table_iter_init (&iter, present);
  while (!known && g_hash_table_iter_next (&iter, &key, NULL))
    if (!add_seen (watch, key))
      return false;
  return true;
}

/* ---- beginning --------------------------------------------------------------------------------
 */

static bool
add_folder (Watch *watch, const char *path) {
  guint i = watch->n_folders++;
  watch->folders[i] = g_strdup (path);
  watch->descriptors[i] = inotify_add_watch (watch->inotify, path, COMES | GOES | IN_ONLYDIR);
  return watch->descriptors[i] >= 0 || complain ("--watch: %s: %s", path, g_strerror (errno));
}

static bool
add_folders (Watch *watch, const char *folder) {
  g_autofree char *new = g_build_filename (folder, "new", NULL);
  g_autofree char *cur = g_build_filename (folder, "cur", NULL);
  watch->inotify = inotify_init1 (IN_CLOEXEC);
  if (watch->inotify < 0)
    return complain ("--watch: %s", g_strerror (errno));
  watch->maildir = g_file_test (new, G_FILE_TEST_IS_DIR) && g_file_test (cur, G_FILE_TEST_IS_DIR);
  if (!watch->maildir)
    return add_folder (watch, folder);
  watch->above = g_strdup (folder);
  watch->above_descriptor = inotify_add_watch (watch->inotify, folder, GOES | IN_ONLYDIR);
  return add_folder (watch, new) && add_folder (watch, cur);
}

Watch *
watch_new (const char *folder, const char *state) {
  g_autoptr (Watch) watch = g_new0 (Watch, 1);
  bool known = false;
  watch->state = g_strdup (state);
  watch->state_fd = -1;
  watch->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!add_folders (watch, folder) || (state && !read_state (watch, &known)) ||
      !settle (watch, known) || (state && !write_state (watch)))
    return NULL;
  return g_steal_pointer (&watch);
}

void
watch_free (Watch *watch) {
  if (watch == NULL)
    return;
  for (guint i = 0; i < watch->n_folders; i++)
    g_free (watch->folders[i]);
  g_free (watch->above);
  if (watch->inotify >= 0)
    close (watch->inotify);
  if (watch->state_fd >= 0)
    close (watch->state_fd);
  g_hash_table_unref (watch->seen);
  g_free (watch->state);
  g_free (watch);
}

/* ---- what comes -------------------------------------------------------------------------------
 */

typedef struct {
  WatchHandler handler;
  gpointer data;
  bool ended; /* the handler said so */
  bool failed;
} Run;

/* One that was renamed meanwhile comes again under its other name. */
static void
on_name (Watch *watch, guint folder, const char *name, gpointer data) {
  Run *run = data;
  g_autofree char *key = key_of (watch, name);
  g_autofree char *path = g_build_filename (watch->folders[folder], name, NULL);
  if (run->ended || run->failed || name[0] == '.' || g_hash_table_contains (watch->seen, key) ||
      !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return;
  if (!run->handler (path, run->data))
    run->ended = true;
  else if (!add_seen (watch, key) || !append_to_state (watch, key))
    run->failed = true;
}

static guint
folder_of (const Watch *watch, int descriptor) {
  guint i = 0;
  while (i < watch->n_folders && watch->descriptors[i] != descriptor)
    i++;
  return i;
}

/* False: the folder is gone. */
static bool
take_event (Watch *watch, const struct inotify_event *event, Run *run) {
  guint folder = folder_of (watch, event->wd);
  if (event->mask & IN_Q_OVERFLOW)
    return list_folders (watch, on_name, run);
  if (watch->above && event->wd == watch->above_descriptor && (event->mask & GOES))
    return complain ("--watch: %s is gone", watch->above);
  if (folder == watch->n_folders)
    return true;
  if (event->mask & GOES)
    return complain ("--watch: %s is gone", watch->folders[folder]);
  if (event->len > 0)
    on_name (watch, folder, event->name, run);
  return true;
}

static bool
take_events (Watch *watch, Run *run) {
  _Alignas(struct inotify_event) char buffer[LIMIT_READ];
  ssize_t length = read (watch->inotify, buffer, sizeof buffer);
  if (length < 0)
    return errno == EINTR || complain ("--watch: %s", g_strerror (errno));
  for (ssize_t at = 0; at < length && !run->ended && !run->failed;) {
    const struct inotify_event *event = (const void *)(buffer + at);
    if (!take_event (watch, event, run))
      return false;
    at += (ssize_t)(sizeof *event + event->len);
  }
  return true;
}

bool
watch_run (Watch *watch, WatchHandler handler, bool (*stop) (gpointer data), gpointer data) {
  Run run = {.handler = handler, .data = data};
  struct pollfd waits = {.fd = watch->inotify, .events = POLLIN};
  bool good = list_folders (watch, on_name, &run);
  while (good && !run.ended && !run.failed && !stop (data))
    if (poll (&waits, 1, -1) > 0)
      good = take_events (watch, &run);
  return good && !run.failed;
}
