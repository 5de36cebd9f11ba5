package org.p2psip.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each check finds what it is for: the same overlays, with one line changed. */
class BrokenManifestsTest {
    @ParameterizedTest
    @CsvFileSource(resources = "broken.csv", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void brokenLineIsFound(String overlay, String line, String broken, String problem) {
        String text = Manifests.rendered(overlay);
        String before = line.replace("\\n", "\n");
        assertThat(text).contains(before);
        String changed = text.replaceFirst(
                Pattern.quote(before), Matcher.quoteReplacement(broken == null ? "" : broken.replace("\\n", "\n")));
        assertThat(problems(changed)).anySatisfy(one -> assertThat(one).contains(problem));
    }

    @Test
    void secretInGitIsFound() {
        assertThat(
                        problems(
                                Manifests.rendered("dev")
                                        + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: turn}\nstringData: {turn.secret: abc}\n"))
                .contains("Secret turn: secrets are made in the cluster, not in git");
    }

    private static List<String> problems(String text) {
        Manifests manifests = Manifests.parse(text);
        List<String> found = new ArrayList<>(UnknownFields.problems(manifests));
        found.addAll(References.problems(manifests));
        found.addAll(Selectors.problems(manifests));
        found.addAll(Containers.problems(manifests));
        found.addAll(ConfigurationKeys.problems(manifests));
        found.addAll(Serving.problems(manifests));
        return found;
    }
}
