/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>

#include "syntax/date.h"

typedef struct {
  const char *text;
  const char *expected; /* NULL: no date */
} Case;

static void
assert_date (bool (*parse) (Span, Date *), const Case *c) {
  g_autoptr (Arena) arena = arena_new ();
  Date date;
  bool ok = parse (span_from_string (c->text), &date);
  g_test_message ("%s", c->text);
  g_assert_true (ok == (c->expected != NULL));
  g_assert_true (date.set == ok);
  g_assert_true (span_equal (date.raw, span_trim (span_from_string (c->text))));
  Span formatted = date_format (&date, arena);
  if (ok)
    g_assert_cmpmem (formatted.data, formatted.len, c->expected, strlen (c->expected));
  else
    g_assert_true (span_is_null (formatted));
}

/* RFC 5322 §3.3, A.1 to A.6; the instants were worked out with GNU date. */
static const Case rfc5322[] = {
    {"Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T15:55:06Z"},
    {"Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T08:52:37Z"},
    {"Thu, 13 Feb 1969 23:32:54 -0330", "1969-02-14T03:02:54Z"},
    {"Mon, 24 Nov 1997 14:22:01 -0800", "1997-11-24T22:22:01Z"},
    {"21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z"},
    {"Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06Z"},
    {"Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 "
     "(Newfoundland Time)",
     "1969-02-14T03:02:00Z"},
    {"Wed, 26 Jun 2019 15:49:40 -0500 (CDT)", "2019-06-26T20:49:40Z"},
    {"26 Jun 2019 15:49 +0000", "2019-06-26T15:49:00Z"},
    {"Sat, 29 Feb 2020 00:00:00 +0000", "2020-02-29T00:00:00Z"},
    {"Tue, 29 Feb 2000 12:00:00 +0000", "2000-02-29T12:00:00Z"},
    {"Thu, 31 Dec 1998 23:59:60 +0000", "1999-01-01T00:00:00Z"}, /* a leap second */
    {"Mon, 01 Jan 0001 00:00:00 +0000", "0001-01-01T00:00:00Z"},
    {"Fri, 31 Dec 9999 23:59:59 +0000", "9999-12-31T23:59:59Z"},
};

/* RFC 5322 §4.3 */
static const Case obsolete[] = {
    {"1 Jan 49 00:00:00 UT", "2049-01-01T00:00:00Z"},
    {"1 Jan 50 00:00:00 UT", "1950-01-01T00:00:00Z"},
    {"1 Jan 119 00:00:00 UT", "2019-01-01T00:00:00Z"},
    {"1 Jan 2019 00:00:00 EST", "2019-01-01T05:00:00Z"},
    {"1 Jan 2019 00:00:00 EDT", "2019-01-01T04:00:00Z"},
    {"1 Jan 2019 00:00:00 CST", "2019-01-01T06:00:00Z"},
    {"1 Jan 2019 00:00:00 MDT", "2019-01-01T06:00:00Z"},
    {"1 Jan 2019 00:00:00 pst", "2019-01-01T08:00:00Z"},
    {"1 Jan 2019 00:00:00 PDT", "2019-01-01T07:00:00Z"},
    {"1 Jan 2019 00:00:00 Z", "2019-01-01T00:00:00Z"},
    {"1 Jan 2019 00:00:00 A", "2019-01-01T00:00:00Z"},    /* military: as -0000 */
    {"1 Jan 2019 00:00:00 CEST", "2019-01-01T00:00:00Z"}, /* unknown: as -0000 */
};

