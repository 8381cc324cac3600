/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/paste-zone.h"

#define LINE_LONG (64 << 10) /* longer ones hold no record */
#define NAME_LONG 253        /* bytes of a name (RFC 1035 §2.3.4) */
#define STRING_MAX 250       /* bytes of one string of a TXT record; 255 are allowed */

typedef struct {
  GString *out;
  Span origin;     /* the one domain that the text speaks of in so many words; null without */
  Span asked_name; /* by the last command; null without */
  Span asked_type;
  Span open_name; /* "x.example  text =", whose strings stand on the lines below; null without */
  GString *strings;
} Zone;

/* ---- words ---- */

static const char *const types[] = {"TXT", "CNAME", "MX", "A", "AAAA", "NS"};

static Span
type_of (Span word) {
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (span_is_nocase (word, types[i]))
      return span_from_string (types[i]);
  return SPAN_NULL;
}

/* Columns are divided by tabs or bars, else words by blanks. */
static Span
next_word (Span *rest, const char *dividers) {
  gsize from = 0, end;
  if (rest->len == 0)
    return SPAN ("");
  while (from < rest->len && is_any_of (rest->data[from], dividers))
    from++;
  for (end = from; end < rest->len && !is_any_of (rest->data[end], dividers);)
    end++;
  Span word = span_of (rest->data + from, end - from);
  *rest = span_skip (*rest, end);
  return word;
}

static Span
next_of_line (Span *rest) {
  return next_word (rest, " \t");
}

/* One that stands on its own: "_dmarc" and "stxsel1._domainkey" need the zone they are in. */
static bool
is_whole_name (Span name) {
  if (name.len && name.data[name.len - 1] == '.')
    name.len--;
  gssize dot = span_last_index (name, '.');
  if (dot <= 0 || name.len > NAME_LONG || (gsize)dot + 1 >= name.len || name.data[dot + 1] == '_')
    return false;
  bool letters = false;
  for (gsize i = 0; i < name.len; i++) {
    if (!g_ascii_isalnum (name.data[i]) && !is_any_of (name.data[i], "._-*"))
      return false;
    letters |= i > (gsize)dot && g_ascii_isalpha (name.data[i]);
  }
  return letters;
}

/* ---- the zone that the text speaks of ---- */

static bool
is_apex (Span name) {
  return span_is (name, "@") || span_is (name, ".");
}

/* A panel shows "@" (or "."), "_dmarc" and "stxsel1._domainkey". */
static bool
is_name_in_zone (Span name) {
  gssize dot = span_last_index (name, '.');
  Span last = span_skip (name, (gsize)(dot + 1));
  for (gsize i = 0; i < name.len; i++)
    if (!g_ascii_isalnum (name.data[i]) && !is_any_of (name.data[i], "._-"))
      return is_apex (name);
  return is_apex (name) || (last.len > 1 && last.data[0] == '_' && name.len <= NAME_LONG);
}

static bool
is_word_for_domain (Span word) {
  static const char *const words[] = {"domain", "domaine", "dominio", "zone", "zona"};
  while (word.len && !g_ascii_isalnum (word.data[word.len - 1]))
    word.len--;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_is_nocase (word, words[i]))
      return true;
  return false;
}

static Span
bare_word (Span word) {
  while (word.len && !g_ascii_isalnum (word.data[0]))
    word = span_skip (word, 1);
  while (word.len && !g_ascii_isalnum (word.data[word.len - 1]))
    word.len--;
  return word;
}

/* "for the domain opera.example", "Zone: opera.example"; null where it speaks of two. */
static Span
origin_of (Span text) {
  Span origin = SPAN_NULL;
  bool said = false;
  while (text.len > 0) {
    Span word = next_word (&text, " \t\r\n");
    Span name = bare_word (word);
    if (said && is_whole_name (name)) {
      if (!span_is_null (origin) && !span_equal_nocase (origin, name))
        return SPAN_NULL;
      origin = name;
    }
    said = is_word_for_domain (word);
  }
  return origin;
}

static bool
is_name (const Zone *zone, Span name) {
  return is_whole_name (name) || (!span_is_null (zone->origin) && is_name_in_zone (name));
}

/* ---- putting a line ---- */

static void
put_name (GString *out, Span name) {
  g_string_append_len (out, name.data, (gssize)name.len);
  if (name.len == 0 || name.data[name.len - 1] != '.')
    g_string_append_c (out, '.');
}

static void
put_string (GString *out, Span text) {
  for (gsize i = 0; i < text.len; i++) {
    if (i % STRING_MAX == 0)
      g_string_append (out, i ? "\" \"" : "\"");
    if (is_any_of (text.data[i], "\"\\"))
      g_string_append_c (out, '\\');
    g_string_append_c (out, (guchar)text.data[i] < ' ' ? ' ' : text.data[i]);
  }
  g_string_append (out, text.len ? "\"" : "\"\"");
}

