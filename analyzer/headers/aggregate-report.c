/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/aggregate-report.h"

#include <expat.h>

#include "base/limits.h"
#include "syntax/ip-address.h"
#include "syntax/xml-repair.h"

/* ---- the elements ----------------------------------------------------------------------------
 */

typedef enum {
  EL_OTHER,
  EL_ADKIM,
  EL_ASPF,
  EL_AUTH_RESULTS,
  EL_BEGIN,
  EL_COMMENT,
  EL_COUNT,
  EL_DATE_RANGE,
  EL_DISCOVERY_METHOD,
  EL_DISPOSITION,
  EL_DKIM,
  EL_DOMAIN,
  EL_EMAIL,
  EL_END,
  EL_ENVELOPE_FROM,
  EL_ENVELOPE_TO,
  EL_ERROR,
  EL_EXTRA_CONTACT_INFO,
  EL_FEEDBACK,
  EL_FO,
  EL_GENERATOR,
  EL_HEADER_FROM,
  EL_HUMAN_RESULT,
  EL_IDENTIFIERS,
  EL_NP,
  EL_ORG_NAME,
  EL_P,
  EL_PCT,
  EL_POLICY_EVALUATED,
  EL_POLICY_PUBLISHED,
  EL_REASON,
  EL_RECORD,
  EL_REPORT_ID,
  EL_REPORT_METADATA,
  EL_RESULT,
  EL_ROW,
  EL_SCOPE,
  EL_SELECTOR,
  EL_SOURCE_IP,
  EL_SP,
  EL_SPF,
  EL_TESTING,
  EL_TYPE,
  EL_VERSION,
} Element;

/* In the order of the enum; "identities" stands for identifiers at some. */
static const char *const names[] = {"adkim",
                                    "aspf",
                                    "auth_results",
                                    "begin",
                                    "comment",
                                    "count",
                                    "date_range",
                                    "discovery_method",
                                    "disposition",
                                    "dkim",
                                    "domain",
                                    "email",
                                    "end",
                                    "envelope_from",
                                    "envelope_to",
                                    "error",
                                    "extra_contact_info",
                                    "feedback",
                                    "fo",
                                    "generator",
                                    "header_from",
                                    "human_result",
                                    "identifiers",
                                    "np",
                                    "org_name",
                                    "p",
                                    "pct",
                                    "policy_evaluated",
                                    "policy_published",
                                    "reason",
                                    "record",
                                    "report_id",
                                    "report_metadata",
                                    "result",
                                    "row",
                                    "scope",
                                    "selector",
                                    "source_ip",
                                    "sp",
                                    "spf",
                                    "testing",
                                    "type",
                                    "version",
                                    "identities",
                                    NULL};

static Element
element_of (const char *tag) {
  const char *colon = strrchr (tag, ':');
  const char *name = colon ? colon + 1 : tag;
  char first = (char)(name[0] | 0x20);
  for (guint i = 0; names[i]; i++)
    if (names[i][0] == first && g_ascii_strcasecmp (names[i], name) == 0)
      return names[i + 1] ? (Element)(i + 1) : EL_IDENTIFIERS;
  return EL_OTHER;
}

static bool
is_section (Element element) {
  switch (element) {
  case EL_AUTH_RESULTS:
  case EL_DATE_RANGE:
  case EL_FEEDBACK:
  case EL_IDENTIFIERS:
  case EL_POLICY_EVALUATED:
  case EL_POLICY_PUBLISHED:
  case EL_REASON:
  case EL_RECORD:
  case EL_REPORT_METADATA:
  case EL_ROW:
    return true;
  default:
    return false;
  }
}

/* ---- reading ----------------------------------------------------------------------------------
 */

typedef enum { END_NONE, END_WANTED, END_ENTITY, END_DEPTH } Ending;

