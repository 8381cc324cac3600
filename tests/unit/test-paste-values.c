/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Fields of a pasted header and their values: lost line ends, folds and names, links, encodings,
 * and what is not known to be whole. Each form that is known, and beside it the nearest that is
 * none. */
#include "paste-rows.h"

#define AR "Authentication-Results: mx.example.net;"

/* ---- names and signs ---- */

static void
test_field_names (void) {
  static const PasteRow rows[] = {
      {"From : a\n", "From: a\n"},
      {"From\t : a\n", "From: a\n"},
      {"From: a\n", NULL},
      {"DKIM-Signature: h=from :\nto : subject;\n", NULL},
      {"DKIM-Signature: h=\nfrom : to : subject;\n", NULL},
      {"Date: x\nFrom : a : b\n", NULL},
      {"Date: x\nFrom : a@b\n", "Date: x\nFrom: a@b\n"},
      {"Date: x\nSubject : hello\n", "Date: x\nSubject: hello\n"},
      {"Date: x:\nSubject : hello\n", NULL},
      {"A : b\n", NULL},
  };
  PASTE_ROWS (repair_field_names, rows);
  static const PasteRow dashed[] = {
      {"Received\u2011SPF: pass\n", "Received-SPF: pass\n"},
      {"Received\u2011SPF : pass\n", NULL},
      {"Received\u2011SPF\n", NULL},
      {"Received\u2011S F: pass\n", NULL},
      {"Received\u20ACSPF: pass\n", NULL},
      {"Received-SPF: a\u2011b\n", NULL},
      {"X\u2011MS\u2011Exchange\u2011Odd: x\n", "X-MS-Exchange-Odd: x\n"},
  };
  PASTE_ROWS (repair_dashed_names, dashed);
}

static void
test_address_dashes (void) {
  static const PasteRow rows[] = {
      {"From: <a\u2011b@c.example>\n", "From: <a-b@c.example>\n"},
      {"From: <\u2011a@c.example>\n", NULL},
      {"From: <a@c.example\u2011>\n", NULL},
      {"From: a\u2011b <c@d.example>\n", NULL},
      {"To: a\u2011b@c.example,d\u2011e@f.example;g\u2011h@i.example\n",
       "To: a-b@c.example,d-e@f.example;g-h@i.example\n"},
      {"To: \"a\u2011b\"c\u2011d@e.example\n", "To: \"a\u2011b\"c-d@e.example\n"},
      {"To: a\u201Cb@c.example\n", NULL},
      {"Subject: a\u2011b@c.example\n", NULL},
  };
  PASTE_ROWS (repair_typography, rows);
}

/* How people spell an address so that no program finds it. */
static void
test_redaction (void) {
  static const struct {
    const char *spelled, *sign;
  } signs[] = {{"[at]", "@"},   {"(at)", "@"}, {"{at}", "@"},  {"[dot]", "."},
               {"(dot)", "."},  {"[.]", "."},  {"[@]", "@"},   {"[AT]", "@"},
               {"{dot}", NULL}, {"(.)", NULL}, {"<at>", NULL}, {"[a t]", NULL}};
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++) {
    g_autofree char *in = g_strdup_printf ("From: a%sb\n", signs[i].spelled);
    g_autofree char *out = g_strdup_printf ("From: a%sb\n", signs[i].sign);
    paste_row (repair_redaction, in, signs[i].sign ? out : NULL);
  }
  static const PasteRow rows[] = {
      {"From: a [at] b\n", "From: a@b\n"},
      {"From: a (at) b\n", NULL},
      {"From: a(at) b\n", "From: a@b\n"},
      {"From: [at]b\n", NULL},
      {"From: a[at]\n", NULL},
      {"From: a[at] \n", NULL},
      {"From: <[at]b>\n", NULL},
      {"From: a[at]>\n", NULL},
      {"Subject: a[at]b\n", NULL},
      {AR " x=a[at]b[dot]c\n", AR " x=a@b.c\n"},
      {"Received: from a[.]b\n c[.]d\n", "Received: from a.b\n c.d\n"},
      {"X-Odd: a[at]b\n", NULL},
      {"From: a[at][dot]b\n", NULL},
  };
  PASTE_ROWS (repair_redaction, rows);
}

