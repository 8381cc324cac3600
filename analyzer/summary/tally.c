/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "summary/tally.h"

#include "base/bytes.h"
#include "base/limits.h"

/* ---- keys -------------------------------------------------------------------------------------
 */

static guint
hash_item (gconstpointer data) {
  const TallyItem *item = data;
  guint hash = 17;
  for (guint i = 0; i < TALLY_PARTS; i++)
    hash = hash * 31 + (item->parts[i] ? g_str_hash (item->parts[i]) : 0);
  return hash;
}

static int
compare_keys (const TallyItem *a, const TallyItem *b) {
  for (guint i = 0; i < TALLY_PARTS; i++) {
    int order = g_strcmp0 (a->parts[i], b->parts[i]);
    if (order != 0)
      return order;
  }
  return 0;
}

static gboolean
equal_items (gconstpointer a, gconstpointer b) {
  return compare_keys (a, b) == 0;
}

static int
by_key (gconstpointer a, gconstpointer b) {
  return compare_keys (*(TallyItem *const *)a, *(TallyItem *const *)b);
}

static int
by_count (gconstpointer a, gconstpointer b) {
  const TallyItem *x = *(TallyItem *const *)a, *y = *(TallyItem *const *)b;
  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  return compare_keys (x, y);
}

/* Most texts are ASCII, which is valid but for NUL. */
char *
tally_text (Span text) {
  if (span_is_null (text))
    return NULL;
  text = span_first (text, LIMIT_TALLY_KEY);
  if (bytes_are_ascii (text.data, text.len) && span_index (text, '\0') < 0)
    return g_strndup (text.data, text.len);
  return g_utf8_make_valid (text.data, (gssize)text.len);
}

char *
summary_text_cut (const char *text, gsize limit) {
  char *valid = text ? g_utf8_make_valid (text, -1) : NULL;
  if (valid == NULL || strlen (valid) <= limit)
    return valid;
  while (limit > 0 && ((guchar)valid[limit] & 0xc0) == 0x80)
    limit--;
  valid[limit] = '\0';
  return valid;
}

/* ---- items ------------------------------------------------------------------------------------
 */

static void
free_item (gpointer data) {
  TallyItem *item = data;
  for (guint i = 0; i < TALLY_PARTS; i++)
    g_free (item->parts[i]);
  g_free (item->sample_id);
  g_free (item->sample_source);
  g_free (item->sample_address);
  g_free (item);
}

static TallyItem *
copy_item (const TallyItem *like) {
  TallyItem *item = g_memdup2 (like, sizeof *like);
  for (guint i = 0; i < TALLY_PARTS; i++)
    item->parts[i] = g_strdup (like->parts[i]);
  item->sample_id = g_strdup (like->sample_id);
  item->sample_source = g_strdup (like->sample_source);
  item->sample_address = g_strdup (like->sample_address);
  return item;
}

void
tally_init (Tally *tally) {
  tally->items = NULL;
  tally->other = 0;
}

void
tally_clear (Tally *tally) {
  g_clear_pointer (&tally->items, g_hash_table_unref);
  tally->other = 0;
}

/* Down to the commonest LIMIT_TALLY, at twice as many: a late but common key still finds a place.
 */
static void
prune (Tally *tally) {
  if (g_hash_table_size (tally->items) < 2 * LIMIT_TALLY)
    return;
  g_autoptr (GPtrArray) sorted = tally_sorted (tally);
  for (guint i = LIMIT_TALLY; i < sorted->len; i++) {
    TallyItem *item = g_ptr_array_index (sorted, i);
    tally->other = tally_sum (tally->other, item->count);
    g_hash_table_remove (tally->items, item);
  }
}

guint64
tally_sum (guint64 a, guint64 b) {
  const guint64 most = G_GUINT64_CONSTANT (1) << 62;
  return a < most && b < most - a ? a + b : most;
}

static void
widen (TallyItem *item, const TallyItem *by) {
  if (by->first.set && (!item->first.set || by->first.value < item->first.value))
    item->first = by->first;
  if (by->last.set && (!item->last.set || by->last.value > item->last.value))
    item->last = by->last;
}

bool
tally_add_known (Tally *tally, const TallyItem *like) {
  TallyItem *item = tally->items ? g_hash_table_lookup (tally->items, like) : NULL;
  if (item == NULL)
    return false;
  item->count = tally_sum (item->count, like->count);
  widen (item, like);
  return true;
}

void
tally_add (Tally *tally, const TallyItem *like) {
  if (tally_add_known (tally, like))
    return;
  if (tally->items == NULL)
    tally->items = g_hash_table_new_full (hash_item, equal_items, free_item, NULL);
  g_hash_table_add (tally->items, copy_item (like));
  prune (tally);
}

/* In a fixed order, so that what is dropped does not depend on the hash table's. */
void
tally_merge (Tally *into, const Tally *from) {
  g_autoptr (GPtrArray) sorted = tally_sorted (from);
  for (guint i = 0; i < sorted->len; i++)
    tally_add (into, g_ptr_array_index (sorted, i));
  into->other = tally_sum (into->other, from->other);
}

guint64
tally_total (const Tally *tally) {
  GHashTableIter iter;
  gpointer item;
  guint64 total = tally->other;
  if (tally->items == NULL)
    return total;
  g_hash_table_iter_init (&iter, tally->items);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    total = tally_sum (total, ((TallyItem *)item)->count);
  return total;
}

static GPtrArray *
keys_of (const Tally *tally) {
  GPtrArray *array = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer item;
  if (tally->items == NULL)
    return array;
  g_hash_table_iter_init (&iter, tally->items);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    g_ptr_array_add (array, item);
  return array;
}

static GPtrArray *
sorted_by (const Tally *tally, GCompareFunc compare) {
  GPtrArray *array = keys_of (tally);
  g_ptr_array_sort (array, compare);
  return array;
}

GPtrArray *
tally_sorted (const Tally *tally) {
  return sorted_by (tally, by_count);
}

GPtrArray *
tally_by_key (const Tally *tally) {
  return sorted_by (tally, by_key);
}

void
tally_project (const Tally *tally, guint part, Tally *ret) {
  g_autoptr (GPtrArray) sorted = tally_sorted (tally);
  tally_init (ret);
  for (guint i = 0; i < sorted->len; i++) {
    TallyItem item = *(const TallyItem *)g_ptr_array_index (sorted, i);
    item.parts[0] = item.parts[part];
    for (guint p = 1; p < TALLY_PARTS; p++)
      item.parts[p] = NULL;
    tally_add (ret, &item);
  }
  ret->other = tally_sum (ret->other, tally->other);
}