static gsize
quote_at (Span text, gsize at) {
  static const char *const quotes[] = {"\"",           "\xE2\x80\x9C", "\xE2\x80\x9D",
                                       "\xE2\x80\x9E", "\xC2\xAB",     "\xC2\xBB"};
  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    if (span_starts_with (span_skip (text, at), span_from_string (quotes[i])))
      return strlen (quotes[i]);
  return 0;
}

/* What stands between quotes, string by string; a word processor's quotes are no part of it. */
static void
put_strings (GString *out, Span text) {
  bool any = false;
  for (gsize at = 0; at < text.len;) {
    gsize quote = quote_at (text, at), end = at + quote;
    if (quote == 0) {
      at++;
      continue;
    }
    while (end < text.len && quote_at (text, end) == 0)
      end += 1 + (text.data[end] == '\\' && end + 1 < text.len);
    g_string_append (out, any ? " " : "");
    put_string (out, span_of (text.data + at + quote, MIN (end, text.len) - at - quote));
    at = end + (end < text.len ? quote_at (text, end) : 0);
    any = true;
  }
}

/* A value that nobody quoted is one string, as panels take it. */
static void
put_text (GString *out, Span value) {
  value = span_trim (value);
  if (quote_at (value, 0))
    put_strings (out, value);
  else
    put_string (out, value);
}

/* False where the value is none of that type. */
static bool
put_value (GString *out, Span type, Span value) {
  Span word = next_of_line (&value);
  if (span_is (type, "MX")) {
    guint64 preference;
    if (!span_to_uint64 (word, &preference) || preference > G_MAXUINT16)
      return false;
    g_string_append_printf (out, "%u ", (guint)preference);
    word = next_of_line (&value);
    if (span_is (word, "."))
      return g_string_append_c (out, '.') != NULL;
  }
  if (type.data[0] == 'A') {
    for (gsize i = 0; i < word.len; i++)
      if (!g_ascii_isxdigit (word.data[i]) && !is_any_of (word.data[i], ".:"))
        return false;
    g_string_append_len (out, word.data, (gssize)word.len);
    return word.len > 0;
  }
  if (!is_whole_name (word))
    return false;
  put_name (out, word);
  return true;
}

static void
put_owner (const Zone *zone, Span name) {
  if (is_whole_name (name)) {
    put_name (zone->out, name);
    return;
  }
  if (!is_apex (name))
    g_string_append_printf (zone->out, "%.*s.", SPAN_FORMAT (name));
  put_name (zone->out, zone->origin);
}

static bool
put_record (Zone *zone, Span name, Span ttl, Span type, Span value) {
  gsize before = zone->out->len;
  bool good = is_name (zone, name) && span_trim (value).len > 0;
  if (!good)
    return false;
  put_owner (zone, name);
  g_string_append_printf (zone->out, " %.*s IN %.*s ", SPAN_FORMAT (ttl), SPAN_FORMAT (type));
  if (span_is (type, "TXT"))
    put_text (zone->out, value);
  else
    good = put_value (zone->out, type, value);
  g_string_append_c (zone->out, '\n');
  if (!good)
    g_string_truncate (zone->out, before);
  return good;
}

/* ---- strings below their name (nslookup of Windows) ---- */

static void
close_strings (Zone *zone) {
  if (zone->strings->len)
    put_record (zone, zone->open_name, SPAN (""), SPAN ("TXT"),
                span_of (zone->strings->str, zone->strings->len));
  g_string_truncate (zone->strings, 0);
  zone->open_name = SPAN_NULL;
}

static bool
goes_on_with_string (Zone *zone, Span line) {
  if (span_is_null (zone->open_name) || quote_at (line, 0) == 0)
    return false;
  g_string_append_len (zone->strings, line.data, (gssize)line.len);
  g_string_append_c (zone->strings, ' ');
  return true;
}

/* ---- sentences of programs ---- */

/* "x.example  canonical name = y", "x.example descriptive text "…""; `preference` is what stands
 * between in nslookup's "MX preference = 10, mail exchanger = y". */
static const struct {
  const char *words, *type;
} sentences[] = {
    {"canonical name = ", "CNAME"}, {"is an alias for ", "CNAME"},
    {"descriptive text ", "TXT"},   {"text = ", "TXT"},
    {"mail exchanger = ", "MX"},    {"mail is handled by ", "MX"},
    {"has IPv6 address ", "AAAA"},  {"has address ", "A"},
};

