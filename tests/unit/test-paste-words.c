/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words of a pasted header's values: links, encodings, what was cut at a width or torn, and
 * what is not known to be whole. Each form that is known, and beside it the nearest that is none.
 */
#include "paste-rows.h"

#define AR "Authentication-Results: mx.example.net;"

/* ---- links ---- */

static void
test_links (void) {
  static const PasteRow rows[] = {
      {"From: a@b.example<mailto:a@b.example>\n", "From: a@b.example\n"},
      {"Received: from b.example<https://b.example> by c\n", "Received: from b.example by c\n"},
      {"Received: from <http://b.example> by c\n", NULL},
      {"From: <http://b.example|b.example>\n", "From: b.example\n"},
      {"From: <mailto:a@b.example|a@b.example>\n", "From: a@b.example\n"},
      {"From: <ftp://b.example|b.example>\n", NULL},
      {"From: <MAILTO:a@b>\n", "From: <a@b>\n"},
      {"From:<mailto:a@b>\n", "From:<a@b>\n"},
      {"From: <<mailto:a@b>>\n", "From: <a@b>\n"},
      {"From: x,<mailto:a@b>\n", "From: x,<a@b>\n"},
      {"From: x\t<mailto:a@b>\n", "From: x\t<a@b>\n"},
      {"From: <mailto:a@b...>\n", NULL},
      {"From: \"M\" [a@b](mailto:a@b)\n", "From: \"M\" <a@b>\n"},
      {"From: (M) [a@b](mailto:a@b)\n", "From: (M) <a@b>\n"},
      {"From: \u00E9 [a@b](mailto:a@b)\n", "From: \u00E9 <a@b>\n"},
      {"From: M\t [a@b](mailto:a@b)\n", "From: M\t <a@b>\n"},
      {"From: M, [a@b](mailto:a@b)\n", "From: M, a@b\n"},
      {AR " smtp.mailfrom=[a@b](mailto:a@b)\n", AR " smtp.mailfrom=<a@b>\n"},
      {"Received: from [b.example](http://b.example) by c\n", "Received: from b.example by c\n"},
      {"From: M [@b](mailto:a@b)\n", "From: M @b\n"},
      {"From: [a@b](c)\n", NULL},
      {"From: [...](mailto:a@b)\n", NULL},
      {"From: [a@b](mailto:a@b\n", NULL},
      {"From: [a@b] (mailto:a@b)\n", NULL},
      {"From: [a@b|c]\n", NULL},
      {"From: M [a@b|mailto:a@b]\n", "From: M <a@b>\n"},
      {"From: [|mailto:a@b]\n", NULL},
      {"From: [mailto:a@b]\n", "From: <a@b>\n"},
      {"Return-Path: a@b.example [123]\n", "Return-Path: a@b.example\n"},
      {"Return-Path: a@b.example [1234]\n", NULL},
      {"Return-Path: a@b.example [1\n", NULL},
      {"Return-Path: a@b.example []\n", NULL},
      {"Return-Path: a@b.example [x]\n", NULL},
      {"Return-Path: a@b.example[1]\n", NULL},
      {"Return-Path: a@b.example  [1]\n", NULL},
      {"Return-Path: <a@b.example> [1]\n", NULL},
      {"Received: from b_ [1] by c- [2] x. [3]\n", "Received: from b_ by c- x.\n"},
      {"X-Odd: a@b<mailto:a@b>\n", NULL},
      {"Subject: a@b<mailto:a@b>\n", NULL},
      /* links that lead through a filter */
      {AR " header.d=http://x.example/?url=http%3A%2F%2Fb.example&d=1\n",
       AR " header.d=b.example\n"},
      {AR " (https://x.example/?url=http%3A%2F%2Fb.example) x\n", AR " (b.example) x\n"},
      {AR " \"https://x.example/?url=http%3A%2F%2Fb.example\" x\n", AR " \"b.example\" x\n"},
      {"From: <https://x.example/?url=http%3A%2F%2Fa%40b.example>\n", "From: <a@b.example>\n"},
      {AR " a=https://x.example/?url=http%3a%2f%2fb.example b\n", AR " a=b.example b\n"},
      {AR " a=https://x.example/?url=http://b.example b\n", AR " a=b.example b\n"},
      {AR " a=https://x.example/?url=http%3A%2F%2Fb%2 b\n", NULL},
      {AR " a=https://x.example/?url=http%3A%2F%2F b\n", NULL},
      {AR " a=https://x.example/v3/__https://b.example/__;!!x$ b\n", AR " a=b.example b\n"},
      {AR " a=https://x.example/v2/url?u=https-3A__b-2Dc.example&d b\n", AR " a=b-c.example b\n"},
      {AR " a=https://x.example/page b\n", NULL},
      {AR " a=ftp://x.example/?url=http%3A%2F%2Fb.example b\n", NULL},
  };
  PASTE_ROWS (repair_links, rows);
  /* a link is no longer than 2048 bytes */
  for (gsize n = 2040; n <= 2041; n++) {
    g_autofree char *address = g_strnfill (n, 'a');
    g_autofree char *in = g_strdup_printf ("From: <mailto:%s>\n", address);
    g_autofree char *out = g_strdup_printf ("From: <%s>\n", address);
    paste_row (repair_links, in, n == 2040 ? out : NULL);
  }
}

