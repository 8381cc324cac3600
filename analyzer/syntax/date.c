/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/date.h"

#define SECONDS_A_DAY 86400
#define FIRST_SECOND G_GINT64_CONSTANT (-62167219200) /* 0000-01-01T00:00:00Z */
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)  /* 9999-12-31T23:59:59Z */
#define MAX_DIGITS 9

/* The text still unread, and what was found so far. */
typedef struct {
  Span rest;
  int year, month, day;
  int hour, minute, second;
  int offset; /* minutes east of UTC */
} Reader;

static const Span months[] = {
    SPAN ("January"),   SPAN ("February"), SPAN ("March"),    SPAN ("April"),
    SPAN ("May"),       SPAN ("June"),     SPAN ("July"),     SPAN ("August"),
    SPAN ("September"), SPAN ("October"),  SPAN ("November"), SPAN ("December"),
};

static bool
is_digit (char c) {
  return (guchar)(c - '0') <= 9;
}

static void
advance (Reader *reader, gsize n) {
  reader->rest = span_of (reader->rest.data + n, reader->rest.len - n);
}

static char
peek (const Reader *reader) {
  return reader->rest.len > 0 ? reader->rest.data[0] : '\0';
}

static bool
take (Reader *reader, char c) {
  if (reader->rest.len == 0 || reader->rest.data[0] != c)
    return false;
  advance (reader, 1);
  return true;
}

/* RFC 5322 §3.2.2: comments nest. One without end takes the rest of the text. */
static void
skip_comment (Reader *reader) {
  gsize depth = 0, i = 0;
  for (; i < reader->rest.len; i++) {
    char c = reader->rest.data[i];
    if (c == '\\')
      i++;
    else if (c == '(')
      depth++;
    else if (c == ')' && --depth == 0)
      break;
  }
  reader->rest = span_skip (reader->rest, i + 1);
}

/* RFC 5322 §3.2.2: CFWS. */
static void
skip_cfws (Reader *reader) {
  for (;;) {
    char c = peek (reader);
    if (c == '(')
      skip_comment (reader);
    else if (!is_wsp (c) && c != '\r' && c != '\n')
      return;
    else
      advance (reader, 1);
  }
}

static Span
read_word (Reader *reader) {
  gsize len = 0;
  while (len < reader->rest.len && g_ascii_isalpha (reader->rest.data[len]))
    len++;
  Span word = span_first (reader->rest, len);
  advance (reader, len);
  return word;
}

/* Number of digits read; 0 when there are none or too many for any part of a date. */
static gsize
read_digits (Reader *reader, int *ret) {
  gsize len = 0;
  *ret = 0;
  for (; len < reader->rest.len && is_digit (reader->rest.data[len]); len++)
    if (len < MAX_DIGITS)
      *ret = *ret * 10 + (reader->rest.data[len] - '0');
  advance (reader, len);
  return len > MAX_DIGITS ? 0 : len;
}

/* The third letter leaves two months to compare, or fewer. */
static const char third[] = "nbrrynlgptvc";

/* Three letters or more of an English name ("Sept", "March"); 0 for other words. */
static int
month_of (Span word) {
  if (word.len < 3)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (third[i] == (word.data[2] | 0x20) && span_starts_with_nocase (months[i], word))
      return (int)i + 1;
  return 0;
}

static bool
read_month (Reader *reader) {
  int month = month_of (read_word (reader));
  if (month > 0)
    reader->month = month;
  return month > 0;
}

/* RFC 5322 §3.3 day-of-week. Not compared with the date: it adds nothing to it. Any word will do,
 * since software writes it in its own language. */
static void
skip_day_name (Reader *reader) {
  read_word (reader);
  skip_cfws (reader);
  take (reader, '.');
  take (reader, ',');
  skip_cfws (reader);
}

static bool
read_day (Reader *reader) {
  gsize digits = read_digits (reader, &reader->day);
  return digits == 1 || digits == 2;
}

/* RFC 5322 §4.3: two digits below 50 are of this century, other short ones count from 1900. */
static bool
read_year (Reader *reader) {
  gsize digits = read_digits (reader, &reader->year);
  if (digits == 2)
    reader->year += reader->year < 50 ? 2000 : 1900;
  else if (digits == 3)
    reader->year += 1900;
  return digits >= 2 && digits <= 4;
}

