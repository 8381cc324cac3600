/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/tree.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/limits.h"

typedef struct {
  const TreeVisitor *visitor;
  char *root;         /* without links, and with a slash behind; NULL: not known */
  GHashTable *seen;   /* of folders, by device and inode */
  guint64 n_unlisted; /* folders that could not be listed */
} Walk;

typedef enum { FILES, FOLDERS } Kind;

/* ---- names of a folder ------------------------------------------------------------------------
 */

static gint
compare_names (gconstpointer a, gconstpointer b) {
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* Who may write into a folder of mail could have any file of the reader's read and quoted. */
static bool
leads_out (const Walk *walk, const char *path) {
  char *real = realpath (path, NULL);
  g_autofree char *folder = real ? g_strconcat (real, "/", NULL) : NULL;
  free (real);
  return folder && !(walk->root && g_str_has_prefix (folder, walk->root));
}

/* "Other" is what is passed over: devices and FIFOs, and, told, links that lead out. */
static Kind
kind_of (const Walk *walk, const char *folder, const struct dirent *entry, Kind wanted,
         bool *ret_other) {
  struct stat info;
  *ret_other = false;
  if (entry->d_type == DT_REG)
    return FILES;
  if (entry->d_type == DT_DIR)
    return FOLDERS;
  g_autofree char *path = g_build_filename (folder, entry->d_name, NULL);
  if (entry->d_type != DT_REG && leads_out (walk, path)) {
    *ret_other = true;
    if (wanted == FILES)
      walk->visitor->trouble (path, "a link that leads out of the folder; not read",
                              walk->visitor->data);
    return wanted;
  }
  if (stat (path, &info) != 0)
    return FILES; /* whoever opens it says what is wrong */
  *ret_other = !S_ISREG (info.st_mode) && !S_ISDIR (info.st_mode);
  return S_ISDIR (info.st_mode) ? FOLDERS : FILES;
}

/* The first LIMIT_NAMES names behind `after`, sorted. NULL, with errno, when the folder cannot be
 * read. */
static GPtrArray *
names_after (const Walk *walk, const char *folder, Kind kind, bool hidden, const char *after) {
  DIR *dir = opendir (folder);
  struct dirent *entry;
  g_autofree char *bound = NULL; /* names behind it would be dropped again */
  if (dir == NULL)
    return NULL;
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  while ((entry = readdir (dir)) != NULL) {
    const char *name = entry->d_name;
    bool other;
    if (g_str_equal (name, ".") || g_str_equal (name, "..") || (name[0] == '.' && !hidden) ||
        (after && strcmp (name, after) <= 0) || (bound && strcmp (name, bound) > 0) ||
        kind_of (walk, folder, entry, kind, &other) != kind || other)
      continue;
    g_ptr_array_add (names, g_strdup (name));
    if (names->len < 2 * LIMIT_NAMES)
      continue;
    g_ptr_array_sort (names, compare_names);
    g_ptr_array_set_size (names, LIMIT_NAMES);
    g_free (bound);
    bound = g_strdup (g_ptr_array_index (names, LIMIT_NAMES - 1));
  }
  closedir (dir);
  g_ptr_array_sort (names, compare_names);
  if (names->len > LIMIT_NAMES)
    g_ptr_array_set_size (names, LIMIT_NAMES);
  return names;
}

typedef bool (*NameFunc) (Walk *walk, const char *folder, const char *name, guint depth);

static bool
each_name (Walk *walk, const char *folder, Kind kind, bool hidden, NameFunc func, guint depth) {
  g_autofree char *after = NULL;
  for (;;) {
    g_autoptr (GPtrArray) names = names_after (walk, folder, kind, hidden, after);
    if (names == NULL) {
      walk->n_unlisted++;
      walk->visitor->trouble (folder, g_strerror (errno), walk->visitor->data);
      return true;
    }
    for (guint i = 0; i < names->len; i++)
      if (!func (walk, folder, g_ptr_array_index (names, i), depth))
        return false;
    if (names->len < LIMIT_NAMES)
      return true;
    g_free (after);
    after = g_strdup (g_ptr_array_index (names, names->len - 1));
  }
}

/* ---- folders ----------------------------------------------------------------------------------
 */

static bool walk_folder (Walk *walk, const char *folder, guint depth);

static bool
visit_file (Walk *walk, const char *folder, const char *name, guint depth G_GNUC_UNUSED) {
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return walk->visitor->file (path, walk->visitor->data);
}

static bool
visit_folder (Walk *walk, const char *folder, const char *name, guint depth) {
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return walk_folder (walk, path, depth);
}

static bool
is_maildir_part (const char *name) {
  return g_str_equal (name, "cur") || g_str_equal (name, "new") || g_str_equal (name, "tmp");
}

static bool
visit_maildir_folder (Walk *walk, const char *folder, const char *name, guint depth) {
  return is_maildir_part (name) || visit_folder (walk, folder, name, depth);
}

static bool
has_folder (const char *folder, const char *name) {
  struct stat info;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return stat (path, &info) == 0 && S_ISDIR (info.st_mode);
}

/* Beside cur, new and tmp stand indexes and lists of the programs that serve it: no mail. */
static bool
walk_maildir (Walk *walk, const char *folder, guint depth) {
  static const char *const parts[] = {"cur", "new"};
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *path = g_build_filename (folder, parts[i], NULL);
    if (!each_name (walk, path, FILES, false, visit_file, depth))
      return false;
  }
  return each_name (walk, folder, FOLDERS, true, visit_maildir_folder, depth);
}

static bool
is_new (Walk *walk, const char *folder) {
  struct stat info;
  if (stat (folder, &info) != 0)
    return true; /* opening it says why */
  char *key = g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64)info.st_dev,
                               (guint64)info.st_ino);
  return g_hash_table_add (walk->seen, key);
}

static bool
walk_folder (Walk *walk, const char *folder, guint depth) {
  if (!is_new (walk, folder))
    return true;
  if (depth >= LIMIT_TREE_DEPTH) {
    walk->visitor->trouble (folder, "nested too deep; not read", walk->visitor->data);
    return true;
  }
  if (has_folder (folder, "cur") && has_folder (folder, "new"))
    return walk_maildir (walk, folder, depth + 1);
  guint64 before = walk->n_unlisted;
  if (!each_name (walk, folder, FILES, false, visit_file, depth))
    return false;
  if (walk->n_unlisted != before)
    return true;
  return each_name (walk, folder, FOLDERS, false, visit_folder, depth + 1);
}

static char *
root_of (const char *path) {
  char *real = realpath (path, NULL);
  char *root = real ? g_strconcat (real, g_str_has_suffix (real, "/") ? "" : "/", NULL) : NULL;
  free (real);
  return root;
}

bool
tree_walk (const char *path, const TreeVisitor *visitor) {
  Walk walk = {.visitor = visitor,
               .root = root_of (path),
               .seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL)};
  bool finished = walk_folder (&walk, path, 0);
  g_free (walk.root);
  g_hash_table_destroy (walk.seen);
  return finished;
}