static void
test_eaten (void) {
  static const PasteRow rows[] = {
      {"From: <a@></a@>b.example>\n", "From: <a@b.example>\n"},
      {"From: <a@></a@>b.example x <c@></c@>d.example>\n", "From:   x <c@d.example>\n"},
      {"From: <a@></c@>b.example>\n", NULL},
      {"From: <a@></a@b.example>\n", NULL},
      {"From: <a b@></a b@>c.example>\n", NULL},
      {"From: < a@></ a@>c.example>\n", NULL},
      {"From: <@></@>b.example>\n", NULL},
      {"From: a@></a@>b.example>\n", NULL},
      {"From: <a@></a@>b>\n", "From:  >\n"},
      {"From: <a@></a@>Vert x\n", "From:   x\n"},
      {"From: <a@></a@>vert.exaDate: x\n", "From:  Date: x\n"},
      {"From: <a@></a@>b_c-d.\u00E9xample>\n", "From: <a@b_c-d.\u00E9xample>\n"},
      {"From: <a@></a@>b/c.example>\n", "From:  /c.example>\n"},
  };
  PASTE_ROWS (repair_eaten_address, rows);
  for (gsize n = 69; n <= 71; n++) {
    g_autofree char *local = g_strnfill (n - 1, 'l');
    g_autofree char *in = g_strdup_printf ("From: <%s@></%s@>b.example>\n", local, local);
    g_autofree char *out = g_strdup_printf ("From: <%s@b.example>\n", local);
    paste_row (repair_eaten_address, in, n <= 70 ? out : NULL);
  }
}

/* CommonMark 2.4 */
static void
test_escaped (void) {
  for (const char *sign = "<>[]_*|~#"; *sign; sign++) {
    g_autofree char *in = g_strdup_printf ("From: a\\%cb\\%cc\n", *sign, *sign);
    g_autofree char *out = g_strdup_printf ("From: a%cb%cc\n", *sign, *sign);
    paste_row (repair_escaped_signs, in, out);
  }
  static const PasteRow rows[] = {
      {"From: a\\qb\\qc\n", NULL},
      {"From: a\\\\<b\\\\>c\n", NULL},
      {"Subject: a\\<b\\>c\n", NULL},
      {"From: a\\<b\\\n", NULL},
      {"From: \"a\\<\" b\\<c\\>\n", "From: \"a\\<\" b<c>\n"},
      {"From: \"a\nTo: b\\<c\\>\n", "From: \"a\nTo: b<c>\n"},
  };
  PASTE_ROWS (repair_escaped_signs, rows);
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (PasteText) text = paste_text_new (arena, SPAN ("From: a\\<b\\>c\n"), 0, 1);
  text->whole = true;
  g_assert_false (repair_escaped_signs (text));
}

/* ---- encodings ---- */

/* RFC 2045 section 6.7 */
static void
test_quoted_printable (void) {
  static const PasteRow rows[] = {
      {AR " spf=3Dpass\n", AR " spf=pass\n"},
      {AR " spf=3dpass\n", NULL},
      {AR " spf =3Dpass\n", NULL},
      {AR " x=3D;\n", NULL},
      {AR " x=3D@b\n", AR " x=@b\n"},
      {AR " x=3Dy=0D=00z=5F\n", AR " x=y  z_\n"},
      {AR " x=3Dy=\n;z\n", AR " x=y;z\n"},
      {AR " x=3Dy=\n\n;z=3D=\nx\n", AR " x=y\n;z=3D=\nx\n"},
      {"Received-SPF: pass x=3Dy\n", "Received-SPF: pass x=y\n"},
      {"DKIM-Signature: v=3D1\n", "DKIM-Signature: v=1\n"},
      {"Received: from x=3Dy\n", NULL},
      {"Subject: x=3Dy\n", NULL},
      {"x=3Dy\n", NULL},
      {AR " x=3Dy\n\nz=3Dx\n", AR " x=y\n\nz=3Dx\n"},
      {"z=3Dx\n\n" AR " x=3Dy\n", "z=3Dx\n\n" AR " x=y\n"},
      {AR " =?utf-8?Q?a=3Db?=\n", NULL},
      {AR " =?utf-8?Q?a?= x=3Dy\n", AR " =?utf-8?Q?a?= x=y\n"},
      {AR " x=3Dy z=wv\n", AR " x=...y z=wv\n"},
      {AR " x=3Dy z=3\n", AR " x=y z=3\n"},
      {AR " x=3Dy =wv\n", AR " x=y =wv\n"},
      {AR " x=3Dy z=;v\n", AR " x=y z=;v\n"},
      {AR " x=3Dy\nSubject: z=wv\n", AR " x=y\nSubject: z=wv\n"},
      {AR " x=3Dy\nX-Odd: z=wv\n", AR " x=...y\nX-Odd: z=wv\n"},
      {AR " x=3Dy\n z=wv\n", AR " x=...y\n z=wv\n"},
      {AR " x=3Dy z=\n", AR " x=y z"},
      {"=20" AR " x=3Dy\n", " " AR " x=y\n"},
      {"=09=20 " AR " x=3Dy\n", "\t  " AR " x=y\n"},
  };
  PASTE_ROWS (repair_quoted_printable, rows);
}