/* White space, or the '-' of "26-Jun-2019". */
static void
skip_separator (Reader *reader) {
  skip_cfws (reader);
  if (take (reader, '-'))
    skip_cfws (reader);
}

static bool
read_minutes_part (Reader *reader, int *ret) {
  skip_cfws (reader);
  gsize digits = read_digits (reader, ret);
  skip_cfws (reader);
  return digits == 1 || digits == 2;
}

/* Fractions are no part of RFC 5322, but some servers write them; they are dropped. */
static void
skip_fraction (Reader *reader) {
  int fraction;
  if (take (reader, '.'))
    read_digits (reader, &fraction);
}

/* "3:04 PM" is written by desktop software. */
static bool
read_half_day (Reader *reader) {
  Span word = span_first (reader->rest, 2);
  bool pm = span_equal_nocase (word, SPAN ("PM"));
  if (!pm && !span_equal_nocase (word, SPAN ("AM")))
    return true;
  if (reader->rest.len > 2 && g_ascii_isalpha (reader->rest.data[2]))
    return true;
  reader->rest = span_skip (reader->rest, 2);
  if (reader->hour < 1 || reader->hour > 12)
    return false;
  reader->hour = reader->hour % 12 + (pm ? 12 : 0);
  return true;
}

/* RFC 5322 §3.3 time-of-day, with §4.3's comments around ':'. */
static bool
read_time (Reader *reader) {
  if (!read_minutes_part (reader, &reader->hour) || !take (reader, ':') ||
      !read_minutes_part (reader, &reader->minute))
    return false;
  if (take (reader, ':') && !read_minutes_part (reader, &reader->second))
    return false;
  skip_fraction (reader);
  skip_cfws (reader);
  return read_half_day (reader);
}

/* RFC 5322 §3.3: "+hhmm", -9959 to +9959; also "+hh", "+hh:mm". */
static bool
read_numeric_zone (Reader *reader) {
  bool west = peek (reader) == '-';
  int value, minutes;
  reader->rest = span_skip (reader->rest, 1);
  gsize digits = read_digits (reader, &value);
  if (digits == 0 || digits > 4)
    return false;
  if (digits <= 2 && take (reader, ':')) {
    if (read_digits (reader, &minutes) != 2)
      return false;
    value = value * 100 + minutes;
  } else if (digits <= 2) {
    value *= 100;
  }
  reader->offset = (value / 100 * 60 + value % 100) * (west ? -1 : 1);
  return value % 100 < 60;
}

/* RFC 5322 §4.3 obs-zone. Every other name counts as -0000. */
static int
named_zone (Span name) {
  static const struct {
    Span name;
    int hours;
  } zones[] = {
      {SPAN ("EST"), -5}, {SPAN ("EDT"), -4}, {SPAN ("CST"), -6}, {SPAN ("CDT"), -5},
      {SPAN ("MST"), -7}, {SPAN ("MDT"), -6}, {SPAN ("PST"), -8}, {SPAN ("PDT"), -7},
  };
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (span_equal_nocase (zones[i].name, name))
      return zones[i].hours * 60;
  return 0;
}

static bool
is_sign (char c) {
  return c == '+' || c == '-';
}

/* RFC 5322 §3.3 zone; §4.3 obs-zone; "GMT+0200"; none at all, read as -0000. */
static bool
read_zone (Reader *reader) {
  skip_cfws (reader);
  if (is_sign (peek (reader)))
    return read_numeric_zone (reader);
  reader->offset = named_zone (read_word (reader));
  return is_sign (peek (reader)) ? read_numeric_zone (reader) : true;
}

static int
days_of_month (int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[month - 1] + (month == 2 && leap);
}

static bool
is_valid (const Reader *reader) {
  return reader->month >= 1 && reader->month <= 12 && reader->day >= 1 &&
         reader->day <= days_of_month (reader->year, reader->month) && reader->hour < 24 &&
         reader->minute < 60 && reader->second <= 60;
}

