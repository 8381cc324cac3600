/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/verdict-records.h"

static bool
spf_is_verdict (const SpfRecord *record, const Verdict *verdict) {
  return record->trusted == FLAG_TRUE && span_equal (record->result, verdict->spf) &&
         span_equal (record->domain, verdict->spf_domain);
}

const SpfRecord *
verdict_spf_record (const Verdict *verdict, const Evidence *evidence) {
  const Vec *all = &evidence->spf;
  if (span_is_null (verdict->spf))
    return NULL;
  if (verdict->spf_index >= 0 && (guint)verdict->spf_index < all->n &&
      spf_is_verdict (vec_at (all, SpfRecord, verdict->spf_index), verdict))
    return vec_at (all, SpfRecord, verdict->spf_index);
  for (guint i = 0; i < all->n; i++)
    if (spf_is_verdict (vec_at (all, SpfRecord, i), verdict))
      return vec_at (all, SpfRecord, i);
  return NULL;
}

static bool
dkim_is_verdict (const DkimRecord *record, const Verdict *verdict) {
  return record->trusted == FLAG_TRUE && span_equal (record->result, verdict->dkim) &&
         span_equal (record->domain, verdict->dkim_domain) &&
         (span_is_null (verdict->dkim_selector) ||
          span_equal (record->selector, verdict->dkim_selector));
}

const DkimRecord *
verdict_dkim_record (const Verdict *verdict, const Evidence *evidence) {
  const Vec *all = &evidence->dkim;
  if (span_is_null (verdict->dkim))
    return NULL;
  if (verdict->dkim_index >= 0 && (guint)verdict->dkim_index < all->n &&
      dkim_is_verdict (vec_at (all, DkimRecord, verdict->dkim_index), verdict))
    return vec_at (all, DkimRecord, verdict->dkim_index);
  for (guint i = 0; i < all->n; i++)
    if (dkim_is_verdict (vec_at (all, DkimRecord, i), verdict))
      return vec_at (all, DkimRecord, i);
  return NULL;
}

const DmarcRecord *
verdict_dmarc_record (const Verdict *verdict, const Evidence *evidence) {
  const Vec *all = &evidence->dmarc;
  if (verdict->dmarc_index >= 0 && (guint)verdict->dmarc_index < all->n &&
      vec_at (all, DmarcRecord, verdict->dmarc_index)->trusted == FLAG_TRUE)
    return vec_at (all, DmarcRecord, verdict->dmarc_index);
  for (guint i = 0; i < all->n; i++)
    if (vec_at (all, DmarcRecord, i)->trusted == FLAG_TRUE)
      return vec_at (all, DmarcRecord, i);
  return NULL;
}