/* ---- several fields on one line ---- */

static void
test_joined (void) {
  static const PasteRow rows[] = {
      /* half of the fields that begin a line, and one of them says something */
      {"Received: from a From: b\nTo: c\n", "Received: from a\nFrom: b\nTo: c\n"},
      {"Received: from a From: b\nTo: c\nDate: d\n", NULL},
      {"Received: from a To: b Cc: c\nDate: d\n", NULL},
      {"he says Received: from a From: b\n", "he says\nReceived: from a\nFrom: b\n"},
      {"he says Received: from a\n", NULL},
      /* what stands once stands once, but for a second author */
      {"Return-Path: <a> Received: from b Return-Path: <c> From: d\n",
       "Return-Path: <a>\nReceived: from b Return-Path: <c>\nFrom: d\n"},
      {"Return-Path: <a> From: b@c From: d@e\n", "Return-Path: <a>\nFrom: b@c\nFrom: d@e\n"},
      {"Return-Path: <a> From: b@c From: d\n", "Return-Path: <a>\nFrom: b@c From: d\n"},
      {"Received: from a From: b Received: from c\nFrom: d\n",
       "Received: from a From: b\nReceived: from c\nFrom: d\n"},
      /* signs around a name */
      {"Received: from a\tFrom: b\n", "Received: from a\nFrom: b\n"},
      {"Received: from a *From:* b\n", "Received: from a\n*From:* b\n"},
      {"Received: from a From:b\n", NULL},
      {"Received: from a From :b\n", NULL},
      {"Received: from a From : b\n", "Received: from a\nFrom : b\n"},
      {"Received: from a,From: b\n", NULL},
      {"Received: from a from: b\n", NULL},
      {"Received: from a/From: b\n", NULL},
      {"Received: from a To:\n", NULL},
      {"Received: from a x-odd: b From: c\n", "Received: from a x-odd: b\nFrom: c\n"},
      {"Received: from a Odd-One: b From: c\n", "Received: from a Odd-One: b\nFrom: c\n"},
      {"Received: from aTo: b From: c\n", "Received: from a\nTo: b\nFrom: c\n"},
      {"Received: from aComments: b From: c\n", "Received: from aComments: b\nFrom: c\n"},
      {"Received: from aDate: b From: c\n", "Received: from a\nDate: b\nFrom: c\n"},
      /* inside of comments, strings and signed names nothing begins */
      {"Received: from a (From: b) Date: c\n", NULL},
      {"Received: from a \"From: b\" Date: c\n", NULL},
      {"Received: from a (\\) From: b) Date: c\n", NULL},
      {"Received: from a (\") From: b\n", "Received: from a (\")\nFrom: b\n"},
      {"Received: from a \"(\" From: b\n", "Received: from a \"(\"\nFrom: b\n"},
      {"Received: from a ((b) From: c) Date: c\n", NULL},
      {"Received: from a ) From: b\n", "Received: from a )\nFrom: b\n"},
      {"Subject: a (b From: c Received: from d\n", "Subject: a (b\nFrom: c Received: from d\n"},
      {"DKIM-Signature: h=a; x=b From: c\n", "DKIM-Signature: h=a; x=b\nFrom: c\n"},
      {"DKIM-Signature: h=a\n From: c\n", NULL},
      {"DKIM-Signature: v=1; h=Date:\nFrom: To: b; x=y\n", NULL},
      {"DKIM-Signature: x=h=a From: c\n", "DKIM-Signature: x=h=a\nFrom: c\n"},
      {"Received: from a (b\n From: c) From: d\n", "Received: from a (b\n From: c)\nFrom: d\n"},
      {"Received: from a\n From: d\n", "Received: from a\nFrom: d\n"},
      /* a sender's words begin no field that a carrier writes, up to the line's end */
      {"To: a Received: from b From: c Date: d\n", "To: a Received: from b\nFrom: c\nDate: d\n"},
      {"Delivered-To: a Received: from b From: c\n",
       "Delivered-To: a\nReceived: from b\nFrom: c\n"},
      {"Subject: a From: b\nTo: c Received: from d\n Date: e\n",
       "Subject: a\nFrom: b\nTo: c Received: from d\nDate: e\n"},
  };
  PASTE_ROWS (repair_joined_fields, rows);
}

