/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What From says: RFC 5322 §3.4 and §3.6.2, and what mail programs write instead. */
#include "support.h"

static Bench *bench;

#define BORDER                                                                  \
  "Received: from out.platform.example (out.platform.example [192.0.2.25]) by " \
  "mx.town.example (Postfix) with ESMTPS id 4F1; Mon, 9 Nov 2026 10:30:05 +0000\n"

static const struct {
  const char *from, *address, *domain;
  Flag host_name;
  const char *defect; /* NULL: none */
} rows[] = {
    {"Shop <a@b.example>", "a@b.example", "b.example", FLAG_FALSE, NULL},
    {"Shop [US] <a@b.example>", "a@b.example", "b.example", FLAG_FALSE, "from-no-address-list"},
    {"[Shop] <a@b.example>", "a@b.example", "b.example", FLAG_FALSE, "from-no-address-list"},
    {"Shop; <a@b.example>", "a@b.example", "b.example", FLAG_FALSE, "from-no-address-list"},
    {"Hello bob@x <a@b.example>", "a@b.example", "b.example", FLAG_FALSE, "from-no-address-list"},
    {"Shop \u2039a@b.example\u203A", "a@b.example", "b.example", FLAG_FALSE,
     "from-no-address-list"},
    {"\u2039a@b.example>", "a@b.example", "b.example", FLAG_FALSE, "from-no-address-list"},
    /* an address list stays one */
    {"c@d.example, Shop [US] <a@b.example>", "c@d.example", "d.example", FLAG_FALSE, NULL},
    /* RFC 5892 §2.6: letters by compatibility only are those of no domain */
    {"Shop <a@\U0001d5f2\U0001d5ef\U0001d5ee\U0001d606.example>",
     "a@\U0001d5f2\U0001d5ef\U0001d5ee\U0001d606.example", "null", FLAG_FALSE, "from-no-domain"},
    {"<a@box-office>", "a@box-office", "box-office", FLAG_TRUE, NULL},
    {"<a@mail.internal>", "a@mail.internal", "mail.internal", FLAG_TRUE, NULL},
    {"<a@[hidden]>", "a@[hidden]", "null", FLAG_FALSE, "from-no-domain"},
    {"<a@[192.0.2.25]>", "a@[192.0.2.25]", "null", FLAG_TRUE, "from-no-domain"},
    {"<a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]", "null", FLAG_TRUE, "from-no-domain"},
};

static void
test_row (gconstpointer data) {
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text =
      g_strconcat (BORDER "From: ", rows[i].from, "\nSubject: x\n\nbody\n", NULL);
  g_test_message ("%s", rows[i].from);
  const Evidence *evidence = &bench_run (bench, text)->evidence;
  assert_span (evidence->from.address, rows[i].address, "address");
  assert_span (evidence->from.domain, rows[i].domain, "domain");
  g_assert_cmpint (evidence->from.host_name, ==, rows[i].host_name);
  g_assert_cmpuint (evidence->defects.n, ==, rows[i].defect != NULL);
  if (rows[i].defect)
    assert_span (vec_at (&evidence->defects, Defect, 0)->code, rows[i].defect, "defect");
}

/* ---- without one -------------------------------------------------------------------------------
 */

static const struct {
  const char *name, *text, *cause, *fix_by;
} without[] = {
    {"a whole message that no server wrote in",
     "Date: Mon, 9 Nov 2026 10:30:00 +0000\nSubject: x\nMIME-Version: 1.0\n"
     "Content-Type: text/plain; charset=utf-8\n\nbody\n",
     "from-missing", "sender"},
    {"one that a server wrote in, and no result", BORDER "Subject: x\n\nbody\n", "from-missing",
     "sender"},
    {"a piece: two lines of a header", "Subject: x\nX-Spam-Flag: NO\n", "paste-no-from", "nobody"},
    {"a piece: results and no way",
     "Authentication-Results: mx.town.example; spf=pass smtp.mailfrom=a@b.example\n"
     "Date: Mon, 9 Nov 2026 10:30:00 +0000\nContent-Type: text/plain\n\nbody\n",
     "paste-no-from", "nobody"},
    {"no piece: there is a From, and no result",
     "From: a@b.example\nDate: Mon, 9 Nov 2026 10:30:00 +0000\n"
     "Content-Type: text/plain\n\nbody\n",
     "no-evidence", "nobody"},
};

static void
test_without (gconstpointer data) {
  guint i = GPOINTER_TO_UINT (data);
  const Verdict *verdict = &bench_run (bench, without[i].text)->verdict;
  g_test_message ("%s", without[i].name);
  assert_span (verdict->status, "unknown", "status");
  assert_span (verdict->cause, without[i].cause, "cause");
  assert_span (verdict->fix_by, without[i].fix_by, "fix_by");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/from/%u", i);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  for (guint i = 0; i < G_N_ELEMENTS (without); i++) {
    g_autofree char *path = g_strdup_printf ("/from/without/%u", i);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_without);
  }
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
