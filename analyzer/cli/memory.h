/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the program does when there is no more memory. */
#pragma once

/* From here on an allocation that fails ends the program with a line and exit status 2, as any
 * trouble of the environment does; GLib would end it by a signal. Once in a program. */
void memory_end_in_order (void);