/* RFC 2047 section 2 */
static void
test_encoded_words (void) {
  static const PasteRow rows[] = {
      {"Received-SPF: =?utf-8?Q?pass_(x)?=\n", "Received-SPF: pass (x)\n"},
      {"Received: =?utf-8?Q?from_a?=\n", NULL},
      {"Authentication-Results: =?utf-8?q?a;_x=3Dy~?=\n", "Authentication-Results: a; x=y~\n"},
      {"Authentication-Results: =?utf-8?Q?a;_x=7Fy?=\n", NULL},
      {"Authentication-Results: =?utf-8?Q?a;_x=1Fy?=\n", NULL},
      {"Authentication-Results: =?utf-8?Q?\?=\n", NULL},
      {"Authentication-Results: =??Q?a?=\n", NULL},
      {"Authentication-Results: =?utf-8?Q?a\n", NULL},
      {"Authentication-Results: =?utf-8?Qa?=\n", NULL},
      {"Authentication-Results: =?utf-8?Q?a?= b\n", NULL},
      {"Authentication-Results: b =?utf-8?Q?a?=\n", NULL},
      {"Authentication-Results: \n", NULL},
      {"Authentication-Results: =?utf-8?Q?a;?=\n x=y\n", "Authentication-Results: a;\n x=y\n"},
      {"Authentication-Results: =?utf-8?Q?a;?=\n x=y\n =?utf-8?Q?z?=\n",
       "Authentication-Results: a;\n x=y\n z\n"},
  };
  PASTE_ROWS (repair_encoded_words, rows);
  for (gsize n = 40; n <= 41; n++) {
    g_autofree char *charset = g_strnfill (n, 'c');
    g_autofree char *in = g_strdup_printf ("Authentication-Results: =?%s?Q?a?=\n", charset);
    paste_row (repair_encoded_words, in, n == 40 ? "Authentication-Results: a\n" : NULL);
  }
}

static void
test_line_ends (void) {
  static const PasteRow rows[] = {
      {"A-B: 1\r\r\r\nC-D: 2\n", "A-B: 1\nC-D: 2\n"},
      {"A-B: 1_x000D_\nC-D: 2_x000D_3\n", "A-B: 1\nC-D: 2\n3\n"},
      {"A-B: 1_x000A_\n", NULL},
      {"A-B: 1#012 2#012x#011y\n", "A-B: 1\n 2#012x#011y\n"},
      {"A-B: 1#012", NULL},
      {"#011a", NULL},
      {"a\xC2\x85"
       "b",
       "a\nb"},
      {"a\u2028b\u2029c", "a\nb\nc"},
      {"a\u2027b", NULL},
      /* written out: twice before a field, or five times in one line that names one */
      {"a\\nFrom: b\\nTo: c", "a\nFrom: b\nTo: c"},
      {"a\\nFrom: b\\nx", NULL},
      {"a\\n > From: b\\n > To: c", "a\n > From: b\n > To: c"},
      {"a\\n.............From: b\\n.............To: c", NULL},
      {"a\\n............From: b\\n............To: c", "a\n............From: b\n............To: c"},
      {"From\\tb\\nTo\\tc\\nDate\\td", "From\tb\nTo\tc\nDate\td"},
      {"a\\n\\tFrom: b\\n\\tTo: c", "a\n\tFrom: b\n\tTo: c"},
      {"From: a\\r\\n1\\r\\n2\\r\\n3\\r\\n4\\r\\n5", "From: a\n1\n2\n3\n4\n5"},
      {"From: a\\r\\n1\\r\\n2\\r\\n3\\r\\n4", NULL},
      {"To: a\\r\\n1\\r\\n2\\r\\n3\\r\\n4\\r\\n5", NULL},
  };
  PASTE_ROWS (repair_line_ends, rows);
  static const PasteRow signs[] = {
      {"a\uFF1A\uFF21 b\n", "a:\uFF21 b\n"},
      {" \uFF1A \n", NULL},
      {"\uFF21b\n", "Ab\n"},
      {"b\uFF5E\n", "b~\n"},
      {"b\uFF5F\n", NULL},
      {"b\uFF00\n", NULL},
      {"b\uFF01\n", "b!\n"},
      {"\u2192a\n\u21E5b\n", "\ta\n\tb\n"},
      {"a\u2192b\n", NULL},
      {"\u2193a\n", NULL},
      {"o\uFB00\uFB01\uFB02\uFB03\uFB04\uFB05\uFB06\n", "offfiflffifflstst\n"},
      {"\uFB07\n", NULL},
      {"a\u200Ab\u200Bc\u2010d\n", "a bc\u2010d\n"},
      {"\u2029a\u202Fb\n", "\u2029a b\n"},
      {"\u2065a\u206Ab\n", NULL},
      {"\u1FFFa\u3001b\u2060c\n", "\u1FFFa\u3001bc\n"},
  };
  PASTE_ROWS (repair_invisible, signs);
  /* JIS X 0208 in seven bits: the second escape of RFC 1468 may be the one of JIS X 0201 */
  static const PasteRow japanese[] = {
      {"$B$O$$(J\n", "\u306F\u3044\n"},
      {"$B%O%$(B\n", "\u30CF\u30A4\n"},
      {"$B$O(B\n", NULL},
      {"$B$O$$(K\n", NULL},
      {"$B$O $(B\n", NULL},
      {"$A$O$$(B\n", NULL},
      {"x$B$O$$(By$B$O$$(Bz\n", "x\u306F\u3044y\u306F\u3044z\n"},
  };
  PASTE_ROWS (repair_lost_escapes, japanese);
}

/* ---- exports ---- */

