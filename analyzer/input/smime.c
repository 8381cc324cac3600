/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/smime.h"

#include "base/crypto-library.h"
#include "base/limits.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)

/* A SEQUENCE that begins with the object identifier of SignedData, 1.2.840.113549.1.7.2: most parts
 * of a mail are not given to the library at all. */
static bool
begins_as_signed_data (Span bytes) {
  static const char identifier[] = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
  gssize hit = span_find (span_first (bytes, 24), span_of (identifier, sizeof identifier - 1));
  return bytes.len > 24 && bytes.data[0] == '\x30' && hit >= 2;
}

bool
smime_signed_content (Span bytes, Arena *arena, Span *ret) {
  if (!begins_as_signed_data (bytes) || bytes.len > LIMIT_PART || !crypto_library_load ())
    return false;
  const unsigned char *at = (const unsigned char *)bytes.data;
  g_autoptr (CMS_ContentInfo) cms = d2i_CMS_ContentInfo (NULL, &at, (long)bytes.len);
  bool is_signed = cms && OBJ_obj2nid (CMS_get0_type (cms)) == NID_pkcs7_signed;
  ASN1_OCTET_STRING **content = is_signed ? CMS_get0_content (cms) : NULL;
  if (content && *content && ASN1_STRING_length (*content) > 0)
    *ret = arena_dup (arena, span_of ((const char *)ASN1_STRING_get0_data (*content),
                                      (gsize)ASN1_STRING_length (*content)));
  else
    is_signed = false;
  ERR_clear_error ();
  return is_signed;
}
