/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The three ARC fields (RFC 8617 §4.1). */
#pragma once
#include "headers/authentication-results.h"
#include "syntax/tag-list.h"

typedef struct {
  Number instance; /* i=, 1 to 50; null when missing or out of range */
  AuthenticationResults results;
} ArcAuthenticationResults;

typedef struct {
  Number instance;
  TagList tags;
  Span domain; /* d=, normalised */
  Span selector;
  Span cv; /* ARC-Seal only: "none", "pass", "fail" in lower case */
} ArcSeal;

bool arc_authentication_results_parse (Span value, Arena *arena, ArcAuthenticationResults *ret,
                                       Defects *defects);
/* ARC-Seal; also ARC-Message-Signature, whose cv is null. Defects "arc-…". */
bool arc_seal_parse (Span value, Arena *arena, ArcSeal *ret, Defects *defects);
