package org.p2psip.suite.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Grafana dashboard: the queries of its panels by the row that they are below.
 *
 * @param rows queries (PromQL) by the title of the row, in their order
 */
record Dashboard(Map<String, List<String>> rows) {
    private static final Pattern SELECTOR = Pattern.compile("([a-z][a-z0-9_]+)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
    /** What the monitoring adds to what a service says. */
    private static final List<String> OF_THE_CLUSTER = List.of("namespace", "pod", "le");

    /** What a query reads: a metric, and the labels that it selects or groups it by. */
    record Read(String metric, TreeSet<String> labels) {}

    static Dashboard of(Path file) throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : new ObjectMapper().readTree(file.toFile()).path("panels")) {
            if (panel.path("type").asText().equals("row")) {
                queries = new ArrayList<>();
                rows.put(panel.path("title").asText(), queries);
            }
            for (JsonNode target : panel.path("targets")) {
                queries.add(target.path("expr").asText());
            }
        }
        return new Dashboard(rows);
    }

    /** What of a row's queries a service does not expose, given its metrics in Prometheus' text format. */
    List<String> missing(String row, String metrics) {
        List<String> lines =
                metrics.lines().filter(line -> !line.startsWith("#")).toList();
        return rows.get(row).stream()
                .flatMap(query -> read(query).stream())
                .filter(read -> lines.stream().noneMatch(line -> exposes(line, read)))
                .map(read -> row + ": " + read.metric() + read.labels())
                .distinct()
                .toList();
    }

    /** Every query selects a namespace, so a metric is what has a selector. */
    static List<Read> read(String query) {
        TreeSet<String> grouping = GROUPING.matcher(query)
                .results()
                .flatMap(by -> Pattern.compile(",\\s*").splitAsStream(by.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        return SELECTOR.matcher(query)
                .results()
                .map(selector -> new Read(selector.group(1), labels(selector, grouping)))
                .toList();
    }

    private static TreeSet<String> labels(MatchResult selector, TreeSet<String> grouping) {
        TreeSet<String> labels = new TreeSet<>(grouping);
        MATCHER.matcher(selector.group(2)).results().forEach(matcher -> labels.add(matcher.group(1)));
        OF_THE_CLUSTER.forEach(labels::remove);
        return labels;
    }

    private static boolean exposes(String line, Read read) {
        return (line.startsWith(read.metric() + " ") || line.startsWith(read.metric() + "{"))
                && read.labels().stream()
                        .allMatch(label -> line.contains("{" + label + "=") || line.contains("," + label + "="));
    }
}