/* Days since 1970-01-01 in the Gregorian calendar. The year is taken to begin in March, so that the
 * leap day is its last, and 400 years have 146097 days. */
static gint64
days_since_epoch (int year, int month, int day) {
  int shifted = month <= 2 ? year - 1 : year;
  int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  int year_of_era = shifted - era * 400;
  int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return (gint64)era * 146097 + day_of_era - 719468;
}

/* A leap second is the second after 59: the next minute's first. */
static bool
finish (const Reader *reader, Date *ret) {
  if (!is_valid (reader))
    return false;
  gint64 days = days_since_epoch (reader->year, reader->month, reader->day);
  ret->seconds = days * SECONDS_A_DAY + reader->hour * 3600 + reader->minute * 60 + reader->second -
                 reader->offset * 60;
  ret->set = true;
  return true;
}

/* RFC 3339, and what Go's and Java's own formats make of it: "2016-11-09 20:10:27.258 +0000 UTC".
 */
static bool
read_iso (Reader *reader) {
  if (read_digits (reader, &reader->year) != 4 || !take (reader, '-') ||
      read_digits (reader, &reader->month) != 2 || !take (reader, '-') ||
      read_digits (reader, &reader->day) != 2)
    return false;
  if (!take (reader, 'T') && !take (reader, 't'))
    skip_cfws (reader);
  return read_time (reader) && read_zone (reader);
}

static bool
is_iso (Span text) {
  for (gsize i = 0; i < 4; i++)
    if (i >= text.len || !is_digit (text.data[i]))
      return false;
  return text.len > 4 && text.data[4] == '-';
}

/* RFC 5322 §3.3 date-time behind the name of the day. */
static bool
read_date_time (Reader *reader) {
  if (!read_day (reader))
    return false;
  skip_separator (reader);
  if (!read_month (reader))
    return false;
  take (reader, '.');
  skip_separator (reader);
  return read_year (reader) && read_time (reader) && read_zone (reader);
}

/* The zone stands before the year ("15:49:40 CEST 2019"), behind it or nowhere. */
static bool
read_zone_and_year (Reader *reader) {
  skip_cfws (reader);
  bool zone_first = !is_digit (peek (reader));
  if (zone_first && !read_zone (reader))
    return false;
  skip_cfws (reader);
  return read_year (reader) && (zone_first || read_zone (reader));
}

/* "Jun 26 15:49:40 2019"; with the year first, as JavaScript and American programs write it: "Jun
 * 26 2019 15:49:40", "June 26, 2019 3:49 PM". */
static bool
read_asctime (Reader *reader) {
  if (!read_month (reader))
    return false;
  skip_cfws (reader);
  if (!read_day (reader))
    return false;
  take (reader, ',');
  skip_cfws (reader);
  Reader time_first = *reader;
  if (read_time (&time_first) && read_zone_and_year (&time_first)) {
    *reader = time_first;
    return true;
  }
  return read_year (reader) && read_time (reader) && read_zone (reader);
}

static bool
begins_with_month (Reader reader) {
  return read_month (&reader);
}

static void
skip_to_month (Reader *reader) {
  skip_cfws (reader);
  if (!begins_with_month (*reader))
    skip_day_name (reader);
}

bool
date_parse_asctime (Span text, Date *ret) {
  *ret = (Date){.raw = span_trim (text)};
  Reader reader = {.rest = ret->raw};
  skip_to_month (&reader);
  return read_asctime (&reader) && finish (&reader, ret);
}

static bool
is_day_name (const char *name) {
  static const char names[] = "MonTueWedThuFriSatSun";
  for (const char *day = names; *day; day += 3)
    if (memcmp (day, name, 3) == 0)
      return true;
  return false;
}

/* Exactly `n` digits; `*ok` is left alone where they are. */
static int
digits_at (const char *at, int n, bool *ok) {
  int value = 0;
  for (int i = 0; i < n; i++) {
    *ok &= is_digit (at[i]);
    value = value * 10 + (at[i] - '0');
  }
  return value;
}

/* "Mon, 5 Jan 2026 10:11:12 +0100", as nearly all are written (RFC 5322 §3.3). What stands behind
 * the zone does not matter. Leaves other dates to those who look closer. */
