package org.p2psip.edge.service.trunks;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.p2psip.edge.Gateway;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.number.NumberRules;
import org.p2psip.edge.trunk.Callers;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.Trunks;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a trunks file: all of it, or nothing of it. The schema is in docs/trunks.md. YAML is read as a tree of texts;
 * tags make no objects.
 *
 * @param domains own domains
 * @param site name of this site, for GATEWAY records
 * @param target SIP URI of this site's edges, for GATEWAY records that name none
 * @param environment a variable by its name; null when it is not set
 */
public record TrunkFile(Set<String> domains, String site, String target, Function<String, String> environment) {
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_TRUNKS = 1_000;

    /** What a file is. */
    public sealed interface Result {
        /** The files that it consists of: itself and those of passwords. */
        Set<Path> files();

        /** It can be used. */
        record Accepted(Trunks trunks, Set<Path> files) implements Result {}

        /** It cannot be used. @param problems each as FILE:LINE: KEY: VALUE: what would be right */
        record Refused(List<String> problems, Set<Path> files) implements Result {}
    }

    /** Reads the file. */
    public Result read(Path file) {
        Set<Path> files = new LinkedHashSet<>(List.of(file));
        YamlProblems problems = new YamlProblems(file);
        Optional<Trunks> trunks = text(file, problems)
                .flatMap(text -> root(text, problems))
                .flatMap(root -> new Document(root, file, files).read());
        return problems.count() == 0
                ? new Result.Accepted(trunks.orElseThrow(), Set.copyOf(files))
                : new Result.Refused(problems.lines(), Set.copyOf(files));
    }

    private static Optional<String> text(Path file, YamlProblems problems) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.add(null, "must have at most " + MAX_BYTES + " bytes");
                return Optional.empty();
            }
            return Optional.of(Files.readString(file));
        } catch (CharacterCodingException e) {
            problems.add(null, "must be UTF-8");
        } catch (IOException e) {
            problems.add(null, "must be a file that can be read: " + e);
        }
        return Optional.empty();
    }

    private static Optional<YamlValue> root(String text, YamlProblems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                problems.add(null, "is empty: must be a mapping with at least trunks");
            }
            return Optional.ofNullable(root).map(node -> new YamlValue(node, "", problems));
        } catch (MarkedYAMLException e) {
            problems.add(e.getProblemMark(), "is no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(null, "is no YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** One reading of a file. */
    private final class Document {
        private final YamlValue root;
        private final Set<String> names = new LinkedHashSet<>();
        private final TrunkReader trunkReader;

        Document(YamlValue root, Path file, Set<Path> files) {
            this.root = root;
            trunkReader =
                    new TrunkReader(new LoginReader(file.toAbsolutePath().getParent(), files, environment), names);
        }

        /** Empty when there are problems. */
        Optional<Trunks> read() {
            YamlSection section = root.section("trunks", "dialled", "routes", "numbers", "foreign", "gateways");
            List<TrunkConfig> trunks = section.require(
                            "trunks",
                            "must list the trunks; [] for none",
                            v -> Optional.of(v.list(MAX_TRUNKS, trunkReader::read)))
                    .orElse(List.of());
            RouteReader reader = new RouteReader(names, domains);
            NumberRules dialled = section.get("dialled", NumberRules.NONE, NumberRulesReader::read);
            List<Trunks.Route> routes = section.get("routes", List.of(), v -> Optional.of(reader.routes(v)));
            List<Trunks.InboundNumber> numbers = section.get("numbers", List.of(), v -> Optional.of(reader.numbers(v)));
            Callers foreign = section.get("foreign", Callers.EVERYONE, reader::callers);
            Optional<YamlSection> gateways = section.get("gateways").map(v -> v.section("find", "target", "publish"));
            boolean finds =
                    gateways.map(g -> g.get("find", false, YamlValue::flag)).orElse(false);
            List<Gateway> published = gateways.map(g -> published(g, reader)).orElse(List.of());
            return root.problems().count() > 0
                    ? Optional.empty()
                    : Optional.of(new Trunks(trunks, dialled, routes, numbers, foreign, published, finds));
        }

        private List<Gateway> published(YamlSection gateways, RouteReader reader) {
            String uri = gateways.get("target", target, v -> Uris.ofHost(v).map(SipUri::text));
            return gateways.get("publish", List.of(), v -> Optional.of(reader.published(v, uri, site)));
        }
    }
}
