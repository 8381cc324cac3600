/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/file-type.h"

#include "base/limits.h"

typedef struct {
  gsize at;
  Span bytes;
  Span type;
} Magic;

/* The signs that stand at a fixed place. */
static const Magic magics[] = {
    {0, {"%PDF-", 5}, {"pdf", 3}},
    {0, {"{\\rtf", 5}, {"rtf", 3}},
    {0, {"\x89PNG\r\n", 6}, {"picture", 7}},
    {0, {"\xFF\xD8\xFF", 3}, {"picture", 7}},
    {0, {"GIF8", 4}, {"picture", 7}},
    {0, {"II*\0", 4}, {"picture", 7}},
    {0, {"MM\0*", 4}, {"picture", 7}},
    {8, {"WEBP", 4}, {"picture", 7}},
    {4, {"ftyphei", 7}, {"picture", 7}},
    {4, {"ftypmif1", 8}, {"picture", 7}},
    {0, {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, {"doc", 3}},
    {0, {"\x78\x9F\x3E\x22", 4}, {"tnef", 4}},
    {0, {"begin 600 winmail.dat", 21}, {"tnef", 4}},
    {0, {"-----BEGIN PKCS7-----", 21}, {"smime", 5}},
    {0, {"-----BEGIN CMS-----", 19}, {"smime", 5}},
    {0, {"BEGIN:VCALENDAR", 15}, {"calendar", 8}},
    {0, {"BEGIN:VCARD", 11}, {"contact", 7}},
};

static Span
skip_start (Span text) {
  if (span_starts_with (text, SPAN ("\xEF\xBB\xBF")))
    text = span_skip (text, 3);
  while (text.len && g_ascii_isspace (text.data[0]))
    text = span_skip (text, 1);
  return text;
}

/* A zip (APPNOTE 4.3.7) whose first members are a document's. */
static Span
document_type (Span head) {
  if (!span_starts_with (head, SPAN ("PK\x03\x04")))
    return SPAN_NULL;
  if (span_find (head, SPAN ("word/")) >= 0)
    return SPAN ("docx");
  return span_find (head, SPAN ("application/vnd.oasis.opendocument.")) >= 0 ? SPAN ("odt")
                                                                             : SPAN_NULL;
}

/* DER: SEQUENCE, and soon the identifier of signed or enveloped data (RFC 5652 §4 to §6). */
static bool
is_cms (Span head) {
  static const char data[] = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07";
  return head.len > 20 && head.data[0] == '\x30' &&
         span_find (span_first (head, 32), span_of (data, sizeof data - 1)) >= 0;
}

/* "s1._domainkey.opera.example canonical name = s1.far.example", as nslookup and host write it. */
static bool
is_alias_line (Span line) {
  return span_find (line, SPAN ("_domainkey")) >= 0 &&
         (span_find (line, SPAN ("CNAME")) >= 0 || span_find (line, SPAN ("canonical name")) >= 0 ||
          span_find (line, SPAN ("is an alias for")) >= 0);
}

/* A line of a zone (RFC 1035 §5.1), or of what dig prints, with a record of ours in it. */
static bool
is_record_line (Span line) {
  static const char *const records[] = {"v=spf1 ", "v=DMARC1", "v=DKIM1", "\"v=spf1", "k=rsa; p="};
  bool holds = false;
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    holds |= span_find_nocase (line, span_from_string (records[i])) >= 0;
  Span text = span_trim (line);
  bool alone = span_starts_with_nocase (text, SPAN ("v=spf1 ")) ||
               span_starts_with_nocase (text, SPAN ("v=DMARC1")) ||
               span_starts_with_nocase (text, SPAN ("v=DKIM1")) ||
               span_starts_with_nocase (text, SPAN ("\"v="));
  return holds && (alone || span_find (line, SPAN ("TXT")) >= 0 ||
                   span_find (line, SPAN ("descriptive text")) >= 0 ||
                   span_find (line, SPAN ("text = \"")) >= 0);
}

/* What is asked of the DNS for mail alone, and that there is none: of nslookup ("can't find"), host
 * ("not found: 3(NXDOMAIN)", "has no TXT record"). */
static bool
is_missing_line (Span line) {
  static const char *const names[] = {"_domainkey.", "_dmarc."};
  static const char *const answers[] = {"can't find",   "not found:", "NXDOMAIN",
                                        "Non-existent", "SERVFAIL",   "has no "};
  bool name = false, answer = false;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    name |= span_find (line, span_from_string (names[i])) >= 0;
  for (guint i = 0; name && !answer && i < G_N_ELEMENTS (answers); i++)
    answer = span_find (line, span_from_string (answers[i])) >= 0;
  return answer;
}

/* The first lines of what dig and nslookup print. */
static bool
begins_lookup (Span text) {
  Span rest = text, line, below = SPAN_NULL;
  if (span_find (text, SPAN (";; ->>HEADER<<- opcode: ")) >= 0)
    return true;
  while (span_next_line (&rest, &line, NULL)) {
    Span peek = rest;
    if (span_starts_with (line, SPAN ("Server:")) && span_next_line (&peek, &below, NULL) &&
        span_starts_with (below, SPAN ("Address:")))
      return true;
  }
  return false;
}

static bool
has_records (Span text) {
  Span rest = text, line;
  while (span_next_line (&rest, &line, NULL))
    if (is_record_line (line) || is_alias_line (line) || is_missing_line (line))
      return true;
  return begins_lookup (text);
}

Span
file_type_of (Span bytes) {
  Span head = span_first (bytes, LIMIT_READ), text = skip_start (head), type = document_type (head);
  if (type.len)
    return type;
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++) {
    const Magic *magic = &magics[i];
    Span from = magic->at ? head : text;
    if (span_starts_with (span_skip (from, MIN (magic->at, from.len)), magic->bytes) ||
        span_starts_with (span_skip (head, MIN (magic->at, head.len)), magic->bytes))
      return magic->type;
  }
  if (is_cms (head))
    return SPAN ("smime");
  if (span_starts_with_nocase (text, SPAN ("<!doctype html")) ||
      span_starts_with_nocase (text, SPAN ("<html")))
    return SPAN ("html");
  return has_records (head) ? SPAN ("dns-records") : SPAN_NULL;
}
