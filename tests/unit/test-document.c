/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a file is by its first bytes, as those who define the format say; and the text of a word
 * processor's document. */
#include "input/document.h"

#include "base/limits.h"
#include "guarded.h"
#include "input/file-type.h"

/* ---- the first bytes ---- */

typedef struct {
  gsize at;
  Span sign;
  const char *type; /* NULL: says nothing of itself */
} Sign;

static const Sign signs[] = {
    {0, SPAN ("%PDF-"), "pdf"},                            /* ISO 32000-1 7.5.2 */
    {0, SPAN ("{\\rtf"), "rtf"},                           /* RTF 1.9.1 */
    {0, SPAN ("\x89PNG\r\n"), "picture"},                  /* ISO 15948 5.2 */
    {0, SPAN ("\xff\xd8\xff"), "picture"},                 /* JFIF 1.02, Exif */
    {0, SPAN ("GIF8"), "picture"},                         /* GIF87a, GIF89a */
    {0, SPAN ("II*\0"), "picture"},                        /* TIFF 6.0 section 2 */
    {0, SPAN ("MM\0*"), "picture"},                        /* TIFF 6.0 section 2 */
    {8, SPAN ("WEBP"), "picture"},                         /* RFC 9649 section 2.4 */
    {4, SPAN ("ftyphei"), "picture"},                      /* ISO 23008-12 10.2 */
    {4, SPAN ("ftypmif1"), "picture"},                     /* ISO 23008-12 10.2 */
    {0, SPAN ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "doc"}, /* MS-CFB 2.2 */
    {0, SPAN ("\x78\x9f\x3e\x22"), "tnef"},                /* MS-OXTNEF 2.1.3.1 */
    {0, SPAN ("begin 600 winmail.dat"), "tnef"},           /* POSIX uuencode */
    {0, SPAN ("-----BEGIN PKCS7-----"), "smime"},          /* RFC 7468 section 8 */
    {0, SPAN ("-----BEGIN CMS-----"), "smime"},            /* RFC 7468 section 9 */
    {0, SPAN ("BEGIN:VCALENDAR"), "calendar"},             /* RFC 5545 section 3.4 */
    {0, SPAN ("BEGIN:VCARD"), "contact"},                  /* RFC 6350 section 6.1.1 */
};

static bool
is_type (Span type, const char *expected) {
  return span_is_null (type) == (expected == NULL) &&
         span_equal (type, span_from_string (expected));
}

static Span
type_of (gsize at, Span sign, gsize len, gsize changed, const char *behind) {
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *before = g_strnfill (at, 'x');
  g_byte_array_append (bytes, (const guint8 *)before, (guint)at);
  g_byte_array_append (bytes, (const guint8 *)sign.data, (guint)len);
  if (changed < len)
    bytes->data[at + changed] ^= 1;
  g_byte_array_append (bytes, (const guint8 *)behind, (guint)strlen (behind));
  return file_type_of (span_guarded_of (span_of ((const char *)bytes->data, bytes->len)));
}

/* Each byte of a sign is needed, and none behind it. */
static void
test_signs (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++) {
    const Sign *sign = &signs[i];
    g_test_message ("%s", sign->type);
    g_assert_true (
        is_type (type_of (sign->at, sign->sign, sign->sign.len, G_MAXSIZE, ""), sign->type));
    g_assert_true (
        is_type (type_of (sign->at, sign->sign, sign->sign.len, G_MAXSIZE, "\x01"), sign->type));
    for (gsize n = 0; n < sign->sign.len; n++) {
      g_assert_true (is_type (type_of (sign->at, sign->sign, n, G_MAXSIZE, ""), NULL));
      g_assert_true (is_type (type_of (sign->at, sign->sign, sign->sign.len, n, "\x01"), NULL));
    }
    g_assert_true (
        is_type (type_of (sign->at + 1, sign->sign, sign->sign.len, G_MAXSIZE, ""), NULL));
  }
}

#define SIGNED "\x30\x82\x01\x02\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define ENVELOPED "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
#define OTHER_OID "\x30\x82\x01\x02\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x02"