static void
test_exports (void) {
  static const PasteRow rows[] = {
      /* a map of names to values: two known names, and one of them a server's */
      {"{\"Received\":\"a\",\"From\":\"b\"}", "Received: a\nFrom: b\n\n"},
      {"{\"Received\":\"a\",\"Foo\":\"b\"}", NULL},
      {"{\"To\":\"a\",\"From\":\"b\"}", NULL},
      {"{\"Received\":[\"a\",\"b\",3],\"From\":\"c\",\"Date\":4}",
       "Received: a\nReceived: b\nFrom: c\n\n"},
      {"{\"x\":{\"y\":[{\"Received\":\"a\",\"From\":\"b\"}]}}", "Received: a\nFrom: b\n\n"},
      /* a list of pairs: one of a field of interest */
      {"[{\"name\":\"To\",\"value\":\"a\"}]", NULL},
      {"[{\"name\":\"From\",\"value\":\"a\"}]", "From: a\n\n"},
      {"[{\"name\":\"From\",\"text\":\"a\"}]", NULL},
      {"[{\"name\":\"From\",\"value\":\"a\"},7]", "From: a\n\n"},
      /* the whole source as one string */
      {"{\"raw\":\"Received: a\\nFrom: b\\n\"}", "Received: a\nFrom: b\n\n\n"},
      {"{\"raw\":\"Received: a\"}", NULL},
      {"{\"raw\":\"Hello\\nyou\\n\"}", NULL},
      /* words around it stay */
      {"It is\n{\"Received\":\"a\",\"From\":\"b\"}\nBye\n",
       "It is\nReceived: a\nFrom: b\n\n\nBye\n"},
      {"{\"Received\":\"a\",\"From\":\"b\"}\\r\\n", "Received: a\nFrom: b\n\n\\r\\n"},
      {"{\"Received\":\"a\",\"From\":\"b\"", NULL},
      /* no name of a field */
      {"{\"Received\":\"a\",\"From\":\"b\",\"X Y\":\"c\",\"\":\"d\",\"X_Y\":\"e\"}",
       "Received: a\nFrom: b\nX_Y: e\n\n"},
      /* a word processor's quotation marks */
      {"[{\u201Cname\u201D:\u201CFrom\u201D,\"value\":\"a\"},{\"name\":\"From\",\"value\":\"b\"},"
       "{\"name\":\"Received\",\"value\":\"c\"}]",
       "From: a\nFrom: b\nReceived: c\n\n"},
      /* what is cut has gaps, and a list that is whole has none */
      {"[{\"name\":\"From\",\"value\":\"a\"},{\"name\":\"Received\",\"value\":\"b\"},{\"na",
       "[\nFrom: a\nReceived: b\n"},
      {"{\"name\":\"From\",\"value\":\"a\"} {\"name\":\"Received\",\"value\":\"b\"}x\ny\n",
       "\nFrom: a\nReceived: b\n\ny\n"},
      {"{\"name\":\"From\",\"value\":\"a\"}; {\"name\":\"Received\",\"value\":\"b\"}\n",
       "\nFrom: a\n{...}\nReceived: b\n\n"},
      {"x {\"name\":\"From\",\"value\":\"a\"} {\"name\":\"To\",\"value\":\"b\"}\n", NULL},
      {"<x><![CDATA[\nReceived: a\n]]></x>\n", "<x>\n\n\nReceived: a\n\n\n</x>\n"},
      {"<x><![CDATA[Hello\nReceived: a\n]]></x>\n", NULL},
      {"<x><![CDATA[Subject: a\n]]></x>\n", NULL},
      {"<x><![CDATA[Received: a\n", "<x>\n\nReceived: a\n"},
  };
  PASTE_ROWS (repair_export, rows);
  /* a name is at most 76 bytes long */
  for (gsize n = 76; n <= 77; n++) {
    g_autofree char *name = g_strnfill (n, 'n');
    g_autofree char *in =
        g_strdup_printf ("{\"Received\":\"a\",\"From\":\"b\",\"%s\":\"c\"}", name);
    g_autofree char *out = g_strdup_printf ("Received: a\nFrom: b\n%s: c\n\n", name);
    paste_row (repair_export, in, n == 76 ? out : "Received: a\nFrom: b\n\n");
  }
}

/* The Gmail API's "raw" (RFC 4648 section 5): its header is taken, of 200 letters at least. */
static void
test_raw_export (void) {
  for (gsize n = 147; n <= 153; n += 3) {
    g_autoptr (GString) mail = g_string_new ("Received: from a?>\nFrom: b\nSubject: ");
    while (mail->len < n - 5)
      g_string_append_c (mail, 'x');
    g_string_append (mail, "\n\nHey");
    g_autofree char *raw = g_base64_encode ((const guchar *)mail->str, mail->len);
    g_strdelimit (raw, "+", '-');
    g_strdelimit (raw, "/", '_');
    g_autofree char *in = g_strdup_printf ("{\"raw\":\"%s\"}", raw);
    g_string_truncate (mail, mail->len - 5);
    g_string_append (mail, "\n\n");
    paste_row (repair_export, in, n >= 150 ? mail->str : NULL);
  }
}

/* ---- torn words ---- */