static Span
mx_of_windows (Zone *zone, Span between, Span value) {
  gssize equals = span_find (between, SPAN ("MX preference = "));
  if (equals < 0)
    return value;
  Span number = span_skip (between, (gsize)equals + strlen ("MX preference = "));
  Span preference = next_word (&number, ", ");
  g_string_printf (zone->strings, "%.*s %.*s", SPAN_FORMAT (preference), SPAN_FORMAT (value));
  return span_of (zone->strings->str, zone->strings->len);
}

static bool
read_sentence (Zone *zone, Span line) {
  Span rest = line, name = next_of_line (&rest);
  if (!is_whole_name (name))
    return false;
  if (span_ends_with_nocase (line, SPAN ("text ="))) {
    zone->open_name = name;
    return true;
  }
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++) {
    Span words = span_from_string (sentences[i].words);
    gssize at = span_find (span_first (rest, 64), words);
    if (at < 0)
      continue;
    Span value = span_skip (rest, (gsize)at + words.len);
    if (span_is (words, "mail exchanger = "))
      value = mx_of_windows (zone, span_first (rest, (gsize)at), value);
    bool good = put_record (zone, name, SPAN (""), span_from_string (sentences[i].type), value);
    g_string_truncate (zone->strings, 0);
    return good;
  }
  return false;
}

/* ---- what is not there ---- */

/* As dig writes it, which readers of zones know. */
static bool
put_denial (Zone *zone, Span name, Span type, const char *status) {
  if (name.len && name.data[name.len - 1] == ':')
    name.len--;
  if (!is_whole_name (name) || span_is_null (type))
    return false;
  g_string_append_printf (zone->out, ";; ->>HEADER<<- opcode: QUERY, status: %s, id: 0\n;", status);
  put_name (zone->out, name);
  g_string_append_printf (zone->out, " IN %.*s\n", SPAN_FORMAT (type));
  return true;
}

static Span
behind (Span line, const char *words) {
  gssize at = span_find (span_first (line, 200), span_from_string (words));
  return at < 0 ? SPAN_NULL : span_skip (line, (gsize)at + strlen (words));
}

/* "** server can't find x: NXDOMAIN", "*** y can't find x: Non-existent domain", "Host x not found:
 * 3(NXDOMAIN)", "x has no TXT record". A server that failed says nothing of the name. */
static bool
read_denial (Zone *zone, Span line) {
  Span rest = behind (line, "an't find ");
  if (span_starts_with (line, SPAN ("Host ")) && span_find (line, SPAN (" not found")) > 0)
    rest = span_skip (line, strlen ("Host "));
  if (!span_is_null (rest)) {
    Span name = next_of_line (&rest);
    if (span_find (rest, SPAN ("NXDOMAIN")) >= 0 || span_find (rest, SPAN ("Non-existent")) >= 0)
      return put_denial (zone, name, span_or (zone->asked_type, SPAN ("TXT")), "NXDOMAIN");
    return span_find (rest, SPAN ("No answer")) >= 0 &&
           put_denial (zone, name, zone->asked_type, "NOERROR");
  }
  Span none = behind (line, " has no ");
  Span type = type_of (next_of_line (&none));
  return span_starts_with (span_trim (none), SPAN ("record")) &&
         put_denial (zone, next_of_line (&line), type, "NOERROR");
}

/* ---- lines of a zone, rows of a table ---- */

static bool
is_ttl (Span word) {
  return word.len <= 9 && span_is_digits (word);
}

/* Resolve-DnsName writes "3600 Answer {…}" behind the type. */
static Span
without_section (Span value) {
  Span rest = value, ttl = next_of_line (&rest), section = next_of_line (&rest);
  if (!is_ttl (ttl) || !span_is_nocase (section, "Answer"))
    return value;
  rest = span_trim (rest);
  bool braces = rest.len > 1 && rest.data[0] == '{' && rest.data[rest.len - 1] == '}';
  return braces ? span_of (rest.data + 1, rest.len - 2) : rest;
}

/* Where a type stands behind the name; "IN" and the time to live in any order before it. */
static bool
read_line (Zone *zone, Span line) {
  Span name = next_of_line (&line), ttl = SPAN (""), type = SPAN_NULL;
  for (guint i = 0; i < 3 && span_is_null (type); i++) {
    Span word = next_of_line (&line);
    type = type_of (word);
    if (is_ttl (word))
      ttl = word;
    else if (span_is_null (type) && !span_is_nocase (word, "IN"))
      return false;
  }
  return !span_is_null (type) && put_record (zone, name, ttl, type, without_section (line));
}

/* "TXT | opera.example | v=spf1 … | 3600", the columns in any order: the type is known by its
 * word, the name is the first whole one, the value the longest of the others. */
