/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files that call GMime share. */
#pragma once
#include "message/gmime-autoptr.h"
#include "message/message.h"

struct MessageReader {
  GMimeParserOptions *options;
};
