/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/decoder.h"

static const Decoder *const decoders[] = {
    &decoder_gzip,
#ifdef HAVE_ZSTD
    &decoder_zstd,
#endif
};

const Decoder *
decoder_for (Span head) {
  for (guint i = 0; i < G_N_ELEMENTS (decoders); i++)
    if (decoders[i]->matches (head))
      return decoders[i];
  return NULL;
}

const char *
decoder_command (Span head) {
  static const struct {
    Span magic;
    const char *command;
  } others[] = {
      {SPAN ("\x28\xb5\x2f\xfd"), "zstd -dc"},
      {SPAN ("\xfd\x37zXZ\0"), "xz -dc"},
      {SPAN ("\x04\x22\x4d\x18"), "lz4 -dc"},
      {SPAN ("PK\x03\x04"), "unzip -p"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (span_starts_with (head, others[i].magic))
      return others[i].command;
  /* The digit between is the size of a block, what follows it pi. */
  if (span_starts_with (head, SPAN ("BZh")) && head.len > 4 &&
      span_starts_with (span_skip (head, 4), SPAN ("1AY&SY")))
    return "bzip2 -dc";
  return NULL;
}

const char *
decoder_names (void) {
#ifdef HAVE_ZSTD
  return "gzip, zstd";
#else
  return "gzip";
#endif
}
