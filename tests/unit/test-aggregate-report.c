/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guarded.h"
#include "headers/aggregate-report.h"

#include "base/limits.h"

typedef struct {
  GString *out;
  const char *refuse;
} Reader;

static void
put (GString *out, const char *name, Span value) {
  if (!span_is_null (value))
    g_string_append_printf (out, " %s=%.*s", name, SPAN_FORMAT (value));
}

static bool
on_report (const AggregateReport *report, gpointer data) {
  Reader *reader = data;
  const AggregatePolicy *policy = &report->policy;
  g_string_append (reader->out, "report");
  put (reader->out, "org", report->org_name);
  put (reader->out, "id", report->report_id);
  put (reader->out, "email", report->email);
  put (reader->out, "contact", report->contact);
  put (reader->out, "version", report->version);
  put (reader->out, "generator", report->generator);
  if (report->begin.set)
    g_string_append_printf (reader->out, " begin=%" G_GINT64_FORMAT, report->begin.seconds);
  if (report->end.set)
    g_string_append_printf (reader->out, " end=%" G_GINT64_FORMAT, report->end.seconds);
  put (reader->out, "domain", policy->domain);
  put (reader->out, "p", policy->p);
  put (reader->out, "sp", policy->sp);
  put (reader->out, "np", policy->np);
  put (reader->out, "adkim", policy->adkim);
  put (reader->out, "aspf", policy->aspf);
  put (reader->out, "fo", policy->fo);
  put (reader->out, "pct", policy->pct);
  put (reader->out, "testing", policy->testing);
  put (reader->out, "discovery", policy->discovery_method);
  for (guint i = 0; i < report->errors.n; i++)
    put (reader->out, "error", *vec_at (&report->errors, Span, i));
  return reader->refuse == NULL || !span_is (report->report_id, reader->refuse);
}

static void
put_results (GString *out, const char *name, const Vec *results) {
  for (guint i = 0; i < results->n; i++) {
    const AggregateResult *result = vec_at (results, AggregateResult, i);
    g_string_append_printf (out, " %s[", name);
    put (out, "d", result->domain);
    put (out, "s", result->selector);
    put (out, "scope", result->scope);
    put (out, "r", result->result);
    put (out, "detail", result->detail);
    g_string_append (out, "]");
  }
}

static bool
on_row (const AggregateRow *row, gpointer data) {
  GString *out = ((Reader *)data)->out;
  g_string_append_printf (out, "\nrow %" G_GUINT64_FORMAT, row->number);
  put (out, "ip", row->source_ip);
  if (row->count.set)
    g_string_append_printf (out, " count=%" G_GINT64_FORMAT, row->count.value);
  put (out, "disposition", row->disposition);
  put (out, "dkim", row->dkim);
  put (out, "spf", row->spf);
  for (guint i = 0; i < row->reasons.n; i++) {
    put (out, "reason", vec_at (&row->reasons, ReportReason, i)->type);
    put (out, "comment", vec_at (&row->reasons, ReportReason, i)->comment);
  }
  put (out, "from", row->header_from);
  put (out, "envelope", row->envelope_from);
  put (out, "to", row->envelope_to);
  put_results (out, "dkim", &row->dkim_results);
  put_results (out, "spf", &row->spf_results);
  return true;
}

static char *
read_text (Span text, gint64 *ret_rows, char **ret_defects) {
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  Reader reader = {.out = g_string_new (NULL)};
  const AggregateHandler handler = {on_report, on_row, &reader, NULL};
  defects_init (&defects, arena);
  gint64 rows = aggregate_report_read (text, arena, &handler, &defects);
  GString *codes = g_string_new (NULL);
  for (guint i = 0; i < defects.list.n; i++)
    g_string_append_printf (codes, "%s%.*s", i ? " " : "",
                            SPAN_FORMAT (vec_at (&defects.list, Defect, i)->code));
  if (ret_rows)
    *ret_rows = rows;
  *ret_defects = g_string_free (codes, FALSE);
  return g_string_free (reader.out, FALSE);
}

#define META                                                                              \
  "<report_metadata><org_name>Seemail</org_name>"                                         \
  "<report_id>4711</report_id><date_range><begin>1794182400</begin><end>1794268799</end>" \
  "</date_range></report_metadata>"
#define POLICY "<policy_published><domain>opera.example</domain><p>none</p></policy_published>"
#define ROW(count)                                                                           \
  "<record><row><source_ip>192.0.2.25</source_ip><count>" count "</count><policy_evaluated>" \
  "<disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>" \
  "<identifiers><header_from>opera.example</header_from></identifiers></record>"
