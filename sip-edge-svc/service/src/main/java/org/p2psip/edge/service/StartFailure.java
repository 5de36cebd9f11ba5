package org.p2psip.edge.service;

import io.smallrye.config.ConfigValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2psip.edge.service.settings.SettingRefused;
import org.p2psip.edge.service.transport.PortTaken;

/** Why the process does not start, as one line for the operator. */
final class StartFailure {
    private static final Pattern UNKNOWN_KEY = Pattern.compile("SRCFG\\d+: (\\S+) in (.+) does not map to any root");
    private static final Pattern NOISE = Pattern.compile("^([\\w.]+Exception: )?(SRCFG\\d+: )?");
    private static final Pattern CODE = Pattern.compile("\\bSRCFG\\d+:? ?");

    private StartFailure() {}

    static String line(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !isTold(cause)) {
            cause = cause.getCause();
        }
        if (cause instanceof ConfigValidationException invalid) {
            List<String> problems = new ArrayList<>();
            for (int i = 0; i < invalid.getProblemCount(); i++) {
                problems.add(problem(invalid.getProblem(i).getMessage()));
            }
            return String.join("; ", problems);
        }
        return String.valueOf(cause.getMessage()).replace('\n', ' ');
    }

    private static boolean isTold(Throwable failure) {
        return failure instanceof PortTaken
                || failure instanceof SettingRefused
                || failure instanceof ConfigValidationException;
    }

    private static String problem(String message) {
        Matcher unknown = UNKNOWN_KEY.matcher(message);
        if (unknown.find()) {
            return unknown.group(1) + " is no key of this service (it stands in " + unknown.group(2) + ")";
        }
        return CODE.matcher(NOISE.matcher(message).replaceFirst(""))
                .replaceAll("")
                .replace('\n', ' ');
    }
}