/* What software writes against the grammar. */
static const Case lenient[] = {
    {"wed, 26 jun 2019 15:49:40 +0000", "2019-06-26T15:49:40Z"},
    {"Wednesday, 26 June 2019 15:49:40 +0000", "2019-06-26T15:49:40Z"},
    {"Wed 26 Jun 2019 15:49:40 +0000", "2019-06-26T15:49:40Z"},
    {"Mi, 26 Jun 2019 15:49:40 +0200", "2019-06-26T13:49:40Z"},
    {"Fri, 26 Jun 2019 15:49:40 +0000", "2019-06-26T15:49:40Z"}, /* wrong day of the week */
    {"Wed, 26-Jun-2019 15:49:40 GMT", "2019-06-26T15:49:40Z"},
    {"Wed, 26 Jun 2019 15:49:40", "2019-06-26T15:49:40Z"},
    {"Wed, 26 Jun 2019 15:49:40 GMT+0200", "2019-06-26T13:49:40Z"},
    {"Wed, 26 Jun 2019 15:49:40 +02:00", "2019-06-26T13:49:40Z"},
    {"Wed, 26 Jun 2019 15:49:40 +02", "2019-06-26T13:49:40Z"},
    {"Wed, 26 Jun 2019 15:49:40.123 +0200", "2019-06-26T13:49:40Z"},
    {"Wed, 26 Jun 2019 3:49:40 PM +0200", "2019-06-26T13:49:40Z"},
    {"Wed, 26 Jun 2019 12:00:00 AM +0000", "2019-06-26T00:00:00Z"},
    {"Wed, 26 Jun 2019 15:49:40 +0200 (CEST) trailing; rubbish", "2019-06-26T13:49:40Z"},
    {"Wed, 26 Jun 2019 15:49:40 +0200 (no end", "2019-06-26T13:49:40Z"},
    {"(a (nested \\) one)) 26 Jun 2019 15:49:40 +0200", "2019-06-26T13:49:40Z"},
    {"Wed Jun 26 15:49:40 2019", "2019-06-26T15:49:40Z"},
    {"Feb 18 00:23:00 2001 -0800", "2001-02-18T08:23:00Z"},
    {"Thu Feb 18 2016 15:31:20 GMT-0500 (CST)", "2016-02-18T20:31:20Z"},
    {"Wednesday, April 03, 2002 5:56 AM", "2002-04-03T05:56:00Z"},
    {"2016-11-09 20:10:27.258036245 +0000 UTC", "2016-11-09T20:10:27Z"},
    {"2019-06-26T15:49:40Z", "2019-06-26T15:49:40Z"},
    {"2019-06-26T15:49:40+02:00", "2019-06-26T13:49:40Z"},
};

static const Case no_dates[] = {
    {"", NULL},
    {"   ", NULL},
    {"garbage", NULL},
    {"Wed,", NULL},
    {"(only a comment)", NULL},
    {"Wed, 31 Jun 2019 15:49:40 +0000", NULL},
    {"Fri, 29 Feb 2019 15:49:40 +0000", NULL},
    {"Fri, 29 Feb 1900 15:49:40 +0000", NULL},
    {"Wed, 0 Jun 2019 15:49:40 +0000", NULL},
    {"Wed, 26 Jux 2019 15:49:40 +0000", NULL},
    {"Wed, 26 J 2019 15:49:40 +0000", NULL},
    {"Wed, 26 Jun 2019 24:00:00 +0000", NULL},
    {"Wed, 26 Jun 2019 15:60:00 +0000", NULL},
    {"Wed, 26 Jun 2019 15:49:61 +0000", NULL},
    {"Wed, 26 Jun 2019 15:49:40 +0060", NULL},
    {"Wed, 26 Jun 2019 15:49:40 +123456", NULL},
    {"Wed, 26 Jun 20190 15:49:40 +0000", NULL},
    {"Wed, 26 Jun 9 15:49:40 +0000", NULL},
    {"Wed, 26 Jun 2019 1549 +0000", NULL},
    {"Wed, 26 Jun 2019 13:00 PM +0000", NULL},
    {"Wed, 99999999999999999999 Jun 2019 15:49:40 +0000", NULL},
    {"2013-07-08 18-21-01", NULL},
    {"2019-13-01T00:00:00Z", NULL},
};

static const Case asctimes[] = {
    {"Wed Jun 26 15:49:40 2019", "2019-06-26T15:49:40Z"},
    {"Wed Jun  6 15:49:40 2019", "2019-06-06T15:49:40Z"},
    {"Wed Jun 26 15:49 2019", "2019-06-26T15:49:00Z"},
    {"Wed Jun 26 15:49:40 2019 +0200", "2019-06-26T13:49:40Z"},
    {"Wed Jun 26 15:49:40 EDT 2019", "2019-06-26T19:49:40Z"},
    {"Wed Jun 26 15:49:40 +0200 2019", "2019-06-26T13:49:40Z"},
    {"Jun 26 15:49:40 2019", "2019-06-26T15:49:40Z"},
    {"Wed, 26 Jun 2019 15:49:40 +0000", NULL},
    {"Wed Jun 26 15:49:40", NULL},
    {"Wed Jun 31 15:49:40 2019", NULL},
};