typedef struct {
  XML_Parser parser;
  const AggregateHandler *handler; /* NULL: what stands about the rows only */
  AggregateReport *report;
  Arena *arena; /* of the report */
  Defects *defects;
  Element open[LIMIT_REPORT_DEPTH];
  guint depth;
  guint skipped; /* levels inside an element nobody knows */
  GString *text;
  char *repaired; /* the whole report, made well-formed; NULL: none, or it could not be */
  bool was_repaired;
  Arena *row_arena;
  AggregateRow row;
  AggregateResult *result; /* that is open */
  ReportReason *reason;
  guint64 n_rows; /* complete ones that were met */
  guint64 after;  /* handed over before */
  gint64 handed;
  bool met_metadata, met_policy, met_root, in_row;
  Ending ending;
} Reading;

static void
stop (Reading *reading, Ending why) {
  reading->ending = why;
  XML_StopParser (reading->parser, XML_FALSE);
}

/* Where a value is cut, the last character may be. */
static Span
whole_characters (const GString *text) {
  const char *end;
  g_utf8_validate_len (text->str, text->len, &end);
  return span_between (text->str, end);
}

static Span
value_of (const Reading *reading, Arena *arena) {
  Span text = span_trim (whole_characters (reading->text));
  return text.len ? arena_dup (arena, text) : SPAN_NULL;
}

static void
keep (Span *slot, Span value) {
  if (span_is_null (*slot))
    *slot = value;
}

static void
keep_lower (Arena *arena, Span *slot, Span value) {
  if (span_is_null (*slot) && value.len)
    *slot = arena_dup_lower (arena, value);
}

/* ---- values that are no text ---- */

/* Seconds since 1970; some write them with a fraction, some as milliseconds. Nothing later than the
 * year 9999. */
static void
keep_date (Date *date, Span value) {
  guint64 seconds;
  gssize dot = span_index (value, '.');
  if (!span_is_null (date->raw))
    return;
  date->raw = value;
  if (!span_to_uint64 (dot > 0 ? span_first (value, (gsize)dot) : value, &seconds))
    return;
  if (seconds > G_GUINT64_CONSTANT (253402300799) && seconds < G_GUINT64_CONSTANT (10000000000000))
    seconds /= 1000;
  date->set = seconds <= G_GUINT64_CONSTANT (253402300799);
  date->seconds = date->set ? (gint64)seconds : 0;
}

static void
keep_count (AggregateRow *row, Span value) {
  guint64 count;
  if (!span_is_null (row->count_text))
    return;
  row->count_text = value;
  if (span_to_uint64 (value, &count) && count <= (guint64)LIMIT_REPORT_MESSAGES)
    row->count = number_of ((gint64)count);
}

static void
keep_address (Reading *reading, Span value) {
  AggregateRow *row = &reading->row;
  if (!span_is_null (row->source_text))
    return;
  row->source_text = value;
  if (!ip_address_normalize (value, reading->row_arena, &row->source_ip))
    row->source_ip = SPAN_NULL;
}

/* ---- which value it is ---- */

static void
set_in_metadata (Reading *reading, Element element, Span value) {
  AggregateReport *report = reading->report;
  switch (element) {
  case EL_ORG_NAME:
    keep (&report->org_name, value);
    return;
  case EL_EMAIL:
    keep (&report->email, value);
    return;
  case EL_EXTRA_CONTACT_INFO:
    keep (&report->contact, value);
    return;
  case EL_REPORT_ID:
    keep (&report->report_id, value);
    return;
  case EL_GENERATOR:
    keep (&report->generator, value);
    return;
  case EL_VERSION:
    keep (&report->version, value);
    return;
  case EL_BEGIN:
    keep_date (&report->begin, value);
    return;
  case EL_END:
    keep_date (&report->end, value);
    return;
  case EL_ERROR:
    if (report->errors.n < LIMIT_PROPERTIES)
      *vec_push (reading->arena, &report->errors, Span) = value;
    return;
  default:
    return;
  }
}