static void
test_torn (void) {
  static const char *const names[] = {
      "sp f",       "dk im",          "dma rc",     "ar c",          "comp auth",  "header .d",
      "head er.i",  "header.s",       "hea der.b",  "header. a",     "smtp.h elo", "header.fr om",
      "smtp .mail", "smtp.mail from", "client -ip", "envelope-fr om"};
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_auto (GStrv) halves = g_strsplit (names[i], " ", 2);
    bool torn = halves[1] != NULL && strcmp (names[i], "smtp.mail from") != 0;
    g_autofree char *in = g_strdup_printf (AR " x=y %s=z\n", names[i]);
    g_autofree char *out =
        g_strdup_printf (AR " x=y %s%s=z\n", halves[0], halves[1] ? halves[1] : "");
    paste_row (repair_torn_words, in, torn ? out : NULL);
  }
  static const char *const results[] = {"pa ss",   "fa il",      "soft fail",  "neu tral",
                                        "no ne",   "temp error", "perm error", "hard fail",
                                        "pol icy", "fail ed"};
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++) {
    g_auto (GStrv) halves = g_strsplit (results[i], " ", 2);
    g_autofree char *in = g_strdup_printf ("Received-SPF: x; a=%s\n", results[i]);
    g_autofree char *out = g_strdup_printf ("Received-SPF: x; a=%s%s\n", halves[0], halves[1]);
    paste_row (repair_torn_words, in, i < 8 ? out : NULL);
  }
  static const PasteRow rows[] = {
      {"Received-SPF: no ne x\n", NULL},
      {"Received-SPF: no ne\n", NULL},
      {"DKIM-Signature: d=a head er.d=x\n", NULL},
      {"Received: from musee.example by m usee.example\n", NULL},
      /* whole elsewhere: a name of four letters at least, with a dot inside */
      {AR " header.d=a.b c\nFrom: <x@a.bc>\n", AR " header.d=a.bc\nFrom: <x@a.bc>\n"},
      {AR " header.d=a. b\nFrom: <x@a.b>\n", NULL},
      {AR " header.d=.ab c\nFrom: <x@.abc>\n", NULL},
      {AR " header.d=A.B c\nFrom: <x@a.bC>\n", AR " header.d=A.Bc\nFrom: <x@a.bC>\n"},
      {AR " smtp.mailfrom=x y@a.bc\nFrom: <z@a.bc>\n",
       AR " smtp.mailfrom=xy@a.bc\nFrom: <z@a.bc>\n"},
      {AR " smtp.mailfrom=<x y@a.bc>\nFrom: <z@a.bc>\n",
       AR " smtp.mailfrom=<xy@a.bc>\nFrom: <z@a.bc>\n"},
      {AR " (x y@a.bc)\nFrom: <z@a.bc>\n", NULL},
      {AR " a=a.bc y@a.bc\nFrom: <z@a.bc>\n", NULL},
      {AR " smtp.mailfrom=x@a. bc\nFrom: <z@a.bc>\n", AR " smtp.mailfrom=x@a.bc\nFrom: <z@a.bc>\n"},
      {"From: <x y@a.bc>\nTo: a.bc\n", "From: <xy@a.bc>\nTo: a.bc\n"},
      {"From: x y@a.bc\nTo: a.bc\n", NULL},
      {"From: <x y@a.bc\nTo: a.bc\n", NULL},
      {"To: <x y@a.bc>\nFrom: a.bc\n", NULL},
      /* selectors: of two letters at least, in s= alone */
      {"DKIM-Signature: s=k1\n" AR " header.s=k 1\n", "DKIM-Signature: s=k1\n" AR " header.s=k1\n"},
      {"DKIM-Signature: d=k1\n" AR " header.s=k 1\n", NULL},
      {"DKIM-Signature: s=k1\n" AR " header.x=k 1\n", NULL},
      {"DKIM-Signature: s=K1\n" AR " header.s=k 1\n", "DKIM-Signature: s=K1\n" AR " header.s=k1\n"},
      /* at a dot: neither half a public name's own */
      {AR " header.d=musee. com x\n", AR " header.d=musee.com x\n"},
      {AR " header.d=musee .com x\n", AR " header.d=musee.com x\n"},
      {AR " header.d=musee. .com x\n", NULL},
      {AR " header.d=musee com x\n", NULL},
      {AR " header.d=musee.com .com x\n", NULL},
      {AR " header.d=musee .unknown x\n", NULL},
      {AR " header.d=musee. com=x\n", NULL},
      {AR " (musee. com) x\n", NULL},
      {AR " header.d=x@musee .com\n", AR " header.d=x@musee.com\n"},
  };
  PASTE_ROWS (repair_torn_words, rows);
}

/* ---- lines cut at a width ---- */

/* So many fields with a value longer than the width, cut there and not anywhere else. */
static GString *
cut_text (gsize width, guint n, GString *whole) {
  static const char *const names[] = {"Received", "From", "Message-ID", "To", "Return-Path"};
  GString *cut = g_string_new (NULL);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GString) line = g_string_new (names[i]);
    g_string_append (line, ": ");
    while (line->len < width + 10 + 3 * i)
      g_string_append_c (line, (char)('a' + line->len % 26));
    g_string_append_printf (whole, "%s\n", line->str);
    g_string_append_printf (cut, "%.*s\n%s\n", (int)width, line->str, line->str + width);
  }
  return cut;
}

static void
test_widths (void) {
  static const struct {
    gsize width;
    guint n;
    bool joined;
  } rows[] = {{59, 4, false}, {60, 4, true},  {76, 3, true},
              {76, 2, false}, {200, 4, true}, {201, 4, false}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) whole = g_string_new (NULL);
    g_autoptr (GString) cut = cut_text (rows[i].width, rows[i].n, whole);
    g_test_message ("%" G_GSIZE_FORMAT " %u", rows[i].width, rows[i].n);
    paste_row (repair_hard_wraps, cut->str, rows[i].joined ? whole->str : NULL);
  }
}

/* Numbers before the lines: the next one follows, and what else begins with digits was cut there.
 */
