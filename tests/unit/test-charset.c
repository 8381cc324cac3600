/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <iconv.h>

#include "message/charset.h"

static void
test_names (void) {
  static const char *const good[] = {
      "utf-8",          "UTF8",    "us-ascii",       "ISO-8859-1",  "iso8859-15", "windows-1252",
      "CP1252",         "koi8-r",  "GB18030",        "gb2312",      "Big5",       "big5-hkscs",
      "Shift_JIS",      "EUC-KR",  "ISO-2022-JP",    "iso-2022-kr", "utf-7",      "UTF-16LE",
      "ks_c_5601-1987", "tis-620", "ANSI_X3.4-1968", "x-sjis",      "macintosh"};
  static const char *const bad[] = {"",
                                    "IBM1390",
                                    "IBM1399",
                                    "ISO-2022-JP-3",
                                    "ISO-2022-CN-EXT",
                                    "utf-8//TRANSLIT",
                                    "../evil",
                                    "INTERNAL",
                                    "utf 8",
                                    "utf-8\n",
                                    "utf-8-utf-8-utf-8-utf-8-utf-8-utf-8-utf-8-utf-8-utf-8-utf-8"};
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (charset_is_allowed (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (charset_is_allowed (bad[i]));
  g_assert_false (charset_is_allowed (NULL));
}

/* Whoever asks in this process: GLib here. */
static void
test_refused (void) {
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  defects_init (&defects, arena);
  charset_begin ();
  g_autofree char *text = g_convert ("abc", 3, "utf-8", "ISO-2022-JP-3", NULL, NULL, NULL);
  g_assert_null (text);
  g_autofree char *other = g_convert ("abc", 3, "utf-8", "iso-8859-15", NULL, NULL, NULL);
  g_assert_cmpstr (other, ==, "abc");
  charset_note_refused (&defects);
  g_assert_cmpuint (defects.total, ==, 1);
  const Defect *defect = vec_at (&defects.list, Defect, 0);
  g_assert_true (span_equal (defect->code, SPAN ("charset-refused")));
  charset_begin ();
  charset_note_refused (&defects);
  g_assert_cmpuint (defects.total, ==, 1);
}

static void
test_open (void) {
  errno = 0;
  g_assert_true (iconv_open ("utf-8", "IBM1399") == (iconv_t)-1);
  g_assert_cmpint (errno, ==, EINVAL);
  iconv_t good = iconv_open ("utf-8", "euc-jp");
  g_assert_true (good != (iconv_t)-1);
  iconv_close (good);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charset/names", test_names);
  g_test_add_func ("/charset/refused", test_refused);
  g_test_add_func ("/charset/open", test_open);
  return g_test_run ();
}
