/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/redact.h"

#include "syntax/ip-address.h"

#define SECRETS_MAX 64 /* looked for at every word */
#define SECRET_MIN 4   /* shorter names and subjects occur everywhere by chance */

typedef struct {
  Arena *arena;
  GHashTable *pseudonyms; /* "kind:text", folded → number, from 1 */
  guint counts[6];
  Vec secrets; /* of Secret: whole texts that may stand inside others */
} Redactor;

typedef enum {
  KIND_USER,
  KIND_MESSAGE,
  KIND_SUBJECT,
  KIND_NAME,
  KIND_ADDRESS4,
  KIND_ADDRESS6
} Kind;

typedef struct {
  Span text, pseudonym;
} Secret;

/* ---- pseudonyms -------------------------------------------------------------------------------
 */

static guint
number_for (Redactor *redactor, Kind kind, Span text) {
  g_autofree char *key = g_strdup_printf ("%d:%.*s", (int)kind, SPAN_FORMAT (text));
  for (char *at = key; *at; at++)
    *at = g_ascii_tolower (*at);
  gpointer known = g_hash_table_lookup (redactor->pseudonyms, key);
  if (known)
    return GPOINTER_TO_UINT (known);
  guint number = ++redactor->counts[kind];
  g_hash_table_insert (redactor->pseudonyms, g_steal_pointer (&key), GUINT_TO_POINTER (number));
  return number;
}

static Span
pseudonym (Redactor *redactor, Kind kind, Span text) {
  static const char *const words[] = {"user-", "message-", "Subject ", "Name "};
  guint number = number_for (redactor, kind, text);
  if (kind == KIND_ADDRESS4)
    return arena_printf (redactor->arena, "10.0.%u.%u", number >> 8 & 255, number & 255);
  if (kind == KIND_ADDRESS6)
    return arena_printf (redactor->arena, "fd00::%x", number);
  return arena_printf (redactor->arena, "%s%u", words[kind], number);
}

/* ---- inside a text ----------------------------------------------------------------------------
 */

static bool
is_local_char (char c) {
  return g_ascii_isalnum (c) || (guchar)c >= 0x80 || is_any_of (c, "!#$%&'*+-/=?^_`{|}~.");
}

/* A key that receivers write before an address without a blank: "smtp.mailfrom=bounce@…". SRS
 * (SRS0=…) keeps its mark, which explains the rest. */
static gsize
key_length (Span run) {
  static const char *const keys[] = {"smtp.mailfrom",
                                     "smtp.mail",
                                     "smtp.mfrom",
                                     "smtp.rcptto",
                                     "smtp.helo",
                                     "smtp.auth",
                                     "header.from",
                                     "header.i",
                                     "header.sender",
                                     "envelope-from",
                                     "x-sender",
                                     "sender",
                                     "mailfrom",
                                     "mfrom",
                                     "from",
                                     "identity",
                                     "id",
                                     "i",
                                     "to",
                                     "srs0",
                                     "srs1"};
  gssize equals = span_index (run, '=');
  for (guint i = 0; equals > 0 && i < G_N_ELEMENTS (keys); i++)
    if (span_equal_nocase (span_first (run, (gsize)equals), span_from_string (keys[i])))
      return (gsize)equals + 1;
  return 0;
}

/* Where the local part before the "@" at `at` begins. */
static gsize
local_start (Span text, gsize from, gsize at) {
  gsize start = at;
  if (start > from && text.data[start - 1] == '"') {
    for (start--; start > from && text.data[start - 1] != '"';)
      start--;
    return start > from ? start - 1 : at;
  }
  while (start > from && is_local_char (text.data[start - 1]))
    start--;
  return start + key_length (span_of (text.data + start, at - start));
}

static bool
begins_domain (Span rest) {
  return rest.len > 0 &&
         (g_ascii_isalnum (rest.data[0]) || (guchar)rest.data[0] >= 0x80 || rest.data[0] == '[');
}

static bool
is_link_end (char c) {
  return c == '\0' || (guchar)c <= ' ' || is_any_of (c, ">)\",;");
}

