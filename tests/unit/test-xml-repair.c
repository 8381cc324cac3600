/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/xml-repair.h"

static const char *const names[] = {"feedback", "record", "row", "domain", "email", "count", NULL};

static const struct {
  const char *text, *expected;
} rows[] = {
    {"<feedback><domain>a</domain></feedback>", "<feedback><domain>a</domain></feedback>"},
    {"junk <n:Feedback a='1'><DOMAIN/></n:Feedback> junk",
     "<feedback><domain></domain></feedback>"},
    {"<feedback><email><x@a.example></email></feedback>",
     "<feedback><email>&lt;x@a.example&gt;</email></feedback>"},
    {"<feedback><domain>a<b</domain></feedback>", "<feedback><domain>a&lt;b</domain></feedback>"},
    {"<feedback><domain>a & b &lt; c</domain></feedback>",
     "<feedback><domain>a &amp; b &lt; c</domain></feedback>"},
    /* an element nobody knows, never closed */
    {"<feedback><xs:schema a=\"b\"><domain>a</domain></feedback>",
     "<feedback>&lt;xs:schema a=\"b\"&gt;<domain>a</domain></feedback>"},
    {"<feedback><domain>a</feedback>", "<feedback><domain>a</domain></feedback>"},
    {"<feedback></count><domain>a</domain></feedback>", "<feedback><domain>a</domain></feedback>"},
    /* a record that is cut may have cut values */
    {"<feedback><record><count>1</count></record><record><count>12",
     "<feedback><record><count>1</count></record></feedback>"},
    /* but for one whose row is whole: of it what is still open */
    {"<feedback><record><row><count>12</count></row><domain>a.exam",
     "<feedback><record><row><count>12</count></row></record></feedback>"},
    {"<feedback><record><row><count>12</count></row><email><domain>a.example</domain><count>1",
     "<feedback><record><row><count>12</count></row><email><domain>a.example</domain>"
     "</email></record></feedback>"},
    {"<feedback><record><row>1</row></record><record><row><count>12",
     "<feedback><record><row>1</row></record></feedback>"},
    {"<feedback><record><row>1</row>", "<feedback><record><row>1</row></record></feedback>"},
    {"<!DOCTYPE feedback [<!ENTITY a \"b\">]><feedback>&a;</feedback>",
     "<feedback>&amp;a;</feedback>"},
    {"<feedback><domain>a\x01\xff\xc3\xa9</domain></feedback>",
     "<feedback><domain>a \xef\xbf\xbd\xc3\xa9</domain></feedback>"},
    {"\xef\xbb\xbf<?xml version=\"1.0\"?><feedback></feedback>", "<feedback></feedback>"},
    {"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><feedback>\xe9<</feedback>",
     "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><feedback>\xe9&lt;</feedback>"},
    {"<feedback><![CDATA[a]]></feedback>", "<feedback>a]]&gt;</feedback>"},
    {"", ""},
};

static void
test_rows (void) {
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize len;
    g_autofree char *text =
        xml_repair (span_from_string (rows[i].text), names, "record", "row", &len);
    g_assert_cmpstr (text, ==, rows[i].expected);
    g_assert_cmpuint (len, ==, strlen (text));
  }
}

static void
test_wide_charset (void) {
  gsize len;
  g_assert_null (xml_repair (SPAN ("<\0f\0e\0>\0"), names, "record", "row", &len));
}

/* Linear: a million of what takes longest. */
static void
test_many (void) {
  static const char *const pieces[] = {"<record>", "</count>", "<", "&", "<!--", "<record"};
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (GString) text = g_string_new ("<feedback>");
    for (guint n = 0; n < 200000; n++)
      g_string_append (text, pieces[i]);
    gsize len;
    g_autofree char *out =
        xml_repair (span_of (text->str, text->len), names, "record", "row", &len);
    g_assert_true (g_str_has_suffix (out, "</feedback>"));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xml-repair/rows", test_rows);
  g_test_add_func ("/xml-repair/wide-charset", test_wide_charset);
  g_test_add_func ("/xml-repair/many", test_many);
  return g_test_run ();
}