static void
set_in_policy (Reading *reading, Element element, Span value) {
  AggregatePolicy *policy = &reading->report->policy;
  switch (element) {
  case EL_DOMAIN:
    keep (&policy->domain, value);
    return;
  case EL_P:
    keep_lower (reading->arena, &policy->p, value);
    return;
  case EL_SP:
    keep_lower (reading->arena, &policy->sp, value);
    return;
  case EL_NP:
    keep_lower (reading->arena, &policy->np, value);
    return;
  case EL_ADKIM:
    keep_lower (reading->arena, &policy->adkim, value);
    return;
  case EL_ASPF:
    keep_lower (reading->arena, &policy->aspf, value);
    return;
  case EL_PCT:
    keep_lower (reading->arena, &policy->pct, value);
    return;
  case EL_FO:
    keep_lower (reading->arena, &policy->fo, value);
    return;
  case EL_TESTING:
    keep_lower (reading->arena, &policy->testing, value);
    return;
  case EL_DISCOVERY_METHOD:
    keep_lower (reading->arena, &policy->discovery_method, value);
    return;
  default:
    return;
  }
}

static void
set_in_evaluated (Reading *reading, Element element, Span value) {
  AggregateRow *row = &reading->row;
  if (element == EL_DISPOSITION)
    keep_lower (reading->row_arena, &row->disposition, value);
  else if (element == EL_DKIM)
    keep_lower (reading->row_arena, &row->dkim, value);
  else if (element == EL_SPF)
    keep_lower (reading->row_arena, &row->spf, value);
}

static void
set_in_reason (Reading *reading, Element element, Span value) {
  ReportReason *reason = reading->reason;
  if (reason && element == EL_TYPE)
    keep_lower (reading->row_arena, &reason->type, value);
  else if (reason && element == EL_COMMENT)
    keep (&reason->comment, value);
}

static void
set_in_result (Reading *reading, Element element, Span value) {
  AggregateResult *result = reading->result;
  if (result == NULL)
    return;
  if (element == EL_DOMAIN)
    keep (&result->domain, value);
  else if (element == EL_SELECTOR)
    keep (&result->selector, value);
  else if (element == EL_SCOPE)
    keep_lower (reading->row_arena, &result->scope, value);
  else if (element == EL_RESULT)
    keep (&result->result, value);
  else if (element == EL_HUMAN_RESULT)
    keep (&result->detail, value);
}

static void
set_in_row (Reading *reading, Element element, Span value) {
  AggregateRow *row = &reading->row;
  if (element == EL_SOURCE_IP)
    keep_address (reading, value);
  else if (element == EL_COUNT)
    keep_count (row, value);
  else if (element == EL_HEADER_FROM)
    keep (&row->header_from, value);
  else if (element == EL_ENVELOPE_FROM)
    keep (&row->envelope_from, value);
  else if (element == EL_ENVELOPE_TO)
    keep (&row->envelope_to, value);
}

/* The innermost one that is open. */
static Element
section_of (const Reading *reading) {
  for (guint i = reading->depth; i > 0; i--)
    if (is_section (reading->open[i - 1]) || (i > 1 && reading->open[i - 2] == EL_AUTH_RESULTS))
      return reading->open[i - 1];
  return EL_OTHER;
}

static void
set_about_rows (Reading *reading, Element section, Element element) {
  Span value = reading->handler ? SPAN_NULL : value_of (reading, reading->arena);
  if (span_is_null (value))
    return;
  if (section == EL_POLICY_PUBLISHED)
    set_in_policy (reading, element, value);
  else
    set_in_metadata (reading, element, value);
}