/* ---- lost folds ---- */

/* Below a field's line another that has no indent: is it its own? */
static void
check_fold (const char *above, const char *line, bool fold) {
  g_autofree char *in = g_strdup_printf ("%s\n%s\nSubject: x\n", above, line);
  g_autofree char *out = g_strdup_printf ("%s\n %s\nSubject: x\n", above, line);
  paste_row (repair_lost_folds, in, fold ? out : NULL);
}

/* RFC 8601 section 2.2, RFC 7208 section 9.1, RFC 6376 section 3.2. */
static void
test_folds_of_lists (void) {
  static const struct {
    const char *above, *line;
    bool fold;
  } rows[] = {
      {AR, "spf=pass", true},
      {AR, "; spf=pass", true},
      {AR, "(a comment) x", true},
      {AR, ") x", true},
      {AR, ": x", true},
      {AR " spf=pass", "smtp.mailfrom=a", true},
      {AR " spf=pass", "x-a_b/c=d", true},
      {AR " spf=pass", "x!a=d", false},
      {AR " spf=pass", "!xa=d", false},
      {AR " spf=pass", "=d", false},
      {AR " spf=pass", "see there=d", false},
      {AR " spf", "=pass", true},
      {AR " spf", "= pass", false},
      {AR " spf", "=", false},
      {AR " spf ;", "=pass", false},
      {"Authentication-Results:", "mx.example.net; x", true},
      {AR " spf=", "pass and so on", true},
      {AR " spf=pass smtp.mailfrom=a@", "b.example", true},
      {AR " spf=pass smtp.mailfrom=a.", "example", true},
      {AR " spf=pass smtp.mailfrom=a-", "b.example", true},
      {AR " spf=pass smtp.mailfrom=a", "b.example", true},
      {AR " spf=pass smtp.mailfrom=a", "b@c", true},
      {AR " spf=pass smtp.mailfrom=a", ".example", false},
      {AR " spf=pass smtp.mailfrom=a", "hello", false},
      {AR " spf=pass smtp.mailfrom=a", "hello;", true},
      {AR " spf=pass smtp.mailfrom=a", "b.example is mine", false},
      {AR " spf=pass smtp.mailfrom=a", "b.example header.d=c", true},
      {AR " spf=pass smtp.mailfrom=a;", "b.example", false},
      {AR " spf=pass smtp.mailfrom=a", "b!.example", false},
      {AR " spf=pass (a", "b c d", true},
      {AR " spf=pass (a)", "b c d", false},
      {AR " spf=pass x=\"a", "b c d", true},
      {AR " spf=pass x=\"a\\\"", "b c d", true},
      {AR " spf=pass x=\"a\\\\\"", "b c d", false},
      {AR " spf=pass", "...", false},
      {"DKIM-Signature: v=1; b=AbCd", "EfGh", true},
      {"DKIM-Signature: v=1; bh=AbCd", "EfGh", true},
      {"DKIM-Signature: v=1; p=AbCd", "EfGh", true},
      {"DKIM-Signature: v=1; z=AbCd", "EfGh", false},
      {"DKIM-Signature: v=1; bhh=AbCd", "EfGh", false},
      {"DKIM-Signature: v=1; b=AbCd", "Ef,Gh", false},
      {"DKIM-Signature: v=1; h=from:to", "subject:date", true},
      {"DKIM-Signature: v=1; h=from:to", "subject", false},
      {"DKIM-Signature: v=1; h=from:to", "subject;", true},
      {"DKIM-Signature: v=1; x=from:to", "subject:date", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_fold (rows[i].above, rows[i].line, rows[i].fold);
  /* forty signs are a name, and a line of sixty may have been cut */
  for (gsize n = 40; n <= 41; n++) {
    g_autofree char *name = g_strnfill (n, 'n');
    g_autofree char *line = g_strconcat (name, "=x", NULL);
    check_fold (AR " spf=pass", line, n == 40);
  }
  for (gsize n = 59; n <= 60; n++) {
    g_autofree char *value = g_strnfill (n - 40, 'v');
    g_autofree char *above = g_strconcat (AR " spf=pass smtp.mailfrom=", value, NULL);
    check_fold (above, "hello", n == 60);
  }
}

/* RFC 5321 section 4.4, RFC 5322 sections 3.3, 3.4 and 3.6.4. */
static void
test_folds_of_others (void) {
  static const struct {
    const char *above, *line;
    bool fold;
  } rows[] = {
      {"Received: from a", "by b", true},
      {"Received: from a", "BY b", true},
      {"Received: from a", "(b)", true},
      {"Received: from a", "[192.0.2.1]", true},
      {"Received: from a", "<b@c>", true},
      {"Received: from a", "; Mon, 1 Jun", true},
      {"Received: from a", "1 x", true},
      {"Received: from a", "mx.example x", true},
      {"Received: from a", "!x", false},
      {"Received: from a", "", false},
      {"Received: from a;", "Mon, 1 Jun 2026", true},
      {"Received: from a;", "1 Jun 2026", true},
      {"Received: from a;", "Mon 1 Jun 2026", false},
      {"Received: from a;", "1on, 1 Jun 2026", true},
      {"Received: from a;", "Mon,", false},
      {"Received: from a;", "+0200", false},
      {"Received: from a;", "by b", true},
      {"Received: from a;", "from b", true},
      {"Received: from a;", "with b", true},
      {"Received: from a;", "id b", true},
      {"Received: from a;", "for b", true},
      {"Received: from a;", "via b", true},
      {"Received: from a;", "using b", true},
      {"Received: from a;", "using", false},
      {"Received: from a;", "hello b", false},
      {"Received: from a; Mon, 1", "Jun 2026", true},
      {"Received: from a; Mon, 1", "Jub 2026", false},
      {"Received: from a; Mon, 1", "anF 2026", false},
      {"Received: from a; Mon, 1", "June 2026", false},
      {"Received: from a; Mon, 1 Jun", "2026 10:00", true},
      {"Received: from a; Mon, 1 Jun 2026 10", ":00:00", true},
      {"Received: from a; Mon, 1 Jun 2026 10:00:00", "+0200", true},
      {"Received: from a; Mon, 1 Jun 2026 10:00:00", "-0700", true},
      {"Received: from a; Mon, 1 Jun 2026 10:00:00", "Mon, 1 Jun", false},
      {"Received:", "hello", true},
      {"Received:", "!x", true},
      {"From:", "a b", true},
      {"From: a,", "b", true},
      {"From: a", "b", false},
      {"From: a", "<b@c>", true},
      {"From: a@b", "c@d", false},
      {"From: <a", "b c", true},
      {"From: <a>", "b c", false},
      {"Message-ID:", "a", true},
      {"Message-ID: <a", "b", true},
      {"Message-ID: <a>", "b", false},
      {"Message-ID: <a>", "<b>", true},
      {"Date:", "Mon", true},
      {"Date: Mon,", "1 Jun", false},
      /* a Subject has no grammar: it goes on where a header goes on below */
      {"Subject: a", "b", true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_fold (rows[i].above, rows[i].line, rows[i].fold);
  g_auto (GStrv) months = g_strsplit ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", " ", -1);
  for (guint i = 0; months[i]; i++)
    check_fold ("Received: from a; Mon, 1", months[i], true);
  static const PasteRow ends[] = {
      {"Subject: a\nb\n\nFrom: c\n", NULL},
      {"Subject:\nb\n\nFrom: c\n", "Subject:\n b\n\nFrom: c\n"},
      {"Subject: a;\nb\n\nFrom: c\n", "Subject: a;\n b\n\nFrom: c\n"},
      {"Subject: a\nb\n", NULL},
      {"Subject: a\nb\nc\nFrom: d\n", "Subject: a\n b\n c\nFrom: d\n"},
      {AR " x\n\nspf=pass\nFrom: a\n", NULL},
      {AR " x\nhello\nspf=pass\n", NULL},
      {AR " x\nhello\nspf=pass\nFrom: a\n", AR " x\nhello\n spf=pass\nFrom: a\n"},
      {AR " x\n spf=pass smtp.mailfrom=a.\nexample\nFrom: a\n",
       AR " x\n spf=pass smtp.mailfrom=a.\n example\nFrom: a\n"},
      {"hello\nspf=pass\nFrom: a\n", NULL},
      {"DKIM-Signature: h=from:\nSubject:\nTo: b=x\n",
       "DKIM-Signature: h=from:\n Subject:\nTo: b=x\n"},
      {"DKIM-Signature: h=\nSubject:Date; b=x\n", "DKIM-Signature: h=\n Subject:Date; b=x\n"},
      {"DKIM-Signature: h=a\nSubject:Date\nFrom: x\n",
       "DKIM-Signature: h=a\n Subject:Date\nFrom: x\n"},
      {"DKIM-Signature: h=a\nSubject: Date\nFrom: x\n", NULL},
      {"DKIM-Signature: h=a\nSubject : Date\nFrom: x\n",
       "DKIM-Signature: h=a\n Subject : Date\nFrom: x\n"},
  };
  PASTE_ROWS (repair_lost_folds, ends);
}

static void
test_wrapped (void) {
  static const PasteRow rows[] = {
      {AR " header.d=a.\n example;\n", AR " header.d=a.example;\n"},
      {AR " header.d=a-\n b.example;\n", AR " header.d=a-b.example;\n"},
      {AR " header.i=a@\n b.example;\n", AR " header.i=a@b.example;\n"},
      {AR " header.d=a\n .example;\n", AR " header.d=a.example;\n"},
      {AR " header.d=a. \n example;\n", NULL},
      {AR " header.d=a\n b.example;\n", NULL},
      {AR " header.d=a.\n b!;\n", NULL},
      {AR " header.d=a.\n ...\n", NULL},
      {AR " header.d=a.;\n example;\n", NULL},
      {AR " (a.\n b);\n", NULL},
      {AR " x=\"a.\n b\";\n", NULL},
      {AR " (a)\n .b;\n", NULL},
      {"DKIM-Signature: d=a.\n example;\n", NULL},
      {"Subject: a.\n example;\n", NULL},
      {"To: a.\n example\n", NULL},
      {"Received: from a.\n example\n by b.\n c\n", "Received: from a.example\n by b.c\n"},
      {AR " header.d=a.\n\n example;\n", NULL},
  };
  PASTE_ROWS (repair_wrapped_words, rows);
}

/* The end of the value is missing. */
static void
test_truncated (void) {
  static const struct {
    const char *name, *value;
    bool truncated;
  } rows[] = {
      {"From", "a <b@c", true},
      {"From", "a <b@c>", false},
      {"From", "a (b", false},
      {"Subject", "a <b", false},
      {"Authentication-Results", "a; spf=pass", false},
      {"Authentication-Results", "", true},
      {"Authentication-Results", "a; spf=pass (b", true},
      {"Authentication-Results", "a; spf=pass \"b", true},
      {"Authentication-Results", "a; spf=", true},
      {"Authentication-Results", "a; smtp.mailfrom=b@", true},
      {"Authentication-Results", "a; smtp.mailfrom=b... ", true},
      {"Authentication-Results", "a; smtp.mailfrom=b..", false},
      {"Authentication-Results", "...", true},
      {"Received-SPF", "pass", false},
      {"Received", "from a by b", true},
      {"Received", "from a by b; Mon", false},
      {"Received", "from a by b (; x)", true},
      {"DKIM-Signature", "v=1; bh=a; b=c", false},
      {"DKIM-Signature", "v=1; b=c=", false},
      {"DKIM-Signature", "v=1; b=a; bh=c=", false},
      {"DKIM-Signature", "v=1; b=a; h=", true},
      {"DKIM-Signature", "v=1; bh=a", true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s: %s", rows[i].name, rows[i].value);
    g_assert_true (repair_is_truncated (field_name_find (span_from_string (rows[i].name)),
                                        span_from_string (rows[i].value)) == rows[i].truncated);
  }
  g_assert_false (repair_is_truncated (NULL, SPAN ("a <b")));
}

/* ---- values without their name ---- */

static void
test_nameless (void) {
  static const char *const methods[] = {"spf", "dkim", "dmarc", "arc", "compauth", "iprev", "bimi"};
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++) {
    g_autofree char *in = g_strconcat (methods[i], "=pass header.d=b.example\n", NULL);
    g_autofree char *out = g_strconcat ("Authentication-Results: ", in, NULL);
    paste_row (repair_nameless, in, out);
  }
  static const char *const results[] = {"pass",     "fail",          "softfail",  "neutral",
                                        "none",     "temperror",     "permerror", "policy",
                                        "hardfail", "bestguesspass", "Pass"};
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++) {
    g_autofree char *in = g_strconcat ("dkim=", results[i], " header.d=b.example\n", NULL);
    g_autofree char *out = g_strconcat ("Authentication-Results: ", in, NULL);
    paste_row (repair_nameless, in, out);
    in = (g_free (in), g_strconcat (results[i], " (domain of a) client-ip=192.0.2.1\n", NULL));
    out = (g_free (out), g_strconcat ("Received-SPF: ", in, NULL));
    paste_row (repair_nameless, in, out);
  }
  static const PasteRow rows[] = {
      {"foo=pass header.d=b\n", NULL},
      {"dkim=foo header.d=b\n", NULL},
      {"dkim=passed header.d=b\n", NULL},
      {"dkims=pass header.d=b\n", NULL},
      {"dkim pass header.d=b\n", NULL},
      {"dkim=pass\n", NULL},
      {"dkim=pass header.from=b\n", "Authentication-Results: dkim=pass header.from=b\n"},
      {"dkim=pass header.i=b\n", "Authentication-Results: dkim=pass header.i=b\n"},
      {"dkim=pass smtp.mailfrom=b\n", "Authentication-Results: dkim=pass smtp.mailfrom=b\n"},
      {"dkim=pass smtp.helo=b\n", NULL},
      {"dkim=pass client-ip=b\n", NULL},
      {"pass (domain of a) envelope-from=b\n",
       "Received-SPF: pass (domain of a) envelope-from=b\n"},
      {"pass (domain of a as permitted sender)\n",
       "Received-SPF: pass (domain of a as permitted sender)\n"},
      {"pass (domain of a) header.d=b\n", NULL},
      {"pass (of a) client-ip=b\n", NULL},
      {"pass domain of a client-ip=b\n", NULL},
      {"passed (domain of a) client-ip=b\n", NULL},
      {"mx.a.example; dkim=pass header.d=b\n",
       "Authentication-Results: mx.a.example; dkim=pass header.d=b\n"},
      {"mx.a.example 1; dkim=pass header.d=b\n",
       "Authentication-Results: mx.a.example 1; dkim=pass header.d=b\n"},
      {"mx.a.example 12; dkim=pass header.d=b\n",
       "Authentication-Results: mx.a.example 12; dkim=pass header.d=b\n"},
      {"mx.a.example 123; dkim=pass header.d=b\n", NULL},
      {"mx.a.example dkim=pass header.d=b\n", NULL},
      {"mx; dkim=pass header.d=b\n", NULL},
      {"; dkim=pass header.d=b\n", NULL},
      {"mx.a.example; foo; dkim=pass header.d=b\n", NULL},
      {"mx.a.example;\ndkim=pass header.d=b\n",
       "Authentication-Results: mx.a.example;\n dkim=pass header.d=b\n"},
      {"mx.a.example;\nfoo dkim=pass header.d=b\n", NULL},
      {"mx.a.example;\n\n dkim=pass header.d=b\n",
       "mx.a.example;\n\nAuthentication-Results: dkim=pass header.d=b\n"},
      /* what goes on below it */
      {"dkim=pass\n header.d=b\n", "Authentication-Results: dkim=pass\n header.d=b\n"},
      {"dkim=pass\nheader.d=b\n", "Authentication-Results: dkim=pass\n header.d=b\n"},
      {"dkim=pass\n(x) header.d=b\n", "Authentication-Results: dkim=pass\n (x) header.d=b\n"},
      {"dkim=pass\nspf=pass header.d=b\n",
       "Authentication-Results: dkim=pass\n spf=pass header.d=b\n"},
      {"dkim=pass\n\nheader.d=b\n", NULL},
      {"dkim=pass\nsee header.d=b\n", NULL},
      {"dkim=pass\n=x header.d=b\n", NULL},
      {"dkim=pass\nx!y=z header.d=b\n", NULL},
      {"dkim=pass header.d=b\nhello\n", "Authentication-Results: dkim=pass header.d=b\nhello\n"},
      /* quotation marks around it */
      {"'dkim=pass header.d=b'\n", "Authentication-Results: dkim=pass header.d=b\n"},
      {"\" dkim=pass header.d=b\"\n", "Authentication-Results: dkim=pass header.d=b\n"},
      {"`dkim=pass header.d=b' \n", "Authentication-Results: dkim=pass header.d=b' \n"},
      {"dkim=pass header.d=b'\n", "Authentication-Results: dkim=pass header.d=b'\n"},
      /* another field's */
      {"X-Odd: a;\n dkim=pass header.d=b\n", NULL},
      {"X-Odd: a\ndkim=pass header.d=b\n",
       "X-Odd: a\nAuthentication-Results: dkim=pass header.d=b\n"},
      {"To: a;\ndkim=pass header.d=b\n", NULL},
      {"Note: a;\n dkim=pass header.d=b\n",
       "Note: a;\nAuthentication-Results: dkim=pass header.d=b\n"},
      {"a b-c: a;\n dkim=pass header.d=b\n",
       "a b-c: a;\nAuthentication-Results: dkim=pass header.d=b\n"},
      {"-x: a;\n dkim=pass header.d=b\n", "-x: a;\nAuthentication-Results: dkim=pass header.d=b\n"},
      {"From: a\n\ndkim=pass header.d=b\n", NULL},
  };
  PASTE_ROWS (repair_nameless, rows);
}

static void
test_sentences (void) {
  static const struct {
    const char *open, *close;
    bool told;
  } marks[] = {
      {"\"", "\"", true},         {"`", "`", true},           {"'", "\"", true},
      {": ", "", true},           {"\u201C", "\u201D", true}, {"\u201E", "\u201C", true},
      {"\u00AB", "\u00BB", true}, {":", "", false},           {" ", "", false},
      {"(", ")", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++) {
    g_autofree char *in =
        g_strdup_printf ("It says%sdkim=pass header.d=b%s to us\n", marks[i].open, marks[i].close);
    g_autofree char *out =
        g_strdup_printf ("It says%s\n\nAuthentication-Results: dkim=pass header.d=b%s%s to us\n",
                         marks[i].open, marks[i].close[0] ? "\n\n" : " to us\n", marks[i].close);
    if (marks[i].close[0] == '\0')
      out = (g_free (out),
             g_strdup_printf ("It says%s\n\nAuthentication-Results: dkim=pass header.d=b to us\n\n",
                              marks[i].open));
    paste_row (repair_nameless, in, marks[i].told ? out : NULL);
  }
  static const PasteRow rows[] = {
      {"It says \"mx.a.example; dkim=pass header.d=b\"\n",
       "It says \"\n\nAuthentication-Results: mx.a.example; dkim=pass header.d=b\n\n\n"},
      {"It says \"mx.a.example; foo=pass header.d=b\"\n", NULL},
      {"It says \"dkim=pass smtp.helo=b\"\n", NULL},
      {"It says \"dkim=pass header.d=b\n",
       "It says \"\n\nAuthentication-Results: dkim=pass header.d=b\n\n"},
  };
  PASTE_ROWS (repair_nameless, rows);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paste-values/field-names", test_field_names);
  g_test_add_func ("/paste-values/address-dashes", test_address_dashes);
  g_test_add_func ("/paste-values/redaction", test_redaction);
  g_test_add_func ("/paste-values/joined", test_joined);
  g_test_add_func ("/paste-values/folds-of-lists", test_folds_of_lists);
  g_test_add_func ("/paste-values/folds-of-others", test_folds_of_others);
  g_test_add_func ("/paste-values/wrapped", test_wrapped);
  g_test_add_func ("/paste-values/truncated", test_truncated);
  g_test_add_func ("/paste-values/nameless", test_nameless);
  g_test_add_func ("/paste-values/sentences", test_sentences);
  return g_test_run ();
}
