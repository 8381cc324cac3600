/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is a message as some host stored it, and what went through a clipboard. */
#include "paste/whole-message.h"

#define RECEIVED                                                                                \
  "Received: from a.example (a.example [192.0.2.1]) by mx.b.example with SMTP id 1;\n\tMon, 9 " \
  "Nov 2026 10:30:05 +0000\n"
#define AUTHOR "From: a@a.example\nMessage-ID: <1@a.example>\n"
#define WHOLE(fields) RECEIVED fields AUTHOR "\nbody\n"

static const struct {
  const char *name, *text;
  bool whole;
} rows[] = {
    {"plain", WHOLE (""), true},
    {"header alone", RECEIVED AUTHOR "\n", true},
    {"blank lines before", "   \n\n" WHOLE (""), true},
    {"byte order mark", "\xEF\xBB\xBF" WHOLE (""), true},
    /* RFC 6376 section 2.11 and 3.5: i= and z= are dkim-quoted-printable */
    {"i= of a list",
     WHOLE ("DKIM-Signature: v=1; d=m.example; s=k1;\n i=info=3Dx.org@m.example; b=QQ==\n"), true},
    {"z=", WHOLE ("DKIM-Signature: v=1; d=m.example; s=k1; z=From:a=40x=3Dy|To:b; b=QQ==\n"), true},
    {"encoded results", WHOLE ("Authentication-Results: =?utf-8?B?bXguYg==?=\n"), true},
    {"a domain wrapped",
     WHOLE ("Authentication-Results: mx.b.example; dkim=pass header.d=a\n .example\n"), true},
    {"a link is a link",
     WHOLE ("Authentication-Results: mx.b.example; bimi=pass "
            "policy.authority-uri=https://a.example/\n"),
     true},
    {"no colon", WHOLE ("X-A: b\nno field\n"), true},
    {"a name with a no-break space", WHOLE ("X-A\xC2\xA0: b\n"), true},
    {"quoted by somebody", WHOLE ("X-A: b\n> X\n"), true},
    {"dots in Subject", WHOLE ("Subject: wait...\n"), true},
    {"Received of others need no date", WHOLE ("Received: by c.example\n"), true},
    {"the line ends behind \"by\"",
     "Received: from baby.example (2001:db8::9) by\n mx.b.example with HTTPS; Mon, 9 Nov 2026\n "
     "10:30:05 +0000\n" AUTHOR "\n",
     true},
    {"multipart", RECEIVED AUTHOR "Content-Type: multipart/mixed\n\nReceived: x\n", true},

    {"three odd lines", WHOLE ("X-A: b\none\ntwo\nthree\n"), false},
    {"a lost fold",
     WHOLE ("Authentication-Results: mx.b.example;\nspf=pass smtp.mailfrom=a.example\n"), false},
    {"a lost fold of Received",
     "Received: from a.example\nby mx.b.example; Mon, 9 Nov 2026 10:30:05\n" AUTHOR "\n", false},
    {"a name that counts", WHOLE ("From\xC2\xA0: b\n"), false},
    {"an indent of the first line", "  " WHOLE (""), false},
    {"a number before the first line", " 1: " WHOLE (""), false},
    {"an address below a page", WHOLE ("https://mail.a.example/u/0/?ik=1 1/2\n"), false},
    {"words first", "Hello\n" WHOLE (""), false},
    {"quoted", "> Received: x\n> From: a@a.example\n\n", false},
    {"no end", RECEIVED AUTHOR, false},
    {"a word processor's quotation marks",
     WHOLE (
         "Authentication-Results: mx.b.example; dkim=fail reason=\xE2\x80\x9Cno key\xE2\x80\x9D\n"),
     false},
    {"no author", RECEIVED "Message-ID: <1@a.example>\n\n", false},
    {"nothing of a mail program", RECEIVED "From: a@a.example\n\n", false},
    {"no Received", AUTHOR "\n", false},
    {"no date", "Received: from a.example by mx.b.example with SMTP\n" AUTHOR "\n", false},
    {"no receiver", "Received: from a.example; Mon, 9 Nov 2026 10:30:05\n" AUTHOR "\n", false},
    {"entities", WHOLE ("Received-SPF: pass (x) envelope-from=&lt;a@a.example&gt;\n"), false},
    {"quoted-printable", WHOLE ("DKIM-Signature: v=3D1; d=3Dm.example\n"), false},
    {"quoted-printable results", WHOLE ("Authentication-Results: mx.b.example; spf=3Dpass\n"),
     false},
    {"a link for a name",
     WHOLE ("Authentication-Results: mx.b.example; dkim=pass header.d=https://x.example/\n"),
     false},
    {"a link for an address", WHOLE ("Return-Path: <a@a.example<mailto:a@a.example>>\n"), false},
    {"left out", WHOLE ("Authentication-Results: ...; spf=pass\n"), false},
    {"ellipsis", WHOLE ("Received-SPF: pass (\xE2\x80\xA6)\n"), false},
    {"another header", RECEIVED AUTHOR "\n\n" RECEIVED AUTHOR "\n", false},
    {"nothing", "", false},
};

static void
test_row (gconstpointer data) {
  guint i = GPOINTER_TO_UINT (data);
  g_assert_cmpint (paste_is_whole_message (span_from_string (rows[i].text)), ==, rows[i].whole);
}

/* The same without a Received. */
static void
test_kept (void) {
  static const struct {
    const char *text;
    bool kept;
  } kept[] = {
      {"From: a@m.example\nMIME-Version: 1.0\n\nhello\n", true},
      {"From: a@m.example\nTo: b@b.example\n\nhello\n", false},
      {"From: a@m.example\nMessage-ID: ...\n\nhello\n", false},
      {RECEIVED "From: a@m.example\nMIME-Version: 1.0\n\nhello\n", true},
      {"Hello,\nFrom: a@m.example\nMIME-Version: 1.0\n\n", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_cmpint (paste_is_kept_message (span_from_string (kept[i].text)), ==, kept[i].kept);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/whole-message/%s", rows[i].name);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/whole-message/kept", test_kept);
  return g_test_run ();
}
