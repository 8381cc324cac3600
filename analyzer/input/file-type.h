/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a file is that is no mail, by its first bytes: so that it can be named, with what to do. */
#pragma once
#include "base/span.h"

/* "pdf", "docx", "odt", "doc", "rtf", "picture", "dns-records", "calendar",
 * "contact", "html", "tnef", "smime"; null for what says nothing of itself. Static storage. */
Span file_type_of (Span bytes);