/* A link's path and query name people. Returns how far it goes, 0 when no link begins here. */
static gsize
redact_link (Span rest, GString *out) {
  gsize scheme = span_starts_with_nocase (rest, SPAN ("https://"))  ? 8
                 : span_starts_with_nocase (rest, SPAN ("http://")) ? 7
                                                                    : 0;
  if (scheme == 0)
    return 0;
  gsize end = scheme, host;
  while (end < rest.len && !is_link_end (rest.data[end]) && !is_any_of (rest.data[end], "/?#"))
    end++;
  host = end;
  while (end < rest.len && !is_link_end (rest.data[end]))
    end++;
  Span authority = span_of (rest.data + scheme, host - scheme);
  gssize at = span_last_index (authority, '@');
  g_string_append_len (out, rest.data, (gssize)scheme);
  authority = span_skip (authority, (gsize)(at + 1));
  g_string_append_len (out, authority.data, (gssize)authority.len);
  if (end > host)
    g_string_append (out, "/...");
  return end;
}

static bool
is_address_char (char c) {
  return g_ascii_isxdigit (c) || c == '.' || c == ':';
}

/* An address of a private network that begins here. Returns its length, 0 for anything else. */
static gsize
redact_ip (Redactor *redactor, Span rest, GString *out) {
  gsize len = 0;
  Span canonical;
  while (len < rest.len && len < 46 && is_address_char (rest.data[len]))
    len++;
  while (len > 0 && (rest.data[len - 1] == '.' || rest.data[len - 1] == ':'))
    len--;
  Span token = span_first (rest, len);
  if (len < 3 || (span_index (token, ':') < 0 && span_index (token, '.') < 0) ||
      !ip_address_normalize (token, redactor->arena, &canonical) ||
      ip_address_is_public (canonical) || span_starts_with (canonical, SPAN ("127.")) ||
      span_equal (canonical, SPAN ("::1")))
    return 0;
  Kind kind = span_index (canonical, ':') >= 0 ? KIND_ADDRESS6 : KIND_ADDRESS4;
  Span instead = pseudonym (redactor, kind, canonical);
  g_string_append_len (out, instead.data, (gssize)instead.len);
  return len;
}

static bool
is_word_char (char c) {
  return g_ascii_isalnum (c) || (guchar)c >= 0x80 || c == '.' || c == '-' || c == '@' || c == '_';
}

static gsize
redact_secret (const Redactor *redactor, Span rest, char before, GString *out) {
  for (guint i = 0; i < redactor->secrets.n; i++) {
    const Secret *secret = vec_at (&redactor->secrets, Secret, i);
    char after = rest.len > secret->text.len ? rest.data[secret->text.len] : ' ';
    if (!span_starts_with (rest, secret->text) || is_word_char (before) || g_ascii_isalnum (after))
      continue;
    g_string_append_len (out, secret->pseudonym.data, (gssize)secret->pseudonym.len);
    return secret->text.len;
  }
  return 0;
}

/* "%40" hides an address in what was encoded for a link. */
static gsize
at_sign_length (Span rest) {
  if (rest.data[0] == '@')
    return 1;
  return span_starts_with (rest, SPAN ("%40")) ? 3 : 0;
}

static void
redact_local (Redactor *redactor, Span text, gsize copied, gsize at, GString *out, gsize written) {
  gsize start = local_start (text, copied, at);
  Span local = span_of (text.data + start, at - start);
  if (local.len == 0)
    return;
  Span instead = pseudonym (redactor, KIND_USER, local);
  g_string_truncate (out, written + (start - copied));
  g_string_append_len (out, instead.data, (gssize)instead.len);
}

/* Linear: each byte is copied once, a local part is looked at once more, and secrets are few. */
static Span
redact_text (Redactor *redactor, Span text) {
  if (text.len == 0)
    return text;
  g_autoptr (GString) out = g_string_new (NULL);
  gsize at = 0, copied = 0,
        written = 0; /* from `copied` on, `out` holds the text as it is, from `written` on */
  while (at < text.len) {
    Span rest = span_skip (text, at);
    char before = at ? text.data[at - 1] : ' ';
    gsize sign = at_sign_length (rest), taken = 0;
    if (sign > 0 && begins_domain (span_skip (rest, sign))) {
      redact_local (redactor, text, copied, at, out, written);
      g_string_append_len (out, rest.data, (gssize)sign);
      taken = sign;
    } else if (!is_word_char (before) && (taken = redact_link (rest, out)) == 0 &&
               (taken = redact_secret (redactor, rest, before, out)) == 0)
      taken = redact_ip (redactor, rest, out);
    if (taken == 0) {
      g_string_append_c (out, text.data[at++]);
      continue;
    }
    copied = at += taken;
    written = out->len;
  }
  if (span_equal (span_of (out->str, out->len), text))
    return text;
  return arena_dup (redactor->arena, span_of (out->str, out->len));
}