static bool
read_usual (Span text, Reader *ret) {
  const char *at = text.data;
  bool ok = true;
  if (text.len < strlen ("Mon, 5 Jan 2026 10:11:12 +0100") || !is_day_name (at))
    return false;
  int n = is_digit (at[6]) ? 2 : 1;
  ret->day = digits_at (at + 5, n, &ok);
  const char *rest = at + 5 + n; /* " Jan 2026 10:11:12 +0100" */
  const char *end = rest + strlen (" Jan 2026 10:11:12 +0100");
  if (end > at + text.len || (end < at + text.len && is_digit (*end)))
    return false;
  ret->month = month_of (span_of (rest + 1, 3));
  ret->year = digits_at (rest + 5, 4, &ok);
  ret->hour = digits_at (rest + 10, 2, &ok);
  ret->minute = digits_at (rest + 13, 2, &ok);
  ret->second = digits_at (rest + 16, 2, &ok);
  int zone = digits_at (rest + 20, 4, &ok);
  ret->offset = (zone / 100 * 60 + zone % 100) * (rest[19] == '-' ? -1 : 1);
  return ok && memcmp (at + 3, ", ", 2) == 0 && rest[0] == ' ' && rest[4] == ' ' &&
         rest[9] == ' ' && rest[12] == ':' && rest[15] == ':' && rest[18] == ' ' &&
         is_sign (rest[19]) && zone % 100 < 60 && ret->month > 0;
}

bool
date_parse (Span text, Date *ret) {
  *ret = (Date){.raw = span_trim (text)};
  Reader usual, reader = {.rest = ret->raw};
  if (read_usual (ret->raw, &usual))
    return finish (&usual, ret);
  skip_cfws (&reader);
  if (is_iso (reader.rest))
    return read_iso (&reader) && finish (&reader, ret);
  if (!is_digit (peek (&reader)))
    skip_to_month (&reader);
  if (g_ascii_isalpha (peek (&reader)))
    return read_asctime (&reader) && finish (&reader, ret);
  return read_date_time (&reader) && finish (&reader, ret);
}

bool
date_from_epoch (Span digits, Date *ret) {
  guint64 seconds;
  *ret = (Date){.raw = digits};
  if (!span_to_uint64 (digits, &seconds) || seconds > (guint64)LAST_SECOND)
    return false;
  ret->seconds = (gint64)seconds;
  ret->set = true;
  return true;
}

/* The inverse of days_since_epoch (). */
static void
civil_from_days (gint64 days, int *year, int *month, int *day) {
  gint64 shifted = days + 719468;
  gint64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  int day_of_era = (int)(shifted - era * 146097);
  int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int from_march = (5 * day_of_year + 2) / 153;
  *day = day_of_year - (153 * from_march + 2) / 5 + 1;
  *month = from_march < 10 ? from_march + 3 : from_march - 9;
  *year = (int)(year_of_era + era * 400) + (*month <= 2);
}

/* Writes `value` with as many digits. */
static char *
put (char *out, int value, int digits, char behind) {
  for (int i = digits - 1; i >= 0; i--, value /= 10)
    out[i] = (char)('0' + value % 10);
  out[digits] = behind;
  return out + digits + 1;
}

Span
date_format (const Date *date, Arena *arena) {
  if (!date->set || date->seconds < FIRST_SECOND || date->seconds > LAST_SECOND)
    return SPAN_NULL;
  gint64 since = date->seconds - FIRST_SECOND;
  int of_day = (int)(since % SECONDS_A_DAY);
  int year, month, day;
  civil_from_days ((since - of_day + FIRST_SECOND) / SECONDS_A_DAY, &year, &month, &day);
  char *text = arena_alloc (arena, sizeof "0000-00-00T00:00:00Z"), *out = text;
  out = put (out, year, 4, '-');
  out = put (out, month, 2, '-');
  out = put (out, day, 2, 'T');
  out = put (out, of_day / 3600, 2, ':');
  out = put (out, of_day / 60 % 60, 2, ':');
  return span_between (text, put (out, of_day % 60, 2, 'Z'));
}
