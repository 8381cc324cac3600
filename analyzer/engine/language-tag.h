/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of languages: "fr", and "fr-CH" for what is said otherwise in one region (RFC 5646 §2.1, no
 * more of it). */
#pragma once
#include "base/span.h"

bool language_is_tag (Span text);
/* "de-CH" has a region: it holds only what differs from "de". */
bool language_is_variant (Span tag);
/* "de" of "de-CH" and of "de". */
Span language_base (Span tag);
/* Whether text in `tag` may be shown to who asks for `locale`: "de" and "de-CH" for "de_CH.UTF-8"
 * and "de-ch", "en" for "C" and "POSIX". */
bool language_serves (Span tag, const char *locale);
/* Whether that is the very language and region the locale names. */
bool language_is_of_locale (Span tag, const char *locale);