#define HEAD \
  "report org=Seemail id=4711 begin=1794182400 end=1794268799 domain=opera.example p=none"
#define ROW_1(count) \
  "\nrow 1 ip=192.0.2.25 count=" count " disposition=none dkim=pass spf=fail from=opera.example"

static const struct {
  const char *text, *expected, *defects;
} rows[] = {
    {"<feedback>" META POLICY ROW ("12") "</feedback>", HEAD ROW_1 ("12"), ""},
    /* the parts in another order, with a namespace, a prefix, in other letters */
    {"<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\">" POLICY ROW ("12") META "</feedback>",
     HEAD ROW_1 ("12"), ""},
    {"<?xml version=\"1.0\" ?><d:FEEDBACK xmlns:d=\"http//dmarc.org/dmarc-xml/0.1\">" META POLICY
         ROW ("12") "</d:FEEDBACK>",
     HEAD ROW_1 ("12"), ""},
    /* text beside elements is nobody's */
    {"<feedback>x" POLICY
     "y" ROW ("12") "z<report_metadata>y<org_name>Seemail</org_name>"
                    "<report_id>4711</report_id><date_range>z<begin>1794182400</"
                    "begin><end>1794268799</end>"
                    "</date_range></report_metadata></feedback>",
     HEAD ROW_1 ("12"), ""},
    /* RFC 9990 */
    {"<feedback><version>1.0</version><report_metadata><org_name>Seemail</org_name>"
     "<report_id>9</report_id><date_range><end>1794268799</end><begin>1794182400</begin>"
     "</date_range><error>DNS timeout</error><error>two</error><generator>Rapport 2</generator>"
     "</report_metadata><policy_published><domain>opera.example</domain><p>Reject</p><sp/>"
     "<np>none</np><adkim>s</adkim><testing>y</testing><discovery_method>treewalk"
     "</discovery_method></policy_published><extensions><x:e xmlns:x=\"u\"><record><row><count>5"
     "</count></row></record></x:e></extensions><record><row><source_ip>2001:DB8::19</source_ip>"
     "<count> 3 </count><policy_evaluated><disposition>pass</disposition><dkim>Pass</dkim>"
     "<spf>none</spf><reason><type>policy_test_mode</type></reason><reason><type/><comment/>"
     "</reason></policy_evaluated></row><identities><envelope_to>seemail.example</envelope_to>"
     "<envelope_from></envelope_from><header_from>opera.example</header_from></identities>"
     "<auth_results><dkim><result>pass</result><selector>s1</selector><domain>opera.example"
     "</domain><human_result lang=\"en\">2048-bit key</human_result></dkim><dkim/><spf><scope>helo"
     "</scope><result></result></spf></auth_results></record></feedback>",
     "report org=Seemail id=9 version=1.0 generator=Rapport 2 begin=1794182400 end=1794268799"
     " domain=opera.example p=reject np=none adkim=s testing=y discovery=treewalk"
     " error=DNS timeout error=two\nrow 1 ip=2001:db8::19 count=3 disposition=pass dkim=pass"
     " spf=none reason=policy_test_mode from=opera.example to=seemail.example"
     " dkim[ d=opera.example s=s1 r=pass detail=2048-bit key] dkim[] spf[ scope=helo]",
     ""},
    /* no metadata, no policy, an end before the begin */
    {"<feedback>" ROW ("1") "</feedback>", "report" ROW_1 ("1"), "report-dates"},
    {"<feedback><report_metadata><date_range><begin>1794268799</begin><end>1794268799</end>"
     "</date_range></report_metadata></feedback>",
     "report begin=1794268799 end=1794268799", "report-dates"},
    {"<feedback><report_metadata><date_range><begin>yesterday</begin><end>99999999999999999999"
     "</end></date_range></report_metadata></feedback>",
     "report", "report-dates"},
    {"<feedback><report_metadata><date_range><begin>1794182400000</begin><end>1794268799.5</end>"
     "</date_range></report_metadata></feedback>",
     "report begin=1794182400 end=1794268799", ""},
    /* the last second of the year 9999, and milliseconds of the year 2286 */
    {"<feedback><report_metadata><date_range><begin>253402300799</begin><end>9999999999999</end>"
     "</date_range></report_metadata></feedback>",
     "report begin=253402300799 end=9999999999", "report-dates"},
    {"<feedback><report_metadata><date_range><begin>1.5</begin><end>2.</end></date_range>"
     "</report_metadata></feedback>",
     "report begin=1 end=2", ""},
    {"<feedback><report_metadata><date_range><begin>253402300800</begin><end>10000000000000</end>"
     "</date_range></report_metadata></feedback>",
     "report begin=253402300", "report-dates"},
    {"<feedback>" META POLICY "<policy_published><domain>b.example</domain><sp>none</sp>"
     "</policy_published>" ROW ("1") "</feedback>",
     HEAD " sp=none" ROW_1 ("1"), "report-policies"},
    /* RFC 7489 appendix C: all there is, and of what stands twice the first */
    {"<feedback><version>1</version><version>2</version><report_metadata><org_name>A</org_name>"
     "<org_name>B</org_name><email>a@b.example</email><email>c@d.example</email>"
     "<extra_contact_info>https://b.example</extra_contact_info><extra_contact_info>x"
     "</extra_contact_info><report_id>1</report_id><report_id>2</report_id><generator>G</generator>"
     "<generator>H</generator><date_range><begin>1794182400</begin><begin>1</begin>"
     "<end>1794268799</end><end>2</end></date_range></report_metadata><policy_published>"
     "<domain>a.example</domain><domain>b.example</domain><adkim>R</adkim><adkim>s</adkim>"
     "<aspf>S</aspf><aspf>r</aspf><p>None</p><p>reject</p><sp>Quarantine</sp><sp>none</sp>"
     "<np>Reject</np><np>none</np><pct>50</pct><pct>100</pct><fo>1:D</fo><fo>0</fo>"
     "<testing>N</testing><testing>y</testing><discovery_method>PSL</discovery_method>"
     "<discovery_method>treewalk</discovery_method></policy_published></feedback>",
     "report org=A id=1 email=a@b.example contact=https://b.example version=1 generator=G"
     " begin=1794182400 end=1794268799 domain=a.example p=none sp=quarantine np=reject adkim=r"
     " aspf=s fo=1:d pct=50 testing=n discovery=psl",
     ""},
    {"<feedback>" META POLICY
     "<record><row><source_ip>192.0.2.25</source_ip><source_ip>192.0.2.26</source_ip>"
     "<count>1</count><count>2</count><policy_evaluated><disposition>None</disposition>"
     "<disposition>reject</disposition><dkim>Fail</dkim><dkim>pass</dkim><spf>Pass</spf>"
     "<spf>fail</spf><reason><comment>known list</comment><comment>x</comment>"
     "<type>Mailing_List</type><type>other</type></reason><reason><type>local_policy</type>"
     "</reason></policy_evaluated></row><identifiers><header_from>a.example</header_from>"
     "<header_from>b.example</header_from><envelope_from>c.example</envelope_from>"
     "<envelope_from>d.example</envelope_from><envelope_to>e.example</envelope_to>"
     "<envelope_to>f.example</envelope_to></identifiers><auth_results><dkim><domain>a.example"
     "</domain><domain>b.example</domain><selector>s1</selector><selector>s2</selector>"
     "<result>pass</result><result>fail</result><human_result>ok</human_result>"
     "<human_result>no</human_result></dkim><spf><domain>c.example</domain><scope>MFROM</scope>"
     "<scope>helo</scope><result>softfail</result></spf></auth_results></record></feedback>",
     HEAD "\nrow 1 ip=192.0.2.25 count=1 disposition=none dkim=fail spf=pass reason=mailing_list"
          " comment=known list reason=local_policy from=a.example envelope=c.example to=e.example"
          " dkim[ d=a.example s=s1 r=pass detail=ok] spf[ d=c.example scope=mfrom r=softfail]",
     ""},
    /* what is no count or no address is none */
    {"<feedback>" META POLICY ROW ("-5") "</feedback>",
     HEAD "\nrow 1 ip=192.0.2.25 disposition=none dkim=pass spf=fail from=opera.example", ""},
    {"<feedback>" META POLICY ROW ("1000000000001") "</feedback>",
     HEAD "\nrow 1 ip=192.0.2.25 disposition=none dkim=pass spf=fail from=opera.example", ""},
    {"<feedback>" META POLICY ROW ("1000000000000") "</feedback>", HEAD ROW_1 ("1000000000000"),
     ""},
    {"<feedback>" META POLICY "<record><row><source_ip>mail.example</source_ip></row></record>"
     "</feedback>",
     HEAD "\nrow 1", ""},
    /* not well-formed, at the front and further down */
    {"<feedback>" META "<policy_published><domain>opera.example</domain><p>none</p></sp>11"
     "</policy_published>" ROW ("7") "</feedback>",
     HEAD ROW_1 ("7"), "report-xml"},
    {"<feedback>" META POLICY ROW (
         "7") "<record><row><count>8</count></row><identifiers>"
              "<header_from>a<b.example</header_from></identifiers></record><record><row><count>12",
     HEAD ROW_1 ("7") "\nrow 2 count=8 from=a<b.example", "report-xml"},
    {"<feedback>" META POLICY ROW ("7") "</feedback>trailing <junk", HEAD ROW_1 ("7"),
     "report-xml"},
    /* a stranger's entities */
    {"<!DOCTYPE feedback [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><feedback>" META POLICY ROW (
         "&b;") "</feedback>",
     "", "report-entities"},
    {"<!DOCTYPE feedback SYSTEM \"file:///etc/passwd\"><feedback>" META POLICY ROW (
         "7") "</feedback>",
     HEAD ROW_1 ("7"), ""},
    {"<html><feedback></feedback></html>", "", ""},
};