static void
test_counted (void) {
  static const PasteRow rows[] = {
      {" 7: Received: from mailgateway.museum-belvedere.example (mailgateway.mu\n"
       "seum-belvedere.example [192.0.2.1]) by mx.a.example\n"
       " 8: From: (Belvedere Palace Museum, the box office of the east wing, op\n"
       "en from ten to six) <billetterie@b.example>\n"
       " 9: Message-ID: <0123456789.0123456789.0123456789.0123456789.01234567.0\n"
       "15.12345678901234567890123456789012345@b.example>\n"
       "10: Date: (sent from the box office of the east wing) Mon, 01 Jun 2026 \n"
       "12:00:00 +0200\n",
       " 7: Received: from mailgateway.museum-belvedere.example "
       "(mailgateway.museum-belvedere.example [192.0.2.1]) by mx.a.example\n"
       " 8: From: (Belvedere Palace Museum, the box office of the east wing, open from ten to six) "
       "<billetterie@b.example>\n"
       " 9: Message-ID: "
       "<0123456789.0123456789.0123456789.0123456789.01234567.015."
       "12345678901234567890123456789012345@b.example>\n"
       "10: Date: (sent from the box office of the east wing) Mon, 01 Jun 2026 12:00:00 +0200\n"},
  };
  PASTE_ROWS (repair_hard_wraps, rows);
}

/* Folds that were lost, and the last line is the rest of the one above. */
static void
test_cut_at_end (void) {
  static const PasteRow rows[] = {
      {AR "\n"
          "spf=pass smtp.mailfrom=mailgateway.museum-belvedere.example;\n"
          "dkim=fail (body hash did not verify) header.d=museum-belveder\n"
          "e.example header.s=key1;\n"
          "Received: from mailgateway.museum-belvedere.example (mailgate\n"
          "way.museum-belvedere.example [192.0.2.1])\n"
          "by mx.a.example\n"
          "From: (Belvedere Palace Museum, the box office of the east wi\n"
          "ng) <a@b.example>\n",
       AR "\n"
          "spf=pass smtp.mailfrom=mailgateway.museum-belvedere.example;\n"
          "dkim=fail (body hash did not verify) header.d=museum-belvedere.example header.s=key1;\n"
          "Received: from mailgateway.museum-belvedere.example "
          "(mailgateway.museum-belvedere.example [192.0.2.1])\n"
          "by mx.a.example\n"
          "From: (Belvedere Palace Museum, the box office of the east wing) <a@b.example>\n"},
  };
  PASTE_ROWS (repair_hard_wraps, rows);
}

/* A full line that ends with a value, and below it a name: both can be whole. */
static void
test_two_values (void) {
  static const struct {
    const char *name;
    bool two;
  } rows[] = {
      {"smtp.x=", true},  {"header.x=", true}, {"policy.x=", true},  {"body.x=", true},
      {"dns.x=", true},   {"reason=", true},   {"client-ip=", true}, {"envelope-from=", true},
      {"helo=", true},    {"identity=", true}, {"receiver=", true},  {"mechanism=", true},
      {"problem=", true}, {"x-sender=", true}, {"HELO=", true},      {"d=", true},
      {"bh=", true},      {"bhh=", false},     {"other=", false},    {"helo ", false},
      {"smtp!x=", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) whole = g_string_new (NULL);
    g_autoptr (GString) cut = cut_text (76, 4, whole);
    g_autoptr (GString) line = g_string_new (AR " spf=pass smtp.mailfrom=");
    while (line->len < 76)
      g_string_append_c (line, 'm');
    g_autofree char *in = g_strdup_printf ("%s\n%sx\n%s", line->str, rows[i].name, cut->str);
    g_autofree char *out = g_strdup_printf ("%s%s%sx\n%s", line->str, rows[i].two ? "\n" : "",
                                            rows[i].name, whole->str);
    paste_row (repair_hard_wraps, in, out);
  }
}

/* ---- what is not known to be whole ---- */

/* Whether the words are still there once what touches a gap went. */
static void
check_kept (const char *field, const char *words, bool kept) {
  g_autofree char *in = paste_filled (field, words);
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
  repair_uncertain_values (text);
  if ((strstr (text->bytes->str, words) != NULL) == kept)
    return;
  g_test_message ("%s became %s", in, text->bytes->str);
  g_test_fail ();
}

static void
test_gaps (void) {
  static const char *const results[] = {"pass",     "fail", "softfail",  "neutral",   "Pass",
                                        "hardfail", "none", "temperror", "permerror", "policy"};
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    check_kept (AR " spf=# ...\nTo: x\n", results[i], true);
  check_kept (AR " spf=# ...\nTo: x\n", "passes", false);
  check_kept (AR " header.x=# ...\nTo: x\n", "pass", false);
  static const char *const names[] = {"smtp.helo", "reason", "abc", "x.1", "x-y_z", "a.b_c-d"};
  static const char *const rests[] = {"ab", "a1c", ".x", "q.", "a!b", "ab/c"};
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    check_kept (AR " spf=pass a.b=c #=x\nTo: x\n", names[i], true);
  for (gsize i = 0; i < G_N_ELEMENTS (rests); i++)
    check_kept (AR " spf=pass a.b=c #=x\nTo: x\n", rests[i], false);
  static const char *const firsts[] = {"dkim", "a1", "ab/1", "x_y-z", "a.b"};
  static const char *const others[] = {".a", "a!b", "a:b"};
  for (gsize i = 0; i < G_N_ELEMENTS (firsts); i++)
    check_kept (AR " #=pass\nTo: x\n", firsts[i], true);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    check_kept (AR " #=pass\nTo: x\n", others[i], false);
  static const char *const littered[] = {"a<b",    "a>b",  "a|b",   "a\\b", "a*b", "a{b",  "a}b",
                                         "a\"b\"", "://a", "a://b", "://a", "a[b", "<a<b>"};
  static const char *const clean[] = {"[192.0.2.1]", "\"a<b\"@c", "\"a[b\"",
                                      "<a@b>",       "\"a\"",     "a=b"};
  for (gsize i = 0; i < G_N_ELEMENTS (littered); i++)
    check_kept (AR " spf=pass smtp.mailfrom=#\nTo: x\n", littered[i], false);
  for (gsize i = 0; i < G_N_ELEMENTS (clean); i++)
    check_kept (AR " spf=pass smtp.mailfrom=#\nTo: x\n", clean[i], true);
}