static bool
read_row (Zone *zone, Span row) {
  Span type = SPAN_NULL, name = SPAN_NULL, value = SPAN_NULL, number = SPAN_NULL;
  while (row.len > 0) {
    Span cell = span_trim (next_word (&row, "\t|"));
    Span known = type_of (cell);
    if (!span_is_null (known) && span_is_null (type))
      type = known;
    else if (span_is_null (name) && is_name (zone, cell))
      name = cell;
    else if (is_ttl (cell))
      number = span_or (number, cell);
    else if (cell.len > value.len)
      value = cell;
  }
  if (span_is_null (type) || span_is_null (name))
    return false;
  if (!span_is (type, "MX") || span_is_null (number) || span_index (value, ' ') > 0)
    return put_record (zone, name, SPAN (""), type, value);
  g_autofree char *text = g_strdup_printf ("%.*s %.*s", SPAN_FORMAT (number), SPAN_FORMAT (value));
  return put_record (zone, name, SPAN (""), type, span_from_string (text));
}

/* ---- commands, and values alone below them ---- */

static bool
is_command (Span line) {
  static const char *const programs[] = {"dig ", "host ", "nslookup ", "Resolve-DnsName "};
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++) {
    Span program = span_from_string (programs[i]);
    gssize at = span_find_nocase (span_first (line, 200), program);
    if (at == 0 || (at > 0 && is_any_of (line.data[at - 1], " >$#`")))
      return true;
  }
  return false;
}

static bool
read_command (Zone *zone, Span line) {
  if (!is_command (line))
    return false;
  zone->asked_name = zone->asked_type = SPAN_NULL;
  while (line.len > 0) {
    Span word = next_word (&line, " \t`");
    gssize equals = span_index (word, '=');
    Span type = type_of (span_skip (word, (gsize)(equals + 1)));
    if (!span_is_null (type))
      zone->asked_type = type;
    else if (is_whole_name (word) && word.data[0] != '-')
      zone->asked_name = word;
  }
  return true;
}

/* What "dig +short" prints. */
static bool
read_value (Zone *zone, Span line) {
  bool text = span_is (zone->asked_type, "TXT");
  if (span_is_null (zone->asked_name) || span_is_null (zone->asked_type) ||
      text != (quote_at (line, 0) > 0))
    return false;
  if (!text && (line.data[line.len - 1] != '.' || span_is (zone->asked_type, "A")))
    return false;
  return put_record (zone, zone->asked_name, SPAN (""), zone->asked_type, line);
}

/* ---- all of it ---- */

/* What a quotation, a list or a table puts before a line. */
static Span
without_marks (Span line) {
  line = span_trim (line);
  while (line.len > 1 && is_any_of (line.data[0], ">|-*`") && line.data[1] != '.')
    line = span_trim (span_skip (line, 1));
  return line;
}

static bool
is_zone_file (Span text) {
  Span line;
  while (span_next_line (&text, &line, NULL)) {
    Span first = span_trim (span_first (line, 512));
    /* the SOA of dig is that of a name without records */
    if (span_starts_with (first, SPAN (";; ->>HEADER<<-")))
      return false;
    if (first.len == 0 || first.data[0] == ';')
      continue;
    if (span_starts_with (first, SPAN ("$ORIGIN")) || span_starts_with (first, SPAN ("$TTL")) ||
        span_find (first, SPAN (" SOA ")) > 0 || span_find (first, SPAN ("\tSOA\t")) > 0 ||
        (span_find (first, SPAN (" IN ")) > 0 && span_ends_with_nocase (first, SPAN ("("))))
      return true;
  }
  return false;
}

static void
read_any (Zone *zone, Span line) {
  bool awaits_string = !span_is_null (zone->open_name) && zone->strings->len == 0;
  if (goes_on_with_string (zone, line) || (line.len == 0 && awaits_string))
    return;
  close_strings (zone);
  if (line.len == 0 || line.len > LINE_LONG)
    return;
  if (line.data[0] == ';') {
    g_string_append_len (zone->out, line.data, (gssize)line.len);
    g_string_append_c (zone->out, '\n');
    return;
  }
  (void)(read_denial (zone, line) || read_command (zone, line) || read_sentence (zone, line) ||
         read_line (zone, line) || read_row (zone, line) || read_value (zone, line));
}

Span
paste_zone (Span text, Arena *arena) {
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) strings = g_string_new (NULL);
  Zone zone = {.out = out, .strings = strings, .origin = origin_of (text)};
  Span rest = text, line;
  if (is_zone_file (text))
    return text;
  while (span_next_line (&rest, &line, NULL))
    read_any (&zone, without_marks (line));
  close_strings (&zone);
  return arena_dup (arena, span_of (out->str, out->len));
}