static void
assert_dates (const Case *cases, gsize n) {
  for (gsize i = 0; i < n; i++)
    assert_date (date_parse, &cases[i]);
}

static void
test_rfc5322 (void) {
  assert_dates (rfc5322, G_N_ELEMENTS (rfc5322));
}

static void
test_obsolete (void) {
  assert_dates (obsolete, G_N_ELEMENTS (obsolete));
}

static void
test_lenient (void) {
  assert_dates (lenient, G_N_ELEMENTS (lenient));
}

static void
test_no_dates (void) {
  assert_dates (no_dates, G_N_ELEMENTS (no_dates));
}

static void
test_asctime (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (asctimes); i++)
    assert_date (date_parse_asctime, &asctimes[i]);
}

/* GLib's calendar agrees on every day of four centuries. */
static void
test_calendar (void) {
  g_autoptr (Arena) arena = arena_new ();
  GDate day;
  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 1, G_DATE_JANUARY, 1800);
  guint32 epoch = 719163; /* Julian day, as GLib counts, of 1970-01-01 */
  for (; g_date_get_year (&day) < 2200; g_date_add_days (&day, 1)) {
    Date date;
    char text[64];
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    g_snprintf (text, sizeof text, "%d %s %04d 00:00:00 +0000", g_date_get_day (&day),
                names[g_date_get_month (&day) - 1], g_date_get_year (&day));
    g_assert_true (date_parse (span_from_string (text), &date));
    g_assert_cmpint (date.seconds, ==, ((gint64)g_date_get_julian (&day) - epoch) * 86400);
    g_snprintf (text, sizeof text, "%04d-%02d-%02dT00:00:00Z", g_date_get_year (&day),
                g_date_get_month (&day), g_date_get_day (&day));
    Span formatted = date_format (&date, arena);
    g_assert_cmpmem (formatted.data, formatted.len, text, strlen (text));
    arena_reset (arena);
  }
}

static void
test_epoch (void) {
  g_autoptr (Arena) arena = arena_new ();
  Date date;
  g_assert_true (date_from_epoch (SPAN ("1561582180"), &date));
  Span text = date_format (&date, arena);
  g_assert_cmpmem (text.data, text.len, "2019-06-26T20:49:40Z", 20);
  g_assert_true (date_from_epoch (SPAN ("0"), &date));
  g_assert_true (date_from_epoch (SPAN ("253402300799"), &date));
  g_assert_false (date_from_epoch (SPAN ("253402300800"), &date));
  g_assert_false (date.set);
  g_assert_cmpmem (date.raw.data, date.raw.len, "253402300800", 12);
  g_assert_false (date_from_epoch (SPAN ("99999999999999999999999"), &date));
  g_assert_false (date_from_epoch (SPAN ("-1"), &date));
  g_assert_false (date_from_epoch (SPAN ("1.5"), &date));
  g_assert_false (date_from_epoch (SPAN (""), &date));
  g_assert_false (date_from_epoch (SPAN_NULL, &date));
}

static void
test_format_bounds (void) {
  g_autoptr (Arena) arena = arena_new ();
  Date date = {.seconds = G_GINT64_CONSTANT (-62167219200), .set = true};
  Span text = date_format (&date, arena);
  g_assert_cmpmem (text.data, text.len, "0000-01-01T00:00:00Z", 20);
  date.seconds--;
  g_assert_true (span_is_null (date_format (&date, arena)));
  date.seconds = G_GINT64_CONSTANT (253402300800);
  g_assert_true (span_is_null (date_format (&date, arena)));
  date = (Date){.seconds = -1, .set = true};
  text = date_format (&date, arena);
  g_assert_cmpmem (text.data, text.len, "1969-12-31T23:59:59Z", 20);
}

int
main (int argc, char **argv) {
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/rfc5322", test_rfc5322);
  g_test_add_func ("/date/obsolete", test_obsolete);
  g_test_add_func ("/date/lenient", test_lenient);
  g_test_add_func ("/date/no-dates", test_no_dates);
  g_test_add_func ("/date/asctime", test_asctime);
  g_test_add_func ("/date/calendar", test_calendar);
  g_test_add_func ("/date/epoch", test_epoch);
  g_test_add_func ("/date/format-bounds", test_format_bounds);
  return g_test_run ();
}
