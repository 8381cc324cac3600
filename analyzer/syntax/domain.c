/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/domain.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "base/whole-file.h"

#include <idn2.h>
#include <libpsl.h>
#include <stdio.h>
#include <sys/stat.h>

static bool
is_ascii (Span text) {
  return bytes_are_ascii (text.data, text.len);
}

/* Letters, digits, hyphens, and the underscores of service names; dots between them. */
static const guint8 no_name_byte[256] = {
    [0 ... '-' - 1] = 1,   ['/'] = 1, ['9' + 1 ... 'A' - 1] = 1,
    ['Z' + 1 ... '^'] = 1, ['`'] = 1, ['z' + 1 ... 255] = 1,
};

/* Nothing but digits behind the last dot: no top-level domain is so, and the name is an IPv4
 * address or part of one. */
static bool
ends_in_number (Span name) {
  gsize n = name.len;
  while (n > 0 && g_ascii_isdigit (name.data[n - 1]))
    n--;
  return n == 0 || (n < name.len && name.data[n - 1] == '.');
}

/* ASCII only, no trailing dot. */
static bool
is_name (Span name) {
  if (name.len == 0 || name.len > LIMIT_DOMAIN || name.data[0] == '.' ||
      name.data[name.len - 1] == '.')
    return false;
  return !bytes_classes (name.data, name.len, no_name_byte) &&
         !bytes_twice (name.data, name.len, '.') && !ends_in_number (name);
}

static Span
without_last_dot (Span text) {
  if (text.len > 0 && text.data[text.len - 1] == '.')
    text.len--;
  return text;
}

/* A letter that stands for another one by compatibility only (mathematical, full-width, circled) or
 * that nobody sees: RFC 5892 §2.6 and §2.7 allow neither in a label, so a name that has one is
 * none, and not the one it looks like. */
static bool
has_lookalike (Span label) {
  g_autofree char *composed = g_utf8_normalize (label.data, (gssize)label.len, G_NORMALIZE_NFC);
  g_autofree char *compatible = g_utf8_normalize (label.data, (gssize)label.len, G_NORMALIZE_NFKC);
  if (g_strcmp0 (composed, compatible) != 0)
    return true;
  for (gsize i = 0; i < label.len; i += (gsize)g_utf8_skip[(guchar)label.data[i]]) {
    gunichar c = g_utf8_get_char (label.data + i);
    if (g_unichar_type (c) == G_UNICODE_FORMAT && c != 0x200C && c != 0x200D)
      return true;
  }
  return false;
}