static void
set_value (Reading *reading, Element element) {
  Element section = section_of (reading);
  if (section == EL_FEEDBACK || section == EL_REPORT_METADATA || section == EL_DATE_RANGE ||
      section == EL_POLICY_PUBLISHED) {
    set_about_rows (reading, section, element);
    return;
  }
  Span value = reading->in_row ? value_of (reading, reading->row_arena) : SPAN_NULL;
  if (span_is_null (value))
    return;
  switch (section) {
  case EL_POLICY_EVALUATED:
    set_in_evaluated (reading, element, value);
    return;
  case EL_REASON:
    set_in_reason (reading, element, value);
    return;
  case EL_DKIM:
  case EL_SPF:
    set_in_result (reading, element, value);
    return;
  default:
    set_in_row (reading, element, value);
  }
}

/* ---- elements begin and end ---- */

static Element
parent_of (const Reading *reading) {
  return reading->depth ? reading->open[reading->depth - 1] : EL_OTHER;
}

static gint64
byte_index (XML_Parser parser) {
#if HAVE_DECL_XML_GETCURRENTBYTEINDEX64
  return XML_GetCurrentByteIndex64 (parser);
#else
  return XML_GetCurrentByteIndex (parser);
#endif
}

static void
begin_row (Reading *reading) {
  if (reading->handler == NULL && reading->met_metadata && reading->met_policy) {
    stop (reading, END_WANTED);
    return;
  }
  arena_reset (reading->row_arena);
  reading->row = (AggregateRow){.at = (gsize)MAX (byte_index (reading->parser), 0)};
  reading->in_row = true;
}

static void
end_row (Reading *reading) {
  reading->in_row = false;
  reading->result = NULL;
  reading->reason = NULL;
  reading->row.number = ++reading->n_rows;
  if (reading->handler == NULL || reading->n_rows <= reading->after)
    return;
  reading->handed++;
  if (!reading->handler->row (&reading->row, reading->handler->data))
    stop (reading, END_WANTED);
}

static void
begin_result (Reading *reading, Element element) {
  Vec *list = element == EL_DKIM ? &reading->row.dkim_results : &reading->row.spf_results;
  reading->result = NULL;
  if (reading->in_row && list->n < LIMIT_RESULTS)
    reading->result = vec_push (reading->row_arena, list, AggregateResult);
}

static void
begin_section (Reading *reading, Element element) {
  Element parent = parent_of (reading);
  if (element == EL_RECORD && !reading->in_row)
    begin_row (reading);
  else if (element == EL_REPORT_METADATA)
    reading->met_metadata = true;
  else if (element == EL_POLICY_PUBLISHED) {
    reading->report->policies += reading->handler == NULL;
    reading->met_policy = true;
  } else if (element == EL_AUTH_RESULTS)
    reading->row.has_auth_results = true;
  else if ((element == EL_DKIM || element == EL_SPF) && parent == EL_AUTH_RESULTS)
    begin_result (reading, element);
  else if (element == EL_ENVELOPE_FROM)
    reading->row.has_envelope_from = true;
  else if (element == EL_REASON) {
    bool room = reading->in_row && reading->row.reasons.n < LIMIT_PROPERTIES;
    reading->reason =
        room ? vec_push (reading->row_arena, &reading->row.reasons, ReportReason) : NULL;
  }
}

static void
on_start (void *data, const XML_Char *tag, const XML_Char **attributes G_GNUC_UNUSED) {
  Reading *reading = data;
  Element element = element_of (tag);
  if (reading->ending)
    return;
  g_string_truncate (reading->text, 0);
  if (reading->skipped || (element == EL_OTHER && reading->depth)) {
    if (++reading->skipped + reading->depth > LIMIT_REPORT_DEPTH)
      stop (reading, END_DEPTH);
    return;
  }
  if (reading->depth == 0) {
    reading->met_root = element == EL_FEEDBACK;
    if (!reading->met_root) {
      stop (reading, END_WANTED);
      return;
    }
  }
  if (reading->depth == LIMIT_REPORT_DEPTH) {
    stop (reading, END_DEPTH);
    return;
  }
  begin_section (reading, element);
  reading->open[reading->depth++] = element;
}

