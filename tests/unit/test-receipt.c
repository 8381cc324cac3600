/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What people are told of a pasted text's repairs. */
#include "case/receipt.h"

#include "support.h"

static void
test_receipt (void) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste;
  g_assert_true (paste_repair (
      SPAN ("> From: a@a.example\n> Subject: x\n> Authentication-Results: b.example;\n"
            "> spf=pass (sender IP is\n"),
      arena, &paste));
  g_assert_cmpuint (paste.blocks.n, ==, 1);
  const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, 0);
  Span cut = vec_at (&block->cut_fields, PasteCut, 0)->name;
  Span receipt = receipt_of (block, cut, shipped_words (), arena);
  g_assert_cmpstr (arena_dup (arena, receipt).data, ==,
                   "removed quote marks or line numbers from 4 lines, re-joined one folded line, "
                   "something is missing in Authentication-Results");
  g_assert_cmpuint (block->repairs.n, ==, 5);
  g_assert_cmpuint (vec_at (&block->repairs, PasteRepair, 0)->line, ==, 1);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt/words", test_receipt);
  return g_test_run ();
}