/* "domain of X VERB": with a word that is no verb behind it the domain may be half of one. */
static void
test_domain_of (void) {
  static const char *const whole[] = {"(domain of a@b designates c)",
                                      "(domain of a@b discourages c)",
                                      "(domain of a@b does not)",
                                      "(domain of a@b is c)",
                                      "(domain of a@b used c)",
                                      "(domain of a@b uses c)",
                                      "(domain of a@b has c)",
                                      "(domain of a@b Does not)",
                                      "(x: domain of transitioning a@b is c)",
                                      "(of a@b c)"};
  static const char *const half[] = {"(domain of a@b c)",        "(domain of a@ b.c does)",
                                     "(domain of a<b does not)", "(domain of a\\b does not)",
                                     "(domain of a*b does not)", "(domain of a|b does not)"};
  for (gsize i = 0; i < G_N_ELEMENTS (whole); i++)
    check_kept ("Received-SPF: pass # client-ip=192.0.2.1;\nTo: x\n", whole[i], true);
  for (gsize i = 0; i < G_N_ELEMENTS (half); i++)
    check_kept ("Received-SPF: pass # client-ip=192.0.2.1;\nTo: x\n", half[i], false);
}

/* A value is whole when a field stands below it, or a blank line and then words. */
static void
test_ends (void) {
  static const struct {
    const char *behind;
    bool whole;
  } rows[] = {
      {"\n\nBody\n", true},
      {"\n\nHello there\n", true},
      {"\n\nTo: x\n", true},
      {"\n\na. b\n", true},
      {"\n\nbody\n", false},
      {"\n\nb.example\n", false},
      {"\n\na=b\n", false},
      {"\n\nx; y\n", false},
      {"\n\na.b c\n", false},
      {"\n\n\n a=b\n", false},
      {"\n\n", true},
      {"\n", true},
      {"", false},
      {"\nTo: x\n", true},
      {"\n...\nTo: x\n", true},
      {"\nhello you\nTo: x\n", false},
      {"\n\n; y\n", false},
      {"\n\n= y\n", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *field = g_strconcat (AR " dkim=pass #", rows[i].behind, NULL);
    check_kept (field, "header.d=a.example", rows[i].whole);
  }
}

static void
test_uncertain (void) {
  static const PasteRow rows[] = {
      {AR " dkim=pass [...] header.d=b\nTo: x\n", AR " dkim=pass ; \nTo: x\n"},
      {AR " dkim=pass header.d=a ...; spf=none\nTo: x\n", AR " dkim=pass  ; spf=none\nTo: x\n"},
      {AR " dkim=pass .... spf=none\nTo: x\n", AR " dkim=pass ; spf=none\nTo: x\n"},
      {AR " spf=pass smtp.mailfrom = a.example\nTo: x\n", NULL},
      {AR " spf=pass smtp.mailfrom= a.example\nTo: x\n", NULL},
      {AR " spf=pass smtp.mailfrom =a.example\nTo: x\n", NULL},
      {AR " spf = pass\nTo: x\n", NULL},
      {AR " spf=pass smtp.mailfrom = a.exam...\nTo: x\n", AR " spf=pass \nTo: x\n"},
      {AR " spf=pass smtp.mailfrom=\"a@b\n .example\"\nTo: x\n", AR " spf=pass \nTo: x\n"},
      {AR " spf=pass reason=\"a b\n c\"\nTo: x\n", NULL},
      {AR " spf=pass reason=\"a\\\" b\"\nTo: x\n", NULL},
      {AR " spf=pass reason=\"a b\nTo: x\n", AR " spf=pass \nTo: x\n"},
      {AR " spf=pass (a (b) c) x=y\nTo: x\n", NULL},
      {AR " spf=pass (a \\) b) smtp.helo=y\nTo: x\n", NULL},
      {AR " spf=pass (a ... b; dkim=none\nTo: x\n", AR " spf=pass \nTo: x\n"},
      {AR " spf=pass (a ... b); dkim=none\nTo: x\n", AR " spf=pass ; dkim=none\nTo: x\n"},
      {"Authentication-Results: mx.example.net; none\nTo: x\n", NULL},
      {"Authentication-Results: mx.example.net; NONE\nTo: x\n", NULL},
      {"Authentication-Results: mx.example.net; none x\nTo: x\n",
       "Authentication-Results: mx.example.net; \nTo: x\n"},
      {"Authentication-Results: mx.example.net x; spf=pass\nTo: x\n",
       "Authentication-Results: mx.example.net ; spf=pass\nTo: x\n"},
      {"Authentication-Results: mx.example.net 1 2; spf=pass\nTo: x\n",
       "Authentication-Results: mx.example.net 1 ; spf=pass\nTo: x\n"},
      {"Authentication-Results: ...; spf=pass\nTo: x\n", NULL},
      {"Received-SPF: pass (x) client-ip=192.0.2.1; identity=...; helo=a.b\nTo: x\n", NULL},
      {"Received-SPF: pass (x ... y) client-ip=192.0.2.1\nTo: x\n",
       "Received-SPF: pass ; identity=...\nTo: x\n"},
      {AR " dkim=pass header.b=AbCd...\nTo: x\n", NULL},
      {AR " dkim=pass HEADER.B=AbCd... ; x=y\nTo: x\n", NULL},
      {AR " dkim=pass header.b=Ab...Cd...\nTo: x\n", AR " dkim=pass \nTo: x\n"},
      {AR " dkim=pass header.b=Ab...Cd\nTo: x\n", AR " dkim=pass \nTo: x\n"},
      {AR " dkim=pass header.bh=AbCd...\nTo: x\n", AR " dkim=pass \nTo: x\n"},
      /* tags: a hash may be shortened, a name may not */
      {"DKIM-Signature: v=1; b=Ab...; d=a\nTo: x\n", NULL},
      {"DKIM-Signature: v=1; bh=Ab...; d=a\nTo: x\n", NULL},
      {"DKIM-Signature: v=1; p=Ab...; d=a\nTo: x\n", NULL},
      {"DKIM-Signature: v=1; x=Ab...; d=a\nTo: x\n", "DKIM-Signature: v=1; ; d=a\nTo: x\n"},
      {"DKIM-Signature: v=1; d=a...b; s=c\nTo: x\n", "DKIM-Signature: v=1; ; s=c\nTo: x\n"},
      {"DKIM-Signature: v=1; d=a b; s=c\nTo: x\n", "DKIM-Signature: v=1; ; s=c\nTo: x\n"},
      {"DKIM-Signature: v=1; i=a b; s=c\nTo: x\n", "DKIM-Signature: v=1; ; s=c\nTo: x\n"},
      {"DKIM-Signature: v=1; d=a; s=c d\nTo: x\n", "DKIM-Signature: v=1; d=a; \nTo: x\n"},
      {"DKIM-Signature: v=1; h=a b; dd=a b; = a b\nTo: x\n", NULL},
      {"DKIM-Signature: v=1; d = a ; s=c\nTo: x\n", NULL},
      {"DKIM-Signature: v=1; d=a.exam", "DKIM-Signature: v=1; "},
      {"DKIM-Signature: v=1; d=a.exam;", NULL},
      /* addresses */
      {"From: a...@b.example\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: ...\nTo: x\n", NULL},
      {"From: Mosa <a@b...>\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: Mo... <a@b.example>\nTo: x\n", NULL},
      {"From: Mo ... sa <a@b.example>\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: \"Mo ... sa\" <a@b.example>\nTo: x\n", NULL},
      {"From: (Mo \\( sa) <a@b.example>\nTo: x\n", NULL},
      {"From: <a@b.example> ...\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: <a@b .example>\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: a@b .example\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: a@b.example\nTo: x\n", NULL},
      {"From: a@b.example, c@d.example\nTo: x\n", NULL},
      {"From: g: a@b.example; c\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: a@b.exam*ple\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: *a* <a@b.example>\nTo: x\n", NULL},
      {"From: <a|b@c.example>\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: <a\\b@c.example>\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: <a@b.example\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: \"a <b@c.example>\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: (a <b@c.example>\nTo: x\n", "From: ...\nTo: x\n"},
      {"From: <a@b.example> x\nTo: x\n", "From: <a@b.example> \nTo: x\n"},
      {"From: <a@b.example> (x)\nTo: x\n", NULL},
      {"From: <a@b.example>; <c@d.example>\nTo: x\n", NULL},
      {"From: <a@b.example>", NULL},
      {"From: a@b.example", "From: ..."},
      {"To: a@b.exam...\nCc: x\n", NULL},
      {"Return-Path: <a@b.exam...\nCc: x\n", "Return-Path: ...\nCc: x\n"},
  };
  PASTE_ROWS (repair_uncertain_values, rows);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paste-words/links", test_links);
  g_test_add_func ("/paste-words/eaten", test_eaten);
  g_test_add_func ("/paste-words/escaped", test_escaped);
  g_test_add_func ("/paste-words/quoted-printable", test_quoted_printable);
  g_test_add_func ("/paste-words/encoded-words", test_encoded_words);
  g_test_add_func ("/paste-words/line-ends", test_line_ends);
  g_test_add_func ("/paste-words/exports", test_exports);
  g_test_add_func ("/paste-words/raw-export", test_raw_export);
  g_test_add_func ("/paste-words/torn", test_torn);
  g_test_add_func ("/paste-words/widths", test_widths);
  g_test_add_func ("/paste-words/counted", test_counted);
  g_test_add_func ("/paste-words/cut-at-end", test_cut_at_end);
  g_test_add_func ("/paste-words/two-values", test_two_values);
  g_test_add_func ("/paste-words/gaps", test_gaps);
  g_test_add_func ("/paste-words/domain-of", test_domain_of);
  g_test_add_func ("/paste-words/ends", test_ends);
  g_test_add_func ("/paste-words/uncertain", test_uncertain);
  return g_test_run ();
}