/* ---- the records ------------------------------------------------------------------------------
 */

static void redact_record (Redactor *redactor, const RecordInfo *info, gpointer record);

/* Lists may be shared with the rules, so they are not changed in place. */
static void
redact_texts (Redactor *redactor, Vec *texts) {
  Vec copy = {0};
  for (guint i = 0; i < texts->n; i++)
    *vec_push (redactor->arena, &copy, Span) = redact_text (redactor, *vec_at (texts, Span, i));
  *texts = copy;
}

static void
redact_items (Redactor *redactor, const RecordInfo *item, Vec *items) {
  for (guint i = 0; i < items->n; i++)
    redact_record (redactor, item, (char *)items->items + i * item->size);
}

static void
redact_field (Redactor *redactor, const FieldInfo *field, gpointer member) {
  switch (field->type) {
  case FIELD_TYPE_TEXT:
  case FIELD_TYPE_TOKEN:
  case FIELD_TYPE_ADDRESS:
  case FIELD_TYPE_IP:
    *(Span *)member = redact_text (redactor, *(Span *)member);
    break;
  case FIELD_TYPE_DATE: /* some write an address behind it */
    ((Date *)member)->raw = redact_text (redactor, ((Date *)member)->raw);
    break;
  case FIELD_TYPE_TEXTS:
    redact_texts (redactor, member);
    break;
  case FIELD_TYPE_ITEMS:
    redact_items (redactor, field->item, member);
    break;
  case FIELD_TYPE_ONE:
    redact_record (redactor, field->item, member);
    break;
  case FIELD_TYPE_MAYBE:
    if (*(gpointer *)member)
      redact_record (redactor, field->item, *(gpointer *)member);
    break;
  default:
    break;
  }
}

/* "smtp.auth=claire": a login without a domain. */
static void
redact_property (Redactor *redactor, AuthProperty *property) {
  static const char *const people[] = {"auth", "mailfrom", "mail", "mfrom", "rcptto", "from"};
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    if (span_equal_nocase (property->property, span_from_string (people[i])) &&
        property->value.len > 0 && span_index (property->value, '@') < 0 &&
        span_index (property->value, '.') < 0)
      property->value = pseudonym (redactor, KIND_USER, property->value);
}

/* What a malformation quotes is the message's own text. */
static Span
without_quotations (Redactor *redactor, Span text) {
  if (span_is_null (text))
    return text;
  g_autoptr (GString) out = g_string_new (NULL);
  bool quoted = false;
  for (gsize i = 0; i < text.len; i++) {
    if (text.data[i] == '"') {
      quoted = !quoted;
      g_string_append (out, quoted ? "\"..." : "\"");
    } else if (!quoted)
      g_string_append_c (out, text.data[i]);
  }
  return arena_dup (redactor->arena, span_of (out->str, out->len));
}

/* Signed copies of header fields (RFC 6376 §3.5, z=). */
static void
redact_tag (Tag *tag) {
  if (span_equal (tag->name, SPAN ("z")))
    tag->value = SPAN ("...");
}

static void
redact_header_field (HeaderField *field) {
  if (span_find_nocase (field->name, SPAN ("subject")) >= 0 ||
      span_find_nocase (field->name, SPAN ("name")) >= 0 ||
      span_find_nocase (field->name, SPAN ("spam-report")) >= 0)
    field->value = SPAN ("...");
}

static void
redact_source (Redactor *redactor, Source *source, Span id) {
  gssize at = span_last_index (id, '@');
  source->name_bytes = source->title = SPAN_NULL;
  source->receipt = without_quotations (redactor, source->receipt);
  if (id.len == 0)
    return;
  Span left = pseudonym (redactor, KIND_MESSAGE, id);
  Span domain = at < 0 ? SPAN ("") : span_skip (id, (gsize)at);
  source->message_id =
      arena_printf (redactor->arena, "%.*s%.*s", SPAN_FORMAT (left), SPAN_FORMAT (domain));
}

static void
redact_facts (Redactor *redactor, HeaderFacts *facts) {
  gssize angle = span_index (facts->list_id, '<');
  if (facts->subject.len)
    facts->subject = pseudonym (redactor, KIND_SUBJECT, facts->subject);
  if (angle > 0)
    facts->list_id = span_skip (facts->list_id, (gsize)angle);
}