static void
test_rows (void) {
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *defects = NULL;
    g_autofree char *text = read_text (span_from_string (rows[i].text), NULL, &defects);
    g_test_message ("%s", rows[i].text);
    g_assert_cmpstr (text, ==, rows[i].expected);
    g_assert_cmpstr (defects, ==, rows[i].defects);
  }
}

static void
test_charsets (void) {
  static const struct {
    Span text;
    const char *org;
  } texts[] = {
      {SPAN ("<?xml version='1.0' encoding='ISO-8859-1'?><feedback><report_metadata><org_name>Op"
             "\xe9ra</org_name></report_metadata></feedback>"),
       "report org=Op\xc3\xa9ra"},
      {SPAN (
           "<?xml version='1.0' encoding='windows-1252'?><feedback><report_metadata><org_name>\x80"
           "</org_name></report_metadata></feedback>"),
       "report org=\xe2\x82\xac"},
      {SPAN ("\xff\xfe<\0f\0e\0e\0d\0b\0a\0c\0k\0>\0<\0v\0e\0r\0s\0i\0o\0n\0>\0"
             "2\0<\0/\0v\0e\0r\0s\0i\0o\0n\0>\0<\0/\0f\0e\0e\0d\0b\0a\0c\0k\0>\0"),
       "report version=2"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *defects = NULL;
    g_assert_true (aggregate_report_begins (texts[i].text));
    g_autofree char *text = read_text (texts[i].text, NULL, &defects);
    g_assert_cmpstr (text, ==, texts[i].org);
  }
}

static void
test_begins (void) {
  static const struct {
    const char *text;
    bool expected;
  } texts[] = {
      {"<feedback>", true},
      {"\xef\xbb\xbf\n<?xml version=\"1.0\"?><!-- a --><feedback xmlns=\"b\">", true},
      {"<ns:Feedback>", true},
      {"<!DOCTYPE feedback><feedback>", true},
      {"<html><feedback>", false},
      {"<feedbacks>", false},
      {"feedback", false},
      {"From: a@b.example\n\n<feedback>", false},
      {"\xef\xbb\xbf<feedback>", true},
      {"\xef\xbb\xbf\r\n<?xml version=\"1.0\"?><feedback>", true},
      {"<a><feedback>", false},
      {"\x89PNG\r\n\x1a\n", false},
      {"", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (aggregate_report_begins (span_guarded (texts[i].text)) == texts[i].expected);
  /* behind a comment, within the 4096 bytes that are looked at */
  for (gsize n = 4000; n < 4200; n++) {
    g_autofree char *words = g_strnfill (n - strlen ("<!----><feedback"), 'x');
    g_autofree char *text = g_strconcat ("<!--", words, "--><feedback>", NULL);
    g_assert_true (aggregate_report_begins (span_guarded (text)) == (n <= 4096));
  }
}

/* Rows that are not wanted are not read; the reading ends where it is told to. */
static void
test_refused (void) {
  g_autoptr (Arena) arena = arena_new ();
  Reader reader = {g_string_new (NULL), "4711"};
  const AggregateHandler handler = {on_report, on_row, &reader, NULL};
  Span text = SPAN ("<feedback>" META POLICY ROW ("1") "</feedback>");
  g_assert_cmpint (aggregate_report_read (text, arena, &handler, NULL), ==, 0);
  g_assert_cmpstr (reader.out->str, ==, HEAD);
  g_string_free (reader.out, TRUE);
}

static void
test_deep (void) {
  g_autoptr (GString) text = g_string_new ("<feedback>");
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, i % 2 ? "<row>" : "<x>");
  g_autofree char *defects = NULL;
  g_autofree char *out = read_text (span_of (text->str, text->len), NULL, &defects);
  g_assert_true (g_str_has_prefix (defects, "report-too-deep"));
  g_assert_true (g_str_has_prefix (out, "report"));
}

/* As many of each as base/limits.h says, and values as long. */
static void
test_bounds (void) {
  static const struct {
    const char *before, *item, *behind;
    guint most;
    const char *shown;
  } lists[] = {
      {"<report_metadata>", "<error>e</error>", "</report_metadata>", LIMIT_PROPERTIES, " error=e"},
      {META POLICY "<record><row><policy_evaluated>", "<reason><type>t</type></reason>",
       "</policy_evaluated></row></record>", LIMIT_PROPERTIES, " reason=t"},
      {META POLICY "<record><auth_results>", "<dkim><result>r</result></dkim>",
       "</auth_results></record>", LIMIT_RESULTS, " dkim[ r=r]"},
      {META POLICY "<record><auth_results>", "<spf><result>r</result></spf>",
       "</auth_results></record>", LIMIT_RESULTS, " spf[ r=r]"},
      {"<report_metadata><org_name>", "x", "</org_name></report_metadata>", LIMIT_REPORT_VALUE,
       "x"},
      {META POLICY "<record><row><policy_evaluated><reason><comment>", "x",
       "</comment></reason></policy_evaluated></row></record>", LIMIT_DIAGNOSTIC, "x"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint n = lists[i].most; n <= lists[i].most + 1; n++) {
      g_autoptr (GString) text = g_string_new ("<feedback>");
      g_autofree char *defects = NULL;
      guint shown = 0;
      g_string_append (text, lists[i].before);
      for (guint k = 0; k < n; k++)
        g_string_append (text, lists[i].item);
      g_string_append_printf (text, "%s</feedback>", lists[i].behind);
      g_autofree char *out = read_text (span_of (text->str, text->len), NULL, &defects);
      for (const char *at = out; (at = strstr (at, lists[i].shown)); at += strlen (lists[i].shown))
        shown++;
      g_test_message ("%s, %u", lists[i].before, n);
      g_assert_cmpuint (shown, ==, lists[i].most + (i == 5)); /* "x" is in "example" */
    }
}

/* A value is cut between characters. */
static void
test_cut_character (void) {
  for (guint n = LIMIT_REPORT_VALUE - 3; n <= LIMIT_REPORT_VALUE; n++) {
    g_autoptr (GString) text = g_string_new ("<feedback><report_metadata><org_name>");
    g_autofree char *defects = NULL;
    for (guint i = 0; i < n; i++)
      g_string_append_c (text, 'x');
    g_string_append (text, "\xe2\x82\xac</org_name></report_metadata></feedback>");
    g_autofree char *out = read_text (span_of (text->str, text->len), NULL, &defects);
    g_assert_true (g_utf8_validate (out, -1, NULL));
    g_assert_cmpint (strstr (out, "\xe2\x82\xac") != NULL, ==, n + 3 <= LIMIT_REPORT_VALUE);
  }
}

/* Elements in elements, known or not. */
static void
test_depth (void) {
  for (guint known = 0; known < 2; known++)
    for (guint n = LIMIT_REPORT_DEPTH; n <= LIMIT_REPORT_DEPTH + 1; n++) {
      g_autoptr (GString) text = g_string_new ("<feedback>");
      g_autofree char *defects = NULL;
      for (guint i = 1; i < n; i++)
        g_string_append (text, known ? "<row>" : "<x>");
      for (guint i = 1; i < n; i++)
        g_string_append (text, known ? "</row>" : "</x>");
      g_string_append (text, META POLICY "</feedback>");
      g_autofree char *out = read_text (span_of (text->str, text->len), NULL, &defects);
      bool deep = n > LIMIT_REPORT_DEPTH;
      g_test_message ("%u, %u", known, n);
      g_assert_true (g_str_has_prefix (defects, "report-too-deep") == deep);
      g_assert_cmpstr (out, ==, deep ? "report" : HEAD);
    }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aggregate-report/rows", test_rows);
  g_test_add_func ("/aggregate-report/charsets", test_charsets);
  g_test_add_func ("/aggregate-report/begins", test_begins);
  g_test_add_func ("/aggregate-report/refused", test_refused);
  g_test_add_func ("/aggregate-report/deep", test_deep);
  g_test_add_func ("/aggregate-report/bounds", test_bounds);
  g_test_add_func ("/aggregate-report/cut-character", test_cut_character);
  g_test_add_func ("/aggregate-report/depth", test_depth);
  return g_test_run ();
}
