# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += analyzer/headers/authentication-results.c analyzer/headers/authentication-results.h
libmailwhy_a_SOURCES += analyzer/headers/received-spf.c analyzer/headers/received-spf.h
libmailwhy_a_SOURCES += analyzer/headers/spam-status.c analyzer/headers/spam-status.h
libmailwhy_a_SOURCES += analyzer/headers/received.c analyzer/headers/received.h
libmailwhy_a_SOURCES += analyzer/headers/dkim-signature.c analyzer/headers/dkim-signature.h
libmailwhy_a_SOURCES += analyzer/headers/arc.c analyzer/headers/arc.h
libmailwhy_a_SOURCES += analyzer/headers/delivery-status.c analyzer/headers/delivery-status.h
libmailwhy_a_SOURCES += analyzer/headers/feedback-report.c analyzer/headers/feedback-report.h
libmailwhy_a_SOURCES += analyzer/headers/loose-bounce.c analyzer/headers/loose-bounce.h
libmailwhy_a_SOURCES += analyzer/headers/refusal-code.c analyzer/headers/refusal-code.h
libmailwhy_a_SOURCES += analyzer/headers/refusal-names.c analyzer/headers/refusal-names.h
libmailwhy_a_SOURCES += analyzer/headers/refusal-wrap.c analyzer/headers/refusal-wrap.h
libmailwhy_a_SOURCES += analyzer/headers/refusal-text.c analyzer/headers/refusal-text.h
libmailwhy_a_SOURCES += analyzer/headers/delivery-event.c analyzer/headers/delivery-event.h
libmailwhy_a_SOURCES += analyzer/headers/mail-log.c analyzer/headers/mail-log.h
libmailwhy_a_SOURCES += analyzer/headers/smtp-reply.c analyzer/headers/smtp-reply.h
libmailwhy_a_SOURCES += analyzer/headers/ses-notification.c analyzer/headers/ses-notification.h
libmailwhy_a_SOURCES += analyzer/headers/aggregate-report.c analyzer/headers/aggregate-report.h
libmailwhy_a_SOURCES += analyzer/headers/tls-report.c analyzer/headers/tls-report.h
mutate_tests_headers = tests/unit/test-authentication-results tests/unit/test-received-spf \
	tests/unit/test-refusal-text \
	tests/unit/test-spam-status tests/unit/test-received tests/unit/test-dkim-signature tests/unit/test-arc \
	tests/unit/test-mail-log tests/unit/test-delivery-event tests/unit/test-refused tests/unit/test-refused-texts tests/unit/test-delivery-status \
	tests/unit/test-feedback-report tests/unit/test-loose-bounce tests/unit/test-ses-notification \
	tests/unit/test-aggregate-report tests/unit/test-tls-report tests/unit/test-gather-bounce tests/unit/test-path \
	tests/samples/test-samples tests/unit/test-trust-rows tests/unit/test-verdict tests/rules/check-rules.sh \
	tests/golden/golden.sh