/* RFC 5890 §2.3.2.1: the A-label of one label, UTS #46 mapping included. */
static bool
append_a_label (GString *name, Span label) {
  char u_label[LIMIT_DOMAIN + 1];
  guint8 *a_label = NULL;
  memcpy (u_label, label.data, label.len);
  u_label[label.len] = '\0';
  int status =
      idn2_lookup_u8 ((const guint8 *)u_label, &a_label, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
  if (status != IDN2_OK)
    return false;
  g_string_append (name, (const char *)a_label);
  idn2_free (a_label);
  return true;
}

/* Label by label, so that one that libidn2 refuses although it exists does no harm beside a
 * U-label. */
static bool
append_labels (GString *name, Span text) {
  for (;;) {
    gssize dot = span_index (text, '.');
    Span label = dot < 0 ? text : span_first (text, (gsize)dot);
    if (is_ascii (label))
      g_string_append_len (name, label.data, (gssize)label.len);
    else if (has_lookalike (label) || !append_a_label (name, label))
      return false;
    if (dot < 0)
      return true;
    g_string_append_c (name, '.');
    text = span_skip (text, (gsize)dot + 1);
  }
}

static bool
normalize_international (Span text, Arena *arena, Span *ret) {
  if (!g_utf8_validate_len (text.data, text.len, NULL))
    return false;
  g_autoptr (GString) name = g_string_sized_new (text.len + 16);
  if (!append_labels (name, text))
    return false;
  Span ascii = without_last_dot (span_of (name->str, name->len));
  if (!is_ascii (ascii) || !is_name (ascii))
    return false;
  *ret = arena_dup_lower (arena, ascii);
  return true;
}

bool
domain_normalize (Span text, Arena *arena, Span *ret) {
  *ret = SPAN_NULL;
  text = without_last_dot (span_trim (text));
  if (text.len == 0 || text.len > LIMIT_DOMAIN)
    return false;
  if (!is_ascii (text))
    return normalize_international (text, arena, ret);
  if (!is_name (text))
    return false;
  *ret = arena_dup_lower (arena, text);
  return true;
}

bool
domain_is_under (Span domain, Span parent) {
  if (parent.len == 0 || domain.len < parent.len)
    return false;
  gsize above = domain.len - parent.len;
  if (above > 0 && domain.data[above - 1] != '.')
    return false;
  return span_equal (span_skip (domain, above), parent);
}

bool
domain_is_host_name (Span domain) {
  static const Span parents[] = {SPAN ("local"),    SPAN ("localdomain"), SPAN ("lan"),
                                 SPAN ("internal"), SPAN ("localhost"),   SPAN ("home.arpa")};
  if (domain.len > 0 && span_index (domain, '.') < 0)
    return true;
  for (gsize i = 0; i < G_N_ELEMENTS (parents); i++)
    if (domain_is_under (domain, parents[i]))
      return true;
  return false;
}

Span
address_domain (Span address, Arena *arena) {
  Span domain = SPAN_NULL;
  gssize at = span_last_index (address, '@');
  if (at < 0)
    return SPAN_NULL;
  address = span_trim (span_skip (address, (gsize)at + 1));
  if (address.len > 0 && address.data[address.len - 1] == '>')
    address.len--;
  domain_normalize (address, arena, &domain);
  return domain;
}

/* The list in use: chosen, or found at the first question. */
static psl_ctx_t *chosen_list;
static char *chosen_name;
static guint lists_chosen;

static bool
has_rules (const psl_ctx_t *list) {
  /* -1: a compiled list does not count its rules. */
  return list != NULL && psl_suffix_count (list) != 0;
}

/* libpsl would read a device for ever. */
static psl_ctx_t *
load_list (const char *path) {
  g_autofree char *bytes = NULL;
  gsize length;
  if (!whole_file_read (path, LIMIT_SUFFIX_LIST, &bytes, &length, NULL) || length == 0)
    return NULL;
  FILE *file = fmemopen (bytes, length, "r");
  psl_ctx_t *list = file ? psl_load_fp (file) : NULL;
  if (file)
    fclose (file);
  return list;
}

bool
domain_suffix_list_use_file (const char *path, GError **error) {
  psl_ctx_t *list = load_list (path);
  if (!has_rules (list)) {
    psl_free (list);
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                 "\"%s\" cannot be read as a public suffix list", path);
    return false;
  }
  psl_free (chosen_list);
  g_free (chosen_name);
  chosen_list = list;
  lists_chosen++;
  chosen_name = g_strdup (path);
  return true;
}

static void
use_builtin (void) {
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc ((gint64)psl_builtin_file_time ());
  g_autofree char *day = date ? g_date_time_format (date, "%Y-%m-%d") : NULL;
  chosen_list = (psl_ctx_t *)psl_builtin ();
  lists_chosen++;
  chosen_name =
      chosen_list ? g_strdup_printf ("libpsl builtin, %s", day ? day : "?") : g_strdup ("none");
}

static void
choose_list (void) {
  const char *path = psl_dist_filename ();
  struct stat file;
  bool newer = path != NULL && *path && stat (path, &file) == 0 &&
               (psl_builtin () == NULL || file.st_mtime > psl_builtin_file_time ());
  if (!newer || !domain_suffix_list_use_file (path, NULL))
    use_builtin ();
}