static void
redact_check (Redactor *redactor, SignatureCheck *check) {
  Vec added = {0};
  for (guint i = 0; i < check->added.n; i++)
    *vec_push (redactor->arena, &added, Span) = SPAN ("...");
  check->added = added;
  if (check->header_before.len)
    check->header_before = SPAN ("...");
}

/* What is known by its record, before its texts are looked through. */
static void
redact_known (Redactor *redactor, const RecordInfo *info, gpointer record) {
  if (info == &record_AuthProperty)
    redact_property (redactor, record);
  else if (info == &record_Defect)
    ((Defect *)record)->text = without_quotations (redactor, ((Defect *)record)->text);
  else if (info == &record_Tag)
    redact_tag (record);
  else if (info == &record_HeaderField)
    redact_header_field (record);
  else if (info == &record_SignatureCheck)
    redact_check (redactor, record);
  else if (info == &record_Repair)
    ((Repair *)record)->before = ((Repair *)record)->after = SPAN_NULL;
  else if (info == &record_HeaderFacts)
    redact_facts (redactor, record);
  else if (info == &record_FromRecord) {
    FromRecord *from = record;
    if (from->display_name.len && span_index (from->display_name, '@') < 0)
      from->display_name = pseudonym (redactor, KIND_NAME, from->display_name);
  }
}

/* Nesting follows the table of fields, never the message. */
static void
redact_record (Redactor *redactor, const RecordInfo *info, gpointer record) {
  if (info == &record_SenderRecord)
    return; /* all of it is the rules' */
  Source source = info == &record_Source ? *(const Source *)record : (Source){0};
  redact_known (redactor, info, record);
  for (guint i = 0; i < info->n_fields; i++)
    redact_field (redactor, &info->fields[i], field_address (&info->fields[i], record));
  if (info == &record_Source)
    redact_source (redactor, record, source.message_id);
}

static void
add_secret (Redactor *redactor, Kind kind, Span text) {
  if (text.len < SECRET_MIN)
    return;
  Secret *secret = vec_push (redactor->arena, &redactor->secrets, Secret);
  *secret = (Secret){text, pseudonym (redactor, kind, text)};
}

/* Text of the message itself, in whole lines. */
static void
add_excerpt (Redactor *redactor, Span text) {
  text = span_trim (text);
  if (text.len < SECRET_MIN || redactor->secrets.n >= SECRETS_MAX)
    return;
  *vec_push (redactor->arena, &redactor->secrets, Secret) = (Secret){text, SPAN ("...")};
}

static void
collect_excerpts (Redactor *redactor, const Evidence *evidence) {
  for (guint i = 0; i < evidence->signature_checks.n; i++) {
    const SignatureCheck *check = vec_at (&evidence->signature_checks, SignatureCheck, i);
    add_excerpt (redactor, check->header_before);
    for (guint k = 0; k < check->added.n; k++)
      add_excerpt (redactor, *vec_at (&check->added, Span, k));
  }
}

static void
collect_secrets (Redactor *redactor, const Evidence *evidence) {
  collect_excerpts (redactor, evidence);
  add_secret (redactor, KIND_SUBJECT, evidence->message.subject);
  if (span_index (evidence->from.display_name, '@') < 0)
    add_secret (redactor, KIND_NAME, evidence->from.display_name);
}

void
redact_case (Case *kase, Arena *arena) {
  g_autoptr (GHashTable) pseudonyms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Redactor redactor = {.arena = arena, .pseudonyms = pseudonyms};
  collect_secrets (&redactor, &kase->evidence);
  if (kase->original)
    collect_secrets (&redactor, kase->original);
  redact_record (&redactor, &record_Evidence, &kase->evidence);
  if (kase->original)
    redact_record (&redactor, &record_Evidence, kase->original);
  redact_record (&redactor, &record_Verdict, &kase->verdict);
  redact_items (&redactor, &record_Finding, &kase->findings);
  redact_items (&redactor, &record_NextStep, &kase->steps);
  for (guint i = 0; i < kase->requirements.n; i++) {
    Requirement *requirement = vec_at (&kase->requirements, Requirement, i);
    requirement->explanation = redact_text (&redactor, requirement->explanation);
  }
}