static void
test_types (void) {
  static const struct {
    Span bytes;
    const char *type;
  } rows[] = {
      /* a mark of UTF-8 and blanks before a text */
      {SPAN ("\xef\xbb\xbf \r\n\t{\\rtf1"), "rtf"},
      {SPAN ("\n\nBEGIN:VCARD\n"), "contact"},
      {SPAN ("\xef\xbb\xbf\xef\xbb\xbf{\\rtf1"), NULL},
      {SPAN ("x{\\rtf1"), NULL},
      {SPAN ("\xef\xbb{\\rtf1"), NULL},
      /* ECMA-376, ISO 26300: a zip (APPNOTE 4.3.7) and what is in it */
      {SPAN ("PK\x03\x04....[Content_Types].xml....word/document.xml"), "docx"},
      {SPAN ("PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text"), "odt"},
      {SPAN ("PK\x03\x04....xl/workbook.xml"), NULL},
      {SPAN ("PK\x05\x06....word/document.xml"), NULL},
      {SPAN ("word/document.xml"), NULL},
      /* RFC 5652: an object identifier in a SEQUENCE */
      {SPAN (SIGNED "......"), "smime"},
      {SPAN (ENVELOPED "........"), "smime"},
      {SPAN (SIGNED "....."), NULL}, /* of twenty bytes is no signature */
      {SPAN (OTHER_OID "......"), NULL},
      {SPAN ("\x31" SIGNED "......"), NULL},
      {SPAN ("\x30...................." SIGNED "......"), NULL}, /* too far behind */
      {SPAN ("<!DOCTYPE html>\n<p>x"), "html"},
      {SPAN (" <HTML lang=en>"), "html"},
      {SPAN ("<div>x</div>"), NULL},
      {SPAN ("<!doctype svg>"), NULL},
      /* RFC 1035 section 5.1, and what dig prints */
      {SPAN ("v=spf1 mx -all"), "dns-records"},
      {SPAN ("V=DMARC1; p=none"), "dns-records"},
      {SPAN ("v=DKIM1; p=AAAA"), "dns-records"},
      {SPAN ("\"v=spf1 mx -all\""), "dns-records"},
      {SPAN ("  \"v=DKIM1; p=AAAA\"\n"), "dns-records"},
      {SPAN ("two\nlines\nv=spf1 mx -all\n"), "dns-records"},
      {SPAN ("opera.example. 3600 IN TXT \"v=spf1 mx -all\""), "dns-records"},
      {SPAN ("_dmarc TXT \"v=DMARC1; p=none\""), "dns-records"},
      {SPAN ("s._domainkey TXT \"v=DKIM1; p=AAAA\""), "dns-records"},
      {SPAN ("s._domainkey TXT \"k=rsa; p=AAAA\""), "dns-records"},
      {SPAN ("s._domainkey.opera.example. CNAME s.platform.example."), "dns-records"},
      {SPAN ("s._domainkey.opera.example canonical name = s.platform.example"), "dns-records"},
      {SPAN ("s._domainkey.opera.example is an alias for s.platform.example."), "dns-records"},
      {SPAN ("opera.example descriptive text \"v=spf1 mx -all\""), "dns-records"},
      {SPAN ("opera.example text = \"v=spf1 mx -all\""), "dns-records"},
      {SPAN ("www.opera.example is an alias for opera.example."), NULL},
      /* what nslookup, host and dig print */
      {SPAN ("*** dns.b.example can't find s._domainkey.a.example: Non-existent domain"),
       "dns-records"},
      {SPAN ("Host _dmarc.a.example not found: 3(NXDOMAIN)"), "dns-records"},
      {SPAN (";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 4711\n"), "dns-records"},
      {SPAN ("> nslookup a.example\nServer:  dns.b.example\nAddress:  192.0.2.53\n"),
       "dns-records"},
      {SPAN ("Server: mx.b.example\nPort: 25\nAddress: 192.0.2.53\n"), NULL},
      {SPAN ("we can't find your domain: NXDOMAIN"), NULL},
      {SPAN ("please publish v=spf1 mx -all"), NULL},
      {SPAN ("please publish v=DMARC1; p=none"), NULL},
      {SPAN ("opera.example. 3600 IN TXT \"a proof of ownership\""), NULL},
      {SPAN ("\"v=1\""), NULL},
      {SPAN ("s._domainkey is missing"), NULL},
      {SPAN ("www CNAME opera.example."), NULL},
      {SPAN ("s._domainkey is missing\nwww CNAME opera.example."), NULL},
      {SPAN ("Dear all,\n"), NULL},
      {SPAN (""), NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%" G_GSIZE_FORMAT ": %s", i, rows[i].bytes.data);
    g_assert_true (is_type (file_type_of (span_guarded_of (rows[i].bytes)), rows[i].type));
  }
}

/* Only the first LIMIT_READ bytes are looked at. */
static void
test_far (void) {
  for (gsize more = 0; more < 2; more++) {
    g_autoptr (GString) text = g_string_new (NULL);
    while (text->len < LIMIT_READ - strlen ("v=DKIM1") + more)
      g_string_append_c (text, '\n');
    g_string_append (text, "v=DKIM1; p=");
    Span type = file_type_of (span_of (text->str, text->len));
    g_assert_true (is_type (type, more ? NULL : "dns-records"));
  }
}

/* ---- documents ---- */

/* ECMA-376 part 1, 17.3.1.22 p, 17.3.3 br, cr, tab; ISO 26300 5.1 h and p, 6.1 s, tab, line-break;
 * XML 1.0 section 4.1 and 4.6: references. */
static void
test_text (void) {
  static const struct {
    const char *xml, *text;
  } rows[] = {
      {"<w:p><w:r><w:t>one</w:t></w:r></w:p><w:p>two</w:p>", "one\ntwo\n"},
      {"<w:p w:rsidR=\"00A1\">one</w:p>", "one\n"},
      {"<w:p/>x<w:p />", "\nx\n"},
      {"<text:h text:outline-level=\"1\">a</text:h><text:p>b</text:p>", "a\nb\n"},
      {"a<w:br/>b<w:cr/>c<text:line-break/>d", "a\nb\nc\nd"},
      {"a<w:br></w:br>b", "a\nb"},
      {"a<w:tab/>b<text:tab></text:tab>c<text:s/>d<text:s></text:s>e", "a\tb\tc d e"},
      {"<p>a</p><br/>b", "a\n\nb"}, /* without a prefix */
      {"<w:pPr><w:tabs/></w:pPr>a<w:t xml:space=\"preserve\"> b </w:t>", "a b "},
      {"<a:b-p/><a_p/>x", "x"},
      {"<?xml version=\"1.0\"?>\r\n<w:p>\r\n<w:t>a</w:t>\n</w:p>", "a\n"},
      {"a\rb\nc", "abc"},
      {"a<>b</>c", "abc"},
      {"&lt;a@b.example&gt; &amp; &quot;x&quot; &apos;y&apos;", "<a@b.example> & \"x\" 'y'"},
      {"&amp;lt;", "&lt;"}, /* read once */
      {"&#65;&#x41;&#228;&#xe4;&#x20AC;&#32;", "AA\xc3\xa4\xc3\xa4\xe2\x82\xac "},
      {"&#x10FFFF;", "\xf4\x8f\xbf\xbf"},
      /* no characters */
      {"a&#0;b&#31;c&#x110000;d&#xD800;e", "abcde"},
      /* none of the five: nothing expands */
      {"&nbsp;&auml;&x;", "&nbsp;&auml;&x;"},
      {"&#;", "&#;"},
      {"&", "&"},
      {"&#", "&#"},
      {"&#x4", "&#x4"},
      {"&am", "&am"},
      {"<", "<"},
      {"<w:p", "<w:p"},
      {"", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) out = g_string_new (NULL);
    document_text (span_guarded (rows[i].xml), out);
    g_test_message ("%s", rows[i].xml);
    g_assert_cmpstr (out->str, ==, rows[i].text);
  }
  for (gsize more = 0; more < 2; more++) {
    g_autofree char *text = g_strnfill (LIMIT_PASTE - 1 + more, 'x');
    g_autofree char *longer = g_strconcat (text, "yz", NULL);
    g_autoptr (GString) out = g_string_new (NULL);
    document_text (span_from_string (longer), out);
    g_assert_cmpuint (out->len, ==, LIMIT_PASTE);
  }
}

/* ECMA-376 part 2 and what writers do; ISO 26300 part 3, 3.1. */
static void
test_member (void) {
  g_assert_true (is_type (document_member (SPAN ("word/document.xml")), "docx"));
  g_assert_true (is_type (document_member (SPAN ("content.xml")), "odt"));
  g_assert_true (is_type (document_member (SPAN ("word/styles.xml")), NULL));
  g_assert_true (is_type (document_member (SPAN ("styles.xml")), NULL));
  g_assert_true (is_type (document_member (SPAN ("")), NULL));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/signs", test_signs);
  g_test_add_func ("/document/types", test_types);
  g_test_add_func ("/document/far", test_far);
  g_test_add_func ("/document/text", test_text);
  g_test_add_func ("/document/member", test_member);
  return g_test_run ();
}