static void
on_end (void *data, const XML_Char *tag G_GNUC_UNUSED) {
  Reading *reading = data;
  if (reading->ending)
    return;
  if (reading->skipped) {
    reading->skipped--;
    return;
  }
  Element element = reading->open[--reading->depth];
  bool result = parent_of (reading) == EL_AUTH_RESULTS;
  if (element == EL_RECORD && reading->in_row)
    end_row (reading);
  else if (element == EL_REASON)
    reading->reason = NULL;
  else if (result)
    reading->result = NULL;
  else if (!is_section (element))
    set_value (reading, element);
  g_string_truncate (reading->text, 0);
}

static void
on_text (void *data, const XML_Char *text, int length) {
  Reading *reading = data;
  gsize limit = parent_of (reading) == EL_COMMENT ? LIMIT_DIAGNOSTIC : LIMIT_REPORT_VALUE;
  if (reading->skipped || reading->text->len >= limit)
    return;
  /* most of it stands between elements; values are trimmed anyway */
  for (; reading->text->len == 0 && length > 0 && g_ascii_isspace (*text); length--)
    text++;
  if (length > 0)
    g_string_append_len (reading->text, text,
                         (gssize)MIN ((gsize)length, limit - reading->text->len));
}

/* ---- the parser ---- */

static void
on_entity (void *data, const XML_Char *name G_GNUC_UNUSED, int is_parameter G_GNUC_UNUSED,
           const XML_Char *value G_GNUC_UNUSED, int length G_GNUC_UNUSED,
           const XML_Char *base G_GNUC_UNUSED, const XML_Char *system_id G_GNUC_UNUSED,
           const XML_Char *public_id G_GNUC_UNUSED, const XML_Char *notation G_GNUC_UNUSED) {
  stop (data, END_ENTITY);
}

/* Charsets of one byte, as the system knows them. */
static int
on_encoding (void *data G_GNUC_UNUSED, const XML_Char *name, XML_Encoding *ret) {
  GIConv converter = g_iconv_open ("UTF-8", name);
  if (converter == (GIConv)-1)
    return XML_STATUS_ERROR;
  for (guint i = 0; i < 256; i++) {
    char byte = (char)i, out[8] = {0}, *from = &byte, *to = out;
    gsize left = 1, room = sizeof out - 1;
    g_iconv (converter, &from, &left, &to, &room);
    bool good = left == 0; /* what it could not take is left */
    gunichar c = good ? g_utf8_get_char_validated (out, to - out) : (gunichar)-1;
    ret->map[i] = good && c < 0x10000 ? (int)c : -1;
  }
  g_iconv_close (converter);
  return XML_STATUS_OK;
}

/* False when the text ended before its end. */
static bool
parse (Reading *reading, Span text) {
  bool good = true;
  reading->parser = XML_ParserCreate (NULL);
  XML_SetUserData (reading->parser, reading);
  XML_SetElementHandler (reading->parser, on_start, on_end);
  XML_SetCharacterDataHandler (reading->parser, on_text);
  XML_SetEntityDeclHandler (reading->parser, on_entity);
  XML_SetUnknownEncodingHandler (reading->parser, on_encoding, NULL);
  reading->depth = reading->skipped = 0;
  reading->n_rows = 0;
  reading->in_row = false;
  reading->ending = END_NONE;
  do {
    Span piece = span_first (text, LIMIT_READ);
    text = span_skip (text, piece.len);
    good = XML_Parse (reading->parser, piece.data, (int)piece.len, text.len == 0) == XML_STATUS_OK;
  } while (good && text.len > 0);
  XML_ParserFree (reading->parser);
  return good || reading->ending != END_NONE;
}

/* ---- all of it ---- */