static const psl_ctx_t *
public_suffix_list (void) {
  static gsize chosen;
  if (g_once_init_enter (&chosen)) {
    if (chosen_name == NULL)
      choose_list ();
    g_once_init_leave (&chosen, 1);
  }
  return chosen_list;
}

const char *
domain_suffix_list_name (void) {
  public_suffix_list ();
  return chosen_name;
}

/* The same few domains come again and again, in one message and in a mailbox, and the list takes
 * microseconds. */
typedef struct {
  guint list;     /* which one it was, 0: an empty slot */
  guint8 len, at; /* `at`: where the organisation's domain begins */
  guint8 icann;   /* where it does by the list's first part, plus one; 0: not asked yet */
  char name[57];
} Organization;

#define ORGANIZATIONS 4096
#define MULTIPLIER \
  G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) /* odd, its bits mixed; any such will do */
static _Thread_local Organization organizations[ORGANIZATIONS];

static Organization *
organization_slot (Span domain) {
  guint64 hash = domain.len;
  gsize i = 0;
  if (domain.len > sizeof organizations[0].name)
    return NULL;
  for (; i + 8 <= domain.len; i += 8)
    hash = (hash ^ bytes_load (domain.data + i)) * MULTIPLIER;
  for (; i < domain.len; i++)
    hash = (hash ^ (guchar)domain.data[i]) * MULTIPLIER;
  return &organizations[(hash >> 32) % ORGANIZATIONS];
}

static bool
is_known (const Organization *known, Span domain) {
  return known && known->list == lists_chosen && known->len == domain.len &&
         memcmp (known->name, domain.data, domain.len) == 0;
}

Span
domain_organizational (Span domain, Arena *arena) {
  const psl_ctx_t *list = public_suffix_list ();
  if (span_is_empty (domain) || list == NULL)
    return domain;
  Organization *known = organization_slot (domain);
  if (is_known (known, domain))
    return span_skip (domain, known->at);
  const char *name = arena_string (arena, domain);
  const char *organization = psl_registrable_domain (list, name);
  gsize at = organization ? (gsize)(organization - name) : 0;
  if (known) {
    *known = (Organization){.list = lists_chosen, .len = (guint8)domain.len, .at = (guint8)at};
    memcpy (known->name, domain.data, domain.len);
  }
  return span_skip (domain, at);
}

bool
domain_same_organization (Span a, Span b, Arena *arena) {
  if (span_is_null (a) || span_is_null (b))
    return false;
  return span_equal (domain_organizational (a, arena), domain_organizational (b, arena));
}

/* Not by the rule that any top-level domain is one: "localhost" is a host, not a registry. */
bool
domain_is_public_suffix (Span domain) {
  char name[LIMIT_DOMAIN + 1];
  const psl_ctx_t *list = public_suffix_list ();
  if (span_is_empty (domain) || domain.len > LIMIT_DOMAIN || list == NULL)
    return false;
  memcpy (name, domain.data, domain.len);
  name[domain.len] = '\0';
  return psl_is_public_suffix2 (list, name, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) == 1;
}

/* From the right: the first name that is no public suffix. */
static gsize
begin_of_organization_icann (Span domain, const psl_ctx_t *list) {
  char name[LIMIT_DOMAIN];
  memcpy (name, domain.data, domain.len);
  name[domain.len] = '\0';
  for (gsize at = domain.len; at > 0; at--)
    if (name[at - 1] == '.' && !psl_is_public_suffix2 (list, name + at, PSL_TYPE_ICANN))
      return at;
  return 0;
}

Span
domain_organizational_icann (Span domain) {
  const psl_ctx_t *list = public_suffix_list ();
  if (span_is_empty (domain) || list == NULL || domain.len >= LIMIT_DOMAIN)
    return domain;
  Organization *known = organization_slot (domain);
  if (!is_known (known, domain))
    return span_skip (domain, begin_of_organization_icann (domain, list));
  if (known->icann == 0)
    known->icann = (guint8)(begin_of_organization_icann (domain, list) + 1);
  return span_skip (domain, known->icann - 1u);
}
