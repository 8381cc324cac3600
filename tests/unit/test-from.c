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

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/from/%u", i);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