static void
note_ending (Reading *reading) {
  if (reading->ending == END_ENTITY)
    defect_add (reading->defects, "report-entities", SPAN_NULL,
                "The report declares entities, which no report needs; it was not read.");
  if (reading->ending == END_DEPTH)
    defect_add (reading->defects, "report-too-deep", SPAN_NULL,
                "Elements of the report are nested more than %d deep; the rest was not read.",
                LIMIT_REPORT_DEPTH);
}

static void
note_metadata (const AggregateReport *report, Defects *defects) {
  if (report->policies > 1)
    defect_add (defects, "report-policies", SPAN_NULL,
                "The report has several policy_published; of each value the first counts.");
  if (!report->begin.set || !report->end.set)
    defect_add (defects, "report-dates", SPAN_NULL, "The report does not say which days it is of.");
  else if (report->end.seconds <= report->begin.seconds)
    defect_add (defects, "report-dates", SPAN_NULL, "The report ends before it begins.");
}

/* Expat's own checks end the reading at the first fault; what a repair makes of the text has the
 * same rows up to there. */
static void
repair (Reading *reading, Span *text) {
  gsize len;
  reading->repaired = xml_repair (*text, names, "record", "row", &len);
  reading->was_repaired = true;
  if (reading->repaired)
    *text = span_of (reading->repaired, len);
  defect_add (reading->defects, "report-xml", SPAN_NULL,
              "The report is not well-formed XML; what of it can be read was read.");
}

gint64
aggregate_report_read (Span text, Arena *arena, const AggregateHandler *handler, Defects *defects) {
  AggregateReport report = {0};
  g_autoptr (Arena) own = handler->rows ? NULL : arena_new ();
  Reading reading = {.report = &report,
                     .arena = arena,
                     .row_arena = own ? own : handler->rows,
                     .defects = defects,
                     .text = g_string_new (NULL)};
  if (!parse (&reading, text)) {
    repair (&reading, &text);
    report = (AggregateReport){0};
    parse (&reading, text);
  }
  note_ending (&reading);
  bool is_report = reading.met_root && reading.ending != END_ENTITY;
  if (is_report)
    note_metadata (&report, defects);
  if (is_report && handler->report (&report, handler->data)) {
    reading.handler = handler;
    if (!parse (&reading, text) && !reading.was_repaired) {
      repair (&reading, &text);
      reading.after = (guint64)reading.handed;
      parse (&reading, text);
    }
    note_ending (&reading);
  }
  g_string_free (reading.text, TRUE);
  g_free (reading.repaired);
  return is_report ? reading.handed : -1;
}

/* All that can stand before its first '<': a byte order mark, blanks, the NULs of UTF-16. Nearly
 * every message is told apart by its first byte. */
static bool
may_begin_xml (Span head) {
  static const char before[] = " \t\r\n\v\f\xef\xbb\xbf\xfe\xff"; /* and its NUL */
  gsize at = 0;
  while (at < head.len && memchr (before, head.data[at], sizeof before))
    at++;
  return at < head.len && head.data[at] == '<';
}

bool
aggregate_report_begins (Span head) {
  if (!may_begin_xml (head))
    return false;
  char plain[4096];
  gsize n = 0;
  for (gsize i = 0; i < head.len && n < sizeof plain; i++)
    if (head.data[i] != '\0')
      plain[n++] = head.data[i];
  Span text = span_of (plain, n);
  for (gssize at; (at = span_index (text, '<')) >= 0;) {
    text = span_skip (text, (gsize)at + 1);
    gsize len = 0;
    while (len < text.len && (g_ascii_isalnum (text.data[len]) || text.data[len] == ':' ||
                              text.data[len] == '_' || text.data[len] == '-'))
      len++;
    Span name = span_first (text, len);
    name = span_skip (name, (gsize)(span_last_index (name, ':') + 1));
    if (span_is_nocase (name, "feedback"))
      return true;
    if (len > 0 && g_ascii_isalpha (text.data[0]))
      return false;
  }
  return false;
}
