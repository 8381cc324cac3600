/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files that call GMime share. */
#pragma once
#include "message/gmime-autoptr.h"
#include "message/message.h"

struct MessageReader {
  GMimeParserOptions *options;
  bool fast; /* what is plainly written is read without GMime */
};

/* What a message inside the message is called while GMime looks at it, of the same length. */
#define DISGUISED_MESSAGE "x-mwmsg"
